<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

/** The autoloader for use without Composer. */
final class AutoloadTest extends FolderTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        copy(dirname(__DIR__) . '/autoload.php', "$this->root/autoload.php");
        mkdir("$this->root/src");
    }

    public function testAClassThatDoesNotExistIsQuietlyNotFound(): void
    {
        $process = $this->ask('var_dump(class_exists("SyncIngest\Missing"), class_exists("Other\Missing"));');
        self::assertSame([0, "bool(false)\nbool(false)\n", ''], [$process->status, $process->output, $process->errors]);
    }

    public function testAClassThatIsBrokenIsAnError(): void
    {
        file_put_contents("$this->root/src/Broken.php", '<?php class {');
        $process = $this->ask('class_exists("SyncIngest\Broken");');
        self::assertSame(255, $process->status);
        self::assertStringContainsString("syntax error, unexpected token \"{\", expecting identifier in $this->root/src/Broken.php", $process->errors);
    }

    public function testAWarningInAClassFileIsNotSuppressed(): void
    {
        file_put_contents("$this->root/src/Old.php", '<?php namespace SyncIngest; class Old implements \Serializable {
            public function serialize() {} public function unserialize($text) {} }');
        $process = $this->ask('class_exists("SyncIngest\Old");');
        self::assertStringContainsString('Deprecated: SyncIngest\Old implements the Serializable interface', $process->errors);
    }

    private function ask(string $code): Process
    {
        file_put_contents("$this->root/ask.php", "<?php require '$this->root/autoload.php'; $code");
        return Process::run("$this->root/ask.php");
    }
}
