<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\DropFolder;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Library;
use SyncIngest\Options;

/** Input that must not reach C is refused before, with the verb, the path, the cause and the limits. */
final class InputTest extends FolderTestCase
{
    /** @return iterable<string, array{callable(self, string): mixed, string}> */
    public static function uses(): iterable
    {
        yield 'folder' => [fn (self $test, string $path) => new DropFolder($path), 'open the drop folder'];
        yield 'work area' => [fn (self $test, string $path) => $test->folder(workArea: $path), 'use the work area'];
        yield 'directory' => [fn (self $test, string $path) => $test->folder()->collectInto($path), 'collect into'];
        yield 'copy' => [fn (self $test, string $path) => $test->offered()->copyTo($path), 'copy to'];
        yield 'move' => [fn (self $test, string $path) => $test->offered()->moveTo($path), 'move to'];
        yield 'store' => [fn (self $test, string $path) => $test->folder()->rejected()->storeAs('a', $path, 'b'), 'store into'];
        yield 'source' => [fn (self $test, string $path) => $test->session()->deliver($path), 'deliver'];
        yield 'name' => [fn (self $test, string $path) => $test->session()->deliver(__FILE__, $path), 'deliver as'];
    }

    /**
     * @dataProvider uses
     * @param callable(self, string): mixed $use
     */
    public function testANulByteIsRefused(callable $use, string $verb): void
    {
        $this->assertRefused($use, "a\0b", "cannot $verb \"a\\000b\": it holds a NUL byte; no path, name or reason may");
    }

    /**
     * @dataProvider uses
     * @param callable(self, string): mixed $use
     */
    public function testAnOverLongPathIsRefused(callable $use, string $verb): void
    {
        $path = str_repeat('/' . str_repeat('d', 254), 20);
        $this->assertRefused($use, $path, 'the path is 5100 bytes long; at most 4095 are possible');
        $this->assertRefused($use, $path, "cannot $verb \"/" . str_repeat('d', 99) . '…": ');
    }

    /**
     * @dataProvider uses
     * @param callable(self, string): mixed $use
     */
    public function testAnOverLongNameIsRefused(callable $use): void
    {
        $name = str_repeat('x', 256);
        $this->assertRefused($use, $name, 'a name in it is 256 bytes long; at most 255 are possible');
    }

    public function testAPathThatIsNotUtf8IsUsedByteForByte(): void
    {
        $folder = "$this->store/caf\xe9";
        mkdir($folder);
        file_put_contents("$folder/\xff.csv", 'id');
        $report = (new DropFolder($folder, new Options(settle: 0, workArea: "$this->store/\xfe")))->collect(
            fn ($delivery) => $delivery->copyTo("$this->store/$delivery->name"),
        );
        self::assertSame(["\xff.csv"], self::namesOf($report->delivered));
        self::assertStringEqualsFile("$this->store/\xff.csv", 'id');
    }

    public function testAPathThatIsNotUtf8CanStandInEveryMessage(): void
    {
        try {
            (new DropFolder("$this->store/caf\xe9"))->status();
            self::fail('a folder that is missing was read');
        } catch (SyncIngestException $failure) {
            self::assertNotFalse(json_encode($failure->getMessage()));
            self::assertSame("$this->store/caf\xe9", $failure->path);
        }
    }

    public function testAReasonThatIsNotUtf8IsReportedAsText(): void
    {
        $this->offered()->putBack("caf\xe9\e[2J");
        [$answered] = $this->collection->finish()->putBack;
        self::assertNotFalse(json_encode($answered->reason), bin2hex($answered->reason));
        self::assertStringStartsWith('caf', $answered->reason);
    }

    public function testAnAgentsNameThatIsNotUtf8IsRefused(): void
    {
        $this->expectException(InvalidArgument::class);
        $this->expectExceptionMessage('not UTF-8');
        $this->folder()->beginAgentSession("caf\xe9")->granted;
    }

    public function testAnAgentsNameThatIsTooLongOrHoldsANulByteIsRefused(): void
    {
        $begin = fn (self $test, string $agent) => $test->folder()->beginAgentSession($agent)->granted;
        $this->assertRefused($begin, str_repeat('x', 1 << 20), 'the name is 1048576 bytes long; at most 255 are possible');
        $this->assertRefused($begin, "a\0b", 'cannot deliver as agent "a\000b": it holds a NUL byte');
    }

    public function testALibraryOfSuchAPathIsNotLoaded(): void
    {
        $process = Process::run(
            'foreach (["lib.so\0", str_repeat("x", 256)] as $path) {'
            . ' try { Library::load($path); } catch (Exception\InvalidArgument $e) { echo $e->getMessage(), "\n"; } }',
        );
        self::assertStringContainsString('cannot load "lib.so\000": it holds a NUL byte', $process->output);
        self::assertStringContainsString('256 bytes long', $process->output);
        self::assertSame('', $process->errors);
    }

    private ?object $collection = null;

    private function offered(): object
    {
        $this->drop('students.csv');
        $this->collection = $this->folder()->beginCollection();
        return $this->collection->next();
    }

    private function session(): object
    {
        return $this->folder()->beginAgentSession('registry')->granted;
    }

    private function assertRefused(callable $use, string $path, string $message): void
    {
        try {
            $use($this, $path);
            self::fail('accepted');
        } catch (InvalidArgument $refusal) {
            self::assertStringContainsString($message, $refusal->getMessage());
        } finally {
            // The next one starts afresh.
            $this->collection = null;
        }
    }
}
