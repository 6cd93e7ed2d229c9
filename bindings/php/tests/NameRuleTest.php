<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use PHPUnit\Framework\TestCase;
use SyncIngest\ErrorKind;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\NameRule;
use SyncIngest\SkipReason;

/** Which names are collected. */
final class NameRuleTest extends TestCase
{
    /** @return list<array{string, SkipReason|null}> */
    public static function names(): array
    {
        return [
            ['students.csv', null],
            ['0', null],
            ["caf\xe9.csv", null],
            ['lock.txt.csv', null],
            ['', SkipReason::HostileName],
            ['.hidden', SkipReason::Hidden],
            ['_omitted', SkipReason::Omitted],
            ['lock.txt', SkipReason::LockFile],
            ['alock.txt', SkipReason::LockFile],
            ['students.csv.filepart', SkipReason::UnfinishedName],
            ["a\nb", SkipReason::HostileName],
            ['../etc/passwd', SkipReason::Hidden],
            ['a/b', SkipReason::HostileName],
            ["a\u{202e}vsc.exe", SkipReason::HostileName],
        ];
    }

    /** @dataProvider names */
    public function testEveryNameHasItsRule(string $name, ?SkipReason $reason): void
    {
        self::assertSame($reason, NameRule::check($name));
    }

    public function testANulByteIsRefusedAndNotCutOff(): void
    {
        try {
            NameRule::check("students.csv\0.exe");
            self::fail('a name with a NUL byte was accepted');
        } catch (InvalidArgument $failure) {
            self::assertSame(ErrorKind::InvalidArgument, $failure->kind());
            self::assertStringContainsString('"students.csv\000.exe"', $failure->getMessage());
        }
    }
}
