<?php

/**
 * The loop that people would write without this package: moves each file of a folder into a directory, and computes its hash.
 * Neither claims nor locks nor syncs anything. Prints the microseconds that this took.
 *
 *     php plain_loop.php FOLDER DIRECTORY
 */

declare(strict_types=1);

[, $folder, $directory] = $argv;
$start = hrtime(true);
$hashes = [];
$handle = opendir($folder);
while (($name = readdir($handle)) !== false) {
    if ($name[0] === '.' || $name[0] === '_') {
        continue;
    }
    $hashes[$name] = sha1_file("$folder/$name");
    if (copy("$folder/$name", "$directory/$name")) {
        unlink("$folder/$name");
    }
}
closedir($handle);
printf("%.1f µs\n", (hrtime(true) - $start) / 1000);
