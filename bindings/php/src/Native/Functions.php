<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use FFI\CData;
use SyncIngest\Exception\Failure;

/**
 * The functions of the loaded library: the one place where C is called.
 *
 * @internal
 */
final class Functions
{
    private const ERROR = 'sync_ingest_error *';

    private ?FFI $all = null;

    /** @param string $declared the declarations of the scope that suffices for a look */
    public function __construct(
        private readonly FFI $look,
        private readonly string $declared,
        private readonly Loader $loader,
    ) {
    }

    /** Calls a function that cannot fail. */
    public function get(string $function, Handle|int|string|null ...$inputs): int|string|null
    {
        return $this->scope($function)->$function(...self::arguments($inputs));
    }

    /** Calls a function that makes an object of this type. */
    public function make(string $function, string $type): Handle
    {
        return new Handle($this, $type, $this->scope($function)->$function());
    }

    /**
     * Calls a function that can fail, and throws when it does.
     *
     * @param list<Handle|int|string|null> $inputs
     * @param list<string> $outputs their C types, without the pointer through which they are written
     * @return list<Handle|int|null> the outputs; null for a NULL pointer
     */
    public function call(string $function, array $inputs, array $outputs = []): array
    {
        $scope = $this->scope($function);
        $arguments = self::arguments($inputs);
        $outputs[] = self::ERROR;
        $variables = [];
        foreach ($outputs as $type) {
            $variables[] = $variable = $scope->new($type);
            // Not by array_map: with ffi.enable=preload, only a preloaded function may call this.
            $arguments[] = FFI::addr($variable);
        }
        $code = $scope->$function(...$arguments);
        $results = [];
        foreach ($variables as $i => $variable) {
            $type = $outputs[$i];
            $results[] = match (true) {
                !str_ends_with($type, '*') => $variable->cdata,
                FFI::isNull($variable) => null,
                default => new Handle($this, $type, $variable),
            };
        }
        $error = array_pop($results);
        return $code === 0 ? $results : throw Failure::reported($code, $function, $error);
    }

    /** Frees an object of this type. */
    public function free(string $type, CData $pointer): void
    {
        $function = self::prefix($type) . 'free';
        $this->scope($function)->$function($pointer);
    }

    /** What the functions of a type begin with: `sync_ingest_report_` for `sync_ingest_report *`. */
    public static function prefix(string $type): string
    {
        return rtrim($type, ' *') . '_';
    }

    /** Makes sure that every function can be called. */
    public function requireAll(): void
    {
        $this->all ??= $this->loader->everything();
    }

    private function scope(string $function): FFI
    {
        if ($this->all === null) {
            if (str_contains($this->declared, "$function(")) {
                return $this->look;
            }
            $this->requireAll();
        }
        return $this->all;
    }

    /**
     * @param array<Handle|int|string|null> $inputs
     * @return list<CData|int|string|null>
     */
    private static function arguments(array $inputs): array
    {
        foreach ($inputs as &$input) {
            if ($input instanceof Handle) {
                $input = $input->pointer();
            } elseif (is_string($input) && str_contains($input, "\0")) {
                Input::withoutNul('use', $input);
            }
        }
        return $inputs;
    }
}
