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

use SyncIngest\Collection;
use SyncIngest\Delivery;
use SyncIngest\Exception\Changed;
use SyncIngest\Exception\SystemFailure;
use SyncIngest\RejectDelivery;
use tool_syncingest\local\config;
use tool_syncingest\local\drop\rejection;
use tool_syncingest\local\feed\arrival;

/**
 * Takes deliveries into Moodle's file store, and answers them.
 *
 * A batch is one transaction: the stored files and their rows in the history are there together or not at all, so a
 * delivery that comes again after a crash is known and not stored twice. The contents reach the disk before the commit, and
 * the answer follows it.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class store {
    /** @var storage */
    private storage $storage;

    /** @var bool whether files may be stored under another name than their own */
    private bool $mayrename;

    /**
     * Constructor.
     *
     * @param Collection $collection whose deliveries are taken
     */
    public function __construct(
        /** @var Collection whose deliveries are taken */
        private readonly Collection $collection,
    ) {
        $this->storage = new storage();
        $this->mayrename = config::may_rename();
        config::make_staging();
    }

    /**
     * Stores what can be stored, and answers every delivery.
     *
     * @param Delivery[] $deliveries
     * @throws \SyncIngest\Exception\SyncIngestException when the collection cannot go on
     */
    public function take(array $deliveries): void {
        $items = [];
        try {
            foreach ($deliveries as $delivery) {
                $item = $this->prepare($delivery);
                if ($item !== null) {
                    $items[] = $item;
                }
            }
            if ($this->bring_to_disk($items)) {
                $this->store($items);
            }
        } finally {
            foreach ($items as $item) {
                $item->discard();
            }
        }
    }

    /**
     * Returns the copy of a delivery; null when it has been answered already.
     *
     * @param Delivery $delivery
     * @return item|null
     */
    private function prepare(Delivery $delivery): ?item {
        try {
            return item::of($delivery, $this->mayrename);
        } catch (RejectDelivery $refusal) {
            $this->reject($delivery, $refusal->getMessage());
        } catch (\Throwable $failure) {
            $delivery->putBack(self::reason($failure));
        }
        return null;
    }

    /**
     * Syncs the copies, all of them together. Where that fails, each is copied and synced once more by itself, so that the one
     * that the disk does not take holds back no other.
     *
     * @param item[] $items
     * @return bool whether they are on the disk; otherwise they have been answered
     */
    private function bring_to_disk(array $items): bool {
        try {
            $this->collection->sync();
            return true;
        } catch (SystemFailure $failure) {
            if (count($items) < 2) {
                array_map(fn(item $item) => $item->delivery->putBack(self::reason($failure)), $items);
                return false;
            }
        }
        foreach ($items as $item) {
            $this->take([$item->delivery]);
        }
        return false;
    }

    /**
     * Sets a delivery aside.
     *
     * @param Delivery $delivery
     * @param string $reason
     */
    private function reject(Delivery $delivery, string $reason): void {
        $delivery->reject(self::printable($reason));
        \tool_syncingest\event\file_rejected::create_for($delivery->name, $delivery->size, $reason)->trigger();
    }

    /**
     * Stores all of them in one transaction; where that fails, each in its own, so that one does not hold back the others.
     *
     * @param item[] $items
     */
    private function store(array $items): void {
        if ($items === []) {
            return;
        }
        try {
            $refused = $this->commit($items);
        } catch (\Throwable $failure) {
            if (count($items) === 1) {
                $items[0]->delivery->putBack(self::reason($failure));
            } else {
                foreach ($items as $item) {
                    $this->store([$item]);
                }
            }
            return;
        }
        foreach ($items as $item) {
            if (in_array($item, $refused, true)) {
                $this->reject($item->delivery, rejection::reason(rejection::TAKEN, $item->name));
            } else {
                $this->acknowledge($item);
            }
        }
    }

    /**
     * Stores files and their rows in one transaction.
     *
     * @param item[] $items
     * @return item[] those that were not stored, because their name is that of another file
     */
    private function commit(array $items): array {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $known = history::known(array_map(fn(item $item): string => $item->delivery->id, $items));
            $refused = $this->insert(array_filter($items, fn(item $item): bool => !isset($known[$item->delivery->id])));
            $this->storage->sync();
            $transaction->allow_commit();
        } catch (\Throwable $failure) {
            // Whatever transactions were left open within ours: rolling back ours alone would roll back nothing.
            $DB->force_transaction_rollback();
            $this->storage->forget_placed();
            throw $failure;
        }
        $this->storage->keep_placed();
        foreach ($items as $item) {
            $row = $known[$item->delivery->id] ?? null;
            if (in_array($item, $refused, true)) {
                continue;
            }
            // What was stored by an earlier attempt may have been used and deleted since.
            if ($row === null || $this->storage->get_file_by_id($row->fileid)) {
                $this->storage->ensure_content($item->pathname, $item->contenthash);
            }
        }
        return $refused;
    }

    /**
     * Stores files, and makes runs of those that feeds want. What is for another plugin reaches that through its feed alone.
     *
     * @param item[] $items
     * @return item[] those that were not stored, because their name is that of another file
     */
    private function insert(array $items): array {
        $arrival = new arrival();
        $checked = fn(item $item): bool => $arrival->is_for_another_plugin($item->delivery->name);
        return [
            ...$this->insert_into(new area(), array_filter($items, fn(item $item): bool => !$checked($item)), $arrival),
            ...$this->insert_into(area::own(), array_filter($items, $checked), $arrival),
        ];
    }

    /**
     * Stores files in an area. What one replaces is moved to the archives in the same transaction: nobody sees a moment without. A
     * file that was delivered under another name is no older version.
     *
     * @param area $area
     * @param item[] $items
     * @param arrival $arrival
     * @return item[] those that were not stored, because their name is that of another file
     */
    private function insert_into(area $area, array $items, arrival $arrival): array {
        if (!$items) {
            return [];
        }
        $replaced = $this->storage->named($area, array_map(fn(item $item): string => $item->name, $items));
        $owners = array_map(naming::delivered(...), $replaced);
        $rows = $refused = [];
        foreach ($items as $item) {
            $owner = $owners[$item->name] ??= $item->delivery->name;
            if ($owner !== $item->delivery->name) {
                $refused[] = $item;
                continue;
            }
            $old = $replaced[$item->name] ?? null;
            if ($old) {
                archives::keep($old);
            }
            $record = $area->record('/', $item->name, $item->delivery->name);
            $new = $this->storage->store($record, $item->pathname, $item->contenthash);
            $rows[] = history::row($item->delivery, $new, $old);
            $arrival->of($item->delivery->id, $new);
        }
        history::add($rows);
        return $refused;
    }

    /**
     * Acknowledges it: Moodle has it.
     *
     * @param item $item
     */
    private function acknowledge(item $item): void {
        $delivery = $item->delivery;
        try {
            $delivery->acknowledge();
        } catch (Changed) {
            // What was stored was whole when it was copied. The new content will be a new delivery.
            return;
        } catch (SystemFailure) {
            // It stays claimed, and is known when it is offered again. The report has it.
            return;
        }
        $event = \tool_syncingest\event\file_collected::create_for(
            $delivery->name,
            $delivery->size,
            $item->contenthash,
            $item->name
        );
        $event->trigger();
    }

    /**
     * Returns the message of an exception, with the details that Moodle shows to developers only.
     *
     * @param \Throwable $failure
     * @return string
     */
    private static function reason(\Throwable $failure): string {
        $detail = $failure instanceof \moodle_exception && !empty($failure->debuginfo) ? " ($failure->debuginfo)" : '';
        return self::printable($failure->getMessage() . $detail);
    }

    /**
     * Returns a text as one line that any report can show.
     *
     * @param string $text
     * @return string
     */
    private static function printable(string $text): string {
        $text = preg_replace('/[\x00-\x1f\x7f]+/', ' ', fix_utf8($text));
        return \core_text::substr($text === '' ? 'unknown' : $text, 0, 500);
    }
}
