<?php

declare(strict_types=1);

/** Microseconds of processor time that this process has used; other load on the machine hardly affects them. */
function processor_time(): int
{
    $used = getrusage();
    return ($used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec']) * 1_000_000
        + $used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec'];
}
