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
 * Functions that our pages call.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$functions = [
    'tool_syncingest_get_progress' => [
        'classname' => \tool_syncingest\external\get_progress::class,
        'description' => 'Returns how far a run of a feed is.',
        'type' => 'read',
        'ajax' => true,
        // Asked every few seconds: other pages of the same person do not wait for it.
        'readonlysession' => true,
        'loginrequired' => true,
    ],
    'tool_syncingest_get_undo_progress' => [
        'classname' => \tool_syncingest\external\get_undo_progress::class,
        'description' => 'Returns how far undoing a run of a feed has come.',
        'type' => 'read',
        'ajax' => true,
        // Asked every few seconds: other pages of the same person do not wait for it.
        'readonlysession' => true,
        'loginrequired' => true,
    ],
];
