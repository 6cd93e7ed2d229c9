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

namespace tool_syncingest\local\feed\processor;

use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\owned;

/**
 * What becomes of one row, or of one record whose key is gone. It is stored, shown to people, and applied later: no value of a
 * secret column is in it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outcome {
    /** @var string the action of an outcome that writes nothing */
    public const NOTHING = 'nothing';

    /** @var string the action of a row that fails */
    public const FAIL = 'fail';

    /** @var string|null what two equal outcomes have in common, once somebody has asked for it */
    private ?string $digest = null;

    /**
     * Constructor.
     *
     * @param int $line of the row; 0: its key is gone
     * @param string $key as a person reads it
     * @param string $keyhash
     * @param string $rowhash
     * @param string $action a word, which the string action_WORD names
     * @param effect $effect
     * @param string $type of the object; empty: none
     * @param int|null $objectid null or negative: it does not exist yet
     * @param owned $owned what the feed has to do with it afterwards
     * @param string $scope
     * @param array $old values before, by column, as far as they change
     * @param array $new values afterwards, by column
     * @param array $data whatever apply() needs besides the row
     * @param array[] $warnings pairs of a code and its values
     * @param string $code why it fails
     * @param array $values what belongs to the code
     * @param bool $transactional whether a transaction can hold it; false: files, deletions, other systems
     */
    public function __construct(
        /** @var int of the row; 0: its key is gone */
        public readonly int $line,
        /** @var string as a person reads it */
        public readonly string $key,
        /** @var string */
        public readonly string $keyhash,
        /** @var string */
        public readonly string $rowhash,
        /** @var string a word */
        public readonly string $action,
        /** @var effect */
        public readonly effect $effect,
        /** @var string of the object; empty: none */
        public readonly string $type = '',
        /** @var int|null null or negative: it does not exist yet */
        public readonly ?int $objectid = null,
        /** @var owned what the feed has to do with it afterwards */
        public readonly owned $owned = owned::SEEN,
        /** @var string */
        public readonly string $scope = '',
        /** @var array values before, by column */
        public readonly array $old = [],
        /** @var array values afterwards, by column */
        public readonly array $new = [],
        /** @var array whatever apply() needs besides the row */
        public readonly array $data = [],
        /** @var array[] pairs of a code and its values */
        public readonly array $warnings = [],
        /** @var string why it fails */
        public readonly string $code = '',
        /** @var array what belongs to the code */
        public readonly array $values = [],
        /** @var bool whether a transaction can hold it */
        public readonly bool $transactional = true,
    ) {
    }

    /**
     * The outcome of a row.
     *
     * @param row $row
     * @param string $action
     * @param effect $effect
     * @param mixed ...$more the other arguments of the constructor, by name
     * @return self
     */
    public static function of(row $row, string $action, effect $effect, mixed ...$more): self {
        return new self($row->line, $row->key, $row->keyhash, $row->rowhash, $action, $effect, ...$more);
    }

    /**
     * The outcome of a row that is so already. What the feed knows of its key is kept up to date.
     *
     * @param row $row
     * @param string $type
     * @param int $objectid
     * @param owned $owned
     * @param string $scope
     * @return self
     */
    public static function nothing(row $row, string $type, int $objectid, owned $owned, string $scope = ''): self {
        return self::of($row, self::NOTHING, effect::NONE, type: $type, objectid: $objectid, owned: $owned, scope: $scope);
    }

    /**
     * The outcome of a row whose object may not be touched.
     *
     * @param row $row
     * @param string $type
     * @param int $objectid
     * @param owned|null $owned null: the feed knows nothing of the object
     * @param array[] $warnings
     * @return self
     */
    public static function left_alone(row $row, string $type, int $objectid, ?owned $owned, array $warnings): self {
        $owned ??= owned::SEEN;
        return self::of($row, self::NOTHING, effect::NONE, type: $type, objectid: $objectid, owned: $owned, warnings: $warnings);
    }

    /**
     * The outcome of a row that fails.
     *
     * @param row $row
     * @param string $code a code, which the string row_CODE explains
     * @param array $values
     * @return self
     */
    public static function fails(row $row, string $code, array $values = []): self {
        return self::of($row, self::FAIL, effect::NONE, code: $code, values: $values);
    }

    /**
     * The outcome of a record whose key is gone.
     *
     * @param record $record
     * @param string $action
     * @param effect $effect
     * @param mixed ...$more the other arguments of the constructor, by name
     * @return self
     */
    public static function gone(record $record, string $action, effect $effect, mixed ...$more): self {
        return new self(0, $record->key, $record->keyhash, '', $action, $effect, ...$more + [
            'type' => $record->type, 'objectid' => $record->objectid, 'owned' => $record->owned, 'scope' => $record->scope,
        ]);
    }

    /**
     * The outcome of a record whose key is gone, and which is left as it is.
     *
     * @param record $record
     * @return self
     */
    public static function gone_nothing(record $record): self {
        return self::gone($record, self::NOTHING, effect::NONE);
    }

    /**
     * Returns whether the row fails.
     *
     * @return bool
     */
    public function is_failure(): bool {
        return $this->code !== '';
    }

    /**
     * Returns whether there is something to apply.
     *
     * @return bool
     */
    public function has_effect(): bool {
        return !$this->is_failure() && $this->effect !== effect::NONE;
    }

    /**
     * Returns what two equal outcomes have in common: what is to be done, to what, with which values.
     *
     * @return string
     */
    public function digest(): string {
        return $this->digest ??= substr(hash('sha256', json_encode([
            $this->keyhash, $this->rowhash, $this->action, $this->effect->value, $this->type, max(0, (int) $this->objectid),
            $this->owned->value, $this->scope, $this->old, $this->new, $this->data, $this->code, $this->values,
        ], JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE)), 0, 32);
    }

    /**
     * Returns what two removals of the same kind from the same object have in common.
     *
     * @return string
     */
    public function removal(): string {
        return substr(hash('sha256', "{$this->effect->value} $this->type $this->objectid $this->scope"), 0, 16);
    }
}
