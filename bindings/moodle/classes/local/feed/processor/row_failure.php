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
 * Why a row cannot be carried out: a code, which the string row_CODE explains, and its values.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row_failure extends \Exception {
    /**
     * Constructor.
     *
     * @param string $reason a code
     * @param array $values what belongs to it; never the value of a secret column
     */
    public function __construct(
        /** @var string a code */
        public readonly string $reason,
        /** @var array what belongs to it */
        public readonly array $values = [],
    ) {
        parent::__construct($reason);
    }
}
