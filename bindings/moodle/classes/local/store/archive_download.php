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

/**
 * Many files in one zip file, sent while it is made.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class archive_download {
    /** @var string[] names that are in it, in lower case */
    private array $taken = [];

    /**
     * Constructor.
     *
     * @param \core_files\archive_writer $writer
     */
    public function __construct(
        /** @var \core_files\archive_writer where it goes */
        private readonly \core_files\archive_writer $writer,
    ) {
    }

    /**
     * Adds a stored file.
     *
     * @param \stored_file $file
     */
    public function add_stored(\stored_file $file): void {
        $this->writer->add_file_from_stored_file($this->entry($file->get_filename()), $file);
    }

    /**
     * Adds a file of the work area.
     *
     * @param string $name bytes, as it was delivered
     * @param string $path
     */
    public function add_path(string $name, string $path): void {
        $this->writer->add_file_from_filepath($this->entry(naming::given($name)), $path);
    }

    /**
     * Ends it.
     */
    public function finish(): void {
        $this->writer->finish();
    }

    /**
     * Returns a unique name for an entry, which is safe to unpack anywhere.
     *
     * @param string $name
     * @return string
     */
    private function entry(string $name): string {
        $name = $name === '' ? 'file' : $name;
        [$base, $extension] = preg_match('/^(.+)(\.[^.]{1,10})$/u', $name, $parts) === 1 ? [$parts[1], $parts[2]] : [$name, ''];
        for ($number = 2; isset($this->taken[\core_text::strtolower($name)]); $number++) {
            $name = "$base ($number)$extension";
        }
        $this->taken[\core_text::strtolower($name)] = true;
        return $name;
    }
}
