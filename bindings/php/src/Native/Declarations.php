<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use SyncIngest\Exception\LibraryUnavailable;

/**
 * All declared functions, loaded when a caller needs more than a look at a folder: PHP takes longer to read them than to look.
 *
 * @internal
 */
final class Declarations
{
    private readonly string $text;

    private readonly FFI $functions;

    /** @var array<string, true> functions already looked up and found */
    private array $declared = [];

    /** @throws LibraryUnavailable when the library lacks one of them, or these are not C declarations */
    public function __construct(private readonly string $file, private readonly string $library)
    {
        $text = @file_get_contents($file);
        if ($text === false) {
            throw $this->unusable('cannot be read');
        }
        $this->text = $text;
        try {
            $this->functions = FFI::cdef($this->text, $library);
        } catch (FFI\ParserException $failure) {
            throw $this->ofAnotherRelease($failure->getMessage());
        } catch (FFI\Exception $failure) {
            throw LibraryUnavailable::afterTrying([$library => Diagnosis::cause($library, $failure)]);
        }
    }

    /** @throws LibraryUnavailable when it is not declared */
    public function with(string $function): FFI
    {
        if (!isset($this->declared[$function])) {
            if (!str_contains($this->text, "$function(")) {
                throw $this->ofAnotherRelease("they lack $function");
            }
            $this->declared[$function] = true;
        }
        return $this->functions;
    }

    private function ofAnotherRelease(string $sign): LibraryUnavailable
    {
        return $this->unusable("are not those of this package's release: $sign");
    }

    private function unusable(string $why): LibraryUnavailable
    {
        return LibraryUnavailable::afterTrying([
            $this->library => 'its declarations in ' . Diagnosis::readable($this->file) . " $why",
        ]);
    }
}
