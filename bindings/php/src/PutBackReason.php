<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;
use SyncIngest\Native\Handle;

/** Why a delivery was put back: it stays claimed and is offered first next time. */
enum PutBackReason: int
{
    /** A reason that only a newer library knows. */
    case Unknown = 0;
    /** The store put it back: the reason in words is the store's own. */
    case Store = 1;
    /** It could not be taken: the reason in words is the message of an error. */
    case Error = 2;
    /** It was dropped without an answer. */
    case Dropped = 3;
    /** The collection ended before it was answered. */
    case NotAnswered = 4;
    /** The collection ended before it was offered. */
    case NotOffered = 5;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_put_back_reason_word', $this->value) ?? 'unknown';
    }

    /** @internal */
    public static function of(Handle $report, int $index): self
    {
        return self::tryFrom($report->get('put_back_kind', $index)) ?? self::Unknown;
    }

    /** @internal */
    public static function errorOf(Handle $report, int $index): ?ErrorKind
    {
        return ErrorKind::tryFrom($report->get('put_back_code', $index));
    }
}
