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

use tool_syncingest\event\rejected_file_deleted;
use tool_syncingest\event\rejected_file_put_back;
use tool_syncingest\event\rejected_file_stored;
use tool_syncingest\local\file_name;

/**
 * What a person does with rejected files: each by itself, so that one that resists, or that somebody else has dealt with
 * meanwhile, holds back no other; and each with its event, right after it is done.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rejected_actions {
    /** @var string[] what can be done, and its event */
    public const EVENTS = [
        'putback' => rejected_file_put_back::class, 'store' => rejected_file_stored::class,
        'delete' => rejected_file_deleted::class,
    ];

    /** @var int how many files one call of the command line deals with */
    private const PIECE = 50;

    /**
     * Deals with files, in this process or through the command line.
     *
     * @param string $action a key of EVENTS
     * @param string[] $ids of their deliveries
     * @param int|null $userid who does it; null: the current user
     * @return array[] for each: name, and what went wrong or null
     */
    public static function run(string $action, array $ids, ?int $userid = null): array {
        global $USER;
        $problem = rejected::problem();
        if ($problem === null) {
            return array_map(fn(string $id): array => self::one($action, $id, $userid), array_values($ids));
        }
        $results = [];
        foreach (array_chunk($ids, self::PIECE) as $piece) {
            $option = "--$action=" . implode(',', $piece);
            $json = command_line::rejected($problem, $option, '--json', '--user=' . ($userid ?? $USER->id));
            $answer = json_decode($json, true);
            if (!is_array($answer)) {
                throw new \moodle_exception('notanswered', 'tool_syncingest', '', shorten_text(trim($json), 300));
            }
            $results = array_merge($results, $answer);
        }
        return $results;
    }

    /**
     * Deals with one file.
     *
     * @param string $action
     * @param string $id
     * @param int|null $userid
     * @return array name, problem
     */
    private static function one(string $action, string $id, ?int $userid): array {
        $name = $id;
        try {
            $file = rejected::get($id);
            $name = file_name::visible($file->name);
            $more = [];
            match ($action) {
                'putback' => $file->put_back(),
                'delete' => $file->delete(),
                'store' => $more['storedas'] = $file->store(),
            };
            rejected_list::remove([$id]);
            (self::EVENTS[$action])::create_for($file->name, $more, $userid)->trigger();
        } catch (\moodle_exception $failure) {
            if ($failure->errorcode === 'norejected') {
                rejected_list::remove([$id]);
            }
            return ['name' => $name, 'problem' => $failure->getMessage()];
        }
        return ['name' => $name, 'problem' => null];
    }
}
