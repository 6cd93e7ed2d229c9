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
 * A round of feeds that comes to grief at a commit: feed_runner.php TREE WHAT NUMBER WHEN. It dies (die), stops until it is
 * continued (stop) or loses its connection (lose), before or after the commit of that number. A write outside of a transaction
 * counts as a commit. 0 is none: at its end it prints how many there were. For a site that is made for it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);
[, $tree, $what, $number, $when] = $argv;
// phpcs:ignore moodle.Files.RequireLogin.Missing
require("$tree/config.php");
if (empty($CFG->tool_syncingest_playground)) {
    exit("config.php does not say \$CFG->tool_syncingest_playground = true\n");
}
// Locks that can be stolen, as this process does: those of the database would go with their connection.
$CFG->lock_factory = '\core\lock\db_record_lock_factory';
$DB->delete_records('lock_db');
class_alias(get_class($DB), 'database_of_the_site');

/**
 * A connection that counts commits, and does to its process what its arguments name.
 */
final class unlucky_database extends database_of_the_site {
    /** @var int commits so far */
    public int $commits = 0;

    /** @var callable|null what happens; null: nothing any more */
    public $happens = null;

    /** @var int at which commit */
    public int $number = 0;

    /** @var string before or after it */
    public string $when = '';

    /** @var bool whether this query is a commit */
    private bool $iscommit = false;

    #[\Override]
    protected function query_start($sql, ?array $params, $type, $extrainfo = null) {
        $writes = in_array($type, [SQL_QUERY_INSERT, SQL_QUERY_UPDATE], true) && !$this->is_transaction_started();
        $this->iscommit = $writes || ($type === SQL_QUERY_AUX && preg_match('/\bCOMMIT$/', $sql));
        $this->commits += (int) $this->iscommit;
        $this->reach('before');
        parent::query_start($sql, $params, $type, $extrainfo);
    }

    #[\Override]
    protected function query_end($result) {
        parent::query_end($result);
        $this->reach('after');
    }

    /**
     * Reaches a moment.
     *
     * @param string $when
     */
    private function reach(string $when): void {
        if ($this->iscommit && $this->commits === $this->number && $this->when === $when && $this->happens) {
            [$happens, $this->happens] = [$this->happens, null];
            $happens();
        }
    }

    /**
     * Ends the connection, as an administrator of the database or a broken network does.
     */
    public function lose(): void {
        global $CFG;
        $other = clone $this;
        $other->happens = null;
        $other->connect($CFG->dbhost, $CFG->dbuser, $CFG->dbpass, $CFG->dbname, $CFG->prefix, $CFG->dboptions);
        $this->get_dbfamily() === 'postgres'
            ? $other->execute('SELECT pg_terminate_backend(' . pg_get_pid($this->pgsql) . ')')
            : $other->change_database_structure('KILL CONNECTION ' . $this->mysqli->thread_id);
        $other->dispose();
    }
}

$DB = new unlucky_database();
$DB->connect($CFG->dbhost, $CFG->dbuser, $CFG->dbpass, $CFG->dbname, $CFG->prefix, $CFG->dboptions);
$DB->happens = match ($what) {
    'die' => fn() => posix_kill(getmypid(), SIGKILL),
    'stop' => fn() => posix_kill(getmypid(), SIGSTOP),
    'lose' => fn() => $DB->lose(),
    default => null,
};
[$DB->number, $DB->when] = [(int) $number, $when];
$DB->commits = 0;
echo "begins\n";
$log = \tool_syncingest\local\feed\round::run(null);
$DB->happens = null;
echo implode("\n", $log), "\ncommits: $DB->commits\n";
