<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\Exception\LibraryUnavailable;
use SyncIngest\Requirements;

/**
 * Useful information about a package that works.
 *
 * @internal
 */
final class LoadingCheck
{
    /**
     * @return list<string>
     * @throws LibraryUnavailable
     */
    public static function notes(): array
    {
        return array_values(array_filter([...self::passedOver(), self::places(), self::endOfRequest()]));
    }

    /** @return list<string> */
    private static function passedOver(): array
    {
        $loaded = Loader::loaded();
        $notes = [];
        foreach ($loaded->passedOver as $library => $cause) {
            // Usually it just does not exist.
            if (@is_file((string) $library)) {
                $notes[] = Diagnosis::readable("$library") . ": $cause; " . Diagnosis::readable($loaded->path) . ' is used in its place';
            }
        }
        return $notes;
    }

    private static function places(): ?string
    {
        [$native, $rest] = [dirname(__DIR__, 2), Requirements::place()];
        return $native === $rest ? null : 'the preloaded half of this package is in ' . Diagnosis::readable($native)
            . ', the rest in ' . Diagnosis::readable($rest) . ', both of release ' . Loader::RELEASE . ': update them together, and '
            . 'restart the server';
    }

    private static function endOfRequest(): ?string
    {
        return Shutdown::isPossible() ? null : 'after a fatal error a process that lives on keeps its lock: both '
            . 'register_shutdown_function() and stream_wrapper_register() are on the list disable_functions';
    }
}
