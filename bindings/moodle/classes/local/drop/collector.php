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

namespace tool_syncingest\local\drop;

use SyncIngest\Alarm;
use SyncIngest\AlarmKind;
use SyncIngest\Arbitration;
use SyncIngest\Collection;
use SyncIngest\DropFolder;
use SyncIngest\Exception\LockLost;
use SyncIngest\NotStored;
use SyncIngest\Report;
use SyncIngest\SkipReason;
use SyncIngest\Status;
use tool_syncingest\local\alarm\facts;
use tool_syncingest\local\alarm\incidents;
use tool_syncingest\local\config;
use tool_syncingest\local\store\announcement;
use tool_syncingest\local\store\naming;
use tool_syncingest\local\store\store;
use tool_syncingest\outcome;

/**
 * One collection, from the drop folder into Moodle's file store.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class collector {
    /** @var int how many files one transaction stores */
    private const BATCH = 100;

    /** @var int how many bytes of copies may wait for their transaction before it is closed */
    private const BATCH_BYTES = 256 * 1024 * 1024;

    /** @var float seconds to wait for the collection of another web server: what it stores need not be collected here */
    private const PATIENCE = 5.0;

    /** @var SkipReason[] why files are left alone that will be ready by themselves */
    private const UNREADY = [
        SkipReason::Unsettled, SkipReason::OpenForWriting, SkipReason::ChangedMeanwhile, SkipReason::UnfinishedName,
    ];

    /** @var string[] lock factories whose locks span all web servers and end with their holder */
    private const CLUSTER_WIDE = ['core\lock\postgres_lock_factory', 'core\lock\mysql_lock_factory'];

    /** @var int for how many seconds the command line waits for a collection that is at work, so that its files are in */
    private const LONG_PATIENCE = 10 * MINSECS;

    /** @var float|null when the time is up */
    private readonly ?float $until;

    /** @var Report|null of the last collection that looked */
    private ?Report $report = null;

    /** @var bool[] what was offered to the store, by id */
    private array $offered = [];

    /** @var bool whether somebody removed lock.txt while we were collecting */
    private bool $lost = false;

    /**
     * Constructor.
     *
     * @param float|null $budget seconds; null: as long as it takes
     * @param bool $iswaiting whether somebody needs what a collection at work is storing
     */
    public function __construct(
        ?float $budget = null,
        /** @var bool whether somebody needs what a collection at work is storing */
        private readonly bool $iswaiting = false,
    ) {
        $this->until = $budget === null ? null : microtime(true) + $budget;
        library::load();
    }

    /**
     * Collects. Where nothing waits, this is one look at the folder, and takes no lock.
     *
     * @return outcome
     * @throws \Exception when the folder cannot be used
     */
    public function collect(): outcome {
        $outcome = $this->pass();
        // One collection claims so many files at most. What arrives meanwhile is left to the next call: this one must end.
        $left = $this->until === null ? $outcome->remaining : 0;
        while ($left > 0 && $outcome->remaining > 0) {
            $next = $this->pass();
            if (!$next->collected && !$next->rejected) {
                break;
            }
            $left -= count($next->collected) + count($next->rejected);
            $outcome = $outcome->followed_by($next);
        }
        if ($outcome->collected) {
            announcement::of(array_map(fn(array $file): string => $file['storedas'] ?? $file['name'], $outcome->collected));
        }
        return $outcome;
    }

    /**
     * Takes what may be taken, and lists what was rejected.
     *
     * @return outcome
     */
    private function pass(): outcome {
        $outcome = $this->take();
        if ($this->report?->rejected) {
            rejected_list::add($this->report->rejected);
        }
        return $outcome;
    }

    /**
     * Takes what may be taken.
     *
     * @return outcome
     */
    private function take(): outcome {
        global $DB;
        if (!$this->prepare_folder()) {
            throw new \moodle_exception('nofolder', 'tool_syncingest', '', config::folder());
        }
        $folder = library::folder();
        if ($DB->is_transaction_started()) {
            return $this->look($folder->status());
        }
        $collection = $folder->beginCollection();
        if (!$collection->isOpen() && $collection->finish()->arbitration !== Arbitration::CollectorBusy) {
            return $this->finish($collection);
        }
        $factory = \core\lock\lock_config::get_lock_factory('tool_syncingest');
        $lock = $factory->get_lock('collect', $this->patience($collection), HOURSECS);
        if (!$lock) {
            $this->finish($collection);
            return new outcome(outcome::COLLECTOR_BUSY);
        }
        try {
            if (!$collection->isOpen()) {
                // Nobody collects any more; where that is known of all web servers, a lock that the library could not judge is an
                // orphan.
                $collection = library::folder(in_array(get_class($factory), self::CLUSTER_WIDE))->beginCollection();
            }
            return $this->store_all($collection);
        } finally {
            self::give_back($collection);
            $lock->release();
        }
    }

    /**
     * Releases lock.txt after storing has failed: an exception that somebody keeps would keep the collection with its trace.
     *
     * @param Collection $collection
     */
    private static function give_back(Collection $collection): void {
        try {
            $collection->finish();
        } catch (\Throwable $failure) {
            // What came first matters more.
            debugging('The collection has not ended well: ' . $failure->getMessage(), DEBUG_NORMAL);
        }
    }

    /**
     * Returns the report of the last collection; null: there was none.
     *
     * @return Report|null
     */
    public function report(): ?Report {
        return $this->report;
    }

    /**
     * Stores what is offered, until the end or until the time is up.
     *
     * @param Collection $collection
     * @return outcome
     */
    private function store_all(Collection $collection): outcome {
        try {
            if ($collection->isOpen()) {
                // Nobody else collects: what lies there was left by a process that was killed.
                config::clear_staging();
            }
            $store = new store($collection);
            while (($batch = $this->next_batch($collection)) !== []) {
                $store->take($batch);
            }
        } catch (LockLost) {
            // The collection has stopped: its report has an alarm for it, and what was not acknowledged is offered again.
            $this->lost = true;
        }
        unset($batch);
        return $this->finish($collection);
    }

    /**
     * Ends the collection, and brings the incidents up to date.
     *
     * @param Collection $collection
     * @return outcome
     */
    private function finish(Collection $collection): outcome {
        $this->report = $collection->finish();
        incidents::observe_changes($this->report);
        return $this->outcome($this->report);
    }

    /**
     * Inside a transaction of somebody else nothing can be stored: what we acknowledge would be lost when that is rolled
     * back.
     *
     * @param Status $status
     * @return outcome
     */
    private function look(Status $status): outcome {
        if ($status->waitingCount + $status->claimed + $status->unverified > 0) {
            return outcome::failed(get_string('intransaction', 'tool_syncingest'));
        }
        return new outcome(
            outcome::NOTHING,
            readyin: $status->readyIn,
            unready: self::unready($status->skipped),
            unreadynames: self::unready_names($status->skipped),
        );
    }

    /**
     * Returns the next deliveries, as many as one transaction takes; none when the time is up.
     *
     * @param Collection $collection
     * @return \SyncIngest\Delivery[]
     */
    private function next_batch(Collection $collection): array {
        $batch = [];
        $bytes = 0;
        while (count($batch) < self::BATCH && $bytes < self::BATCH_BYTES && !$this->is_over()) {
            $delivery = $collection->next();
            if ($delivery === null) {
                break;
            }
            $batch[] = $delivery;
            $this->offered[$delivery->id] = true;
            $bytes += $delivery->size;
        }
        return $batch;
    }

    /**
     * Creates the drop folder if it is missing and the plugin may.
     *
     * @return bool
     */
    private function prepare_folder(): bool {
        global $CFG;
        $folder = config::folder();
        $there = is_dir($folder) || (config::is_default_folder() && @mkdir($folder, $CFG->directorypermissions, true));
        return $there && check_dir_exists(dirname(config::work_area()));
    }

    /**
     * Returns the outcome of a report.
     *
     * @param Report $report
     * @return outcome
     */
    private function outcome(Report $report): outcome {
        // What was never offered, because the time was up, was not refused by the store.
        $putback = array_filter($report->putBack, fn(NotStored $file): bool => isset($this->offered[$file->id]));
        return new outcome(
            problem: $this->lost ? get_string('locklost', 'tool_syncingest') : null,
            state: match ($report->arbitration) {
                Arbitration::Nothing => outcome::NOTHING,
                Arbitration::Collecting => outcome::COLLECTED,
                Arbitration::AgentDelivering => outcome::AGENT_DELIVERING,
                Arbitration::CollectorBusy => outcome::COLLECTOR_BUSY,
            },
            collected: array_map(self::collected(...), $report->delivered),
            rejected: facts::names_and_reasons($report->rejected),
            putback: facts::names_and_reasons($putback),
            readyin: $report->readyIn,
            unready: self::unready($report->skipped),
            superseded: facts::names_and_reasons($report->superseded),
            remaining: count($report->putBack) - count($putback) + $report->skipped->count(SkipReason::BatchFull),
            unreadynames: self::unready_names($report->skipped),
            stalelock: self::stale_lock($report),
        );
    }

    /**
     * Returns a file that is stored now.
     *
     * @param \SyncIngest\Delivered $file
     * @return array
     */
    private static function collected(\SyncIngest\Delivered $file): array {
        $stored = naming::stored($file->name);
        return ['name' => fix_utf8($file->name), 'size' => $file->size, 'hash' => $file->sha1]
            + ($stored === $file->name ? [] : ['storedas' => $stored]);
    }

    /**
     * Returns the first of the files that are not ready.
     *
     * @param \SyncIngest\Skipped $skipped
     * @return string[]
     */
    private static function unready_names(\SyncIngest\Skipped $skipped): array {
        if ($skipped->total === 0) {
            return [];
        }
        $names = array_merge(...array_map(fn(SkipReason $reason): array => $skipped->names($reason), self::UNREADY));
        return array_map('fix_utf8', $names);
    }

    /**
     * Returns the lock that is too old and prevents every collection.
     *
     * @param Report $report
     * @return string|null agent or collector
     */
    private static function stale_lock(Report $report): ?string {
        [$kind, $whose] = match ($report->arbitration) {
            Arbitration::AgentDelivering => [AlarmKind::StaleAgentLock, 'agent'],
            Arbitration::CollectorBusy => [AlarmKind::StaleCollectorLock, 'collector'],
            default => [null, null],
        };
        $isstale = in_array($kind, array_map(fn(Alarm $alarm): AlarmKind => $alarm->kind, $report->alarms), true);
        return $isstale ? $whose : null;
    }

    /**
     * Returns how many files will be ready later.
     *
     * @param \SyncIngest\Skipped $skipped
     * @return int
     */
    private static function unready(\SyncIngest\Skipped $skipped): int {
        $counts = array_map(fn(SkipReason $reason): int => $skipped->count($reason), $skipped->total === 0 ? [] : self::UNREADY);
        return array_sum($counts);
    }

    /**
     * Returns whether the time is up.
     *
     * @return bool
     */
    private function is_over(): bool {
        return $this->until !== null && microtime(true) >= $this->until;
    }

    /**
     * Returns how many seconds to wait for a collection at work. A caller that does not need its files leaves the rest to it.
     *
     * @param Collection $collection
     * @return int
     */
    private function patience(Collection $collection): int {
        if ($this->until === null) {
            return $this->iswaiting && !$collection->isOpen() ? self::LONG_PATIENCE : 0;
        }
        return (int) min(self::PATIENCE, max(0.0, $this->until - microtime(true)));
    }
}
