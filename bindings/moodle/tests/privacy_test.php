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

use core_privacy\local\metadata\collection;
use core_privacy\tests\provider_testcase;
use tool_syncingest\privacy\provider;

/**
 * What Moodle is told about personal data.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\privacy\provider
 */
final class privacy_test extends provider_testcase {
    public function test_moodle_finds_the_provider_and_each_statement_has_its_words(): void {
        $this->assertTrue((new \core_privacy\manager())->component_is_compliant('tool_syncingest'));
        $items = provider::get_metadata(new collection('tool_syncingest'))->get_collection();
        $this->assertCount(4, $items);
        foreach ($items as $item) {
            $this->assertTrue(get_string_manager()->string_exists($item->get_summary(), 'tool_syncingest'));
        }
    }

    public function test_what_was_delivered_belongs_to_no_user(): void {
        $this->resetAfterTest();
        $user = $this->getDataGenerator()->create_user();
        $this->assertCount(0, provider::get_contexts_for_userid($user->id));
    }
}
