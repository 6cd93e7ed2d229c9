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

use tool_syncingest\local\alarm\explanation;
use tool_syncingest\local\alarm\mailer;
use tool_syncingest\local\drop\rejection;
use tool_syncingest\local\drop\round;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/ingest_testcase.php');

/**
 * Languages: everything exists in both, and each reader gets their own.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers \tool_syncingest\local\alarm\explanation
 * @covers \tool_syncingest\local\alarm\facts
 * @covers \tool_syncingest\local\alarm\mailer
 * @covers \tool_syncingest\local\drop\rejection
 */
final class language_test extends ingest_testcase {
    /** @var string what is in no French text */
    private const ENGLISH = '/\b(the|since|files?|was|made|lock is|host|has|been)\b/i';

    #[\Override]
    protected function tearDown(): void {
        global $CFG;
        fulldelete("$CFG->langotherroot/fr");
        get_string_manager()->reset_caches();
        parent::tearDown();
    }

    /**
     * Installs as much of a French language pack as our texts take from Moodle's own.
     */
    private function install_french(): void {
        global $CFG;
        check_dir_exists("$CFG->langotherroot/fr");
        $strings = [
            'langconfig' => [
                'thislanguage' => 'Français', 'locale' => 'fr_FR.UTF-8', 'strftimedaydatetime' => '%A %d %B %Y, %H:%M',
            ],
            'moodle' => [
                'hour' => 'heure', 'hours' => 'heures', 'min' => 'min', 'mins' => 'min', 'sec' => 's', 'secs' => 's',
                'numhours' => '{$a} heures', 'numminutes' => '{$a} minutes',
            ],
        ];
        foreach ($strings as $file => $list) {
            $code = '<?php ';
            foreach ($list as $key => $text) {
                $code .= "\$string['$key'] = " . var_export($text, true) . ';';
            }
            file_put_contents("$CFG->langotherroot/fr/$file.php", $code);
        }
        get_string_manager()->reset_caches();
        $this->assertTrue(get_string_manager()->translation_exists('fr', false));
    }

    /**
     * Returns the strings of one of our language files, as they are written there.
     *
     * @param string $lang
     * @return string[] by key
     */
    private static function strings_of(string $lang): array {
        $string = [];
        include(dirname(__DIR__) . "/lang/$lang/tool_syncingest.php");
        return $string;
    }

    /**
     * Returns the placeholders of a string.
     *
     * @param string $text
     * @return string[]
     */
    private static function placeholders(string $text): array {
        preg_match_all('/\{\$a(->\w+)?\}/', $text, $found);
        $names = array_unique($found[0]);
        sort($names);
        return $names;
    }

    public function test_every_string_exists_in_both_languages_and_names_the_same(): void {
        $english = self::strings_of('en');
        $french = self::strings_of('fr');
        $this->assertGreaterThan(200, count($english));
        $this->assertSame(array_keys($english), array_keys($french));
        foreach ($english as $key => $text) {
            $this->assertSame(self::placeholders($text), self::placeholders($french[$key]), $key);
            $this->assertNotSame('', trim($french[$key]), $key);
        }
    }

    public function test_no_description_of_a_setting_is_emphasised_by_a_star_of_a_pattern(): void {
        foreach (['en', 'fr'] as $language) {
            $isdescription = fn(string $key): bool => str_ends_with($key, '_desc');
            $texts = array_filter(self::strings_of($language), $isdescription, ARRAY_FILTER_USE_KEY);
            $this->assertGreaterThan(10, count($texts));
            foreach ($texts as $key => $text) {
                $this->assertStringNotContainsString('<em>', markdown_to_html($text), "$language: $key");
            }
        }
    }

    public function test_french_has_no_break_spaces_before_its_punctuation_and_within_its_quotes(): void {
        $faults = [];
        foreach (self::strings_of('fr') as $key => $text) {
            // What is typed or shown as code has none.
            $prose = preg_replace('~<code>.*?</code>|https?://\S+|\w+::\w+|\$string\S*|^ +-.*$|^\$ .*$~mu', '', $text);
            if (preg_match('/ [;:!?»]|« |[^\s\x{A0}\x{202F}][»]|«[^\x{A0}\x{202F}]/u', $prose)) {
                $faults[] = $key;
            }
        }
        $this->assertSame([], $faults);
    }

    public function test_whatever_the_library_can_answer_has_words_of_ours(): void {
        local\drop\library::load();
        $keys = array_merge(
            array_map(fn($kind): string => 'alarm_' . $kind->word(), \SyncIngest\AlarmKind::cases()),
            array_map(fn($kind): string => 'alarm_' . $kind->word() . '_advice', \SyncIngest\AlarmKind::cases()),
            array_map(fn($reason): string => 'skip_' . $reason->word(), \SyncIngest\SkipReason::cases()),
            array_map(fn($evidence): string => 'evidence_' . $evidence->word(), \SyncIngest\Evidence::cases()),
            array_map(fn(string $code): string => "rejection_$code", rejection::ALL),
            array_values(rejection::OF_THE_LIBRARY),
        );
        $this->assertGreaterThan(50, count($keys));
        foreach (['en', 'fr'] as $lang) {
            $this->assertSame([], array_diff($keys, array_keys(self::strings_of($lang))), $lang);
        }
    }

    /**
     * Returns the mails of a round to a recipient who has chosen French and lives on an island.
     *
     * @return \stdClass[]
     */
    private function mails_to_a_french_reader(): array {
        global $DB;
        $user = $this->getDataGenerator()->create_user(['timezone' => 'Indian/Reunion']);
        // Past Moodle's check that it is installed: it may have been when it was chosen.
        $DB->set_field('user', 'lang', 'fr', ['id' => $user->id]);
        $role = $this->getDataGenerator()->create_role();
        assign_capability('tool/syncingest:receivealarms', CAP_ALLOW, $role, SYSCONTEXTID);
        role_assign($role, $user->id, SYSCONTEXTID);
        set_config('recipients', $user->id, 'tool_syncingest');
        $sink = $this->redirectMessages();
        round::run(null);
        $messages = $sink->get_messages();
        $sink->close();
        return $messages;
    }

    public function test_a_french_reader_gets_a_french_mail_with_dates_in_the_own_time_zone(): void {
        $this->install_french();
        $lock = $this->agent->lock('alock.txt', 4 * HOURSECS);
        // Nine in the morning, world time.
        $since = strtotime('2026-03-03 09:05:00 UTC');
        touch($lock, $since);
        [$mail] = $this->mails_to_a_french_reader();
        $this->assertStringContainsString('alock.txt est trop ancien', $mail->subject);
        $this->assertStringContainsString('mardi 3 mars 2026, 13:05', $mail->fullmessage);
        $this->assertStringContainsString('alock.txt est là depuis', $mail->fullmessage);
        $this->assertStringContainsString('un tiers (compte ' . posix_getpwuid(fileowner($lock))['name'] . ')', $mail->fullmessage);
        $this->assertStringContainsString('supprimez le verrou', $mail->fullmessage);
        $this->assertDoesNotMatchRegularExpression(self::ENGLISH, self::without_addresses($mail->fullmessage));
        $this->assertSame('en', current_language());
    }

    public function test_the_lock_of_another_moodle_is_described_in_french(): void {
        $this->install_french();
        check_dir_exists(dirname(local\config::work_area()));
        $folder = local\drop\library::folder();
        $held = $folder->takeLock()->granted;
        $holder = $folder->status()->collectorLock->holder;
        $held->release();
        $before = force_current_language('fr');
        $text = explanation::holder(local\alarm\facts::holder($holder));
        force_current_language($before);
        $this->assertMatchesRegularExpression('/^sync_ingest \S+ sur la machine \S+$/', $text);
    }

    public function test_rejected_files_are_explained_in_french_although_the_reason_was_written_down_in_english(): void {
        global $CFG;
        require_once("$CFG->dirroot/admin/tool/syncingest/tests/fixtures/scanner.php");
        set_config('antiviruses', 'syncingesttest');
        $this->install_french();
        $this->agent->deliver("d'accord.csv");
        $this->agent->deliver('bad.csv', 'infected');
        $mails = $this->mails_to_a_french_reader();
        $text = implode("\n", array_column($mails, 'fullmessage'));
        $this->assertStringContainsString("d'accord.csv: Moodle le renommerait en « daccord.csv »", $text);
        $this->assertStringContainsString('bad.csv: L’antivirus a trouvé quelque chose : ', $text);
        $this->assertStringNotContainsString('Moodle would', $text);
        $reasons = array_column(local\drop\rejected::list(), 'reason');
        $this->assertContains('name_renamed: Moodle would rename it to “daccord.csv”', $reasons);
    }

    public function test_the_files_that_an_alarm_is_about_are_named_and_explained_in_french(): void {
        $this->install_french();
        set_config('maxsize', '1', 'tool_syncingest');
        $this->agent->deliver('large.csv', str_repeat('x', 1024 * 1024 + 1));
        chmod($this->agent->deliver('closed.csv'), 0);
        $mails = [];
        foreach ($this->mails_to_a_french_reader() as $mail) {
            $mails[preg_split('/\s:\s/u', $mail->subject)[1]] = $mail->fullmessage;
        }
        $this->assertStringContainsString("Fichiers\u{A0}: large.csv", $mails['Fichiers trop volumineux']);
        $this->assertDoesNotMatchRegularExpression(self::ENGLISH, self::without_addresses($mails['Fichiers trop volumineux']));
        $this->assertStringContainsString("Fichiers\u{A0}: closed.csv (", $mails['Fichiers illisibles']);
        $this->assertDoesNotMatchRegularExpression(self::ENGLISH, self::without_addresses($mails['Fichiers illisibles']));
    }

    public function test_whoever_has_chosen_a_language_that_is_not_installed_gets_the_whole_mail_in_that_of_the_site(): void {
        $this->agent->lock('alock.txt', 4 * HOURSECS);
        [$mail] = $this->mails_to_a_french_reader();
        $this->assertStringContainsString('alock.txt is too old', $mail->subject);
        $this->assertStringContainsString('alock.txt has been there since', $mail->fullmessage);
        $this->assertStringContainsString('for 4 hours', $mail->fullmessage);
    }

    public function test_a_kind_of_alarm_that_only_a_newer_library_knows_is_told_in_its_words(): void {
        local\alarm\incidents::raise('moon_phase', 'the moon is full');
        $sink = $this->redirectMessages();
        mailer::send_due();
        $this->assertStringContainsString('the moon is full', $sink->get_messages()[0]->fullmessage);
        $this->assertStringContainsString('Alarm about the drop folder', $sink->get_messages()[0]->subject);
    }

    public function test_words_that_nobody_knows_stay_as_they_are(): void {
        $newer = new \SyncIngest\Holder(\SyncIngest\HolderKind::Unknown, 'an FTP client of theirs');
        $this->assertSame('an FTP client of theirs', explanation::holder(local\alarm\facts::holder($newer)));
        $this->assertSame('somebody: because', rejection::explain('a.csv', 'somebody: because'));
        // The words of the library do not matter where it names the kind of the reason.
        $this->assertStringContainsString('died 5 times', rejection::explain('a.csv', 'x', 'StoreDied', 5));
        $this->assertStringContainsString('A newer file', rejection::explain('a.csv', 'x', 'Superseded'));
        $this->assertSame('cannot read "a.csv"', rejection::explain('a.csv', 'cannot read "a.csv"', 'Error'));
        // What an earlier release of this plugin has remembered has no kind.
        $this->assertSame('x', rejection::explain_file(['name' => 'a.csv', 'reason' => 'x']));
    }

    public function test_every_reason_of_the_library_has_words_of_ours_unless_it_brings_its_own(): void {
        local\drop\library::load();
        $cases = [...\SyncIngest\RejectReason::cases(), ...\SyncIngest\PutBackReason::cases()];
        $names = array_unique(array_column($cases, 'name'));
        $this->assertEqualsCanonicalizing(
            ['Unknown', 'Store', 'Error'],
            array_diff($names, array_keys(rejection::OF_THE_LIBRARY))
        );
    }

    /**
     * Returns a text without placeholders, markup and code.
     *
     * @param string $text
     * @return string
     */
    private static function without_addresses(string $text): string {
        return preg_replace('~https?://\S+~', '', $text);
    }
}
