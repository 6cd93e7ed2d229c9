<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Diagnosis;

/** Whether PHP lets this package use FFI. */
enum FfiAccess: string
{
    /** It may be used. */
    case Allowed = 'allowed';
    /** The extension is installed, but its settings refuse it here. */
    case Refused = 'refused';
    /** PHP runs without the extension. */
    case Missing = 'missing';

    /** For this process. Loads no library: {@see Environment::check()} does, and a process has only one. */
    public static function here(): self
    {
        return Diagnosis::ffiAccess();
    }
}
