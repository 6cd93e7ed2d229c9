<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

use SyncIngest\Native\Handle;
use SyncIngest\Tables\RefusalReason;

/** A file is refused as a table, or as a file of hashes. Nothing of it was handed over, and nothing half is left behind. */
final class TableRefused extends Failure
{
    private RefusalReason $refusal = RefusalReason::Unknown;

    private ?int $tableLine = null;

    private ?int $byte = null;

    /** Returns why, for programs. */
    public function refusal(): RefusalReason
    {
        return $this->refusal;
    }

    /** Returns the line of the table, from 1, on which the reason begins; null where it is about no line. */
    public function tableLine(): ?int
    {
        return $this->tableLine;
    }

    /** Returns the byte of the file, from 0, at which the reason was found. */
    public function byte(): ?int
    {
        return $this->byte;
    }

    /** @internal */
    public function take(Handle $error): void
    {
        $this->refusal = RefusalReason::tryFrom($error->get('refusal')) ?? RefusalReason::Unknown;
        [$line, $byte] = [$error->get('line'), $error->get('byte')];
        $this->tableLine = $line === 0 ? null : $line;
        $this->byte = $byte < 0 ? null : $byte;
    }
}
