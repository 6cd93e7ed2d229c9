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

namespace tool_syncingest\local\feed\rules;

/**
 * What a feed may touch.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ownership {
    /** @var string[] columns with which an agent could take over an account */
    public const GUARDED = ['password', 'auth', 'deleted', 'username', 'systemrole'];

    /** @var string[] columns that are guarded on accounts which the feed does not own */
    public const GUARDED_UNLESS_OWNED = ['email'];

    /**
     * Returns why a feed must leave an object alone.
     *
     * @param target $target
     * @return string|null a code; null: it may be changed
     */
    public static function objection(target $target): ?string {
        return match (true) {
            $target->administrator => 'administrator',
            $target->guest => 'guest',
            $target->feedowner => 'feed_owner',
            $target->systemrole => 'system_role',
            $target->component !== '' => 'foreign_component',
            $target->pinned => 'pinned',
            $target->owned === null || !$target->owned->is_owned() => 'not_owned',
            default => null,
        };
    }

    /**
     * Returns what becomes of an object that is there before the feed has a record of it.
     *
     * @param target $target
     * @param bool $adopting whether the feed may take over what is there
     * @return string|null a code why not; null: it is adopted
     */
    public static function adoption_objection(target $target, bool $adopting): ?string {
        $objection = self::objection($target);
        return $objection === 'not_owned' && $adopting ? null : $objection;
    }

    /**
     * Returns why an object must not be removed.
     *
     * @param target $target
     * @param bool $named whether a row of this very file leads to it
     * @param bool $claimed whether another live feed has it
     * @return string|null a code; null: it may be removed
     */
    public static function removal_objection(target $target, bool $named, bool $claimed): ?string {
        return match (true) {
            $named => 'in_this_file',
            $claimed => 'claimed_by_another_feed',
            default => self::objection($target),
        };
    }

    /**
     * Returns whether a feed may write a column.
     *
     * @param string $column
     * @param bool $owned whether the object belongs to the feed
     * @param string[] $allowed columns that the feed allows
     * @return bool
     */
    public static function may_write(string $column, bool $owned, array $allowed): bool {
        $guarded = in_array($column, self::GUARDED, true)
            || (!$owned && in_array($column, self::GUARDED_UNLESS_OWNED, true));
        return !$guarded || in_array($column, $allowed, true);
    }
}
