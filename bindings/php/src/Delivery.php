<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\FileSource;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Input;
use SyncIngest\Native\Unique;

/**
 * One claimed file, offered to the store. Answer once, with {@see acknowledge()}, {@see putBack()} or {@see reject()};
 * one that is dropped without an answer is put back.
 */
final class Delivery
{
    use Unique;

    /** Its stable id: the same when it is offered again, another one when the content has changed. */
    public readonly string $id;
    /** Its name in the drop folder: bytes, not necessarily UTF-8. Never empty, and never with a slash. */
    public readonly string $name;
    /** Its path while it is claimed, for stores that read by path. Never write there, and do not remove it. */
    public readonly string $path;
    /** Its size in bytes. */
    public readonly int $size;
    /** Its modification time as the agent set it, in Unix time. */
    public readonly int $modified;
    /** Nanoseconds within that second. */
    public readonly int $modifiedNanoseconds;
    /** How often it has been offered, including this time: 1 the first time. */
    public readonly int $attempt;
    /** The evidence that its upload was over. */
    public readonly Evidence $evidence;

    private bool $answered = false;

    /** @internal */
    public function __construct(private readonly Handle|FileSource $handle)
    {
        $this->id = $handle->get('id');
        $this->name = $handle->get('name');
        $this->path = $handle->get('path');
        $this->size = $handle->get('size');
        $this->modified = $handle->get('modified_seconds');
        $this->modifiedNanoseconds = $handle->get('modified_nanoseconds');
        $this->attempt = $handle->get('attempt');
        $this->evidence = Evidence::tryFrom($handle->get('evidence')) ?? Evidence::Unknown;
    }

    /**
     * A delivery of any file, for tests of a store, without library, lock or drop folder. Copying and moving are done by PHP, an
     * answer changes nothing, and calls after it are refused.
     */
    public static function ofFile(string $path, ?string $name = null, string $id = 'test', int $attempt = 1): self
    {
        Requirements::check();
        Requirements::demand(FileSource::FUNCTIONS);
        return new self(new FileSource($path, $name ?? basename($path), $id, $attempt));
    }

    /**
     * The SHA-256 of its content in lower-case hexadecimal digits. Reads the file unless it is known already.
     *
     * @throws SyncIngestException
     */
    public function sha256(): string
    {
        if ($this->handle->get('sha256') === null) {
            $this->handle->call('digest', [1, 0]);
        }
        return $this->handle->get('sha256');
    }

    /**
     * The SHA-1 of its content in lower-case hexadecimal digits. Reads the file unless it is known already.
     *
     * @throws SyncIngestException
     */
    public function sha1(): string
    {
        if ($this->handle->get('sha1') === null) {
            $this->handle->call('digest', [0, 1]);
        }
        return $this->handle->get('sha1');
    }

    /**
     * Copies it to this path, durably and hashed as the options ask; a file that is already there is replaced atomically. Does not
     * answer.
     *
     * @throws SyncIngestException
     */
    public function copyTo(string $destination): void
    {
        Input::path('copy to', $destination);
        $this->handle->call('copy_to', [$destination]);
    }

    /**
     * Moves it to this path on the same file system, without copying, durably and hashed as the options ask; a file that is already
     * there is replaced atomically. Does not answer: acknowledge it afterwards.
     *
     * @throws Exception\MoveRefused when it must be copied instead
     * @throws SyncIngestException
     */
    public function moveTo(string $destination): void
    {
        Input::path('move to', $destination);
        $this->handle->call('move_to', [$destination]);
    }

    /**
     * The store has it, durably: remove it.
     *
     * @throws Exception\Changed when a writer changed it meanwhile: the new content will be a new delivery
     * @throws Exception\LockLost
     * @throws SyncIngestException
     */
    public function acknowledge(): void
    {
        $this->answer('acknowledge');
    }

    /**
     * Try again later: it stays claimed, with its id, and is offered first next time.
     *
     * @throws SyncIngestException
     */
    public function putBack(string $reason): void
    {
        $this->answer('put_back', $reason);
    }

    /**
     * Never: set it aside in the rejected folder, with the reason, for a person to look at.
     *
     * @throws SyncIngestException
     */
    public function reject(string $reason): void
    {
        $this->answer('reject', $reason);
    }

    /** Whether it has been answered, with or without success. */
    public function isAnswered(): bool
    {
        return $this->answered;
    }

    private function answer(string $answer, string ...$reason): void
    {
        $this->answered = true;
        try {
            $this->handle->call($answer, $reason);
        } catch (Exception\InvalidArgument $refusal) {
            $this->answered = false;
            throw $refusal;
        }
    }
}
