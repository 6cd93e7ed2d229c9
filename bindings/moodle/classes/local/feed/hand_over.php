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

namespace tool_syncingest\local\feed;

/**
 * Where another plugin expects its file: in a file area of its own, or at the path that one of its settings holds. Never anywhere
 * else: who edits a feed must not write where only an administrator can.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hand_over {
    /**
     * Constructor.
     *
     * @param string $component the plugin
     * @param array $options of the feed: filearea and filename, or setting
     * @param string $name of the delivered file, where no other name is given
     */
    public function __construct(
        /** @var string the plugin */
        private readonly string $component,
        /** @var array of the feed */
        private readonly array $options,
        /** @var string of the delivered file */
        private readonly string $name,
    ) {
    }

    /**
     * Returns whether options name a place of a plugin.
     *
     * @param string $component
     * @param array $options
     * @return bool
     */
    public static function is_possible(string $component, array $options): bool {
        $named = array_intersect_key($options, ['filearea' => 1, 'filename' => 1, 'setting' => 1, 'component' => 1]);
        if (array_filter($named, fn(mixed $value): bool => !is_string($value)) || ($options['component'] ?? $component) !== $component) {
            return false;
        }
        if (isset($options['setting'])) {
            return !isset($options['filearea']) && !isset($options['filename']) && get_config($component, $options['setting']) !== false;
        }
        $filename = $options['filename'] ?? 'x';
        return ($options['filearea'] ?? '') !== '' && clean_param($options['filearea'], PARAM_AREA) === $options['filearea']
            && $filename !== '' && clean_param($filename, PARAM_FILE) === $filename;
    }

    /**
     * Puts the file there, in the place of another one.
     *
     * @param string $path
     * @return bool
     */
    public function put(string $path): bool {
        global $DB;
        if (isset($this->options['setting'])) {
            $target = $this->path();
            $part = "$target.syncingest";
            return $target !== '' && @copy($path, $part) && @rename($part, $target);
        }
        $transaction = $DB->start_delegated_transaction();
        try {
            $old = $this->stored();
            if ($old) {
                $old->delete();
            }
            get_file_storage()->create_file_from_pathname($this->record(), $path);
            $transaction->allow_commit();
        } catch (\Throwable $failure) {
            $DB->force_transaction_rollback();
            throw $failure;
        }
        return true;
    }

    /**
     * Returns whether the file is still there, as it was put.
     *
     * @param string $path
     * @return bool
     */
    public function holds(string $path): bool {
        if (isset($this->options['setting'])) {
            clearstatcache();
            return is_file($this->path()) && sha1_file($this->path()) === sha1_file($path);
        }
        return $this->stored()?->get_contenthash() === sha1_file($path);
    }

    /**
     * Names the place.
     *
     * @return string
     */
    public function describe(): string {
        return isset($this->options['setting']) ? $this->path() : "$this->component/{$this->options['filearea']}/" . $this->filename();
    }

    /**
     * The path that the plugin's setting holds.
     *
     * @return string empty: none
     */
    private function path(): string {
        return trim((string) get_config($this->component, $this->options['setting']));
    }

    /**
     * The name under which the plugin looks for it.
     *
     * @return string
     */
    private function filename(): string {
        return $this->options['filename'] ?? $this->name;
    }

    /**
     * The file that is there.
     *
     * @return \stored_file|null
     */
    private function stored(): ?\stored_file {
        return get_file_storage()->get_file(...array_values($this->record())) ?: null;
    }

    /**
     * The place in the file store.
     *
     * @return array
     */
    private function record(): array {
        return [
            'contextid' => \context_system::instance()->id, 'component' => $this->component, 'filearea' => $this->options['filearea'],
            'itemid' => 0, 'filepath' => '/', 'filename' => $this->filename(),
        ];
    }
}
