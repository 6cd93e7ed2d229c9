<?php

/**
 * The minimum cost of FFI: the same look as in fresh_look.php, without any class of this package. Prints the microseconds of
 * processor time.
 *
 *     php bare_look.php FOLDER
 */

declare(strict_types=1);

require __DIR__ . '/processor_time.php';

$start = processor_time();
$ffi = FFI::cdef(<<<'C'
    int sync_ingest_folder_open(const char *path, void *options, void **folder, void **error);
    int sync_ingest_folder_collect(void *folder, void **collection, void **report, void **error);
    int sync_ingest_report_arbitration(void *report);
    void sync_ingest_report_free(void *report);
    void sync_ingest_folder_free(void *folder);
    C, getenv('SYNC_INGEST_LIBRARY'));
$folder = $ffi->new('void *');
$collection = $ffi->new('void *');
$report = $ffi->new('void *');
$ffi->sync_ingest_folder_open($argv[1], null, FFI::addr($folder), null);
$ffi->sync_ingest_folder_collect($folder, FFI::addr($collection), FFI::addr($report), null);
$outcome = $ffi->sync_ingest_report_arbitration($report);
$ffi->sync_ingest_report_free($report);
$ffi->sync_ingest_folder_free($folder);
printf("%d µs\n", processor_time() - $start);
exit($outcome);
