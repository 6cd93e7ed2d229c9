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

namespace tool_syncingest\local\feed\processor\course;

use tool_syncingest\local\feed\processor\row_failure;
use tool_syncingest\local\feed\rules\course_columns;
use tool_syncingest\local\feed\rules\user_values;

/**
 * Custom fields of courses, as columns.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class custom_fields {
    /** @var string[] where the value of each kind of field that a cell can hold is stored */
    private const STORED = [
        'text' => 'charvalue', 'textarea' => 'value', 'select' => 'intvalue', 'checkbox' => 'intvalue', 'date' => 'intvalue',
        'number' => 'decvalue',
    ];

    /**
     * Returns the fields that can be columns.
     *
     * @return \stdClass[] id, type and config by column
     */
    public static function all(): array {
        global $DB;
        $sql = "SELECT f.id, f.shortname, f.type, f.configdata FROM {customfield_field} f JOIN {customfield_category} c ON c.id = f.categoryid"
            . " WHERE c.component = 'core_course' AND c.area = 'course' ORDER BY f.id";
        $fields = [];
        foreach ($DB->get_records_sql($sql) as $field) {
            if (isset(self::STORED[$field->type])) {
                $field->config = json_decode($field->configdata ?? '', true) ?: [];
                $fields[course_columns::CUSTOM . $field->shortname] = $field;
            }
        }
        return $fields;
    }

    /**
     * Returns what courses have in them.
     *
     * @param int[] $courseids
     * @param \stdClass[] $fields as all() returns them
     * @return array[] values by column, by course
     */
    public static function read(array $courseids, array $fields): array {
        global $DB;
        if (!$courseids || !$fields) {
            return [];
        }
        $columns = array_combine(array_column($fields, 'id'), array_keys($fields));
        [$in, $params] = $DB->get_in_or_equal($courseids);
        [$infields, $more] = $DB->get_in_or_equal(array_keys($columns));
        $rows = $DB->get_records_select(
            'customfield_data',
            "instanceid $in AND fieldid $infields",
            [...$params, ...$more],
            '',
            'id, instanceid, fieldid, intvalue, decvalue, charvalue, value'
        );
        $read = [];
        foreach ($rows as $row) {
            $column = $columns[$row->fieldid];
            $read[$row->instanceid][$column] = self::shown($fields[$column], (string) $row->{self::STORED[$fields[$column]->type]});
        }
        return $read;
    }

    /**
     * Returns what a cell means in a field, as it is compared and shown.
     *
     * @param \stdClass $field
     * @param string $column
     * @param string $cell trimmed
     * @return string
     * @throws row_failure
     */
    public static function value(\stdClass $field, string $column, string $cell): string {
        $values = ['column' => $column, 'value' => $cell];
        switch ($cell === '' ? '' : $field->type) {
            case 'checkbox':
                return (string) (int) (user_values::flag($cell) ?? throw new row_failure('flag', $values));
            case 'select':
                return in_array($cell, self::options($field), true) ? $cell : throw new row_failure('menu', $values);
            case 'date':
                return days::read($column, $cell);
            case 'number':
                return course_columns::number($cell) ?? throw new row_failure('number', $values);
            case 'textarea':
                return clean_text($cell, FORMAT_HTML);
            case 'text':
                $longest = (int) ($field->config['maxlength'] ?? 0);
                if (clean_param($cell, PARAM_TEXT) !== $cell) {
                    throw new row_failure('not_storable', $values);
                }
                return $longest === 0 || \core_text::strlen($cell) <= $longest ? $cell
                    : throw new row_failure('too_long', ['column' => $column, 'longest' => $longest]);
            default:
                return '';
        }
    }

    /**
     * Returns values as core's form would have sent them.
     *
     * @param string[] $values by column
     * @return array by element of the form
     */
    public static function form(array $values): array {
        $form = [];
        foreach (array_intersect_key(self::all(), $values) as $column => $field) {
            $value = $values[$column];
            $form[$field->type === 'textarea' ? "{$column}_editor" : $column] = match ($field->type) {
                'select' => $value === '' ? 0 : 1 + (int) array_search($value, self::options($field), true),
                'checkbox' => (int) $value,
                'date' => days::time($value),
                'textarea' => ['text' => $value, 'format' => FORMAT_HTML],
                default => $value,
            };
        }
        return $form;
    }

    /**
     * Refuses values that the fields themselves refuse: one that another course has, or that is out of bounds.
     *
     * @param array $form by element of the form
     * @param int $courseid 0: the course does not exist yet
     * @throws row_failure
     */
    public static function validate(array $form, int $courseid): void {
        if (!$form) {
            return;
        }
        $handler = \core_course\customfield\course_handler::create();
        foreach (\core_customfield\api::get_instance_fields_data($handler->get_fields(), $courseid) as $data) {
            $element = $data->get_form_element_name();
            $errors = array_key_exists($element, $form) ? $data->instance_form_validation([$element => $form[$element]], []) : [];
            if ($errors) {
                $column = course_columns::CUSTOM . $data->get_field()->get('shortname');
                throw new row_failure('custom_field', ['column' => $column, 'reason' => reset($errors)]);
            }
        }
    }

    /**
     * Returns the fields that the owner of the feed may not change.
     *
     * @param \stdClass[] $fields
     * @param \context $context
     * @return string[] columns
     */
    public static function locked(array $fields, \context $context): array {
        $locked = array_filter($fields, fn(\stdClass $field): bool => !empty($field->config['locked']));
        return $locked && !has_capability('moodle/course:changelockedcustomfields', $context) ? array_keys($locked) : [];
    }

    /**
     * Returns what is stored in a field, as it is compared and shown.
     *
     * @param \stdClass $field
     * @param string $stored
     * @return string
     */
    private static function shown(\stdClass $field, string $stored): string {
        return match ($field->type) {
            'select' => self::options($field)[(int) $stored - 1] ?? '',
            'checkbox' => $stored === '1' ? '1' : '0',
            'date' => days::of((int) $stored),
            'number' => $stored === '' ? '' : (string) (float) $stored,
            default => $stored,
        };
    }

    /**
     * Returns the choices of a field.
     *
     * @param \stdClass $field
     * @return string[]
     */
    private static function options(\stdClass $field): array {
        return preg_split('/\s*\n\s*/', trim($field->config['options'] ?? ''));
    }
}
