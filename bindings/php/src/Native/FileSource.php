<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\ErrorKind;
use SyncIngest\Evidence;
use SyncIngest\Exception\Failure;

/**
 * Behaves like the {@see Handle} of a delivery, with any file, and without the library: for tests of stores.
 *
 * @internal
 */
final class FileSource
{
    /** The functions of PHP that this class also needs. */
    public const FUNCTIONS = ['copy', 'error_get_last', 'filemtime', 'hash_file', 'rename'];

    private string $path;

    /** The stored content, whatever has happened to the file since. */
    private ?string $stored = null;

    private bool $answered = false;

    public function __construct(
        string $path,
        private readonly string $name,
        private readonly string $id,
        private readonly int $attempt,
    ) {
        $this->path = $path;
    }

    /** As {@see Handle::get()}. */
    public function get(string $name, int|string|null ...$inputs): int|string|null
    {
        return match ($name) {
            'id' => $this->id,
            'name' => $this->name,
            'path' => $this->path,
            'size' => filesize($this->path),
            'modified_seconds' => filemtime($this->path),
            'modified_nanoseconds' => 0,
            'attempt' => $this->attempt,
            'evidence' => Evidence::Settled->value,
            'sha256', 'sha1' => hash_file($name, $this->stored ?? $this->path),
        };
    }

    /**
     * As {@see Handle::call()}.
     *
     * @param list<string> $inputs
     * @return array{}
     */
    public function call(string $name, array $inputs = []): array
    {
        foreach ($inputs as $input) {
            Input::withoutNul('use', $input);
        }
        if ($this->answered) {
            throw Failure::of(ErrorKind::AlreadyOver->value, "cannot answer $this->name: it has been answered");
        }
        match ($name) {
            'copy_to' => @copy($this->path, $inputs[0]) ? $this->stored = $inputs[0] : throw $this->failure('copy', $inputs[0]),
            'move_to' => @rename($this->path, $inputs[0]) ? $this->path = $inputs[0] : throw $this->failure('move', $inputs[0]),
            'acknowledge', 'put_back', 'reject' => $this->answered = true,
        };
        return [];
    }

    private function failure(string $verb, string $destination): Failure
    {
        $cause = error_get_last()['message'] ?? 'unknown';
        return Failure::of(ErrorKind::Io->value, "cannot $verb \"$this->path\" to \"$destination\": $cause", $destination);
    }
}
