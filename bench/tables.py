"""Reading, normalising and comparing tables, beside PHP's `fgetcsv` that merely reads them."""

import random

ROWS = 1_000_000
# Between this many rows and a million, a table of hashes that doubles would double once more.
FEWER = 920_000
# What a run may need at most: bytes for each row, and bytes for everything else.
PER_ROW, BASE = 64, 16e6
READ = "while (($row = fgetcsv($file, 0, ';', '\"', '')) !== false) {}"
HEADER = "idnumber;username;firstname;lastname;email;class;status\n"


def row(number, status):
    name = f"user{number:07}"
    return f"{number:09};{name};Prénom {number % 977};Famille {number % 1013};{name}@school.example.org;{number % 37}-{number % 11};{status}\n"


def write(path, numbers, changed=0):
    """Writes these rows, of which one in `changed` has another status."""
    with open(path, "w", encoding="utf-8") as table:
        table.write(HEADER)
        table.writelines(row(number, "left" if changed and number % changed == 0 else "active") for number in numbers)


def measure(table, rounds, work, program, medians, timed, peak_memory):
    """Adds the rows about tables. `work` makes a folder; `program` is the example `table`."""
    folder = work()
    old, new, base = folder / "old.csv", folder / "new.csv", folder / "base"
    numbers = list(range(ROWS + 1333))
    write(old, numbers)
    random.Random(1).shuffle(numbers)
    numbers = numbers[:ROWS]
    write(new, numbers, changed=1000)

    def everything(path):
        return [program, path, "idnumber", base, folder / "good.csv", folder / "bad.csv"]

    # Without a base everything is added; what it writes is the base of what follows.
    timed(everything(old), "added 1001333")
    (folder / "base.new").rename(base)
    result = medians(
        rounds,
        php=lambda: timed(["php", "-n", "-r", f"$file = fopen($argv[1], 'r'); {READ}", new]),
        check=lambda: timed([program, new], f"{ROWS} rows, 0 bad"),
        all=lambda: timed(everything(new), "gone Some(1333)"),
    )
    table.ratio("1,000,000 rows checked, normalised and compared in one call / PHP's `fgetcsv` alone", result["all"], result["php"], 1 / 2)
    table.ratio("… checked alone", result["check"], result["php"], 1 / 4)
    table.memory("… peak memory in MB", peak_memory(everything(new)), PER_ROW * ROWS + BASE)
    write(new, numbers[:FEWER], changed=1000)
    table.memory("920,000 rows, peak memory in MB", peak_memory(everything(new)), PER_ROW * FEWER + BASE)
