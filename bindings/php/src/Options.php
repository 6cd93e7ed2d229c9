<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Input;

/**
 * How a drop folder is to be collected. Name what differs from the defaults, which are safe:
 * `new Options(workArea: '/var/moodledata/sync_work', settle: 60)`. Null leaves a choice to the library.
 */
final class Options
{
    public function __construct(
        /**
         * Where claimed and rejected files are kept: on the same mount as the drop folder, best outside the agent's
         * reach, one for each drop folder. Default: `.sync_ingest` inside the drop folder.
         */
        public readonly ?string $workArea = null,
        /**
         * How many seconds a file must have been left alone. Default, and with any negative number: 30 on local, 90 on network file
         * systems. 0 means that agents always use `alock.txt`, so that nothing else has to be waited for.
         */
        public readonly ?int $settle = null,
        /** Age in seconds at which a lock, or an upload that does not finish, becomes an alarm. Default: three hours. */
        public readonly ?int $maxAge = null,
        /** Count the age of a lock from the later of its mtime and ctime: for agents that preserve modification times. */
        public readonly bool $lockAgeFromCtime = false,
        /** How many files one collection claims at most. Default: 10,000. */
        public readonly ?int $maxFiles = null,
        /** Largest file that is collected, in bytes. Default: 4 GiB. */
        public readonly ?int $maxSize = null,
        /**
         * How often the process may die while storing a delivery before the delivery is rejected, and how often one may be put back
         * before that is an alarm. Default: 5.
         */
        public readonly ?int $maxAttempts = null,
        /** What reaches the disk before a delivery is acknowledged. */
        public readonly Durability $durability = Durability::Automatic,
        /** Allow files of other users to be moved into a store: their agents may then still change them. */
        public readonly bool $trustAgent = false,
        /** The caller holds a lock of its own that spans all hosts, so an orphan lock of another host is recovered. */
        public readonly bool $clusterLocked = false,
        /** Compute the SHA-256 of files that are copied or moved into a store. */
        public readonly bool $sha256 = false,
        /** Compute the SHA-1 of files that are copied or moved into a store. */
        public readonly bool $sha1 = false,
        /** Deliver each file with a checksum file (`_NAME.sha256`), so that it is collected at once: the agent's side. */
        public readonly bool $checksums = false,
        /** The time to decide by. Default: the clocks of the machine. */
        public readonly ?Now $now = null,
        /**
         * More names of unfinished files to leave alone, besides the known ones: an ending as in `*.busy`, a beginning as in
         * `tmp-*`, both as in `new_*.csv`, or a whole name. The case of ASCII letters does not matter.
         *
         * @var list<string>
         */
        public readonly array $unfinishedNames = [],
    ) {
    }

    /** @internal */
    public function toNative(): Handle
    {
        $options = new Handle('sync_ingest_options *', Functions::get('sync_ingest_options_new'));
        if ($this->workArea !== null) {
            Input::path('use the work area', $this->workArea);
            $options->call('set_work_area', [$this->workArea]);
        }
        if ($this->settle !== null) {
            $options->call('set_settle_seconds', [$this->settle]);
        }
        if ($this->maxAge !== null) {
            $options->call('set_max_age_seconds', [$this->maxAge]);
        }
        foreach ($this->unfinishedNames as $pattern) {
            Input::withoutNul('leave alone files whose names match', $pattern);
            $options->call('add_unfinished_name', [$pattern]);
        }
        if ($this->maxFiles !== null) {
            $options->call('set_max_files', [$this->maxFiles]);
        }
        if ($this->maxSize !== null) {
            $options->call('set_max_size', [$this->maxSize]);
        }
        if ($this->maxAttempts !== null) {
            $options->call('set_max_attempts', [$this->maxAttempts]);
        }
        if ($this->now !== null) {
            $now = $this->now;
            $options->call('set_now', [$now->wallSeconds, $now->wallNanoseconds, $now->monotonicSeconds]);
        }
        if ($this->durability !== Durability::Automatic) {
            $options->call('set_durability', [$this->durability->value]);
        }
        if ($this->lockAgeFromCtime) {
            $options->call('set_lock_age_from_ctime', [1]);
        }
        if ($this->trustAgent) {
            $options->call('set_trust_agent', [1]);
        }
        if ($this->clusterLocked) {
            $options->call('set_cluster_locked', [1]);
        }
        if ($this->sha256) {
            $options->call('set_sha256', [1]);
        }
        if ($this->sha1) {
            $options->call('set_sha1', [1]);
        }
        if ($this->checksums) {
            $options->call('set_checksums', [1]);
        }
        return $options;
    }
}
