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
    public function get(string $function, Handle|CData|int|string|null ...$inputs): CData|int|string|null
    {
        return $this->scope($function)->$function(...self::arguments($inputs));
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
            $results[] = !str_ends_with($type, '*') ? $variable->cdata
                : (FFI::isNull($variable) ? null : new Handle($this, $type, $variable));
        }
        $error = array_pop($results);
        return $code === 0 ? $results : throw Failure::reported($code, $function, $error);
    }

    /** Makes sure that every function can be called. */
    public function all(): FFI
    {
        return $this->all ??= $this->loader->everything();
    }

    private function scope(string $function): FFI
    {
        return $this->all ?? (str_contains($this->declared, "$function(") ? $this->look : $this->all());
    }

    /**
     * @param array<Handle|CData|int|string|null> $inputs
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
