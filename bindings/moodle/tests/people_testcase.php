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

namespace tool_syncingest;

use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\processor\users;
use tool_syncingest\local\feed\run;
use tool_syncingest\local\feed\table\library_table;
use tool_syncingest\local\feed\table\tables;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/feed_testcase.php');

/**
 * What the tests begin with that let a feed make the accounts of a school, with the library that reads its files.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class people_testcase extends feed_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        tables::$reader = library_table::class;
    }

    /**
     * Makes a live feed of accounts.
     *
     * @param array $values of its definition
     * @param string $name
     * @return feed
     */
    protected function people_feed(array $values = [], string $name = 'people'): feed {
        return $this->feed($values + [
            'pattern' => 'people.csv', 'processor' => users::name(), 'limits' => ['additions' => 5000],
            'options' => ['mail_passwords' => false],
        ], $name);
    }

    /**
     * A full file of people.
     *
     * @param int $from
     * @param int $to
     * @param array $other cells of a row by number and column
     * @return string
     */
    protected function people(int $from, int $to, array $other = []): string {
        $text = "idnumber,username,firstname,lastname,email,suspended\n";
        for ($i = $from; $i <= $to; $i++) {
            $cells = [
                'idnumber' => sprintf('%05d', $i), 'username' => "p$i", 'firstname' => "Élodie $i", 'lastname' => 'Façade',
                'email' => "p$i@example.org", 'suspended' => '0',
            ];
            $text .= implode(',', array_replace($cells, $other[$i] ?? [])) . "\n";
        }
        return $text;
    }

    /**
     * Delivers a full file of people.
     *
     * @param string $content
     * @return run
     */
    protected function night(string $content): run {
        return $this->deliver($content, 'people.csv');
    }

    /**
     * The accounts of the school, as they are.
     *
     * @return array[] by id
     */
    protected function accounts(): array {
        global $DB;
        $columns = 'id, username, idnumber, firstname, lastname, email, suspended, deleted';
        return array_map(fn(\stdClass $row): array => array_slice(array_values((array) $row), 1), $DB->get_records('user', null, 'id', $columns));
    }

    /**
     * How many of them are suspended.
     *
     * @return int
     */
    protected function suspended(): int {
        global $DB;
        return $DB->count_records('user', ['suspended' => 1]);
    }

    /**
     * The codes of the reasons of a run.
     *
     * @param run $run
     * @return string[]
     */
    protected function codes(run $run): array {
        return array_map(fn(local\feed\rules\reason $reason): string => $reason->code, $run->reasons());
    }
}
