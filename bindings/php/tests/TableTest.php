<?php

declare(strict_types=1);

namespace SyncIngest\Tests;

use SyncIngest\ErrorKind;
use SyncIngest\Exception\GoneUnknown;
use SyncIngest\Exception\InvalidArgument;
use SyncIngest\Exception\SystemFailure;
use SyncIngest\Exception\TableRefused;
use SyncIngest\Tables\BadReason;
use SyncIngest\Tables\Change;
use SyncIngest\Tables\ChangeKind;
use SyncIngest\Tables\Changes;
use SyncIngest\Tables\EncodingEvidence;
use SyncIngest\Tables\HashFile;
use SyncIngest\Tables\KeyRule;
use SyncIngest\Tables\RefusalReason;
use SyncIngest\Tables\Table;
use SyncIngest\Tables\TableOptions;
use SyncIngest\Tables\WarningKind;

/** Tables: checked, normalised, compared, and read row by row. */
final class TableTest extends FolderTestCase
{
    public function testACheckFindsWhatIsInTheTable(): void
    {
        $check = $this->table("id;name\n1;Ada\n2\n\n3;Grace\n;Joan\n3;Mary\n", key: ['id'])->check();
        self::assertSame(['UTF-8', EncodingEvidence::ValidUtf8, ';'], [$check->encoding, $check->encodingEvidence, $check->delimiter]);
        self::assertSame([['id', 'name'], ['id', 'name']], [$check->header, $check->columns]);
        self::assertSame([5, 4, 1, 1], [$check->rows, $check->badCount, $check->duplicateKeys, $check->emptyKeys]);
        self::assertSame([3, 5, 6, 7], array_column($check->bad, 'line'));
        $reasons = [BadReason::Ragged, BadReason::DuplicateKey, BadReason::EmptyKey, BadReason::DuplicateKey];
        self::assertSame($reasons, array_column($check->bad, 'reason'));
        self::assertSame([WarningKind::SkippedRows], array_column($check->warnings, 'kind'));
        self::assertSame(1, $check->warnings[0]->count);
    }

    public function testWithoutAKeyNoKeysAreJudged(): void
    {
        $check = $this->table("id\n1\n1\n")->check();
        self::assertSame([null, null, 0], [$check->duplicateKeys, $check->emptyKeys, $check->badCount]);
    }

    public function testAWarningShowsTheCellsToLookAt(): void
    {
        [$warning] = $this->table("id,name\n1,Ada\n2,\u{FFFD}lodie\n")->check()->warnings;
        self::assertSame([WarningKind::ReplacementCharacter, 1], [$warning->kind, $warning->count]);
        [$cell] = $warning->cells;
        self::assertSame([3, 2, "\u{FFFD}lodie"], [$cell->line, $cell->column, $cell->text]);
    }

    public function testGoodRowsComeByTheirLinesAsOftenAsTheyAreAskedFor(): void
    {
        $rows = $this->table("id,name\n1,\n2\n3,\"Gr\n\"\"ace\"\"\"\n")->rows();
        $expected = [2 => ['1', ''], 4 => ['3', "Gr\n\"ace\""]];
        self::assertSame([$expected, $expected], [iterator_to_array($rows), iterator_to_array($rows)]);
        self::assertSame([3, 1], [$rows->check->rows, $rows->check->badCount]);
    }

    public function testOneColumnOfEmptyAndOtherCellsIsReadAsItIs(): void
    {
        self::assertSame([2 => ['a'], 3 => ['b']], iterator_to_array($this->table("id\na\nb\n")->rows()));
    }

    public function testManyRowsAndLongCellsCrossWholeAndInOrder(): void
    {
        $content = "id,text\n";
        for ($i = 0; $i < 5000; $i++) {
            $content .= "$i," . str_repeat('é', $i % 700) . "\n";
        }
        $i = 0;
        foreach ($this->table($content)->rows() as $line => $row) {
            self::assertSame([$i + 2, [(string) $i, str_repeat('é', $i % 700)]], [$line, $row]);
            $i++;
        }
        self::assertSame(5000, $i);
    }

    public function testPinsAndNewNamesAreKept(): void
    {
        $table = $this->table(
            "a title\nNom|Num\nAnn\xe9, X|1\n",
            encoding: 'windows-1252',
            delimiter: '|',
            header: ['Nom', 'Num'],
            skipLines: 1,
            map: ['Num' => 'idnumber', 'Nom' => 'lastname'],
            onlyMapped: true,
        );
        $rows = $table->rows();
        self::assertSame(['idnumber', 'lastname'], $rows->check->columns);
        self::assertSame([3 => ['1', 'Anné, X']], iterator_to_array($rows));
    }

    public function testATableIsNormalisedIntoTwoFiles(): void
    {
        $check = $this->table("id;name\n1;A,b\n2\n3;C\n4;D\n")->normalise("$this->store/good", "$this->store/bad");
        self::assertSame([4, 1], [$check->rows, $check->badCount]);
        self::assertStringEqualsFile("$this->store/good", "id,name\n1,\"A,b\"\n3,C\n4,D\n");
        self::assertStringContainsString('ragged', file_get_contents("$this->store/bad"));
    }

    public function testChangesAreFoundWithTheirRows(): void
    {
        self::assertSame([3, 0, 0, 0], self::counts($this->compared("id,name\na,Ada\nb,Grace\nc,Joan\n", first: true)));
        $changes = $this->compared("name;id\nMary;d\nGrace;b\nAnn;a\n");
        self::assertSame([1, 1, 1, 1], self::counts($changes));
        [$added, $changed, $gone] = iterator_to_array($changes, false);
        self::assertSame([ChangeKind::Added, 2, ['d'], ['Mary', 'd']], [$added->kind, $added->line, $added->key, $added->row]);
        self::assertSame([ChangeKind::Changed, 4, ['a']], [$changed->kind, $changed->line, $changed->key]);
        self::assertSame([ChangeKind::Gone, null, [], [], null], [$gone->kind, $gone->line, $gone->key, $gone->row, $gone->rowHash]);
        foreach ([$added, $changed, $gone] as $change) {
            self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $change->keyHash);
        }
        self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $added->rowHash);
        self::assertCount(3, $changes->rows());
    }

    public function testWhatIsGoneCannotBeAskedForWhileAKeyCannotBeRead(): void
    {
        $this->compared("id,name\na,Ada\nb,Grace\n", first: true);
        $changes = $this->compared("id,name\na,Ada\nGrace\n");
        self::assertSame(3, $changes->goneUnknownSinceLine);
        self::assertSame([], array_filter([...$changes], static fn (Change $change) => $change->kind === ChangeKind::Gone));
        try {
            $changes->gone();
            self::fail('what is gone is not known');
        } catch (GoneUnknown $unknown) {
            self::assertStringContainsString('line 3', $unknown->getMessage());
            self::assertSame(ErrorKind::GoneUnknown, $unknown->kind());
        }
    }

    public function testAFileOfHashesThatWasWrittenForSomethingElseIsRefused(): void
    {
        $table = $this->table("id\n1\n", key: ['id']);
        $table->changes(write: new HashFile("$this->store/hashes", feed: 'students'));
        $refused = self::refusal(fn () => $table->changes(new HashFile("$this->store/hashes", feed: 'teachers')));
        self::assertSame([RefusalReason::BaseForeign, null], [$refused->refusal(), $refused->tableLine()]);
        self::assertSame("$this->store/hashes", $refused->path);
    }

    public function testOnePassDoesAllJobs(): void
    {
        $table = $this->table("id,name\n1,Ada\n", key: ['id'], secret: random_bytes(16));
        $changes = $table->changes(null, new HashFile("$this->store/hashes"), "$this->store/good", "$this->store/bad");
        self::assertSame(1, $changes->added);
        self::assertSame(['bad', 'good', 'hashes'], self::names($this->store));
    }

    public function testAFileThatIsNoTableIsRefusedWithLineAndByte(): void
    {
        $table = $this->table("id,name\n1,Ada\n2,\"Grace\n3,Joan\n");
        $refused = self::refusal(static fn () => $table->check());
        self::assertSame([RefusalReason::UnclosedQuote, 3, ErrorKind::TableRefused], [$refused->refusal(), $refused->tableLine(), $refused->kind()]);
        self::assertIsInt($refused->byte());
        self::assertSame("$this->drop/table.csv", $refused->path);
        self::assertStringContainsString('table.csv": line 3, byte ', $refused->getMessage());
        self::assertStringEndsWith(': ' . $refused->refusal()->explanation(), $refused->getMessage());
        self::refusal(fn () => $table->normalise("$this->store/good", "$this->store/bad"));
        self::assertSame([], self::names($this->store));
    }

    public function testLimitsCanBeLowered(): void
    {
        $limits = [
            [['maxRows' => 1], RefusalReason::TooManyRows],
            [['maxField' => 3], RefusalReason::FieldTooLarge],
            [['maxRecord' => 5], RefusalReason::RecordTooLarge],
            [['maxColumns' => 1], RefusalReason::TooManyColumns],
        ];
        foreach ($limits as [$options, $reason]) {
            $table = $this->table("id,name\n1,Ada Lovelace\n2,Grace\n", ...$options);
            self::assertSame($reason, self::refusal(static fn () => $table->check())->refusal());
        }
        self::assertCount(1, $this->table("id,name\n1\n2\n3\n", badListed: 1)->check()->bad);
    }

    public function testATableWithoutAHeaderAndWithAFooterIsRead(): void
    {
        $rows = $this->table("1,Ada\n2,Grace\n(2 rows affected)\n", headerless: true, footer: '(* rows affected)')->rows();
        self::assertSame(['1', '2'], $rows->check->columns);
        self::assertSame([1 => ['1', 'Ada'], 2 => ['2', 'Grace']], iterator_to_array($rows));
    }

    public function testAFileThatChangesBetweenCheckAndRowsIsNotReadOn(): void
    {
        $rows = $this->table("id\n1\n")->rows();
        file_put_contents("$this->drop/table.csv", "id\n1\n2\n", FILE_APPEND);
        $refused = self::refusal(static fn () => iterator_to_array($rows));
        self::assertSame(RefusalReason::ChangedWhileRead, $refused->refusal());
    }

    public function testWhatIsNoFileOrNoOptionIsAnErrorThatNamesIt(): void
    {
        try {
            new Table("$this->drop/missing.csv");
            self::fail('there is no such file');
        } catch (SystemFailure $failure) {
            self::assertSame([ErrorKind::NotFound, "$this->drop/missing.csv"], [$failure->kind(), $failure->path]);
        }
        foreach ([['encoding' => 'klingon'], ['delimiter' => '||'], ['maxRows' => -1], ['key' => ["a\0b"]]] as $options) {
            try {
                $this->table("id\n1\n", ...$options);
                self::fail(json_encode($options) ?: 'the options') ;
            } catch (InvalidArgument $refusal) {
                self::assertNotSame('', $refusal->getMessage());
            }
        }
    }

    public function testWebRequestsReadTablesWhenOnlyThePreloadedHalfMayUseFfi(): void
    {
        $user = posix_getpwuid(posix_geteuid())['name'];
        $package = dirname(__DIR__);
        $this->drop('table.csv', "id\n1\n2\n");
        file_put_contents("$this->store/index.php", "<?php require '$package/autoload.php';
            \$options = new SyncIngest\\Tables\\TableOptions(key: ['id']);
            \$changes = (new SyncIngest\\Tables\\Table('$this->drop/table.csv', \$options))->changes();
            echo json_encode([...array_column([...\$changes], 'line'), ...\$changes->rows(), \$changes->gone()]);");
        $settings = ['ffi.enable=preload', 'opcache.enable_cli=1', "opcache.preload=$package/preload.php", "opcache.preload_user=$user"];
        $words = array_merge(...array_map(static fn (string $setting) => ['-d', $setting], $settings));
        $address = WebServer::freeAddress();
        $command = [PHP_BINARY, ...$words, '-S', $address, '-t', $this->store];
        $server = new WebServer($address, $command, "$this->root/server.log", 'started', []);
        self::assertSame('[2,3,["1"],["2"],0]', $server->get('/'));
    }

    private function table(string $content, mixed ...$options): Table
    {
        $this->drop('table.csv', $content);
        return new Table("$this->drop/table.csv", new TableOptions(...$options));
    }

    private function compared(string $content, bool $first = false): Changes
    {
        $hashes = new HashFile("$this->store/hashes", feed: 'students', generation: 1, fingerprint: 'v1');
        $table = $this->table($content, key: ['id'], map: ['name' => 'name', 'id' => 'id'], onlyMapped: true, rule: KeyRule::Folded);
        return $table->changes($first ? null : $hashes, $hashes);
    }

    /** @return list<int> */
    private static function counts(Changes $changes): array
    {
        return [$changes->added, $changes->changed, $changes->unchanged, $changes->gone()];
    }

    private static function refusal(callable $action): TableRefused
    {
        try {
            $action();
        } catch (TableRefused $refused) {
            return $refused;
        }
        self::fail('nothing was refused');
    }
}
