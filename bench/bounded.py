"""Costs that must not grow: system calls of a look, time per file, memory of a collection."""

import os
import statistics
import subprocess
import sys
import time

import calls

REJECTED = 100_000
REDELIVERED = 5_000, 20_000
COLLECTED = 20_000, 200_000

# Offers everything, answers nothing, and dies as by `kill -9`.
DIE_OFFERING = """
import ctypes, os, sys
library, folder, count = sys.argv[1:]
lib = ctypes.CDLL(library)
pointer = ctypes.c_void_p
lib.sync_ingest_options_new.restype = pointer
options, opened, collection, report, delivery = pointer(lib.sync_ingest_options_new()), pointer(), pointer(), pointer(), pointer()
lib.sync_ingest_options_set_settle_seconds(options, ctypes.c_int64(0), None)
lib.sync_ingest_options_set_max_files(options, ctypes.c_int64(100_000), None)
lib.sync_ingest_folder_open(folder.encode(), options, ctypes.byref(opened), None)
lib.sync_ingest_folder_collect(opened, ctypes.byref(collection), ctypes.byref(report), None)
offered = 0
while not lib.sync_ingest_collection_next(collection, ctypes.byref(delivery), None) and delivery:
    offered += 1
os._exit(0 if offered == int(count) else 1)
"""


def make_files(folder, count):
    at = os.open(folder, os.O_RDONLY)
    for number in range(count):
        os.close(os.open(f"student-{number:07}.csv", os.O_CREAT | os.O_WRONLY, 0o640, dir_fd=at))
    os.close(at)


def look_beside_rejected_files(table, fresh, look):
    """Counts the system calls of a look at an empty folder, with and without rejected files in its
    work area."""
    def of(rejected):
        folder = fresh()
        place = folder / ".sync_ingest" / "rejected"
        place.parent.mkdir(mode=0o700)
        if rejected:
            place.mkdir(mode=0o700)
            for number in range(rejected):
                own = f"{place}/{number:024x}-0"
                os.mkdir(own, 0o700)
                os.close(os.open(f"{own}/a.csv", os.O_CREAT | os.O_WRONLY, 0o600))
                with open(f"{own}.txt", "w") as reason:
                    reason.write("never\n")
        # The first look counts and reports them. A change within one clock tick might not show at
        # once.
        subprocess.run([look, folder, "1"], check=True)
        time.sleep(2.1)
        subprocess.run([look, folder, "1"], check=True)
        return (calls.marked(look, folder, "2") - calls.marked(look, folder, "1")).total()

    none, many = of(0), of(REJECTED)
    table.add("a look beside 100,000 rejected files, system calls more than beside none", str(many), str(none), many - none, 2)


def names_delivered_again(table, rounds, fresh, collect, library):
    """The collector died with so many open deliveries, and the agent has sent all of them again."""
    def seconds_for(count):
        source, store = fresh(), fresh()
        make_files(source, count)
        subprocess.run([sys.executable, "-c", DIE_OFFERING, library, source, str(count)], check=True)
        make_files(source, count)
        os.sync()
        begin = time.perf_counter()
        subprocess.run(collect(source, store, "--no-hash", "--durability", "none", "--max-files", "100000"),
                       check=True, stdout=subprocess.DEVNULL)
        elapsed = time.perf_counter() - begin
        if sum(1 for _ in store.iterdir()) != count or any(entry.name[0] != "." for entry in source.iterdir()):
            sys.exit("bench: not all of the files delivered again were collected")
        return elapsed

    few, many = zip(*((seconds_for(REDELIVERED[0]), seconds_for(REDELIVERED[1])) for _ in range(rounds)))
    table.ratio("20,000 names delivered again over 20,000 open ones / 5,000", statistics.median(many), statistics.median(few), 5)


def memory_of_a_collection(table, fresh, collect, peak_memory):
    def megabytes(count):
        source, store = fresh(), fresh()
        make_files(source, count)
        return peak_memory(collect(source, store, "--durability", "none", "--json")) / 1e6

    few, many = (megabytes(count) for count in COLLECTED)
    table.add("peak memory of `collect --json`, 200,000 files / 20,000", f"{many:.1f} MB", f"{few:.1f} MB", many / few, 1.3)
