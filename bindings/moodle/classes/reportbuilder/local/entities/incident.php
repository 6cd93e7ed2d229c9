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

namespace tool_syncingest\reportbuilder\local\entities;

use core_reportbuilder\local\filters\boolean_select;
use core_reportbuilder\local\filters\date;
use core_reportbuilder\local\filters\text;
use core_reportbuilder\local\report\column;
use tool_syncingest\local\alarm\explanation;

/**
 * An alarm, from when it was raised until it has ended.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class incident extends base {
    /** @var string the main table */
    protected const TABLE = 'tool_syncingest_incidents';

    /** @var string the key of its title */
    protected const TITLE = 'alarmspage';

    #[\Override]
    protected function build(): void {
        $row = $this->alias();
        $name = fn($kind): string => explanation::name_of((string) $kind);
        $this->show('alarm', self::label('alarm'), ['kind' => "$row.kind"], $name);
        $this->show(
            'state',
            self::label('state'),
            ['isover' => "CASE WHEN $row.timeended IS NULL THEN 0 ELSE 1 END"],
            fn($isover): string => get_string($isover ? 'incident_has_ended' : 'incident_is_active', 'tool_syncingest'),
            class: 'text-nowrap'
        );
        $this->show('amount', self::label('count'), ['amount' => "$row.amount"], type: column::TYPE_INTEGER);
        $this->show('detail', self::label('detail'), [
            'detail' => "$row.detail", 'facts' => "$row.facts", 'kindoffacts' => "$row.kind", 'amountoffacts' => "$row.amount",
        ], self::particulars(...), issortable: false);
        $this->show_time('since', self::label('since'), "$row.since");
        $this->show_time('ended', self::label('ended'), "$row.timeended");
        $this->show_time('lastnotice', self::label('lastnotice'), "$row.timetold");
        $this->filter_by(text::class, 'detail', self::label('detail'), "$row.detail");
        $this->filter_by(
            boolean_select::class,
            'ended',
            self::label('incident_has_ended'),
            "CASE WHEN $row.timeended IS NULL THEN 0 ELSE 1 END"
        );
        $this->filter_by(date::class, 'since', self::label('since'), "$row.since");
    }

    /**
     * Returns which lock and whose, or which files and why.
     *
     * @param string|null $detail
     * @param \stdClass $row
     * @return string
     */
    private static function particulars(?string $detail, \stdClass $row): string {
        $explanation = new explanation((object) [
            'kind' => $row->kindoffacts, 'detail' => (string) $detail, 'facts' => $row->facts,
            'amount' => (int) $row->amountoffacts,
        ], \core_date::get_user_timezone());
        return $explanation->particulars() ?: $explanation->words();
    }
}
