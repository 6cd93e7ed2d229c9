<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

/** A defect of the library, which refuses further work on the object concerned. Please report it. */
final class LibraryDefect extends Failure
{
}
