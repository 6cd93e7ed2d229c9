<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;
use SyncIngest\Native\Handle;

/** What keeps the collector's user from files. */
final class Obstacle
{
    public function __construct(
        /** Its kind. */
        public readonly ObstacleKind $kind,
        /** The number that its kind describes; null if it has none. */
        public readonly ?int $number = null,
        /** What is wrong and the line that fixes it, in English; null if permissions are not the reason. */
        public readonly ?string $advice = null,
    ) {
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOfStatus(Handle $status): array
    {
        $list = [];
        $count = $status->get('obstacle_count');
        for ($i = 0; $i < $count; $i++) {
            $number = $status->get('obstacle_number', $i);
            $list[] = new self(
                kind: ObstacleKind::tryFrom($status->get('obstacle_kind', $i)) ?? ObstacleKind::Unknown,
                number: $number < 0 ? null : $number,
                advice: $status->get('obstacle_advice', $i),
            );
        }
        return $list;
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOf(object $alarm): array
    {
        $list = [];
        $count = Functions::get('sync_ingest_alarm_obstacle_count', $alarm);
        for ($i = 0; $i < $count; $i++) {
            $number = Functions::get('sync_ingest_alarm_obstacle_number', $alarm, $i);
            $list[] = new self(
                kind: ObstacleKind::tryFrom(Functions::get('sync_ingest_alarm_obstacle_kind', $alarm, $i)) ?? ObstacleKind::Unknown,
                number: $number < 0 ? null : $number,
                advice: Functions::get('sync_ingest_alarm_obstacle_advice', $alarm, $i),
            );
        }
        return $list;
    }
}
