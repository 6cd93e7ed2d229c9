<?php

declare(strict_types=1);

namespace SyncIngest\Native;

/**
 * An object of the library: its functions are called by the part of their name that follows the type, and it is freed
 * when the last reference goes.
 *
 * @internal
 */
final class Handle
{
    use Unique;

    private readonly string $prefix;

    public function __construct(private readonly Functions $functions, public readonly Pointer $pointer)
    {
        $this->prefix = Functions::prefix($pointer->type);
    }

    public function __destruct()
    {
        $this->pointer->free();
    }

    /** Calls a function of this type that cannot fail. */
    public function get(string $name, int|string|null ...$inputs): int|string|null
    {
        return $this->functions->get($this->prefix . $name, $this->pointer, ...$inputs);
    }

    /**
     * Calls a function of this type that can fail: see {@see Functions::call()}.
     *
     * @param list<int|string|null> $inputs
     * @param list<string> $outputs
     * @return list<Handle|int|null>
     */
    public function call(string $name, array $inputs = [], array $outputs = []): array
    {
        return $this->functions->call($this->prefix . $name, [$this->pointer, ...$inputs], $outputs);
    }
}
