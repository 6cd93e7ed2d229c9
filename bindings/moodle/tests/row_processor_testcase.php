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

use tool_syncingest\local\feed\processor\applied;
use tool_syncingest\local\feed\processor\outcome;
use tool_syncingest\local\feed\processor\overlay;
use tool_syncingest\local\feed\processor\record;
use tool_syncingest\local\feed\processor\row;
use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\processor\row_processor;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\owned;
use tool_syncingest\local\feed\settings;

/**
 * What the tests of processors begin with: rows and records made by hand, planned and applied without the engine.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class row_processor_testcase extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once($CFG->dirroot . '/cohort/lib.php');
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * The processor.
     *
     * @param array $settings that differ
     * @return row_processor
     */
    abstract protected function processor(array $settings = []): row_processor;

    /**
     * Settings of a feed whose owner is nobody who matters here.
     *
     * @param array $settings that differ
     * @return settings
     */
    protected function settings(array $settings): settings {
        return new settings(...$settings + ['feedid' => 1, 'ownerid' => 0, 'mode' => mode::FULL]);
    }

    /**
     * A row.
     *
     * @param array $values
     * @param record|null $record
     * @return row
     */
    protected function row(array $values, ?record $record = null): row {
        $key = implode(', ', array_slice($values, 0, 2));
        return new row(2, $values, $key, md5($key), md5(serialize($values)), $record);
    }

    /**
     * What the feed knows of an object.
     *
     * @param string $type
     * @param int $id
     * @param array $values that differ
     * @return record
     */
    protected function record(string $type, int $id, array $values = []): record {
        return new record(...$values + [
            'keyhash' => md5('key'), 'type' => $type, 'objectid' => $id, 'scope' => '', 'owned' => owned::CREATED, 'key' => 'key',
        ]);
    }

    /**
     * Plans one row.
     *
     * @param row $row
     * @param array $settings
     * @return outcome
     */
    protected function plan(row $row, array $settings = []): outcome {
        return $this->processor($settings)->plan([$row], new overlay())[0];
    }

    /**
     * Plans one row and carries it out.
     *
     * @param row $row
     * @param array $settings
     * @return applied
     */
    protected function apply(row $row, array $settings = []): applied {
        $outcome = $this->plan($row, $settings);
        $this->assertTrue($outcome->has_effect(), json_encode([$outcome->code, $outcome->values, $outcome->warnings]));
        return $this->processor($settings)->apply($outcome, $row->values);
    }

    /**
     * Asserts that an outcome fails when it is carried out.
     *
     * @param string $code
     * @param outcome $outcome
     * @param array $settings
     */
    protected function assert_fails(string $code, outcome $outcome, array $settings = []): void {
        try {
            $this->processor($settings)->apply($outcome, []);
            $this->fail("it should have failed with $code");
        } catch (row_failure $failure) {
            $this->assertSame($code, $failure->reason);
        }
    }

    /**
     * Asserts that a plan of rows writes nothing, and that its queries do not grow with them.
     *
     * @param callable $make makes the row of a number from 1 to 60
     * @param array $settings
     */
    protected function assert_steady(callable $make, array $settings): void {
        global $DB;
        $count = function (int $rows) use ($DB, $make, $settings): int {
            $chunk = array_map($make, range(1, $rows));
            $before = [$DB->perf_get_queries(), $DB->perf_get_writes()];
            foreach ($this->processor($settings)->plan($chunk, new overlay()) as $outcome) {
                $this->assertSame('', $outcome->code);
            }
            $this->assertSame($before[1], $DB->perf_get_writes());
            return $DB->perf_get_queries() - $before[0];
        };
        $count(2);
        $this->assertSame($count(2), $count(60));
    }

    /**
     * The rows of a sample file of the documentation.
     *
     * @param string $name
     * @return row[]
     */
    protected function sample(string $name): array {
        $lines = array_map(fn(string $line): array => str_getcsv($line, ',', '"', ''), file(__DIR__ . "/../docs/$name", FILE_IGNORE_NEW_LINES));
        $header = array_shift($lines);
        return array_map(fn(array $cells): row => $this->row(array_combine($header, $cells)), $lines);
    }
}
