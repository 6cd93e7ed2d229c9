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

use tool_syncingest\local\feed\rules\effect;
use tool_syncingest\local\feed\rules\mode;
use tool_syncingest\local\feed\rules\reason;
use tool_syncingest\local\feed\rules\stage;
use tool_syncingest\local\feed\rules\state;
use tool_syncingest\local\feed\rules\tally;
use tool_syncingest\local\feed\rules\undo_state;
use tool_syncingest\local\feed\rules\undo_step;

/**
 * Words for what is stored as codes, in the language of the reader.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class words {
    /**
     * A state.
     *
     * @param state $state
     * @return string
     */
    public static function state(state $state): string {
        return get_string("state_$state->value", 'tool_syncingest');
    }

    /**
     * A state, with what the run is for.
     *
     * @param state $state
     * @param bool $ispreview whether it is planned only
     * @return string
     */
    public static function run_state(state $state, bool $ispreview): string {
        return $ispreview ? get_string('state_preview', 'tool_syncingest', self::state($state)) : self::state($state);
    }

    /**
     * The stage of a feed.
     *
     * @param stage $stage
     * @return string
     */
    public static function stage(stage $stage): string {
        return get_string("stage_$stage->value", 'tool_syncingest');
    }

    /**
     * What a file of a feed is.
     *
     * @param mode $mode
     * @return string
     */
    public static function mode(mode $mode): string {
        return get_string("mode_$mode->value", 'tool_syncingest');
    }

    /**
     * A processor.
     *
     * @param string $name
     * @return string
     */
    public static function processor(string $name): string {
        return self::text("processor_$name", $name, null);
    }

    /**
     * What becomes of a row.
     *
     * @param string $action
     * @return string
     */
    public static function action(string $action): string {
        return self::text("action_$action", $action, null);
    }

    /**
     * What an outcome does to Moodle.
     *
     * @param string $effect
     * @return string
     */
    public static function effect(string $effect): string {
        return self::text("effect_$effect", $effect, null);
    }

    /**
     * How far a row is.
     *
     * @param string $state
     * @return string
     */
    public static function row_state(string $state): string {
        return self::text("rowstate_$state", $state, null);
    }

    /**
     * What is to be known of a row.
     *
     * @param string $code
     * @param array $values
     * @return string
     */
    public static function warning(string $code, array $values): string {
        return self::text("warning_$code", $code, self::flat($values));
    }

    /**
     * A delimiter.
     *
     * @param string $delimiter
     * @return string
     */
    public static function delimiter(string $delimiter): string {
        return $delimiter === "\t" ? get_string('delimiter_tab', 'tool_syncingest') : $delimiter;
    }

    /**
     * A label that a processor may bring along.
     *
     * @param string $key
     * @param string $name shown where it has none
     * @return string
     */
    public static function label(string $key, string $name): string {
        return self::text($key, $name, null);
    }

    /**
     * Why a run is held, refused or failed.
     *
     * @param reason $reason
     * @return string
     */
    public static function reason(reason $reason): string {
        return self::text("reason_$reason->code", $reason->code, self::flat($reason->values));
    }

    /**
     * Why a row failed.
     *
     * @param string $code
     * @param array $values
     * @return string
     */
    public static function row(string $code, array $values): string {
        return self::text("row_$code", $code, self::flat($values));
    }

    /**
     * The counts of a plan, or of what was applied.
     *
     * @param tally $tally
     * @return string
     */
    public static function counts(tally $tally): string {
        return get_string('summary_counts', 'tool_syncingest', [
            'additions' => $tally->of(effect::ADDITION), 'changes' => $tally->of(effect::CHANGE), 'removals' => $tally->removals(),
            'failed' => $tally->failed,
        ]);
    }

    /**
     * How far undoing a run has come.
     *
     * @param undo_step $step
     * @return string
     */
    public static function undo_step(undo_step $step): string {
        return get_string("undo_step_$step->value", 'tool_syncingest');
    }

    /**
     * What becomes of an outcome when its run is undone.
     *
     * @param undo_state $state
     * @return string
     */
    public static function undo_state(undo_state $state): string {
        return get_string("undo_state_$state->value", 'tool_syncingest');
    }

    /**
     * Why an outcome is not undone.
     *
     * @param string $code
     * @param array $values
     * @return string
     */
    public static function undo(string $code, array $values): string {
        if ($code === '') {
            return '';
        }
        $isours = get_string_manager()->string_exists("undo_$code", 'tool_syncingest');
        return $isours ? self::text("undo_$code", $code, self::flat($values)) : self::row($code, $values);
    }

    /**
     * What is wrong with a feed.
     *
     * @param string $problem a code, perhaps with : and a name behind it
     * @return string
     */
    public static function problem(string $problem): string {
        [$code, $name] = explode(':', $problem, 2) + [1 => ''];
        return self::text("feed_problem_$code", $code, $name);
    }

    /**
     * A string, or the code where a newer processor knows more.
     *
     * @param string $key
     * @param string $code
     * @param mixed $values
     * @return string
     */
    private static function text(string $key, string $code, mixed $values): string {
        return get_string_manager()->string_exists($key, 'tool_syncingest') ? get_string($key, 'tool_syncingest', $values) : $code;
    }

    /**
     * Values that a string can name.
     *
     * @param array $values
     * @return string[]
     */
    private static function flat(array $values): array {
        return array_map(fn(mixed $value): string => is_array($value) ? implode(', ', $value) : (string) $value, $values);
    }
}
