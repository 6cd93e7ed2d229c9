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

use SyncIngest\Delivery;
use tool_syncingest\local\config;

/**
 * A delivery, and the private copy of it that is scanned and stored.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class item {
    /**
     * Constructor.
     *
     * @param Delivery $delivery
     * @param string $pathname where the copy lies
     * @param string $contenthash its SHA-1
     * @param string $name
     */
    public function __construct(
        /** @var Delivery what was delivered */
        public readonly Delivery $delivery,
        /** @var string where the copy lies */
        public readonly string $pathname,
        /** @var string its SHA-1 */
        public readonly string $contenthash,
        /** @var string the name that Moodle gives it */
        public readonly string $name,
    ) {
    }

    /**
     * Copies a delivery to a place that only we can reach, and scans the copy. The copy is on the disk when the collection has been
     * synced.
     *
     * @param Delivery $delivery
     * @param bool $mayrename whether it may be stored under another name than its own
     * @return self
     * @throws \SyncIngest\RejectDelivery when it must never be stored
     * @throws \Exception when it cannot be stored now
     */
    public static function of(Delivery $delivery, bool $mayrename = false): self {
        global $CFG;
        $objection = naming::objection($delivery->name, $mayrename);
        if ($objection !== null) {
            throw new \SyncIngest\RejectDelivery($objection);
        }
        $pathname = config::staging() . "/$delivery->id";
        try {
            $delivery->copyTo($pathname);
            chmod($pathname, $CFG->filepermissions);
            scanner::scan($pathname, $delivery->name);
            return new self($delivery, $pathname, $delivery->sha1(), naming::stored($delivery->name));
        } catch (\Throwable $failure) {
            @unlink($pathname);
            throw $failure;
        }
    }

    /**
     * Removes the copy.
     */
    public function discard(): void {
        @unlink($this->pathname);
    }
}
