<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** Something that a person must know about: one incident of its kind in this folder. */
final class Alarm
{
    /**
     * @param list<AlarmFile> $files
     * @param list<Obstacle> $obstacles
     */
    public function __construct(
        /** Its kind. */
        public readonly AlarmKind $kind,
        /** What happened, who is at fault and what to do, in English: for a person; programs read what follows. */
        public readonly string $diagnosis,
        /** Since when, in Unix time: the time of the lock or file where it has one, else when it was first seen. */
        public readonly int $since,
        /** How many seconds it has lasted; negative if the time is in the future. */
        public readonly int $age,
        /** How many files or locks it is about, or how often it happened. */
        public readonly int $count,
        /** The lock that it is about: a stale one, one with a wrong time, or that of a dead collector. */
        public readonly ?AlarmLock $lock = null,
        /** The first ten of the files that it is about; what was left alone begins with the oldest. */
        public readonly array $files = [],
        /** What keeps the collector's user from the files. */
        public readonly array $obstacles = [],
    ) {
    }

    /**
     * @internal
     * @param string $which `alarm` for the active ones, `ended` for those that have ended
     * @return list<self>
     */
    public static function listOf(Handle $source, string $which): array
    {
        $list = [];
        $count = $source->get($which . '_count');
        for ($i = 0; $i < $count; $i++) {
            $alarm = $source->get($which, $i);
            $list[] = new self(
                kind: AlarmKind::tryFrom($source->get($which . '_kind', $i)) ?? AlarmKind::Unknown,
                diagnosis: $source->get($which . '_diagnosis', $i),
                since: $source->get($which . '_since_seconds', $i),
                age: $source->get($which . '_age_seconds', $i),
                count: $source->get($which . '_occurrences', $i),
                lock: AlarmLock::of($alarm),
                files: AlarmFile::listOf($alarm),
                obstacles: Obstacle::listOf($alarm),
            );
        }
        return $list;
    }

    /**
     * Reports each of them, and rethrows the first exception afterwards.
     *
     * @internal
     * @param list<self> $alarms
     */
    public static function notify(array $alarms, \Closure $listener): void
    {
        $failure = null;
        foreach ($alarms as $alarm) {
            try {
                $listener($alarm);
            } catch (\Throwable $thrown) {
                $failure ??= $thrown;
            }
        }
        if ($failure !== null) {
            throw $failure;
        }
    }
}
