<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Functions;

/** Which names are collected. */
final class NameRule
{
    private function __construct()
    {
    }

    /**
     * Why a file of this name would be left alone; null if it may be collected.
     *
     * @throws SyncIngestException
     */
    public static function check(string $name): ?SkipReason
    {
        Requirements::check();
        [$reason] = Functions::call('sync_ingest_name_check', [$name], ['sync_ingest_skip_reason']);
        // A reason that only a newer library knows: a file that cannot be checked is not collected.
        return $reason === 0 ? null : SkipReason::tryFrom($reason) ?? SkipReason::Unchecked;
    }
}
