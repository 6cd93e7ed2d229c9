<?php

/**
 * What nobody who uses FFI gets around: the same look as in fresh_look.php, without one class of this package. Prints the
 * microseconds.
 *
 *     php bare_look.php FOLDER
 */

declare(strict_types=1);

$start = hrtime(true);
$library = getenv('SYNC_INGEST_LIBRARY');
$ffi = FFI::cdef(file_get_contents(__DIR__ . '/../../../include/sync_ingest_ffi.h'), $library);
$folder = $ffi->new('sync_ingest_folder *');
$collection = $ffi->new('sync_ingest_collection *');
$report = $ffi->new('sync_ingest_report *');
$ffi->sync_ingest_folder_open($argv[1], null, FFI::addr($folder), null);
$ffi->sync_ingest_folder_collect($folder, FFI::addr($collection), FFI::addr($report), null);
$outcome = $ffi->sync_ingest_report_arbitration($report);
$ffi->sync_ingest_report_free($report);
$ffi->sync_ingest_folder_free($folder);
printf("%.1f µs\n", (hrtime(true) - $start) / 1000);
exit($outcome);
