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

use tool_syncingest\local\config;
use tool_syncingest\local\drop\round;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * What lies in the file pool, whichever class keeps it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\store\storage
 * @covers \tool_syncingest\local\store\store
 */
final class storage_test extends ingest_testcase {
    /**
     * Returns where the default file pool keeps a content.
     *
     * @param string $content
     * @return string
     */
    private function pool_path(string $content): string {
        global $CFG;
        $hash = sha1($content);
        return "$CFG->dataroot/filedir/" . substr($hash, 0, 2) . '/' . substr($hash, 2, 2) . "/$hash";
    }

    public function test_what_is_stored_is_a_copy_that_the_agent_can_no_longer_change(): void {
        global $CFG;
        $delivered = fileinode($this->agent->deliver('a.csv', 'as it was'));
        $this->assertCount(1, api::before_action()->collected);
        $path = $this->pool_path('as it was');
        $this->assertNotSame($delivered, fileinode($path));
        $this->assertSame(1, stat($path)['nlink']);
        $this->assertSame((int) $CFG->filepermissions, fileperms($path) & 0777);
    }

    public function test_another_file_system_class_gets_every_file_through_its_own_functions(): void {
        global $CFG;
        require_once(__DIR__ . '/fixtures/picky_file_system.php');
        $CFG->alternative_file_system_class = picky_file_system::class;
        picky_file_system::$given = 0;
        $this->agent->deliver('a.csv', 'one');
        $this->agent->deliver('b.csv', 'two');
        $this->assertCount(2, api::before_action()->collected);
        $this->assertSame(2, picky_file_system::$given);
        $this->assertSame('one', $this->stored('a.csv')->get_content());
    }

    public function test_what_cannot_be_stored_is_put_back_and_the_others_go_on(): void {
        global $CFG, $DB;
        require_once(__DIR__ . '/fixtures/picky_file_system.php');
        $CFG->alternative_file_system_class = picky_file_system::class;
        $this->agent->deliver('a.csv', 'one');
        $this->agent->deliver('b.csv', 'refused');
        $this->agent->deliver('c.csv', 'three');
        $outcome = api::before_action();
        $this->assertFalse($DB->is_transaction_started());
        $this->assertSame(['a.csv', 'c.csv'], $this->names());
        $this->assertSame(['b.csv'], array_column($outcome->putback, 'name'));
        $this->redirectMessages();
        for ($i = 0; $i < 5; $i++) {
            round::run(null);
        }
        $this->assertSame(['failing_store'], $this->alarms());
        unset($CFG->alternative_file_system_class);
        $this->assertCount(1, round::run(null)->collected);
        $this->assertSame([], $this->alarms());
        $this->assertSame([], glob(config::staging() . '/*'));
    }

    public function test_a_failed_transaction_leaves_no_content_and_the_older_version_in_place(): void {
        global $CFG;
        require_once(__DIR__ . '/fixtures/picky_file_system.php');
        $this->agent->deliver('a.csv', 'one');
        api::before_action();
        $CFG->alternative_file_system_class = picky_file_system::class;
        $this->agent->deliver('a.csv', 'refused');
        $this->assertCount(1, api::before_action()->putback);
        $this->assertSame('one', $this->stored('a.csv')->get_content());
        $this->assertSame([], $this->names('/archives/'));
        $this->assertFileDoesNotExist($this->pool_path('refused'));
    }

    public function test_content_whose_records_were_rolled_back_leaves_the_pool(): void {
        global $DB;
        $staged = make_request_directory() . '/staged';
        file_put_contents($staged, 'rolled back');
        $storage = new local\store\storage();
        $transaction = $DB->start_delegated_transaction();
        $storage->store([
            'contextid' => \context_system::instance()->id, 'component' => 'tool_syncingest', 'filearea' => 'files',
            'itemid' => 0, 'filepath' => '/', 'filename' => 'a.csv',
        ], $staged, sha1('rolled back'));
        $this->assertFileExists($this->pool_path('rolled back'));
        try {
            $transaction->rollback(new \Exception('the database refuses'));
        } catch (\Exception $failure) {
            $storage->forget_placed();
        }
        clearstatcache();
        $this->assertFileDoesNotExist($this->pool_path('rolled back'));
        $this->assertNull($this->stored('a.csv'));
    }
}
