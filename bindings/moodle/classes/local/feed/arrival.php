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

namespace tool_syncingest\local\feed;

use tool_syncingest\local\feed\processor\file_processor;
use tool_syncingest\local\feed\rules\name_parts;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\turn;

/**
 * From stored files to runs. Called within the transaction that stores a file, so there is never one without the other.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class arrival {
    /** @var feed[] in the order of the list */
    private readonly array $feeds;

    /**
     * Constructor: the feeds as they are now, read once for many files.
     */
    public function __construct() {
        $this->feeds = feeds::all();
    }

    /**
     * Returns whether a file is for another plugin, and must not reach it before it was checked.
     *
     * @param string $filename
     * @return bool
     */
    public function is_for_another_plugin(string $filename): bool {
        $found = feeds::wanting($filename, $this->feeds);
        return $found !== null && is_subclass_of(processors::all()[$found[0]->definition->get('processor')] ?? '', file_processor::class);
    }

    /**
     * Makes a run of a stored file, if a feed wants it. The same delivery makes at most one for each feed.
     *
     * @param string $deliveryid
     * @param \stored_file $file
     * @param int $priority higher goes first where the order is free
     * @return int|null the run; null: no feed wants it, or there is a run already
     */
    public function of(string $deliveryid, \stored_file $file, int $priority = 0): ?int {
        $found = feeds::wanting($file->get_filename(), $this->feeds);
        return $found === null ? null : $this->insert($found[0], $found[1], $deliveryid, $file, $priority);
    }

    /**
     * Makes a run of a stored file for one feed, whatever its name is.
     *
     * @param feed $feed
     * @param name_parts $name
     * @param string $deliveryid
     * @param \stored_file $file
     * @param int $priority
     * @param bool $dry whether it is planned only
     * @return int|null the run; null: there is one already
     */
    public function insert(
        feed $feed,
        name_parts $name,
        string $deliveryid,
        \stored_file $file,
        int $priority = 0,
        bool $dry = false
    ): ?int {
        global $DB;
        if ($DB->record_exists(runs::TABLE, ['feedid' => $feed->id, 'deliveryid' => $deliveryid])) {
            return null;
        }
        $now = time();
        $transaction = $DB->start_delegated_transaction();
        $id = $DB->insert_record(runs::TABLE, [
            'feedid' => $feed->id, 'deliveryid' => $deliveryid, 'filename' => $file->get_filename(),
            'filesize' => $file->get_filesize(), 'contenthash' => $file->get_contenthash(),
            'part' => $name->part, 'namedate' => $name->date, 'nameseq' => $name->seq,
            'state' => state::QUEUED->value, 'priority' => $priority,
            'dry' => $dry ? run::PREVIEW : ($feed->stage === stage::TESTING ? run::TESTING : 0),
            'revision' => $feed->revision, 'definition' => json_encode($feed->definition, JSON_UNESCAPED_UNICODE),
            'timecreated' => $now, 'timemodified' => $now,
        ]);
        content::keep($id, $file);
        if (!$dry) {
            feeds::arrived($feed->id);
        }
        if (!$dry && $feed->stage !== stage::TESTING) {
            $this->supersede($feed, $id);
        }
        $transaction->allow_commit();
        return $id;
    }

    /**
     * In full mode: the newest file of a part takes the place of the others that wait.
     *
     * @param feed $feed
     * @param int $id the new run
     */
    private function supersede(feed $feed, int $id): void {
        $waiting = array_map(fn(run $run) => $run->waiting(), runs::open()[$feed->id] ?? []);
        $new = runs::must_get($id);
        $mode = $feed->definition->mode();
        foreach (turn::superseded($new->waiting(), $waiting, $mode) as $old) {
            runs::become(runs::must_get($old->id), state::SUPERSEDED);
        }
        foreach ($waiting as $other) {
            // A late file, with an older name.
            if (turn::superseded($other, [$new->waiting()], $mode)) {
                runs::become($new, state::SUPERSEDED);
                return;
            }
        }
    }
}
