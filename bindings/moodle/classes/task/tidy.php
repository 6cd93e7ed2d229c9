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

namespace tool_syncingest\task;

use tool_syncingest\local\config;
use tool_syncingest\local\store\history;
use tool_syncingest\local\store\stored_files;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\drop\library;
use tool_syncingest\local\feed\retention;
use tool_syncingest\local\drop\rejected;
use tool_syncingest\local\drop\rejected_list;

/**
 * Deletes what was kept long enough: stored files, replaced versions, rejected files, the history.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class tidy extends \core\task\scheduled_task {
    #[\Override]
    public function get_name() {
        return get_string('task_tidy', 'tool_syncingest');
    }

    #[\Override]
    public function execute() {
        $archives = config::seconds('archivetime', config::DEFAULT_ARCHIVES);
        if ($archives > 0) {
            mtrace(get_string('tidied_archives', 'tool_syncingest', history::delete_archives(time() - $archives)));
        }
        $rejected = config::seconds('rejectedtime', 0);
        if ($rejected > 0) {
            mtrace(get_string('tidied_rejected', 'tool_syncingest', rejected::delete_older(time() - $rejected)));
        }
        // Other programs may have dealt with rejected files, so once a day the whole list is read again.
        if (library::problem() === null && is_dir(config::folder())) {
            rejected_list::read(null);
        }
        mtrace(get_string('tidied_stored', 'tool_syncingest', stored_files::expire(config::retention(), time())));
        $history = config::seconds('historytime', config::DEFAULT_HISTORY);
        if ($history > 0) {
            history::forget(time() - $history);
            incidents::forget(time() - $history);
        }
        $results = config::seconds('resulttime', config::DEFAULT_RESULTS);
        if ($results > 0) {
            retention::forget_results(time() - $results);
        }
        if ($history > 0) {
            mtrace(get_string('tidied_runs', 'tool_syncingest', retention::forget_runs(time() - $history)));
        }
        retention::clear_working_files();
    }
}
