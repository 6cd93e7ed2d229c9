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

namespace tool_syncingest\local\tools;

/**
 * The integration tools before whose actions everything is collected: where their pages lie, and how their tasks are called. Rules
 * alone: what the site has chosen comes as text.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tool_list {
    /**
     * @var array[] known tools: the folders of their pages, their task classes (ending with \: all of a namespace), and by setting
     *     the names of the files that their tasks look for; without any, every file may be meant
     */
    public const PRESETS = [
        'tool_sync' => [
            'pages' => ['admin/tool/sync/'],
            'tasks' => ['tool_sync\\task\\'],
            'files' => [
                'users_filelocation' => 'userimport.csv',
                'users_deletefilelocation' => 'userdelete.csv',
                'users_suspendfilelocation' => 'usersuspend.csv',
                'courses_fileuploadlocation' => 'uploadcourses.csv',
                'courses_filedeletelocation' => 'deletecourses.csv',
                'courses_fileresetlocation' => 'resetcourses.csv',
                'courses_fileexistlocation' => 'courses.csv',
                'courses_filemetabindinglocation' => 'metacourses.csv',
                'enrols_filelocation' => 'enrols.csv',
                'groups_filelocation' => 'groups.csv',
                'groupmembers_filelocation' => 'groupmembers.csv',
                'cohorts_filelocation' => 'cohorts.csv',
                'cohorts_coursebindingfilelocation' => 'cohortscourses.csv',
                'userpictures_fileprefix' => 'userpictures_',
            ],
        ],
        'tool_uploaduser' => ['pages' => ['admin/tool/uploaduser/'], 'tasks' => [], 'files' => []],
        'tool_uploadcourse' => ['pages' => ['admin/tool/uploadcourse/'], 'tasks' => [], 'files' => []],
        'enrol_flatfile' => ['pages' => ['enrol/flatfile/'], 'tasks' => ['enrol_flatfile\\task\\'], 'files' => []],
    ];

    /**
     * Constructor.
     *
     * @param string[] $presets
     * @param string[] $pages
     * @param string[] $tasks
     */
    public function __construct(
        /** @var string[] the known tools that were chosen */
        private readonly array $presets,
        /** @var string[] beginnings of the paths of other tools' pages */
        private readonly array $pages = [],
        /** @var string[] task classes of other tools */
        private readonly array $tasks = [],
    ) {
    }

    /**
     * Returns the list from the settings.
     *
     * @param string|null $presets between commas; null: all of them, as nobody has chosen yet
     * @param string $pages one a line
     * @param string $tasks one a line
     * @return self
     */
    public static function from_settings(?string $presets, string $pages, string $tasks): self {
        return new self(
            $presets === null ? array_keys(self::PRESETS) : array_filter(explode(',', $presets)),
            self::lines($pages, '/'),
            self::lines($tasks, '\\'),
        );
    }

    /**
     * Returns whether a script belongs to a listed tool. Called on every page of the site.
     *
     * @param string $script relative to Moodle's folder
     * @return bool
     */
    public function has_page(string $script): bool {
        foreach ($this->presets as $preset) {
            foreach (self::PRESETS[$preset]['pages'] ?? [] as $prefix) {
                if (str_starts_with($script, $prefix)) {
                    return true;
                }
            }
        }
        foreach ($this->pages as $prefix) {
            if (str_starts_with($script, $prefix)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a task belongs to a listed tool.
     *
     * @param string $class
     * @return bool
     */
    public function has_task(string $class): bool {
        return $this->tool_of($class) !== null;
    }

    /**
     * Returns the names of the files that the tasks of these classes look for; null: any.
     *
     * @param string[] $classes
     * @param \Closure $setting gives the text of a setting of a plugin
     * @return string[]|null patterns, as for fnmatch()
     */
    public function files_of(array $classes, \Closure $setting): ?array {
        $files = [];
        foreach ($classes as $class) {
            $known = self::PRESETS[$this->tool_of($class) ?? '']['files'] ?? [];
            if (!$known) {
                return null;
            }
            foreach ($known as $name => $default) {
                $chosen = explode(',', (string) $setting($this->tool_of($class), $name));
                foreach (array_filter(array_map('basename', array_map('trim', $chosen))) ?: [$default] as $file) {
                    $files[] = str_ends_with($name, 'prefix') ? "$file*" : $file;
                }
            }
        }
        return array_values(array_unique($files));
    }

    /**
     * Returns the listed tool of a task: a preset, or an empty name for another tool; null: it is not listed.
     *
     * @param string $class
     * @return string|null
     */
    private function tool_of(string $class): ?string {
        $class = ltrim($class, '\\');
        foreach ($this->presets as $preset) {
            if (self::is_among($class, self::PRESETS[$preset]['tasks'] ?? [])) {
                return $preset;
            }
        }
        return self::is_among($class, $this->tasks) ? '' : null;
    }

    /**
     * Returns whether a class is one of these, or in one of these namespaces.
     *
     * @param string $class
     * @param string[] $classes
     * @return bool
     */
    private static function is_among(string $class, array $classes): bool {
        foreach ($classes as $listed) {
            if ($class === $listed || (str_ends_with($listed, '\\') && str_starts_with($class, $listed))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the lines of a text that are not empty.
     *
     * @param string $text
     * @param string $root characters that are removed from the beginning of a line
     * @return string[]
     */
    private static function lines(string $text, string $root): array {
        $lines = array_map(fn(string $line): string => ltrim(trim($line), $root), explode("\n", $text));
        return array_values(array_filter($lines, fn(string $line): bool => $line !== ''));
    }
}
