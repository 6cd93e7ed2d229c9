<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** docs/troubleshooting.md quotes the real messages of PHP. */
final class TroubleshootingTest extends Troubles
{
    /** @return iterable<string, array{callable(self): string}> a part of each quotation, and how to cause it */
    public static function troubles(): iterable
    {
        return [
            'PHP runs without the FFI extension' => [fn (self $test) => $test->withoutTheExtension()],
            'PHP refuses FFI here' => [fn (self $test) => $test->loading('', 'ffi.enable=0')],
            'Failed opening required' => [fn (self $test) => $test->notPreloaded()],
            'loader does not find it' => [fn (self $test) => $test->notInstalled()],
            'has already loaded' => [fn (self $test) => $test->loadedBefore()],
            'is cut short' => [fn (self $test) => $test->checkedCutShort()],
            'Bus error' => [fn (self $test) => $test->cutShort()],
            'make that folder' => [fn (self $test) => $test->noStore()],
            'so: does not exist' => [fn (self $test) => $test->loading('/nowhere/libsync_ingest.so')],
            'may not read it, or' => [fn (self $test) => $test->mayNotRead()],
            'open_basedir hides' => [fn (self $test) => $test->hidden()],
            'is not a shared library' => [fn (self $test) => $test->noLibrary()],
            'another kind of processor' => [fn (self $test) => $test->otherProcessor()],
            'mounted noexec' => [fn (self $test) => $test->noexec()],
            'perhaps SELinux does' => [fn (self $test) => $test->selinux()],
            '`ldd` on the file' => [fn (self $test) => $test->incomplete()],
            'is not the sync_ingest of' => [fn (self $test) => $test->otherLibrary()],
            'this package needs ABI' => [fn (self $test) => $test->otherAbi()],
            'its declarations are missing' => [fn (self $test) => $test->withoutDeclarations()],
            'its declarations in' => [fn (self $test) => $test->otherDeclarations()],
            'two releases' => [fn (self $test) => $test->twoReleases()],
            'PHP lacks' => [fn (self $test) => $test->loading('', 'disable_functions=strlen')],
            'read-only' => [fn (self $test) => $test->readOnly()],
            ': it does not exist' => [fn (self $test) => $test->noFolder()],
            'may not write it' => [fn (self $test) => $test->mayNotWrite()],
            'is sticky (+t)' => [fn (self $test) => $test->sticky()],
            'another file system than' => [fn (self $test) => $test->workAreaElsewhere()],
            'cannot move' => [fn (self $test) => $test->openedBySomebody()],
            'a writer changed it' => [fn (self $test) => $test->changed()],
            'somebody removed or replaced it' => [fn (self $test) => $test->lockLost()],
            'it has been answered' => [fn (self $test) => $test->over()],
            'at the end of the script' => [fn (self $test) => $test->endOfScript()],
            'the store is a generator' => [fn (self $test) => $test->generator()],
            'a live process holds it' => [fn (self $test) => $test->held()],
            'NUL byte' => [fn (self $test) => $test->nulByte()],
        ];
    }

    /**
     * @dataProvider troubles
     * @param callable(self): string $make
     */
    public function testEveryQuotedTextIsTheMessageOfPhp(callable $make): void
    {
        $phrase = (string) $this->dataName();
        $quoted = array_filter(self::quotations(), static fn (string $text) => str_contains($text, $phrase));
        self::assertCount(1, $quoted, $phrase);
        $pattern = str_replace(preg_quote('…', '~'), '.*', preg_quote(current($quoted), '~'));
        self::assertMatchesRegularExpression("~$pattern~s", $make($this));
    }

    public function testNoTextIsQuotedThatIsNotMade(): void
    {
        $phrases = array_keys([...$this->troubles()]);
        $others = array_filter(
            self::quotations(),
            static fn (string $text) => str_replace($phrases, '', $text) === $text,
        );
        self::assertSame([], $others);
    }

    /** @return list<string> */
    private static function quotations(): array
    {
        preg_match_all('/^```text\n(.*?)\n```$/ms', file_get_contents(dirname(__DIR__) . '/docs/troubleshooting.md'), $found);
        self::assertNotSame([], $found[1]);
        return $found[1];
    }
}
