"""Tables, read through the PHP package."""

import php
import re
import subprocess

ROWS = 200_000
ROWS_OF_A_NIGHT = 10_000
CHANGES = 50


def write(path, rows, changed=0):
    """Writes a table of invented users, of which the first `changed` have moved to another class."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("username,firstname,lastname,email,idnumber,department,city,cohort1\n")
        for number in range(rows):
            cohort = f"z{number}" if number < changed else f"c{number % 300}"
            file.write(f"user{number:06},First{number % 977},Élodie{number},user{number:06}@example.org,"
                       f"{number:08},Department {number % 50},Paris,{cohort}\n")


def rows(script, path):
    """Returns the seconds that a script needs for all rows, which it must have seen."""
    command = ["php", php.PACKAGE / "bench" / script, path]
    output = subprocess.run(command, check=True, env=php.ENVIRONMENT, capture_output=True, text=True).stdout
    if re.search(r"(\d+) rows, (\d+) cells", output).groups() != (str(ROWS), str(8 * ROWS)):
        raise RuntimeError(f"{script} has not read all rows: {output}")
    return php.microseconds(output) / 1e6


def tables_from_php(table, work, rounds, medians):
    large, before, after = work / "large.csv", work / "before.csv", work / "after.csv"
    write(large, ROWS)
    write(before, ROWS_OF_A_NIGHT)
    write(after, ROWS_OF_A_NIGHT, CHANGES)
    result = medians(rounds, ours=lambda: rows("table_rows.php", large), theirs=lambda: rows("fgetcsv.php", large))
    table.ratio("PHP: 200,000 rows of a table, checked, as arrays / `fgetcsv`", result["ours"], result["theirs"], 1.2)
    night = php.prints("table_changes.php", before, after, work / "hashes", str(CHANGES)) / 1e3
    table.add("PHP: 10,000 rows checked and compared, 50 changes handed over, ms", f"{night:.1f} ms", "", night, 25)
