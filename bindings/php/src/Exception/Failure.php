<?php

declare(strict_types=1);

namespace SyncIngest\Exception;

use SyncIngest\ErrorKind;
use SyncIngest\Native\Handle;

/** A failure that the library reports. Its code is the number of its kind. */
abstract class Failure extends \RuntimeException implements SyncIngestException
{
    final private function __construct(
        string $message,
        int $code,
        /** The path that it happened on, if there is one. */
        public readonly ?string $path,
        /** The system's error number, if the system reported one. */
        public readonly ?int $errno,
    ) {
        parent::__construct($message, $code);
    }

    /** The kind of the failure; null for one that only a newer library knows. */
    final public function kind(): ?ErrorKind
    {
        return ErrorKind::tryFrom($this->getCode());
    }

    /** @internal */
    final public static function of(int $code, string $message, ?string $path = null, ?int $errno = null): self
    {
        $class = match (ErrorKind::tryFrom($code)) {
            ErrorKind::InvalidArgument => InvalidArgument::class,
            ErrorKind::LockLost => LockLost::class,
            ErrorKind::Changed => Changed::class,
            ErrorKind::AlreadyOver => AlreadyOver::class,
            ErrorKind::MoveRefused => MoveRefused::class,
            ErrorKind::Held => Held::class,
            ErrorKind::AlreadyExists => AlreadyExists::class,
            ErrorKind::Panic => LibraryDefect::class,
            ErrorKind::TableRefused => TableRefused::class,
            ErrorKind::GoneUnknown => GoneUnknown::class,
            default => SystemFailure::class,
        };
        return new $class($message, $code, $path, $errno);
    }

    /** @internal */
    final public static function reported(int $code, string $function, Handle $error): self
    {
        $message = $error->get('message') ?? "$function failed with code $code";
        $path = $error->get('path');
        $errno = $error->get('errno');
        $failure = self::of($code, $message, $path, $errno === 0 ? null : $errno);
        if ($failure instanceof TableRefused) {
            $failure->take($error);
        }
        // Not kept alive by the trace of the exception.
        unset($error);
        return $failure;
    }

    /** @internal */
    final public static function atTheEnd(): self
    {
        return self::of(ErrorKind::AlreadyOver->value, 'cannot go on at the end of the script: the lock has been given '
            . 'back, and what was not answered is offered again');
    }
}
