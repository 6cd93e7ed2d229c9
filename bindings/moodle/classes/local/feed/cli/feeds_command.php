<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace tool_syncingest\local\feed\cli;

use tool_syncingest\local\feed\candidates;
use tool_syncingest\local\feed\definition;
use tool_syncingest\local\feed\exchange;
use tool_syncingest\local\feed\feed;
use tool_syncingest\local\feed\feeds;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\sample;

/**
 * The commands of cli/feeds.php.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class feeds_command {
    /**
     * Constructor.
     *
     * @param bool $json whether scripts read the answer
     */
    public function __construct(
        /** @var bool whether scripts read the answer */
        private readonly bool $json,
    ) {
    }

    /**
     * Carries out a command.
     *
     * @param string[] $words as they were written, options apart
     * @return string the answer
     * @throws usage
     */
    public function run(array $words): string {
        if (array_filter($words, fn(string $word): bool => str_starts_with($word, '--'))) {
            throw new usage();
        }
        $command = array_shift($words);
        return match (true) {
            $command === 'list' && !$words => $this->list(),
            $command === 'show' && count($words) === 1 => $this->show(feeds::named($words[0])),
            $command === 'export' => exchange::export($words ? array_map(feeds::named(...), $words) : feeds::all()),
            $command === 'import' && count($words) === 1 => $this->import($words[0]),
            $command === 'sample' && count($words) === 2 => $this->sample((int) $words[0], $words[1]),
            $command === 'set' && count($words) > 1 => $this->set(feeds::named($words[0]), array_slice($words, 1)),
            default => throw new usage(),
        };
    }

    /**
     * All feeds, a line for each.
     *
     * @return string
     */
    private function list(): string {
        if ($this->json) {
            return self::json(array_map($this->describe(...), array_values(feeds::all())));
        }
        $line = fn(feed $feed): string => sprintf(
            '%-10s %-24s %-6s %-16s %s',
            get_string("stage_{$feed->stage->value}", 'tool_syncingest'),
            $feed->name,
            $feed->definition->get('mode'),
            $feed->definition->get('processor'),
            $feed->definition->get('pattern')
        );
        return implode("\n", array_map($line, feeds::all()));
    }

    /**
     * One feed, with everything that set can change.
     *
     * @param feed $feed
     * @return string
     */
    private function show(feed $feed): string {
        if ($this->json) {
            return self::json($this->describe($feed));
        }
        $lines = [];
        foreach ($this->describe($feed) as $name => $value) {
            $lines[] = "$name=" . (is_string($value) ? $value : json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
        }
        return implode("\n", $lines);
    }

    /**
     * Imports a file.
     *
     * @param string $path - is standard input
     * @return string
     */
    private function import(string $path): string {
        $text = @file_get_contents($path === '-' ? 'php://stdin' : $path);
        if ($text === false) {
            throw new \moodle_exception('cannotreadfile', 'error', '', $path);
        }
        return implode("\n", array_map(fn(feed $feed): string => $feed->name, exchange::import($text)));
    }

    /**
     * The beginning of a stored file, for a page that may not use the library.
     *
     * @param int $fileid
     * @param string $definition JSON
     * @return string JSON
     */
    private function sample(int $fileid, string $definition): string {
        $file = candidates::get($fileid) ?? throw new \moodle_exception('nostored', 'tool_syncingest');
        return self::json(get_object_vars(sample::read($file, definition::read($definition))));
    }

    /**
     * Changes a feed.
     *
     * @param feed $feed
     * @param string[] $pairs name=value
     * @return string
     */
    private function set(feed $feed, array $pairs): string {
        $values = [];
        $after = $feed->after;
        $stage = $place = null;
        foreach ($pairs as $pair) {
            [$name, $text] = explode('=', $pair, 2) + [1 => null];
            if ($text === null) {
                throw new usage();
            }
            if ($name === 'stage') {
                $stage = stage::tryFrom($text) ?? throw new usage();
            } else if ($name === 'place' && ctype_digit($text)) {
                $place = (int) $text;
            } else if ($name === 'after') {
                $after = array_map(fn(string $other): int => feeds::named($other)->id, (array) self::value($text, []));
            } else if (array_key_exists($name, definition::DEFAULTS)) {
                $values[$name] = self::value($text, definition::DEFAULTS[$name]);
            } else {
                throw new usage();
            }
        }
        $definition = $feed->definition->with($values);
        if ($definition != $feed->definition || $after !== $feed->after) {
            $feed = feeds::save($feed->id, $feed->name, $definition, $after);
        }
        if ($stage !== null && $stage !== $feed->stage) {
            feeds::set_stage($feed, $stage);
        }
        if ($place !== null) {
            feeds::move($feed->id, $place);
        }
        return $this->show(feeds::get($feed->id));
    }

    /**
     * A value as it was written: text where text is wanted, JSON elsewhere.
     *
     * @param string $text
     * @param mixed $default
     * @return mixed
     */
    private static function value(string $text, mixed $default): mixed {
        if (is_string($default)) {
            return $text;
        }
        $value = json_decode($text, true);
        return $value === null || gettype($value) !== gettype($default) ? throw new usage() : $value;
    }

    /**
     * Returns the whole definition of a feed.
     *
     * @param feed $feed
     * @return array
     */
    private function describe(feed $feed): array {
        $names = array_map(fn(feed $other): string => $other->name, feeds::all());
        $owner = \core_user::get_user($feed->ownerid);
        return [
            'name' => $feed->name, 'stage' => $feed->stage->value, 'place' => $feed->sortorder,
            'after' => array_values(array_intersect_key($names, array_flip($feed->after))),
            'owner' => $owner ? $owner->username : '', 'revision' => $feed->revision,
        ] + $feed->definition->jsonSerialize();
    }

    /**
     * JSON for scripts.
     *
     * @param array $data
     * @return string
     */
    private static function json(array $data): string {
        return json_encode($data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
    }
}
