<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The package runs on PHP 8.1 to 8.4, of which a machine has one: nothing in it is newer than 8.1, and nothing is deprecated in
 * 8.4. Code newer than the PHP at hand does not even compile here, so only features of 8.2 have to be searched for.
 */
final class SyntaxTest extends TestCase
{
    /** Functions that came after 8.1. */
    private const NEWER = [
        'ini_parse_quantity', 'memory_reset_peak_usage', 'openssl_cipher_key_length', 'json_validate', 'mb_str_pad',
        'str_increment', 'str_decrement', 'stream_context_set_options', 'posix_sysconf', 'posix_pathconf', 'array_find',
        'array_find_key', 'array_any', 'array_all', 'mb_trim', 'mb_ltrim', 'mb_rtrim', 'mb_ucfirst', 'mb_lcfirst',
        'fpow', 'http_get_last_response_headers',
    ];

    /** @return iterable<string, array{string}> */
    public static function files(): iterable
    {
        $package = dirname(__DIR__);
        foreach (['*.php', 'src/*.php', 'src/*/*.php', 'examples/*.php', 'bench/*.php'] as $pattern) {
            foreach (glob("$package/$pattern") as $file) {
                yield substr($file, strlen($package) + 1) => [file_get_contents($file)];
            }
        }
    }

    /** @dataProvider files */
    public function testNothingIsNewerThanPhp81AndNothingIsDeprecatedIn84(string $text): void
    {
        self::assertSame([], self::findings($text));
    }

    /** @return list<array{string, string}> */
    public static function newer(): array
    {
        return [
            ['final readonly class A {}', 'readonly class'],
            ['readonly class A {}', 'readonly class'],
            ['function a(): true {}', 'type true'],
            ['function a(null $x) {}', 'type null'],
            ['class A { private false $x; }', 'type false'],
            ['function a((A&B)|null $x) {}', 'type in brackets'],
            ['trait A { private const X = 1; }', 'constant in a trait'],
            ['class A { const X = B::C->value; }', 'property in a constant'],
            ['json_validate("{}");', 'json_validate'],
            ['function a(int $x = null) {}', 'implicitly nullable'],
            ['"${x}";', 'interpolation'],
            ['FFI::new("int");', 'static FFI::new'],
        ];
    }

    /** @dataProvider newer */
    public function testWhatIsNewerIsFound(string $code, string $finding): void
    {
        self::assertSame([$finding], self::findings("<?php\n$code\n"));
    }

    /** @return list<string> */
    private static function findings(string $text): array
    {
        $code = '';
        $found = [];
        foreach (\PhpToken::tokenize($text) as $token) {
            if ($token->is(T_DOLLAR_OPEN_CURLY_BRACES)) {
                $found[] = 'interpolation';
            }
            $code .= match (true) {
                $token->is([T_COMMENT, T_DOC_COMMENT]) => ' ',
                $token->is([T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE]) => "''",
                default => $token->text,
            };
        }
        $patterns = [
            'readonly class' => '/\breadonly\s+(final\s+|abstract\s+)?class\b/',
            'type $1' => '/(?:\bfunction\b[^{;]*\)\s*:\s*(?=\w+\s*[{;])|(?:[(,]|\b(?:private|protected|public|readonly))\s*'
                . '(?=\w+\s+\$))(true|false|null)\b/',
            'type in brackets' => '/\([\w\\\\]+&[\w\\\\]+\)/',
            'constant in a trait' => '/\btrait\s+\w+\s*\{[^}]*\bconst\b/',
            'property in a constant' => '/\bconst\s+\w+\s*=[^;]*->/',
            '$1' => '/(?<![>:\w\\\\])(' . implode('|', self::NEWER) . ')\s*\(/',
            'static FFI::$1' => '/\bFFI::(new|cast|type)\s*\(/',
            'implicitly nullable' => '/(?<![?|\w\\\\])(?!null\b)[A-Za-z_\\\\][\w\\\\]*\s+&?\$\w+\s*=\s*null\b/',
        ];
        foreach ($patterns as $finding => $pattern) {
            if (preg_match($pattern, $code, $match) === 1) {
                $found[] = strtr($finding, ['$1' => $match[1] ?? '']);
            }
        }
        return $found;
    }
}
