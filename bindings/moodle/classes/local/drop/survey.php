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

use SyncIngest\LockStatus;
use SyncIngest\SkipReason;
use SyncIngest\Status;
use tool_syncingest\local\alarm\facts;
use tool_syncingest\local\config;

/**
 * What can be seen of the drop folder: plain data, which also crosses from the command line to a web page.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class survey {
    /** @var int how many names of a list are shown */
    private const SHOWN = 20;

    /**
     * Looks, in this process or through the command line.
     *
     * @return array with the key problem, if nothing can be seen
     */
    public static function take(): array {
        try {
            $problem = library::problem();
            if ($problem === null) {
                return is_dir(config::folder()) ? self::of(library::folder()->status()) : [
                    'problem' => get_string('check_folder_missing', 'tool_syncingest'), 'version' => library::describe()[0],
                ];
            }
            return PHP_SAPI === 'cli' ? ['problem' => $problem] : command_line::survey($problem);
        } catch (\Throwable $failure) {
            return ['problem' => $failure->getMessage()];
        }
    }

    /**
     * Returns the data of a status.
     *
     * @param Status $status
     * @return array
     */
    private static function of(Status $status): array {
        $skipped = [];
        foreach ($status->skipped->reasons() as $reason) {
            $skipped[] = self::skipped($reason, $status);
        }
        [$version, $path] = library::describe();
        return [
            'locks' => array_values(array_filter([
                self::lock('lock.txt', 'collector', $status->collectorLock),
                self::lock('alock.txt', 'agent', $status->agentLock),
            ])),
            'waiting' => array_map(fn($file): array => [
                'name' => fix_utf8($file->name), 'size' => $file->size,
            ], array_slice($status->waiting, 0, self::SHOWN)),
            'waitingcount' => $status->waitingCount,
            'claimed' => $status->claimed + $status->unverified,
            'readyin' => $status->readyIn,
            'skipped' => $skipped,
            'rejectedcount' => $status->rejectedCount,
            'obstacles' => array_map(facts::obstacle(...), $status->obstacles),
            'filesystem' => $status->fileSystem->name,
            'verified' => $status->fileSystem->verified,
            'version' => $version,
            'library' => $path,
        ];
    }

    /**
     * Returns the files that were skipped for one reason.
     *
     * @param SkipReason $reason
     * @param Status $status
     * @return array
     */
    private static function skipped(SkipReason $reason, Status $status): array {
        $names = array_slice($status->skipped->names($reason), 0, self::SHOWN);
        return [
            'reason' => $reason->word(),
            'explanation' => $reason->explanation(),
            'count' => $status->skipped->count($reason),
            'names' => array_map('fix_utf8', $names),
        ];
    }

    /**
     * Returns one lock, if it exists.
     *
     * @param string $name
     * @param string $kind
     * @param LockStatus|null $lock
     * @return array|null
     */
    private static function lock(string $name, string $kind, ?LockStatus $lock): ?array {
        return $lock === null ? null : [
            'name' => $name, 'kind' => $kind, 'holder' => facts::holder($lock->holder), 'since' => $lock->since,
            'age' => $lock->age, 'stale' => $lock->stale,
        ];
    }
}
