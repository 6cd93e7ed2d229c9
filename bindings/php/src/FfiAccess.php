<?php

declare(strict_types=1);

namespace SyncIngest;

/** Whether PHP lets this package use FFI. */
enum FfiAccess: string
{
    /** It does. */
    case Allowed = 'allowed';
    /** The extension is there, and its settings refuse it here. */
    case Refused = 'refused';
    /** PHP runs without the extension. */
    case Missing = 'missing';
}
