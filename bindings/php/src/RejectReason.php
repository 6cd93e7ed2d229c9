<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;
use SyncIngest\Native\Handle;

/** Why a file was set aside for a person. */
enum RejectReason: int
{
    /** A reason that only a newer library knows. */
    case Unknown = 0;
    /** The store rejected it: the reason in words is the store's own. */
    case Store = 1;
    /** A newer file of its name was delivered before this one was stored. */
    case Superseded = 2;
    /** The process died too often while it stored this file. */
    case StoreDied = 3;
    /** It was swapped for something that is not a file while it was claimed. */
    case NotAFile = 4;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_reject_reason_word', $this->value) ?? 'unknown';
    }

    /**
     * @internal
     * @param Handle $source a report or a status
     */
    public static function of(Handle $source, int $index): self
    {
        return self::tryFrom($source->get('rejected_kind', $index)) ?? self::Unknown;
    }

    /**
     * @internal
     * @param Handle $source a report or a status
     */
    public static function deathsOf(Handle $source, int $index): int
    {
        return $source->get('rejected_deaths', $index);
    }
}
