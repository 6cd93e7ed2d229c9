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

namespace tool_syncingest\local\feed\processor;

/**
 * What the owner of a feed, in whose name it acts, may do by hand.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rights {
    /**
     * Refuses what the owner may not do.
     *
     * @param string $capability
     * @param \context $context
     * @throws row_failure
     */
    public static function need(string $capability, \context $context): void {
        if (!has_capability($capability, $context)) {
            throw new row_failure('capability', ['capability' => $capability, 'where' => $context->get_context_name(false)]);
        }
    }
}
