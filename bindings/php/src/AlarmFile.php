<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;

/** A file that an alarm is about. */
final class AlarmFile
{
    public function __construct(
        /** Its name in the drop folder: bytes, not necessarily UTF-8. */
        public readonly string $name,
        /** Why it was left alone; null if the store has answered it, or for a reason that only a newer library knows. */
        public readonly ?SkipReason $skipped = null,
        /** Why its checksum file cannot be understood, if that is the reason. */
        public readonly ?ChecksumFault $checksum = null,
        /** Why the store has rejected it, or keeps putting it back, in words; null where the store has not answered it. */
        public readonly ?string $answer = null,
    ) {
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOf(object $alarm): array
    {
        $list = [];
        $count = Functions::get('sync_ingest_alarm_file_count', $alarm);
        for ($i = 0; $i < $count; $i++) {
            $name = Functions::get('sync_ingest_alarm_file_name', $alarm, $i);
            $answer = Functions::get('sync_ingest_alarm_file_answer', $alarm, $i);
            // What was answered was not left alone: every look beside rejected files reads this.
            $list[] = $answer !== null ? new self($name, answer: $answer) : new self(
                name: $name,
                skipped: SkipReason::tryFrom(Functions::get('sync_ingest_alarm_file_skip_reason', $alarm, $i)),
                checksum: ChecksumFault::tryFrom(Functions::get('sync_ingest_alarm_file_checksum_fault', $alarm, $i)),
            );
        }
        return $list;
    }
}
