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

namespace tool_syncingest\local\store;

use tool_syncingest\local\config;

/**
 * The file area that is collected into: in the context of the system, our own, or that of tool_sync.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class area {
    /** @var string */
    public readonly string $component;

    /** @var string */
    public readonly string $filearea;

    /** @var int */
    public readonly int $contextid;

    /**
     * Constructor.
     *
     * @param string[]|null $area component and file area; null: as the settings say
     */
    public function __construct(?array $area = null) {
        [$this->component, $this->filearea] = $area ?? config::area();
        $this->contextid = \context_system::instance()->id;
    }

    /**
     * Returns our own area, regardless of the settings.
     *
     * @return self
     */
    public static function own(): self {
        return new self(config::OWN_AREA);
    }

    /**
     * Returns a folder, as Moodle's functions take it: context, component, area, item, path.
     *
     * @param string $path
     * @return array
     */
    public function place(string $path): array {
        return [$this->contextid, $this->component, $this->filearea, 0, $path];
    }

    /**
     * Returns the record of a file, as Moodle's functions take it.
     *
     * @param string $path
     * @param string $name
     * @param string $source the name under which it was delivered
     * @return array
     */
    public function record(string $path, string $name, string $source): array {
        return [
            'contextid' => $this->contextid, 'component' => $this->component, 'filearea' => $this->filearea, 'itemid' => 0,
            'filepath' => $path, 'filename' => $name, 'source' => $source,
        ];
    }
}
