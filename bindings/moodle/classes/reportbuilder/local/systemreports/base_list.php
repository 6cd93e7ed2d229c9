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

namespace tool_syncingest\reportbuilder\local\systemreports;

use core_reportbuilder\local\report\action;
use core_reportbuilder\system_report;
use lang_string;
use tool_syncingest\reportbuilder\local\entities\base;

/**
 * What our lists share: who may see them, one entity, downloads, and rows that can be chosen.
 *
 * A list names its entity and columns in build(). Used as
 * system_report_factory::create(stored_files::class, \context_system::instance())->output().
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class base_list extends system_report {
    /** @var int rows of a page, unless the address names another number */
    public const PER_PAGE = 30;

    /** @var int rows of a page at the most */
    public const MOST_PER_PAGE = 500;

    /** @var string the field that names what a row is about */
    private string $key = 'id';

    /**
     * Adds the entity, columns, filters and actions.
     */
    abstract protected function build(): void;

    #[\Override]
    protected function initialise(): void {
        $this->build();
        $perpage = $this->get_parameter('perpage', self::PER_PAGE, PARAM_INT);
        $this->set_default_per_page(max(1, min($perpage, self::MOST_PER_PAGE)));
        $this->set_downloadable(true, 'sync_ingest-' . substr(strrchr(static::class, '\\'), 1));
    }

    #[\Override]
    protected function can_view(): bool {
        return has_capability('tool/syncingest:manage', \context_system::instance());
    }

    /**
     * Makes an entity the one of this list.
     *
     * @param base $entity
     * @param string $table
     */
    protected function use(base $entity, string $table): void {
        // Moodle makes a list before it knows that it is downloaded.
        $isdownload = optional_param('download', '', PARAM_ALPHA) !== '';
        $this->set_main_table($table, $entity->alias());
        $this->add_entity($entity->for_download($isdownload));
    }

    /**
     * Returns the field of the main table that names what a row is about.
     *
     * @return string
     */
    public function key(): string {
        return $this->key;
    }

    /**
     * Lets rows be chosen, for what can be done with many at a time.
     *
     * @param string $key the field that names a row
     */
    protected function choose_by(string $key): void {
        $this->key = $key;
        // From Moodle 4.2 on.
        if (method_exists($this, 'set_checkbox_toggleall')) {
            $this->set_checkbox_toggleall(static fn(\stdClass $row): array => [
                $row->$key, get_string('selectitem', 'moodle', s($row->listedname)),
            ]);
        }
    }

    /**
     * Adds something that can be done with one file.
     *
     * @param string $page of the plugin
     * @param array $parameters :field is the row's
     * @param string $icon
     * @param lang_string $title
     * @param \Closure|null $applies whether it can be done with a row
     * @param string $class
     */
    protected function offer(
        string $page,
        array $parameters,
        string $icon,
        lang_string $title,
        ?\Closure $applies = null,
        string $class = '',
    ): void {
        $url = new \moodle_url("/admin/tool/syncingest/$page", $parameters + ['sesskey' => sesskey()]);
        $action = new action($url, new \pix_icon($icon, ''), $class === '' ? [] : ['class' => $class], false, $title);
        $this->add_action($applies === null ? $action : $action->add_callback($applies));
    }
}
