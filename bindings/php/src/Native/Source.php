<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * Where an object of this package gets what it tells: an object of the library, or in tests something that behaves like one.
 *
 * @internal
 */
interface Source
{
    /** Calls a function that cannot fail. */
    public function get(string $name, int|string|null ...$inputs): int|string|null;

    /**
     * Calls a function that can fail: see {@see Functions::call()}.
     *
     * @param list<int|string|null> $inputs
     * @param list<string> $outputs
     * @return list<Handle|int|null>
     */
    public function call(string $name, array $inputs = [], array $outputs = []): array;
}
