"""The results of the benchmark: rows with limits."""

import sys


class Table:
    """The results; a limit is an upper bound."""

    def __init__(self):
        self.rows = []
        self.missed = 0

    def add(self, case, ours, theirs, value, limit):
        kept = value <= limit
        self.missed += not kept
        self.rows.append((case, ours, theirs, f"{value:.3g}", f"≤ {limit:g}", "ok" if kept else "**missed**"))
        print(f"  {case}: {value:.3g} (≤ {limit:g}){'' if kept else '  MISSED'}", file=sys.stderr)

    def ratio(self, case, ours, theirs, limit):
        self.add(case, seconds(ours), seconds(theirs), ours / theirs, limit)

    def floor(self, case, value, ours, theirs=""):
        """Adds a row without a limit: a lower bound for any program, or a figure that explains
        another row."""
        self.rows.append((case, ours, theirs, f"{value:.3g}", "", "floor"))
        print(f"  {case}: {value:.3g}", file=sys.stderr)

    def memory(self, case, bytes_used, limit):
        self.add(case, f"{bytes_used / 1e6:.1f} MB", "", bytes_used / 1e6, limit / 1e6)

    def print(self):
        print("| case | ours | theirs | value | limit | verdict |")
        print("| --- | ---: | ---: | ---: | ---: | --- |")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


def seconds(value):
    return f"{value:.3f} s" if value >= 0.01 else f"{value * 1e6:.0f} µs"
