"""Tests with servers other than OpenSSH's: a delivery arrives whole, once and reported, or is
refused at once with the server's words; and nothing stays behind that the server permits to be
removed."""
import contextlib
import os
import re
import time

from marks import delivered, same, test_over

FILES = ["a.csv", "b.csv"]
ARRIVED = ["_a.csv.sha256", "_b.csv.sha256", "a.csv", "b.csv"]
# Seconds within which a refusal must come, on a busy machine.
AT_ONCE = 30
# Outcomes of a delivery other than a refusal with one of the messages below.
ARRIVES, LOCK_STAYS = object(), object()
DENIED, UNSUPPORTED = "Permission denied", "Operation unsupported"


def deliver(stage, content):
    """The sources have a mode as private as personal files."""
    begin = time.monotonic()
    status, out, err = stage.deliver(*(stage.source(name, content + name.encode(), 0o640) for name in FILES))
    return status, out.splitlines(), err, time.monotonic() - begin


def collected(stage, content):
    same(delivered(stage.collect()), [(name, "complete") for name in FILES])
    same([stage.stored(name) for name in FILES], [content + name.encode() for name in FILES])


def arrives(stage):
    """Delivers once, and once more over files that have not been collected yet: whole, or refused
    without harm."""
    status, out, err, _ = deliver(stage, b"first ")
    same((status, out, err, stage.entries()), (0, ["delivered " + name for name in FILES], "", ARRIVED))
    status, out, err, seconds = deliver(stage, b"second ")
    same(stage.entries(), ARRIVED)
    if status == 0:
        same((out, err), (["delivered " + name for name in FILES], ""))
    else:
        assert (status, out) == (74, []) and seconds < AT_ONCE and "try again later" not in err, (status, out, err, seconds)
    collected(stage, b"second " if status == 0 else b"first ")
    same(stage.entries(), [])


def leaves_its_lock_and_reports_that(stage):
    status, out, err, seconds = deliver(stage, b"first ")
    where = (status, out, err, seconds, stage.entries())
    assert status == 3 and err.count("alock.txt may be left behind") == 1 and re.search("denied|permitted|unsupported|not implemented", err, re.I), where
    same((out, stage.entries()), (["delivered " + name for name in FILES], sorted([*ARRIVED, "alock.txt"])))


def is_refused(stage, reason):
    status, out, err, seconds = deliver(stage, b"first ")
    where = (status, out, err, seconds, stage.entries())
    assert (status, out, stage.entries()) == (74, [], []), where
    assert seconds < AT_ONCE and re.search(reason, err) and "try again" not in err, where


def respects_locks(stage, wanted):
    """A delivery that would fail anyway may report that first."""
    for lock in ["lock.txt", "alock.txt"]:
        stage.clear()
        path = os.path.join(stage.drop, lock)
        with open(path, "w") as file:
            file.write("another's\n")
        os.chmod(path, 0o644)
        status, out, err, seconds = deliver(stage, b"first ")
        where = (lock, status, out, err, seconds, stage.entries())
        assert status in ((75,) if wanted is ARRIVES else (74, 75)) and out == [] and seconds < AT_ONCE, where
        assert stage.entries() == [lock] and open(path).read() == "another's\n", where


@contextlib.contextmanager
def account(stage, name):
    usual, stage.server.account = stage.server.account, name
    try:
        yield
    finally:
        stage.server.account = usual


def each(stage, cases, long):
    """Continues after a failure, so that one run shows all of them."""
    failures = []
    for case, wanted in cases.items():
        stage.clear()
        try:
            with account(stage, case):
                if wanted is ARRIVES:
                    arrives(stage)
                elif wanted is LOCK_STAYS:
                    leaves_its_lock_and_reports_that(stage)
                else:
                    is_refused(stage, wanted)
                if long or wanted is ARRIVES:
                    respects_locks(stage, wanted)
        except AssertionError as failure:
            failures.append(f"{case}: {failure}")
    assert not failures, "\n".join(failures)
    return f"{len(cases)} kinds of {stage.server.name}: each delivery whole and reported, or refused at once, 0 violations"


@test_over("asyncssh")
def each_command_that_sftp_servers_refuse(stage, long):
    outcomes = {
        **dict.fromkeys(["open", "write", "close", "opendir", "readdir", "stat", "read", "rename", "posix_rename"]),
        # sftp's own messages for these.
        "realpath": "realpath|canonicalize", "lstat": "not found",
        "remove": LOCK_STAYS, **dict.fromkeys(["setstat", "fsetstat", "mkdir", "rmdir", "link"], ARRIVES),
    }
    answers = {"denied": DENIED, "unsupported": UNSUPPORTED, "failure": "Failure"}
    cases = {f"{command}-{answer}": wanted or words for command, wanted in outcomes.items() for answer, words in answers.items()}
    # The answers hardly differ.
    short = [case for case in cases if case.endswith("denied" if case.startswith(("open", "remove", "setstat")) else "unsupported")]
    return each(stage, cases if long else {case: cases[case] for case in short}, long)


@test_over("asyncssh")
def each_odd_way_to_answer_that_sftp_servers_have(stage, long):
    return each(stage, {
        "plain": ARRIVES, "banner": ARRIVES, "windows": ARRIVES, "overwriting": ARRIVES, "no_extensions": ARRIVES, "no_dots": ARRIVES,
        "no_dot_files": ARRIVES, "empty": "does not list", "capitals": "does not list", "late": "does not list", "paths": "suspect path",
        "broken_off": "Couldn't read directory",
    }, True)


@test_over("ProFTPD")
def each_command_that_proftpd_refuses_and_each_way_it_is_set_up(stage, long):
    return each(stage, {
        "store": "550.*not permitted", "rename": "550.*not permitted", "mkdir": "550.*denied", "list": "nlist: ", "everything": "550.*denied",
        "remove": LOCK_STAYS, "rmdir": LOCK_STAYS, "retrieve": ARRIVES, "chmod": ARRIVES, "size": ARRIVES, "overwrite": ARRIVES,
        "staged": ARRIVES, "hidden": ARRIVES,
    }, long)


@test_over("ProFTPD's mod_sftp")
def each_command_that_mod_sftp_refuses_and_each_way_it_is_set_up(stage, long):
    return each(stage, {
        "store": DENIED, "rename": DENIED, "list": DENIED, "retrieve": DENIED, "chmod": DENIED, "everything": DENIED, "remove": LOCK_STAYS,
        "mkdir": ARRIVES, "rmdir": ARRIVES, "size": ARRIVES, "overwrite": ARRIVES, "staged": ARRIVES, "hidden": ARRIVES,
    }, long)


@test_over("Pure-FTPd")
def each_way_that_pure_ftpd_is_set_up(stage, long):
    return each(stage, {
        "chmod": ARRIVES, "autorename": ARRIVES, "rename": "550", "hidden": "553", "unread": "553", "remove": LOCK_STAYS,
    }, long)


@test_over("vsftpd")
def each_way_that_vsftpd_is_set_up(stage, long):
    denied = "550.*denied"
    return each(stage, {
        "store": denied, "rename": denied, "mkdir": denied, "list": denied, "everything": denied, "names": denied, "remove": LOCK_STAYS,
        "rmdir": LOCK_STAYS, "hidden": ARRIVES, "retrieve": ARRIVES, "chmod": ARRIVES, "size": ARRIVES,
    }, long)


@test_over("vsftpd")
def each_command_that_ftp_servers_do_not_know(stage, long):
    return each(stage, {
        **dict.fromkeys(["STOR", "RNFR", "RNTO", "MKD", "NLST", "CWD"], "502|not supported|nlist|cd:"),
        **dict.fromkeys(["DELE", "RMD"], LOCK_STAYS), **dict.fromkeys(["SIZE", "SITE", "RETR", "FEAT", "OPTS"], ARRIVES),
    }, long)


@test_over("asyncssh")
def where_no_mode_can_be_set_a_file_that_nobody_else_may_read_is_reported(stage, long):
    """Its mode is then the local one: exit status 0 alone would be misleading."""
    with account(stage, "setstat-unsupported"):
        status, out, err = stage.deliver(stage.source("a.csv", b"1", 0o600))
    if status == 0 and delivered(stage.collect()) == []:
        assert "a.csv" in err and re.search("mode|chmod", err), err
    else:
        assert status in (0, 74), (status, out, err)


@test_over("asyncssh")
def of_two_agents_one_wins_where_hidden_names_are_not_listed(stage, long):
    for race in range(40 if long else 5):
        files = [stage.source(f"{agent}.csv", agent.encode()) for agent in "ab"]
        with account(stage, "no_dot_files"):
            rivals = [stage.start_deliver(file, agent=agent) for file, agent in zip(files, "ab")]
        ends = [(rival.communicate(timeout=120), rival.returncode) for rival in rivals]
        won = [f"{agent}.csv" for agent, (_, status) in zip("ab", ends) if status == 0]
        assert won and all(status in (0, 75) for _, status in ends), (race, ends)
        same([name for name in stage.entries() if not name.startswith("_")], won)
        same([name for name, _ in delivered(stage.collect())], won)
