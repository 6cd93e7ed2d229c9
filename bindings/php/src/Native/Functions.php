<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use FFI\CData;
use SyncIngest\Exception\Failure;

/**
 * The functions of the loaded library: the one place where C is called. Their arguments own nothing: an exception that is thrown
 * from here, and kept, would keep them alive through its trace, and a lock with them.
 *
 * @internal
 */
final class Functions
{
    private const ERROR = 'sync_ingest_error *';

    /** Calls a function that cannot fail. */
    public static function get(string $function, CData|int|string|null ...$inputs): CData|int|string|null
    {
        $scope = self::scope($function);
        self::refuseNul($inputs);
        return self::run($scope, $function, $inputs);
    }

    /**
     * Calls a function that can fail, and throws when it does.
     *
     * @param list<CData|int|string|null> $inputs
     * @param list<string> $outputs their C types, without the pointer through which they are written
     * @return list<Handle|int|null> the outputs; null for a NULL pointer
     */
    public static function call(string $function, array $inputs, array $outputs = []): array
    {
        $scope = self::scope($function);
        self::refuseNul($inputs);
        $arguments = $inputs;
        $results = [];
        foreach ($outputs as $type) {
            $variable = $scope->new($type);
            // Not by array_map: with ffi.enable=preload, only a preloaded function may call this.
            $arguments[] = FFI::addr($variable);
            // Owned before it exists: a signal handler that throws, or a time limit, may strike when C returns.
            $results[] = str_ends_with($type, '*') ? new Handle($type, $variable) : $variable;
        }
        $error = $scope->new(self::ERROR);
        $arguments[] = FFI::addr($error);
        $code = self::run($scope, $function, $arguments);
        if ($code !== 0) {
            throw Failure::reported($code, $function, new Handle(self::ERROR, $error));
        }
        foreach ($results as &$result) {
            $result = $result instanceof Handle ? $result->orNull() : $result->cdata;
        }
        return $results;
    }

    /** Calls a function that cannot fail and returns where so many bytes are. */
    public static function bytes(string $function, CData $object, int $length): string
    {
        $bytes = self::run(self::scope($function), $function, [$object]);
        return $length === 0 ? '' : FFI::string($bytes, $length);
    }

    /**
     * PHP 8.4 runs signal handlers before it has left an FFI call, and crashes if one then throws or reads the trace: on that
     * version they wait until the call has returned.
     *
     * @param list<CData|int|string|null> $arguments
     */
    private static function run(FFI $scope, string $function, array $arguments): CData|int|string|null
    {
        if (PHP_VERSION_ID < 80400 || !function_exists('pcntl_async_signals')
            || !function_exists('pcntl_signal_dispatch') || !\pcntl_async_signals(false)) {
            return $scope->$function(...$arguments);
        }
        try {
            return $scope->$function(...$arguments);
        } finally {
            \pcntl_async_signals(true);
            \pcntl_signal_dispatch();
        }
    }

    private static function scope(string $function): FFI
    {
        $loaded = Loader::loaded();
        return $loaded->everything === null && str_contains(Loader::LOOK, " $function(") ? $loaded->look
            : $loaded->everything()->with($function);
    }

    /** @param array<CData|int|string|null> $inputs */
    private static function refuseNul(array $inputs): void
    {
        foreach ($inputs as $input) {
            if (is_string($input) && str_contains($input, "\0")) {
                Input::withoutNul('use', $input);
            }
        }
    }
}
