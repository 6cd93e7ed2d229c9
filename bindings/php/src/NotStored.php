<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** A delivery that was put back, rejected or superseded. */
final class NotStored
{
    public function __construct(
        /** Its stable id. */
        public readonly string $id,
        /** Its name in the drop folder: bytes, not necessarily UTF-8. */
        public readonly string $name,
        /** Why, in words: the store's own if it gave a reason, otherwise an English sentence. */
        public readonly string $reason,
        /** Why, for programs. */
        public readonly PutBackReason|RejectReason $kind,
        /** How often the process died while storing it, if that was the reason. */
        public readonly int $deaths = 0,
        /** The kind of the error, if that was the reason; null for one that only a newer library knows. */
        public readonly ?ErrorKind $error = null,
    ) {
    }

    /**
     * @internal
     * @param string $answer `put_back`, `rejected` or `superseded`
     * @return list<self>
     */
    public static function listOf(Handle $source, string $answer): array
    {
        $list = [];
        $count = $source->get($answer . '_count');
        for ($i = 0; $i < $count; $i++) {
            $list[] = new self(
                id: $source->get($answer . '_id', $i),
                name: $source->get($answer . '_name', $i),
                reason: $source->get($answer . '_reason', $i),
                kind: match ($answer) {
                    'put_back' => PutBackReason::of($source, $i),
                    'rejected' => RejectReason::of($source, $i),
                    'superseded' => RejectReason::Superseded,
                },
                deaths: $answer === 'rejected' ? RejectReason::deathsOf($source, $i) : 0,
                error: $answer === 'put_back' ? PutBackReason::errorOf($source, $i) : null,
            );
        }
        return $list;
    }
}
