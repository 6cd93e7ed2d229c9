<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use PHPUnit\Framework\TestCase;

/** The public face of the package. */
final class PublicApiTest extends TestCase
{
    /** @return iterable<string, array{\ReflectionClass<object>, string}> */
    public static function classes(): iterable
    {
        $source = dirname(__DIR__) . '/src/';
        foreach ([...glob("$source*.php"), ...glob("$source*/*.php")] as $file) {
            $name = 'SyncIngest\\' . strtr(substr($file, strlen($source), -strlen('.php')), '/', '\\');
            yield $name => [new \ReflectionClass($name), $file];
        }
    }

    /** @dataProvider classes */
    public function testEveryFileIsStrict(\ReflectionClass $class, string $file): void
    {
        self::assertStringStartsWith("<?php\n\ndeclare(strict_types=1);\n", file_get_contents($file));
    }

    /** @dataProvider classes */
    public function testClassesAreFinalUnlessTheyAreMadeToBeExtended(\ReflectionClass $class): void
    {
        $extensible = [\SyncIngest\RejectDelivery::class, \SyncIngest\Exception\Failure::class];
        $open = !$class->isFinal() && !$class->isInterface() && !$class->isTrait();
        self::assertSame(in_array($class->getName(), $extensible, true), $open);
    }

    /** @dataProvider classes */
    public function testNoFfiTypeIsVisibleOutsideTheInternalNamespace(\ReflectionClass $class, string $file): void
    {
        $internal = str_starts_with($class->getName(), 'SyncIngest\\Native\\');
        $mentioned = preg_match('/\bFFI\b(?!\s+extension)/', self::code($file)) === 1;
        self::assertSame($internal && self::callsC($class), $mentioned);
        if ($internal) {
            self::assertStringContainsString('@internal', (string) $class->getDocComment());
        }
    }

    /** @dataProvider classes */
    public function testWhatIsPublicIsDocumented(\ReflectionClass $class): void
    {
        $name = $class->getName();
        self::assertNotFalse($class->getDocComment(), $name);
        if (str_starts_with($name, 'SyncIngest\\Native\\')) {
            return;
        }
        foreach ($class->getMethods(\ReflectionMethod::IS_PUBLIC) as $method) {
            $ours = $method->getDeclaringClass()->getName() === $name && $method->isUserDefined();
            if ($ours && !str_starts_with($method->getName(), '__')) {
                self::assertNotFalse($method->getDocComment(), "$name::{$method->getName()}");
            }
        }
        if ($class->isEnum()) {
            foreach ($class->getReflectionConstants() as $case) {
                self::assertNotFalse($case->getDocComment(), "$name::{$case->getName()}");
            }
        }
    }

    private static function callsC(\ReflectionClass $class): bool
    {
        return in_array($class->getShortName(), ['Declarations', 'Diagnosis', 'Functions', 'Handle', 'Loader', 'Shutdown', 'System'], true);
    }

    private static function code(string $file): string
    {
        $code = '';
        foreach (\PhpToken::tokenize(file_get_contents($file)) as $token) {
            if (!$token->is([T_COMMENT, T_DOC_COMMENT, T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE])) {
                $code .= $token->text;
            }
        }
        return $code;
    }
}
