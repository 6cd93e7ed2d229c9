<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Input;
use SyncIngest\Native\Unique;

/**
 * The rejected files of a drop folder, which wait for a person: iterate over them, in no particular order, and deal with each by
 * its id. Memory does not grow with their number. After a crash or a failure a file is whole: in its old place, or in its new one.
 *
 * @implements \IteratorAggregate<int, RejectedFile>
 */
final class RejectedFiles implements \IteratorAggregate
{
    use Unique;

    /** @internal */
    public function __construct(private readonly Handle $folder)
    {
    }

    /**
     * The rejected files. One that cannot be read does not hold back the others.
     *
     * @return \Generator<int, RejectedFile>
     * @throws SyncIngestException at the end, for the first one that cannot be read
     */
    public function getIterator(): \Generator
    {
        $folder = $this->folder;
        [$list] = $folder->call('rejected_list', [], ['sync_ingest_rejected_list *']);
        $failure = null;
        while (true) {
            try {
                [$file] = $list->call('next', [], ['sync_ingest_rejected_file *']);
            } catch (SyncIngestException $next) {
                $failure ??= $next;
                continue;
            }
            if ($file === null) {
                break;
            }
            yield RejectedFile::of($file);
        }
        if ($failure !== null) {
            throw $failure;
        }
    }

    /**
     * One rejected file.
     *
     * @throws Exception\InvalidArgument for a text that cannot be an id
     * @throws SyncIngestException when there is no such file (any more): its kind is {@see ErrorKind::NotFound}
     */
    public function get(string $id): RejectedFile
    {
        $folder = $this->folder;
        [$file] = $folder->call('rejected_file', [$id], ['sync_ingest_rejected_file *']);
        return RejectedFile::of($file);
    }

    /**
     * Moves it back into the drop folder, where it is new content that has to settle, and gets
     * another id. Takes the collector lock meanwhile.
     *
     * @return Arbitration {@see Arbitration::Collecting} when it is done; otherwise who goes first, and nothing was changed
     * @throws Exception\AlreadyExists when a file of its name is in the drop folder or claimed, which is newer
     * @throws Exception\Changed when it is not a plain file
     * @throws SyncIngestException
     */
    public function putBack(string $id): Arbitration
    {
        $folder = $this->folder;
        [$arbitration] = $folder->call('put_back_rejected', [$id], ['sync_ingest_arbitration']);
        return Arbitration::from($arbitration);
    }

    /**
     * Copies it into a directory, synced as the options ask, and then removes it here. The name appears there with the whole
     * content or not at all. A collection may go on meanwhile.
     *
     * @param string $name without folders
     * @param bool $replace whether a file of that name is replaced
     * @throws Exception\AlreadyExists when the name is taken there
     * @throws Exception\InvalidArgument for a name that is a path, and for the drop folder itself
     * @throws Exception\Changed when it is not a plain file, or was changed meanwhile
     * @throws SyncIngestException
     */
    public function storeAs(string $id, string $directory, string $name, bool $replace = false): void
    {
        Input::path('store into', $directory);
        Input::name('store as', $name);
        $folder = $this->folder;
        $folder->call('store_rejected_as', [$id, $directory, $name, $replace ? 1 : 0]);
    }

    /**
     * Removes it for good.
     *
     * @throws SyncIngestException
     */
    public function delete(string $id): void
    {
        $folder = $this->folder;
        $folder->call('delete_rejected', [$id]);
    }
}
