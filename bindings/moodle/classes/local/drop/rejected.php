<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace tool_syncingest\local\drop;

use SyncIngest\Arbitration;
use SyncIngest\DropFolder;
use SyncIngest\ErrorKind;
use SyncIngest\Exception\AlreadyExists;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\RejectedFile;
use tool_syncingest\local\config;
use tool_syncingest\local\store\rescue;

/**
 * A rejected file: plain data, which also crosses from the command line to a web page.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rejected {
    /**
     * Constructor.
     *
     * @param string $id
     * @param string $name
     * @param string $path
     * @param string $reason
     * @param string $kind
     * @param int $deaths
     * @param int $size
     * @param int $time
     */
    private function __construct(
        /** @var string of its delivery */
        public readonly string $id,
        /** @var string its name: bytes, not necessarily UTF-8 */
        public readonly string $name,
        /** @var string where the file lies */
        private readonly string $path,
        /** @var string why it was rejected, in words */
        public readonly string $reason,
        /** @var string why, as the library's enum names it */
        public readonly string $kind,
        /** @var int how often the process died while storing it, where that was the reason */
        public readonly int $deaths,
        /** @var int in bytes */
        public readonly int $size,
        /** @var int when, in Unix time */
        public readonly int $time,
    ) {
    }

    /**
     * Returns one rejected file.
     *
     * @param string $id of its delivery
     * @return self
     * @throws \moodle_exception when there is no such file
     */
    public static function get(string $id): self {
        $problem = self::problem();
        if ($problem !== null) {
            $found = self::from_json(command_line::rejected($problem, "--show=$id"));
            return $found[0] ?? throw new \moodle_exception('norejected', 'tool_syncingest');
        }
        try {
            return self::of(library::folder()->rejected()->get($id));
        } catch (SyncIngestException $failure) {
            throw self::translated($failure);
        }
    }

    /**
     * Returns the rejected files with these ids that still exist.
     *
     * @param string[] $ids of their deliveries
     * @return self[]
     */
    public static function get_many(array $ids): array {
        $problem = self::problem();
        if ($problem !== null) {
            return self::from_json(command_line::rejected($problem, '--show=' . implode(',', $ids)));
        }
        $files = [];
        foreach ($ids as $id) {
            try {
                $files[] = self::get($id);
            } catch (\moodle_exception) {
                // Somebody else has dealt with it.
                continue;
            }
        }
        return $files;
    }

    /**
     * Returns the first rejected files, sorted with the newest first.
     *
     * @param int $limit
     * @return self[]
     */
    public static function list(int $limit = 100): array {
        $problem = self::problem();
        if ($problem !== null) {
            return self::from_json(command_line::rejected($problem, "--list=$limit"));
        }
        $list = [];
        foreach (is_dir(config::folder()) ? library::folder()->rejected() : [] as $file) {
            if (count($list) >= $limit) {
                break;
            }
            $list[] = self::of($file);
        }
        usort($list, fn(self $a, self $b): int => $b->time <=> $a->time);
        return $list;
    }

    /**
     * Deletes the files that were rejected before a moment.
     *
     * @param int $before
     * @return int how many
     */
    public static function delete_older(int $before): int {
        $deleted = 0;
        $rejected = library::folder()->rejected();
        foreach ($rejected as $file) {
            if ($file->rejectedAt < $before) {
                $rejected->delete($file->id);
                rejected_list::remove([$file->id]);
                $deleted++;
            }
        }
        return $deleted;
    }

    /**
     * Returns the path of the file.
     *
     * @return string
     * @throws \moodle_exception when it is no file
     */
    public function path(): string {
        if (is_link($this->path) || !is_file($this->path)) {
            throw new \moodle_exception('norejected', 'tool_syncingest');
        }
        return $this->path;
    }

    /**
     * Deletes it for good. In a process that may use the library, as what follows: {@see rejected_actions} is for all others.
     *
     * @throws \moodle_exception
     */
    public function delete(): void {
        $this->deal(fn(DropFolder $folder) => $folder->rejected()->delete($this->id));
    }

    /**
     * Delivers it once more, unless there is another file of its name by now.
     *
     * @throws \moodle_exception
     */
    public function put_back(): void {
        $this->deal(function (DropFolder $folder): void {
            $arbitration = $folder->rejected()->putBack($this->id);
            if ($arbitration !== Arbitration::Collecting) {
                throw new \moodle_exception('outcome_' . $arbitration->word(), 'tool_syncingest');
            }
        });
    }

    /**
     * Stores it under the name that Moodle gives it.
     *
     * @return string that name
     * @throws \moodle_exception
     */
    public function store(): string {
        $name = rescue::store($this);
        $this->delete();
        return $name;
    }

    /**
     * Returns files as JSON for a page. Names and paths need not be UTF-8.
     *
     * @param self[] $files
     * @return string
     */
    public static function to_json(array $files): string {
        $encode = fn(self $file): array => array_map(
            fn($value) => is_string($value) ? base64_encode($value) : $value,
            get_object_vars($file)
        );
        return json_encode(array_map($encode, array_values($files)));
    }

    /**
     * Returns the files from that JSON.
     *
     * @param string $json
     * @return self[]
     * @throws \moodle_exception when it is anything else
     */
    private static function from_json(string $json): array {
        $files = json_decode($json, true);
        if (!is_array($files)) {
            throw new \moodle_exception('notanswered', 'tool_syncingest', '', shorten_text(trim($json), 300));
        }
        $decode = fn(array $file): array => array_map(
            fn($value) => is_string($value) ? base64_decode($value) : $value,
            $file
        );
        return array_map(fn(array $file): self => new self(...$decode($file)), $files);
    }

    /**
     * Does something with it, in a process that may use the library.
     *
     * @param \Closure $action
     */
    private function deal(\Closure $action): void {
        try {
            $action(library::folder());
        } catch (SyncIngestException $failure) {
            throw self::translated($failure, $this->name);
        }
    }

    /**
     * Returns why a web page must use the command line; null: it need not.
     *
     * @return string|null
     */
    public static function problem(): ?string {
        return PHP_SAPI === 'cli' ? null : library::problem();
    }

    /**
     * Returns a file that the library has found.
     *
     * @param RejectedFile $file
     * @return self
     */
    private static function of(RejectedFile $file): self {
        return new self(
            $file->id,
            $file->name,
            $file->path,
            $file->reason,
            $file->kind->name,
            $file->deaths,
            $file->size,
            $file->rejectedAt
        );
    }

    /**
     * Returns the message about a failure for a person.
     *
     * @param SyncIngestException $failure
     * @param string $name of the file
     * @return \moodle_exception
     */
    private static function translated(SyncIngestException $failure, string $name = ''): \moodle_exception {
        $ismissing = $failure instanceof InvalidArgument
            || ($failure instanceof \SyncIngest\Exception\Failure && $failure->kind() === ErrorKind::NotFound);
        return match (true) {
            $ismissing => new \moodle_exception('norejected', 'tool_syncingest'),
            $failure instanceof AlreadyExists => new \moodle_exception('cannotputback', 'tool_syncingest', '', fix_utf8($name)),
            default => new \moodle_exception('rejectedfailed', 'tool_syncingest', '', $failure->getMessage()),
        };
    }
}
