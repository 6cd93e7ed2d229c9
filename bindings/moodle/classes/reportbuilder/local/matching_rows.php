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

namespace tool_syncingest\reportbuilder\local;

use core_reportbuilder\system_report_factory;
use core_reportbuilder\table\system_report_table;
use tool_syncingest\reportbuilder\local\systemreports\base_list;

/**
 * The rows of a list that match the filter which the current user has set, in the order of their ids.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class matching_rows {
    /** @var string SQL: alias of the main table */
    private readonly string $alias;

    /** @var string SQL: field that names what a row is about */
    private readonly string $key;

    /** @var \stdClass SQL of the list: from, where and params */
    private readonly \stdClass $sql;

    /** @var string digest of the filter */
    public readonly string $filter;

    /**
     * Constructor.
     *
     * @param string $report class of the list
     */
    public function __construct(string $report) {
        $list = system_report_factory::create($report, \context_system::instance());
        assert($list instanceof base_list);
        $this->alias = $list->get_main_table_alias();
        $this->key = $list->key();
        $this->filter = sha1(json_encode($list->get_filter_values()));
        $this->sql = system_report_table::create($list->get_report_persistent()->get('id'), $list->get_parameters())->sql;
    }

    /**
     * Returns how many rows match.
     *
     * @return int
     */
    public function count(): int {
        global $DB;
        return $DB->count_records_sql("SELECT COUNT(1) FROM {$this->sql->from} WHERE {$this->sql->where}", $this->sql->params);
    }

    /**
     * Returns the greatest id of a matching row; rows that are added later have greater ones.
     *
     * @return int 0 if no row matches
     */
    public function last(): int {
        global $DB;
        $sql = "SELECT MAX({$this->alias}.id) FROM {$this->sql->from} WHERE {$this->sql->where}";
        return (int) $DB->get_field_sql($sql, $this->sql->params);
    }

    /**
     * Returns the next matching rows.
     *
     * @param int $after only rows with a greater id
     * @param int $upto only rows with this id or a smaller one
     * @param int $limit
     * @return \stdClass[] by id: itemkey, name
     */
    public function next(int $after, int $upto, int $limit): array {
        global $DB;
        $row = $this->alias;
        $sql = "SELECT $row.id, $row.{$this->key} AS itemkey, $row.filename AS name
                  FROM {$this->sql->from}
                 WHERE ({$this->sql->where}) AND $row.id > :bulkafter AND $row.id <= :bulkupto
              ORDER BY $row.id";
        return $DB->get_records_sql($sql, $this->sql->params + ['bulkafter' => $after, 'bulkupto' => $upto], 0, $limit);
    }
}
