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

use SyncIngest\RejectDelivery;
use tool_syncingest\local\drop\rejection;

/**
 * Moodle's antivirus, asked about each file before it is stored.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class scanner {
    /** @var string the error by which Moodle's scanners say that they do not work at the moment */
    private const OUT_OF_ORDER = 'antivirusfailed';

    /**
     * Throws unless Moodle would accept this file as an upload.
     *
     * @param string $pathname
     * @param string $name
     * @throws RejectDelivery when it is infected
     * @throws \core\antivirus\scanner_exception when it could not be scanned, and the site wants it to be
     */
    public static function scan(string $pathname, string $name): void {
        try {
            \core\antivirus\manager::scan_file($pathname, $name, false);
        } catch (\core\antivirus\scanner_exception $failure) {
            if ($failure->errorcode === self::OUT_OF_ORDER) {
                throw $failure;
            }
            throw new RejectDelivery(rejection::reason(rejection::INFECTED, $failure->getMessage()));
        }
    }
}
