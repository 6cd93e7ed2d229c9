"""Tests of the chain from a remote host to the store, over SFTP and FTP, or over one of them."""
import hashlib
import os
import shutil
import signal
import subprocess
import threading
import time

from marks import checksum, delivered, same, test, test_over
from stage import kill

BIG = os.urandom(1 << 20)


def every_one(stage, long):
    """Over OpenSSH, which most agents use, each takes less than a second: there the short form
    omits nothing."""
    return long or stage.server.name == "OpenSSH"


@test
def a_batch_arrives_whole_and_at_once(stage, long):
    names = ["students.csv", "two words.csv", "quote\"'s.csv", "back\\slash.csv", "[a-z]*.csv", "-rf.csv", "élèves.csv", "empty.csv",
             " spaces ", "-", "a;b|c&d>e#f!g$(h)`i`"]
    names = [name for name in names if name not in getattr(stage.server, "cannot", [])]
    contents = {name: b"" if name == "empty.csv" else name.encode() * 9 for name in names}
    files = [stage.source(name, content, 0o600) for name, content in contents.items()]
    status, out, err = stage.deliver("--", *files)
    same((status, err), (0, ""))
    same(out.splitlines(), [f"delivered {name}" for name in names])
    report = stage.collect()
    same(delivered(report), sorted((name, "complete") for name in names))
    same({name: stage.stored(name) for name in names}, contents)
    same(stage.entries(), [])


@test
def any_posix_shell_will_do(stage, long):
    for shell in ["dash", "busybox sh", "bash --posix"]:
        if shutil.which(shell.split()[0]):
            same(stage.deliver(stage.source("students.csv", shell.encode()), shell=shell)[::2], (0, ""))
            same(delivered(stage.collect()), [("students.csv", "complete")])
            same(stage.stored("students.csv"), shell.encode())


@test
def the_tools_of_busybox_will_do(stage, long):
    if not shutil.which("busybox"):
        print("SKIPPED: agent_chain: there is no busybox")
        return
    tools = stage.at("busybox")
    os.makedirs(tools, exist_ok=True)
    for tool in subprocess.run(["busybox", "--list"], capture_output=True, text=True, check=True).stdout.split():
        if tool not in ("ssh", "mount", "umount", "su", "login"):
            os.symlink(shutil.which("busybox"), os.path.join(tools, tool))
    words, env = stage.server.call()
    files = [stage.source(name, name.encode()) for name in ["students.csv", "back\\slash [1]*.csv", "\u00e9l\u00e8ves.csv"]]
    call = (words, {**env, "PATH": tools + ":" + os.environ["PATH"]})
    same(stage.deliver(*files, "--delete", shell="busybox sh", call=call)[::2], (0, ""))
    same(delivered(stage.collect()), sorted((os.path.basename(file), "complete") for file in files))
    same([file for file in files if os.path.exists(file)], [])


@test
def without_checksums_files_have_to_settle_and_stale_checksum_files_go(stage, long):
    file = stage.source("students.csv", b"old")
    same(stage.deliver(file)[0], 0)
    stage.source("students.csv", b"new")
    same(stage.deliver(file, "--no-checksum")[0], 0)
    same(stage.entries(), ["students.csv"])
    same(stage.collect()["skipped_count"], {"unsettled": 1})
    same(delivered(stage.collect("--settle", "0")), [("students.csv", "agent_lock")])
    same(stage.stored("students.csv"), b"new")


@test
def while_a_lock_is_there_nothing_is_touched_and_the_wait_has_an_end(stage, long):
    file = stage.source("students.csv", b"1")
    for lock, who in [("lock.txt", "a collector is busy"), ("alock.txt", "another agent is delivering")]:
        open(os.path.join(stage.drop, lock), "w").close()
        status, out, err = stage.deliver(file)
        same((status, out, err), (75, "", f"sync-deliver: {who} ({lock} is there): try again later\n"))
        same(stage.entries(), [lock])
        same(stage.deliver(file, "--dry-run")[0], 75)
        process = stage.start_deliver(file, "--wait", "60")
        time.sleep(1)
        os.unlink(os.path.join(stage.drop, lock))
        same(process.communicate(timeout=60)[0], "delivered students.csv\n")
        os.unlink(os.path.join(stage.drop, "students.csv"))
        os.unlink(os.path.join(stage.drop, "_students.csv.sha256"))
    same(stage.deliver(file, "--dry-run")[:2], (0, "would deliver students.csv\n"))
    same(stage.entries(), [])


@test
def what_no_collector_takes_is_refused_before_anything_is_touched(stage, long):
    file = stage.source("export", b"1")
    for name in ["lock.txt", ".hidden", "_omitted", "a/b", "a\nb", "x.filepart", "X.PART"]:
        status, _, err = stage.deliver(file, "--as", name)
        assert status == 64 and "cannot deliver" in err, (name, status, err)
    same(stage.deliver(file, file)[0], 64)
    same(stage.deliver(stage.at("absent"))[0], 64)
    same(stage.entries(), [])


@test
def of_two_agents_exactly_one_delivers_at_a_time(stage, long):
    races, busy = 200 if every_one(stage, long) else 4, 0
    for race in range(races):
        files = [stage.source(f"{agent}-{race}.csv", b"1") for agent in "ab"]
        rivals = [stage.start_deliver(file, agent=agent) for file, agent in zip(files, "ab")]
        ends = [(rival.communicate(timeout=120), rival.returncode) for rival in rivals]
        arrived = [name for name in stage.entries() if not name.startswith("_")]
        winners = [os.path.basename(file) for file, (_, status) in zip(files, ends) if status == 0]
        assert winners and all(status in (0, 75) for _, status in ends), ends
        same(arrived, winners)
        busy += 2 - len(winners)
        stage.clear()
    return f"two agents racing for alock.txt: {races} races, one winner each, {busy} turned away, 0 violations"


@test
def a_killed_agent_is_reported_and_takes_its_own_lock_back(stage, long):
    file = stage.source("big.csv", BIG)
    process = stage.start_deliver(file, kbit=2000)
    stage.wait_for(lambda: any(name.startswith(".sync_ingest-upload-") and name.endswith("-1") for name in stage.entries()))
    kill(process)
    process.communicate()
    assert "alock.txt" in stage.entries(), stage.entries()
    same(stage.collect("--settle", "0")["outcome"], "agent_delivering")
    seen = stage.status("--max-age", "0")
    same([alarm["kind"] for alarm in seen["alarms"]][:1], ["stale_agent_lock"])
    assert "agent registry" in seen["agent_lock"]["holder"], seen
    same(stage.deliver(stage.source("other.csv", b"1"), agent="library")[0], 75)
    stage.wait_for(lambda: not stage.agents_on_the_server())
    # A dry run changes nothing, not even that lock.
    same((stage.deliver(file, "--dry-run")[0], "alock.txt" in stage.entries()), (75, True))
    status, out, err = stage.deliver(file)
    same((status, out, err), (0, "delivered big.csv\n", "sync-deliver: took back the lock that an earlier run left behind\n"))
    same(delivered(stage.collect()), [("big.csv", "complete")])
    same((stage.stored("big.csv") == BIG, stage.entries()), (True, []))


@test
def an_interrupted_agent_tidies_up(stage, long):
    file = stage.source("big.csv", BIG)
    process = stage.start_deliver(file, kbit=2000)
    stage.wait_for(lambda: "alock.txt" in stage.entries())
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    same((process.returncode, "interrupted" in err, stage.entries()), (74, True, []))


@test
def an_agent_that_is_interrupted_at_any_step_tidies_up_and_reports_what_has_arrived(stage, long):
    files = [stage.source(name, name.encode()) for name in ["a.csv", "b.csv"]]
    signals, interrupted = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], 0
    open(stage.at("count"), "w").close()
    same(stage.deliver(*files, call=stage.server.cut_call("request", 0))[0], 0)
    steps = int(open(stage.at("count")).read())
    for at in range(1, steps + 1) if long else range(5, steps + 1, 19):
        stage.clear_drop()
        open(stage.at("count"), "w").close()
        status, out, err = stage.deliver(*files, call=stage.server.cut_call("request", at, signals[at % 3]))
        interrupted += "interrupted" in err
        where = (at, signals[at % 3], status, out, err, stage.entries())
        there = [name for name in stage.entries() if name in ("a.csv", "b.csv")]
        assert [line.split()[1] for line in out.splitlines()] == there, where
        assert status in (0, 74) and (status == 0) == (len(there) == 2), where
        assert [name for name in stage.entries() if name[0] == "." or name == "alock.txt"] == [], where
    assert interrupted, "no signal has arrived"
    return f"interrupts at every step of the script: {interrupted}, no lock and no remains left, 0 violations"


@test
def a_full_disk_on_the_server_is_reported_and_leaves_nothing(stage, long):
    stage.small_disk("512k")
    status, out, err = stage.deliver(stage.source("small.csv", b"1"), stage.source("big.csv", BIG), stage.source("other.csv", b"1"))
    same((status, out), (74, "delivered small.csv\ndelivered other.csv\n"))
    assert "not delivered: big.csv: it cannot be uploaded" in err, err
    same(stage.entries(), ["_other.csv.sha256", "_small.csv.sha256", "other.csv", "small.csv"])
    stage.unmount(2)


@test
def with_a_full_disk_the_agent_reports_correctly(stage, long):
    files, stopped = [stage.source(name, name.encode()) for name in ["a.csv", "b.csv"]], 0
    os.makedirs(stage.at("tiny"), exist_ok=True)
    for size in range(8, 64, 4) if long else [24]:
        stage.clear_drop()
        stage.mount("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", stage.at("tiny"))
        status, out, err = stage.deliver(*files, temporary=stage.at("tiny"))
        stage.unmount(1)
        where = (size, status, out, err, stage.entries())
        there = [name for name in stage.entries() if name in ("a.csv", "b.csv")]
        assert all(line.split()[1] in there for line in out.splitlines()), where
        assert status in (0, 3, 74) and (status != 0 or len(there) == 2), where
        assert "alock.txt" not in stage.entries() or status == 3, where
        stopped += status != 0
        same(stage.deliver(*files)[0], 0)
    assert stopped, "no disk was full"


@test
def a_frozen_agent_holds_everything_up_until_it_goes_on(stage, long):
    stage.source("settled.csv", b"1")
    process = stage.start_deliver(stage.source("big.csv", BIG), kbit=8000)
    stage.wait_for(lambda: "alock.txt" in stage.entries())
    kill(process, signal.SIGSTOP)
    for _ in range(3):
        same(stage.collect("--settle", "0")["outcome"], "agent_delivering")
    kill(process, signal.SIGCONT)
    same((process.communicate(timeout=120)[0], process.returncode), ("delivered big.csv\n", 0))
    same(delivered(stage.collect()), [("big.csv", "complete")])


@test
def a_slow_upload_without_any_lock_is_taken_when_it_has_settled(stage, long):
    process = stage.server.start_upload(stage.source("big.csv", BIG), kbit=4000)
    stage.wait_for(lambda: "big.csv" in stage.entries())
    looks = 0
    while process.poll() is None:
        same(stage.collect("--settle", "2")["delivered"], [])
        looks += 1
    assert looks > 0
    same(delivered(stage.collect("--settle", "2", "--wait", "20")), [("big.csv", "settled")])
    assert stage.stored("big.csv") == BIG


@test
def an_upload_that_breaks_and_resumes_is_taken_whole_on_its_checksum(stage, long):
    big, line = stage.source("big.csv", BIG), checksum(stage, "big.csv", BIG)
    process = stage.server.start_upload(line, big, kbit=4000)
    stage.wait_for(lambda: "big.csv" in stage.entries() and os.path.getsize(stage.drop + "/big.csv") > 65536)
    kill(process)
    process.wait()
    stage.wait_for(lambda: not stage.agents_on_the_server())
    # Half of it is there, and settle time 0 alone would take it for whole.
    same(stage.collect("--settle", "0")["skipped_count"], {"checksum_mismatch": 1})
    stage.server.resume(big)
    same(delivered(stage.collect("--settle", "0")), [("big.csv", "complete")])
    assert stage.stored("big.csv") == BIG


@test
def a_file_of_mode_0600_is_collected_or_its_agent_learns_what_to_change(stage, long):
    upload = stage.server.start_upload(stage.source("students.csv", b"1", 0o600), kbit=4000)
    same(upload.wait(60), 0)
    report = stage.collect("--settle", "0")
    if stage.server.over == "ftp":
        # file_open_mode: the server decides.
        same(delivered(report), [("students.csv", "agent_lock")])
    else:
        same(report["skipped_count"], {"unreadable": 1})
        diagnoses = " ".join(alarm["diagnosis"] for alarm in stage.status("--max-age", "0", "--settle", "0")["alarms"])
        assert "mode 0600" in diagnoses and "chmod 640" in diagnoses, diagnoses
        same(stage.server.client("chmod 640 students.csv").returncode, 0)
        same(delivered(stage.collect("--settle", "0")), [("students.csv", "agent_lock")])


@test
def files_that_are_replaced_arrive_as_they_were_last(stage, long):
    for number in range(4):
        same(stage.deliver(stage.source("students.csv", b"%d" % number))[0], 0)
        if number == 1:
            same(delivered(stage.collect()), [("students.csv", "complete")])
            same(stage.stored("students.csv"), b"1")
    same(delivered(stage.collect()), [("students.csv", "complete")])
    same(stage.stored("students.csv"), b"3")
    same(stage.entries(), [])


@test_over("ftp")
def what_breaks_while_the_server_takes_it_for_the_end_never_gets_its_name(stage, long):
    """Without TLS and without checksums only the size reveals it."""
    file = stage.source("big.csv", BIG)
    open(stage.at("count"), "w").close()
    same(stage.deliver(file, "--no-checksum", call=stage.server.cut_call("data", 0))[0], 0)
    connections, broken = int(open(stage.at("count")).read()), 0
    for at in range(1, connections + 1):
        stage.clear_drop()
        open(stage.at("count"), "w").close()
        status, _, err = stage.deliver(file, "--no-checksum", call=stage.server.cut_call("data", at))
        broken += "cut short" in err
        where = (at, status, err, stage.entries())
        assert "big.csv" not in stage.entries() or os.path.getsize(stage.drop + "/big.csv") == len(BIG), where
    assert broken, where


@test
def several_agents_and_a_collector_that_never_rests(stage, long):
    agents, rounds = (6, 10) if long else (3, 1)
    done, stored, failures = threading.Event(), [], []

    def collector():
        while not done.is_set():
            stored.extend(one["sha256"] for one in stage.collect()["delivered"])

    def agent(name):
        for number in range(rounds):
            files = [os.path.join(stage.at("out"), f"{name}-{number}-{part}.csv") for part in range(3)]
            status, out, err = stage.deliver(*files, "--wait", "300", agent=name)
            if status != 0 or out.count("delivered") != 3:
                failures.append((status, out, err))

    contents = [f"{name}-{number}-{part}" for name in range(agents) for number in range(rounds) for part in range(3)]
    for content in contents:
        stage.source(content + ".csv", content.encode())
    threads = [threading.Thread(target=agent, args=(str(name),)) for name in range(agents)]
    collecting = threading.Thread(target=collector)
    for thread in [collecting, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    collecting.join()
    stored.extend(one["sha256"] for one in stage.collect()["delivered"])
    same(failures, [])
    same(sorted(stored), sorted(hashlib.sha256(content.encode()).hexdigest() for content in contents))
    same(stage.entries(), [])
    return f"files of {agents} agents at once, the collector running: {len(contents)} delivered, each once, 0 violations"


def step_cut(stage, files, mode, at):
    """The server dies at that step of the script. Everything that is left must be whole, or
    reported."""
    def deliver(at):
        open(stage.at("count"), "w").close()
        return stage.deliver(*files, call=stage.server.cut_call(mode, at))

    stage.clear_drop()
    status, out, err = deliver(at)
    entries = stage.entries()
    where = (mode, at, status, out, err, entries)
    there = [name for name in entries if name in ("a.csv", "b.csv")]
    assert [line.split()[1] for line in out.splitlines()] == there, where
    assert status in (0, 3, 74, 75) and (status == 0) <= (len(there) == 2), where
    assert "alock.txt" not in entries or (status == 3 and "left behind" in err), where
    assert status == 0 or "sync-deliver: " in err, where
    # What arrived is whole, or does not match its checksum.
    found = stage.collect()
    assert found["delivered"] == [] or all(stage.stored(name) == name.encode() for name in there), (where, found)
    # The scheduler tries again.
    again = deliver(0)
    same((again[0], "alock.txt" in stage.entries()), (0, False))
    assert [name for name in stage.entries() if name.startswith(".")] == [], (where, again, stage.entries())


@test
def a_server_that_dies_at_every_step_leaves_whole_files_and_that_is_reported(stage, long):
    files = [stage.source(name, name.encode()) for name in ["a.csv", "b.csv"]]
    cuts = 0
    for mode in stage.server.cuts:
        open(stage.at("count"), "w").close()
        same(stage.deliver(*files, call=stage.server.cut_call(mode, 0))[0], 0)
        steps = int(open(stage.at("count")).read())
        for at in range(1, steps + 1) if every_one(stage, long) else range(7, steps + 1, 32):
            step_cut(stage, files, mode, at)
            cuts += 1
    return f"a server that dies at every step of the script: {cuts} cuts, every file whole or reported, 0 violations"
