<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use FFI;
use FFI\CData;
use FFI\CType;
use SyncIngest\Exception\Failure;

/**
 * The functions of the loaded library: the one place where C is called.
 *
 * @internal
 */
final class Functions
{
    use Unique;

    private const ERROR = 'sync_ingest_error *';

    /** @var array<string, CType> parsed once each */
    private array $types = [];

    public function __construct(private readonly FFI $ffi)
    {
    }

    /** Calls a function that cannot fail. */
    public function get(string $function, Pointer|int|string|null ...$inputs): int|string|null
    {
        return $this->ffi->$function(...self::arguments($inputs));
    }

    /** Calls a function that makes an object of this type. */
    public function make(string $function, string $type): Handle
    {
        return $this->handle($type, $this->ffi->$function());
    }

    /**
     * Calls a function that can fail, and throws when it does.
     *
     * @param list<Pointer|int|string|null> $inputs
     * @param list<string> $outputs their C types, without the pointer through which they are written
     * @return list<Handle|int|null> the outputs; null for a NULL pointer
     */
    public function call(string $function, array $inputs, array $outputs = []): array
    {
        $arguments = self::arguments($inputs);
        $variables = [];
        foreach ([...$outputs, self::ERROR] as $type) {
            $variable = $this->ffi->new($this->types[$type] ??= $this->ffi->type($type));
            $variables[] = $variable;
            // Not by array_map: with ffi.enable=preload, only a preloaded function may call this.
            $arguments[] = FFI::addr($variable);
        }
        $code = $this->ffi->$function(...$arguments);
        $error = array_pop($variables);
        if ($code !== 0) {
            throw $this->failure($code, $function, $this->handle(self::ERROR, $error));
        }
        return array_map($this->result(...), $outputs, $variables);
    }

    /** Frees an object of this type. */
    public function free(string $type, CData $pointer): void
    {
        $this->ffi->{self::prefix($type) . 'free'}($pointer);
    }

    /** What the functions of a type begin with: `sync_ingest_report_` for `sync_ingest_report *`. */
    public static function prefix(string $type): string
    {
        return rtrim($type, ' *') . '_';
    }

    private function failure(int $code, string $function, Handle $error): Failure
    {
        $message = $error->get('message') ?? "$function failed with code $code";
        $errno = $error->get('errno');
        return Failure::of($code, $message, $error->get('path'), $errno === 0 ? null : $errno);
    }

    private function result(string $type, CData $variable): Handle|int|null
    {
        if (!str_ends_with($type, '*')) {
            return $variable->cdata;
        }
        return FFI::isNull($variable) ? null : $this->handle($type, $variable);
    }

    private function handle(string $type, CData $pointer): Handle
    {
        return new Handle($this, new Pointer($this, $type, $pointer));
    }

    /**
     * @param array<Pointer|int|string|null> $inputs
     * @return list<CData|int|string|null>
     */
    private static function arguments(array $inputs): array
    {
        $arguments = [];
        foreach ($inputs as $input) {
            if (is_string($input)) {
                Input::withoutNul('use', $input);
            }
            $arguments[] = $input instanceof Pointer ? $input->value() : $input;
        }
        return $arguments;
    }
}
