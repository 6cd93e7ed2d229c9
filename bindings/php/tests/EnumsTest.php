<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use PHPUnit\Framework\TestCase;
use SyncIngest\AlarmKind;
use SyncIngest\Arbitration;
use SyncIngest\ChecksumFault;
use SyncIngest\Durability;
use SyncIngest\ErrorKind;
use SyncIngest\Evidence;
use SyncIngest\Exception\Failure;
use SyncIngest\Exception\SystemFailure;
use SyncIngest\HolderKind;
use SyncIngest\LockKind;
use SyncIngest\Native\Functions;
use SyncIngest\ObstacleKind;
use SyncIngest\Oddity;
use SyncIngest\PutBackReason;
use SyncIngest\RejectReason;
use SyncIngest\SkipReason;
use SyncIngest\Tables\BadReason;
use SyncIngest\Tables\ChangeKind;
use SyncIngest\Tables\EncodingEvidence;
use SyncIngest\Tables\KeyRule;
use SyncIngest\Tables\RefusalReason;
use SyncIngest\Tables\WarningKind;

/** The numbers and words are those of the library. */
final class EnumsTest extends TestCase
{
    private const DECLARATIONS = __DIR__ . '/../../../include/sync_ingest_ffi.h';

    /** @return list<array{class-string<\BackedEnum>, string, string, bool}> enum, C type, prefix, whether 0 means none */
    public static function enums(): array
    {
        return [
            [Arbitration::class, 'sync_ingest_arbitration', 'ARBITRATION_', false],
            [SkipReason::class, 'sync_ingest_skip_reason', 'SKIP_', true],
            [Evidence::class, 'sync_ingest_evidence', 'EVIDENCE_', true],
            [AlarmKind::class, 'sync_ingest_alarm_kind', 'ALARM_', true],
            [LockKind::class, 'sync_ingest_lock_kind', 'LOCK_', true],
            [HolderKind::class, 'sync_ingest_holder_kind', 'HOLDER_', true],
            [Oddity::class, 'sync_ingest_oddity', 'ODDITY_', true],
            [ChecksumFault::class, 'sync_ingest_checksum_fault', 'CHECKSUM_FAULT_', true],
            [ObstacleKind::class, 'sync_ingest_obstacle', 'OBSTACLE_', true],
            [Durability::class, 'sync_ingest_durability', 'DURABILITY_', false],
            [ErrorKind::class, 'sync_ingest_code', '', true],
            [PutBackReason::class, 'sync_ingest_put_back_reason', 'PUT_BACK_', true],
            [RejectReason::class, 'sync_ingest_reject_reason', 'REJECT_', true],
            [RefusalReason::class, 'sync_ingest_refusal_reason', 'REFUSAL_', true],
            [BadReason::class, 'sync_ingest_bad_reason', 'BAD_', true],
            [WarningKind::class, 'sync_ingest_warning_kind', 'WARNING_', true],
            [EncodingEvidence::class, 'sync_ingest_encoding_evidence', 'ENCODING_', true],
            [ChangeKind::class, 'sync_ingest_change_kind', 'CHANGE_', true],
            [KeyRule::class, 'sync_ingest_key_rule', 'KEY_', true],
        ];
    }

    /**
     * @dataProvider enums
     * @param class-string<\BackedEnum> $enum
     */
    public function testEveryCaseHasTheNameAndNumberOfItsConstant(
        string $enum,
        string $type,
        string $prefix,
        bool $zeroSaysNone,
    ): void {
        $cases = [];
        foreach ($enum::cases() as $case) {
            $cases[$prefix . strtoupper(preg_replace('/(?<!^)[A-Z]/', '_$0', $case->name))] = $case->value;
        }
        $constants = self::constants($type);
        if ($zeroSaysNone) {
            // For none PHP has null, or a case for values that only a newer library knows.
            $constants = array_filter($constants);
            $cases = array_filter($cases);
        }
        self::assertNotSame([], $cases);
        self::assertSame($constants, $cases);
    }

    public function testEveryCaseHasAWordAndEveryWordACase(): void
    {
        $words = [
            'sync_ingest_skip_reason_word' => SkipReason::cases(),
            'sync_ingest_alarm_kind_word' => array_slice(AlarmKind::cases(), 1),
            'sync_ingest_evidence_word' => array_slice(Evidence::cases(), 1),
            'sync_ingest_put_back_reason_word' => array_slice(PutBackReason::cases(), 1),
            'sync_ingest_reject_reason_word' => array_slice(RejectReason::cases(), 1),
            'sync_ingest_refusal_reason_word' => array_slice(RefusalReason::cases(), 1),
            'sync_ingest_bad_reason_word' => array_slice(BadReason::cases(), 1),
            'sync_ingest_warning_kind_word' => array_slice(WarningKind::cases(), 1),
            'sync_ingest_encoding_evidence_word' => array_slice(EncodingEvidence::cases(), 1),
            'sync_ingest_change_kind_word' => ChangeKind::cases(),
            'sync_ingest_key_rule_word' => KeyRule::cases(),
            'sync_ingest_arbitration_word' => Arbitration::cases(),
        ];
        foreach ($words as $function => $cases) {
            foreach ($cases as $case) {
                self::assertMatchesRegularExpression('/^[a-z0-9_]+$/', $case->word());
                self::assertSame(Functions::get($function, $case->value), $case->word());
            }
            self::assertNull(Functions::get($function, end($cases)->value + 1), $function);
            self::assertNull(Functions::get($function, -1), $function);
        }
        self::assertSame('symbolic_link', SkipReason::SymbolicLink->word());
        self::assertSame('agent_delivering', Arbitration::AgentDelivering->word());
        self::assertSame('unknown', AlarmKind::Unknown->word());
        $unknown = [Evidence::Unknown, PutBackReason::Unknown, RejectReason::Unknown, RefusalReason::Unknown, BadReason::Unknown];
        foreach ([...$unknown, WarningKind::Unknown, EncodingEvidence::Unknown] as $unknown) {
            self::assertSame('unknown', $unknown->word());
        }
    }

    public function testTheWordsThatNeedNoLibraryAreTheNamesOfTheirCases(): void
    {
        foreach ([HolderKind::class, Oddity::class, ChecksumFault::class, ObstacleKind::class] as $enum) {
            foreach ($enum::cases() as $case) {
                self::assertSame(strtolower(preg_replace('/(?<!^)[A-Z]/', '_$0', $case->name)), $case->word());
            }
        }
    }

    public function testEveryReasonIsExplainedInASentence(): void
    {
        foreach ([...SkipReason::cases(), ...RefusalReason::cases(), ...BadReason::cases()] as $reason) {
            self::assertStringContainsString(' ', $reason->explanation());
        }
    }

    public function testEveryErrorKindHasItsExceptionAndAnUnknownCodeIsNotLost(): void
    {
        foreach (ErrorKind::cases() as $kind) {
            $failure = Failure::of($kind->value, 'x', '/p', 13);
            self::assertSame([$kind, '/p', 13], [$failure->kind(), $failure->path, $failure->errno]);
        }
        $unknown = Failure::of(999, 'x');
        self::assertInstanceOf(SystemFailure::class, $unknown);
        self::assertSame([null, 999], [$unknown->kind(), $unknown->getCode()]);
    }

    /** @return array<string, int> the constants of a type, without SYNC_INGEST_ */
    private static function constants(string $type): array
    {
        $found = preg_match("/\\{([^{}]*)\\}\\s*$type;/", file_get_contents(self::DECLARATIONS), $enum);
        self::assertSame(1, $found, $type);
        preg_match_all('/\bSYNC_INGEST_(\w+)\s*=\s*(-?\d+)/', $enum[1], $constants);
        return array_map('intval', array_combine($constants[1], $constants[2]));
    }
}
