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

// PHPUnit alone reads these comments.
// phpcs:disable moodle.Commenting

namespace tool_syncingest\without_moodle;

use PHPUnit\Framework\TestCase;
use tool_syncingest\local\drop\php_program;
use tool_syncingest\local\setup\account_recipe;
use tool_syncingest\local\setup\steps;

/**
 * What the page of a new site asks for.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\drop\php_program
 * @covers \tool_syncingest\local\setup\account_recipe
 * @covers \tool_syncingest\local\setup\steps
 */
final class SetupTest extends TestCase {
    /**
     * The recipe is that of the project, which tests it with a real server.
     */
    public function test_the_account_recipe_is_that_of_the_documentation(): void {
        $page = file_get_contents(__DIR__ . '/../../../docs/sftp.md');
        preg_match('/\x60{3}sh\n(.*?)\n\x60{3}.*?\x60{3}sshd_config\n(.*?)\n\x60{3}/s', $page, $found);
        $recipe = new account_recipe('/srv/moodledata/sync', 'www-data');
        $this->assertSame($found[1], $recipe->commands());
        $this->assertSame($found[2], $recipe->server());
        $this->assertStringContainsString($recipe->mount(), $page);
    }

    /**
     * A path is data, not a piece of a command.
     */
    public function test_the_paths_of_the_site_can_be_pasted_whatever_is_in_them(): void {
        $recipe = new account_recipe("/srv/it's; mine", 'web server');
        $this->assertStringContainsString("-g 'web server' -m 2770 '/srv/it'\\''s; mine' /srv/jail/sync", $recipe->commands());
        $this->assertStringStartsWith("/srv/it's;\\040mine /srv/jail/sync none bind", $recipe->mount());
    }

    /**
     * Debian leaves Moodle's setting empty.
     */
    public function test_php_is_found_where_it_was_installed(): void {
        $there = fn(string ...$paths): callable => fn(string $path): bool => in_array($path, $paths, true);
        $all = $there('/opt/php', '/usr/bin/php8.2', '/usr/bin/php');
        $this->assertSame('/opt/php', php_program::find('/opt/php', '/usr/bin', '8.2', $all));
        $this->assertSame('/usr/bin/php8.2', php_program::find('', '/usr/bin', '8.2', $all));
        $this->assertSame('/usr/bin/php', php_program::find('/gone', '/usr/bin', '8.2', $there('/usr/bin/php')));
        $this->assertNull(php_program::find('', '/usr/bin', '8.2', $there()));
        $this->assertNull(php_program::find('php', '', '8.2', $there('php')));
    }

    /**
     * Returns a site on which everything is done.
     *
     * @param array $otherwise
     * @return array
     */
    private static function site(array $otherwise = []): array {
        return $otherwise + [
            'now' => 1000000, 'lastround' => 999950, 'testdelivered' => 5, 'lastmailed' => 5, 'collected' => true,
            'problem' => null, 'cronproblem' => null, 'version' => '0.2.0', 'php' => null,
            'folder' => steps::folder('/srv/sync', ['uid' => 999, 'gid' => 33, 'mode' => 042770], 33, false),
        ];
    }

    /**
     * Sites, and the sentences of the steps that are not done there.
     *
     * @return array[]
     */
    public static function sites(): array {
        $folder = fn(int $uid, int $mode, bool $obstructed = false): array => ['folder' => steps::folder(
            '/srv/sync',
            ['uid' => $uid, 'gid' => 33, 'mode' => 040000 | $mode],
            33,
            $obstructed
        )];
        return [
            'all done' => [[], []],
            'cron never ran' => [['lastround' => 0], ['step_cron_never']],
            'cron has stopped' => [['lastround' => 999000], ['step_cron_late']],
            'no library' => [['cronproblem' => 'x'], ['step_library_missing']],
            'no ffi, but php' => [['problem' => 'x', 'php' => '/usr/bin/php8.2'], []],
            'neither' => [['problem' => 'x', 'version' => null], ['step_library_missing', 'step_ffi_refused']],
            'no folder' => [['folder' => steps::folder('/srv/sync', null, 33, false)], ['step_folder_missing']],
            'open to all' => [$folder(33, 02777), ['step_folder_open']],
            'the web server’s own' => [$folder(33, 02770), ['step_folder_own']],
            'without setgid' => [$folder(999, 0770), ['step_folder_notinherited']],
            'obstructed' => [$folder(999, 02770, true), ['step_folder_obstructed']],
            'nothing delivered' => [['testdelivered' => 0, 'collected' => false], ['step_delivery_never']],
            'delivered by an agent' => [['testdelivered' => 0], []],
            'no mail' => [['lastmailed' => 0], ['step_mail_never']],
        ];
    }

    /**
     * Each step that is not done has its sentence, in both languages; so has each that is.
     *
     * @dataProvider sites
     * @param array $otherwise
     * @param string[] $open
     */
    public function test_each_step_is_done_or_says_what_to_do(array $otherwise, array $open): void {
        $steps = steps::of(self::site($otherwise));
        $this->assertSame(['cron', 'library', 'ffi', 'folder', 'delivery', 'mail'], array_column($steps, 'name'));
        $left = array_filter($steps, fn(array $step): bool => !$step['done']);
        $this->assertSame($open, array_column($left, 'key'));
        foreach (['en', 'fr'] as $language) {
            \spoken::$language = $language;
            foreach ($steps as $step) {
                $this->assertNotSame('', get_string($step['key'], 'tool_syncingest', $step['a']));
                $this->assertArrayHasKey("step_$step[name]", \spoken::strings());
            }
        }
        \spoken::$language = 'en';
    }
}
