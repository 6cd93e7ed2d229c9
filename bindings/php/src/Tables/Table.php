<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Exception\SyncIngestException;
use SyncIngest\Exception\TableRefused;
use SyncIngest\Native\Functions;
use SyncIngest\Native\Handle;
use SyncIngest\Native\Input;
use SyncIngest\Native\Unique;
use SyncIngest\Requirements;

/**
 * A file of rows with a header, as spreadsheets and databases export it, whatever its encoding and its delimiter. No column is
 * ever interpreted. Each call reads the file from its beginning to its end.
 */
final class Table
{
    use Unique;

    /**
     * Of PHP, which this needs besides.
     *
     * @internal
     */
    public const FUNCTIONS = ['array_chunk', 'array_slice', 'bin2hex'];

    private readonly Handle $handle;

    private readonly int $keyColumns;

    /**
     * Reads nothing yet.
     *
     * @throws SyncIngestException when the file cannot be opened, is no regular file, or an option makes no sense
     */
    public function __construct(public readonly string $path, ?TableOptions $options = null)
    {
        Requirements::check();
        Requirements::demand(self::FUNCTIONS);
        Input::path('open the table', $path);
        $native = $options?->toNative();
        $this->keyColumns = count($options?->key ?? []);
        [$this->handle] = Functions::call(
            'sync_ingest_table_open',
            [$path, $native?->pointer()],
            ['sync_ingest_table *'],
        );
    }

    /**
     * Finds out what is in the table, and writes nothing.
     *
     * @throws TableRefused when the file is refused as a whole
     * @throws SyncIngestException
     */
    public function check(): Check
    {
        return Check::of($this->run());
    }

    /**
     * The good rows.
     *
     * @throws TableRefused when the file is refused as a whole
     * @throws SyncIngestException
     */
    public function rows(): Rows
    {
        $findings = $this->run();
        return new Rows($findings, Check::of($findings));
    }

    /**
     * Writes good rows to one file, in UTF-8, with `,` and `\n`, quoted only where needed, below the header with its new names;
     * and bad ones to another, with their lines and reasons, as they were. Both appear whole, once everything has succeeded, and
     * replace what is there. `fgetcsv($file, 0, ',', '"', '')` reads them.
     *
     * @throws TableRefused when the file is refused as a whole
     * @throws SyncIngestException
     */
    public function normalise(string $to, string $bad): Check
    {
        return Check::of($this->run(self::jobs($to, $bad)));
    }

    /**
     * Compares the table with the one before, by the file of hashes that was written then. In the same pass it can write a new
     * one, and normalise.
     *
     * @param ?HashFile $against that of the table before; null: there is none, and every row is added
     * @param ?HashFile $write the new one, which may take the place of that; null: none is written
     * @param ?string $to where good rows are written, as by {@see normalise()}; null: nowhere
     * @param ?string $bad where bad rows are written; given if and only if the good ones are
     * @throws TableRefused when the file, or the file of hashes, is refused as a whole
     * @throws SyncIngestException
     */
    public function changes(
        ?HashFile $against = null,
        ?HashFile $write = null,
        ?string $to = null,
        ?string $bad = null,
    ): Changes {
        $jobs = self::jobs($to, $bad);
        Input::path('compare with', $against?->path ?? '');
        $jobs->call('add_compare', [$against?->path, $against?->feed, $against?->generation ?? 0, $against?->fingerprint]);
        if ($write !== null) {
            Input::path('write the hashes to', $write->path);
            $jobs->call('add_write', [$write->path, $write->feed, $write->generation, $write->fingerprint]);
        }
        $findings = $this->run($jobs);
        return new Changes($findings, Check::of($findings), $this->keyColumns);
    }

    private static function jobs(?string $to, ?string $bad): Handle
    {
        $jobs = new Handle('sync_ingest_table_jobs *', Functions::get('sync_ingest_table_jobs_new'));
        if ($to !== null || $bad !== null) {
            Input::path('write good rows to', $to ?? '');
            Input::path('write bad rows to', $bad ?? '');
            $jobs->call('add_normalise', [$to, $bad]);
        }
        return $jobs;
    }

    private function run(?Handle $jobs = null): Handle
    {
        [$findings] = $this->handle->call('run', [$jobs?->pointer()], ['sync_ingest_table_findings *']);
        return $findings;
    }
}
