<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\Library;

/** The examples of the README are PHP, and the names in it exist. */
final class DocumentsTest extends FolderTestCase
{
    public function testEveryExampleIsValidPhpAndUsesClassesThatExist(): void
    {
        preg_match_all('/^```php\n(.*?)^```/ms', self::readme() . self::tables(), $examples);
        self::assertNotSame([], $examples[1]);
        foreach ($examples[1] as $example) {
            $whole = str_starts_with($example, '<?php') ? $example : "<?php $example";
            self::assertNotSame([], \PhpToken::tokenize($whole, TOKEN_PARSE));
            preg_match_all('/^use ([\w\\\\]+);/m', $example, $classes);
            foreach ($classes[1] as $class) {
                self::assertTrue(class_exists($class), $class);
            }
        }
    }

    public function testTheFirstExampleRunsAsPrintedButForItsPathsAndTheTimeToWait(): void
    {
        preg_match('/^```php\n(<\?php\n.*?)^```/ms', self::readme(), $example);
        $script = "$this->root/example.php";
        file_put_contents($script, strtr($example[1], [
            '/path/to/sync_ingest' => dirname(__DIR__, 3),
            '/var/moodledata/sync' => $this->drop,
            '/srv/store' => $this->store,
            'settle: 30' => 'settle: 0',
        ]));
        $this->drop('students.csv', 'id');
        $this->drop('empty.csv', '');
        $this->drop('_omitted.csv');
        $process = Process::run($script, [], ['sendmail_path=/bin/true']);
        self::assertSame([0, ''], [$process->status, $process->errors]);
        self::assertStringContainsString('stored: students.csv, 2 bytes, sha256 ' . hash('sha256', 'id'), $process->output);
        self::assertStringContainsString("not stored: empty.csv: the file is empty\n", $process->output);
        self::assertStringContainsString('1 left alone: ', $process->output);
        self::assertStringEqualsFile("$this->store/students.csv", 'id');
        self::assertSame(['_omitted.csv'], self::names($this->drop));
        self::assertSame(['empty.csv'], self::namesOf($this->folder(workArea: $this->drop . '_work')->status()->rejected));
    }

    public function testTheHealthPageRunsAsPrintedButForItsPath(): void
    {
        preg_match('/^```php\n(\$environment.*?)^```/ms', self::readme(), $example);
        $autoload = var_export(dirname(__DIR__) . '/autoload.php', true);
        $page = "$this->root/health.php";
        $works = 'sync_ingest ' . Library::version() . " works here\n";
        foreach ([$this->drop => $works, '/no/<where>' => "sync_ingest does not work here\n"] as $folder => $output) {
            file_put_contents($page, "<?php require $autoload;\n" . str_replace('/var/moodledata/sync', $folder, $example[1]));
            $process = Process::run($page);
            self::assertSame([0, ''], [$process->status, $process->errors]);
            self::assertStringStartsWith($output, $process->output);
        }
        self::assertStringContainsString('<pre>cannot use the drop folder /no/&lt;where&gt;: ', $process->output);
    }

    public function testTheExampleOfTablesRunsAsPrintedButForItsPaths(): void
    {
        preg_match('/^```php\n(.*?)^```/ms', self::tables(), $example);
        $autoload = var_export(dirname(__DIR__) . '/autoload.php', true);
        $script = "$this->root/example.php";
        file_put_contents("$this->root/secret", random_bytes(16));
        file_put_contents($script, "<?php require $autoload;\n" . strtr($example[1], [
            '/etc/school/secret' => "$this->root/secret",
            '/var/school' => $this->drop,
        ]));
        $nights = [
            "Numéro;Nom\n1;Ada\n2;Grace\n" => "added 1 Ada\nadded 2 Grace\n0 gone\n",
            "Numéro;Nom\n1;Byron\n3;Joan\n" => "changed 1 Byron\nadded 3 Joan\n1 gone\n",
            "Numéro;Nom\n1;Byron\nJoan\n4;Ann\n5;Mary\n" => "line 3: it has more or fewer cells than the header; put a cell with the "
                . "delimiter in quotes\nadded 4 Ann\nadded 5 Mary\nwhat is gone is not known: the key of the row on line 3 ",
            "Numéro;Nom\n1;\"Byron\n" => 'cannot read the table "',
        ];
        foreach ($nights as $content => $output) {
            $this->drop('students.csv', $content);
            $process = Process::run($script);
            self::assertSame([0, ''], [$process->status, $process->errors]);
            self::assertStringStartsWith($output, $process->output);
        }
    }

    public function testComposerAcceptsThePackage(): void
    {
        exec('command -v composer', $found, $status);
        if ($status !== 0) {
            self::markTestSkipped('SKIPPED: composer is not installed');
        }
        $environment = "COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_HOME=$this->root COMPOSER_DISABLE_NETWORK=1";
        $file = escapeshellarg(dirname(__DIR__) . '/composer.json');
        exec("$environment composer validate --strict --no-interaction $file 2>&1", $output, $status);
        self::assertSame(0, $status, implode("\n", $output));
    }

    public function testEveryClassAndMemberInTheTableExists(): void
    {
        preg_match_all('/^\| `([\w\\\\]+)`(?:, `([\w\\\\]+)`)? \| (.*) \|$/m', self::readme() . self::tables(), $rows, PREG_SET_ORDER);
        $members = 0;
        foreach ($rows as [, $class, $second, $text]) {
            $names = array_filter([$class, $second]);
            foreach ($names as $name) {
                $exists = class_exists("SyncIngest\\$name") || interface_exists("SyncIngest\\$name") || class_exists("SyncIngest\\Exception\\$name");
                self::assertTrue($exists, $name);
            }
            if (in_array($class, ['DropFolder', 'Delivery', 'Tables\\Table', 'Tables\\Changes'], true)) {
                preg_match_all('/`(\w+)(\(?)/', $text, $found, PREG_SET_ORDER);
                foreach ($found as [, $member, $call]) {
                    $members++;
                    $exists = $call === '' ? 'property_exists' : 'method_exists';
                    self::assertTrue($exists("SyncIngest\\$class", $member), "$class: $member");
                }
            }
        }
        self::assertGreaterThan(15, $members);
    }

    private static function tables(): string
    {
        return file_get_contents(dirname(__DIR__) . '/docs/tables.md');
    }

    private static function readme(): string
    {
        return file_get_contents(dirname(__DIR__) . '/README.md');
    }
}
