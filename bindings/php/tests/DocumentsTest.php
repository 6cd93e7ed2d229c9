<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use PHPUnit\Framework\TestCase;

/** What the README shows is PHP, and what it names exists. */
final class DocumentsTest extends TestCase
{
    public function testEveryExampleIsValidPhpAndUsesClassesThatExist(): void
    {
        preg_match_all('/^```php\n(.*?)^```/ms', self::readme(), $examples);
        self::assertNotSame([], $examples[1]);
        foreach ($examples[1] as $example) {
            self::assertNotSame([], \PhpToken::tokenize("<?php $example", TOKEN_PARSE));
            preg_match_all('/^use ([\w\\\\]+);/m', $example, $classes);
            foreach ($classes[1] as $class) {
                self::assertTrue(class_exists($class), $class);
            }
        }
    }

    public function testEveryClassAndMemberInTheTableExists(): void
    {
        preg_match_all('/^\| `(\w+)`(?:, `(\w+)`)? \| (.*) \|$/m', self::readme(), $rows, PREG_SET_ORDER);
        $members = 0;
        foreach ($rows as [, $class, $second, $text]) {
            $names = array_filter([$class, $second]);
            foreach ($names as $name) {
                $exists = class_exists("SyncIngest\\$name") || class_exists("SyncIngest\\Exception\\$name");
                self::assertTrue($exists, $name);
            }
            if (in_array($class, ['DropFolder', 'Delivery'], true)) {
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

    private static function readme(): string
    {
        return file_get_contents(dirname(__DIR__) . '/README.md');
    }
}
