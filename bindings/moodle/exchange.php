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

/**
 * Feeds as a file: from the test site to the live one.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use core\output\notification;
use tool_syncingest\form\feeds_import;
use tool_syncingest\local\feed\exchange;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\output\exchange_page;

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/adminlib.php');
require_once($CFG->libdir . '/filelib.php');

$url = new moodle_url('/admin/tool/syncingest/exchange.php');
admin_externalpage_setup('tool_syncingest_exchange', '', null, $url);

if (optional_param('action', '', PARAM_ALPHA) === 'export') {
    require_sesskey();
    $chosen = optional_param_array('feeds', [], PARAM_INT);
    $wanted = array_filter(feeds::all(), fn(feed $feed): bool => in_array($feed->id, $chosen, true));
    if (!$wanted) {
        redirect($url, get_string('nothingchosen', 'tool_syncingest'), null, notification::NOTIFY_WARNING);
    }
    $name = clean_filename(format_string($SITE->shortname)) . '-feeds-' . userdate(time(), '%Y-%m-%d', 99, false) . '.json';
    send_file(exchange::export($wanted), $name, 0, 0, true, true, 'application/json');
}

$form = new feeds_import();
$preview = $problem = null;
if ($data = $form->get_data()) {
    $json = (string) $form->get_file_content('file');
    try {
        $preview = exchange::preview($json);
        if (!empty($data->import)) {
            $count = count(exchange::import($json));
            redirect($url, get_string('exchange_done', 'tool_syncingest', $count), null, notification::NOTIFY_SUCCESS);
        }
    } catch (moodle_exception $failure) {
        $problem = $failure->getMessage();
    }
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('exchangepage', 'tool_syncingest'));
if ($problem !== null) {
    echo $OUTPUT->notification(s($problem), notification::NOTIFY_ERROR, false);
}
echo $OUTPUT->render(new exchange_page($form->render(), $preview));
echo $OUTPUT->footer();
