"""Options beside the delivery itself: nothing to deliver, removal of sources, other addresses,
checks of the server."""
import os
import socket
import subprocess

from marks import same, test, test_over


def sources(stage):
    return sorted(os.listdir(stage.at("out")))


@test
def no_file_and_a_pattern_that_matches_none_are_fine_where_they_may_be(stage, long):
    pattern = stage.at("out/*.csv")
    for words in [["--allow-none"], ["--allow-none", pattern], [pattern, "--allow-none"]]:
        same(stage.deliver(*words), (0, "", ""))
    for words in [[], [pattern], ["--allow-none", stage.at("out/absent.csv")]]:
        status, out, err = stage.deliver(*words)
        assert (status, out) == (64, "") and "sync-deliver: " in err, (words, status, out, err)
    # A file may have such a name.
    same(stage.deliver(stage.source("[a]*.csv", b"1"), "--allow-none"), (0, "delivered [a]*.csv\n", ""))


@test
def what_has_been_delivered_is_moved_or_deleted_and_nothing_else(stage, long):
    os.makedirs(stage.drop + "/b.csv/full")
    files = [stage.source(name, name.encode()) for name in ["a.csv", "b.csv", "back\\slash [1].csv"]]
    status, out, _ = stage.deliver(*files, "--delete")
    same((status, out.splitlines()[2:]), (74, [f"deleted {files[0]}", f"deleted {files[2]}"]))
    same(sources(stage), ["b.csv"])
    aside = stage.at("out/aside")
    os.mkdir(aside)
    files = [stage.source(name, b"new") for name in ["a.csv", "c.csv"]]
    stage.source("aside/a.csv", b"moved before")
    status, out, err = stage.deliver(*files, "--move-to", aside)
    same((status, out), (74, f"delivered a.csv\ndelivered c.csv\nmoved {files[1]}\n"))
    same(err, f"sync-deliver: delivered, but not moved: {files[0]}: {aside}/a.csv is there already\n")
    same((sources(stage), sorted(os.listdir(aside))), (["a.csv", "aside", "b.csv"], ["a.csv", "c.csv"]))
    same(open(aside + "/a.csv").read(), "moved before")
    same(stage.deliver(files[0], "--move-to", stage.at("absent"))[0], 64)
    same(stage.deliver(files[0], "--move-to", aside, "--delete")[0], 64)


@test_over("sftp")
def a_file_that_has_changed_since_it_was_delivered_stays(stage, long):
    """It is written to while alock.txt is removed: after the rename, before the source is
    removed."""
    file = stage.source("a.csv", b"delivered")
    server = stage.script("late", f"""
        import os, subprocess, sys
        status = subprocess.run(["/usr/lib/openssh/sftp-server"]).returncode
        if os.path.exists({stage.drop + "/a.csv"!r}):
            open({file!r}, "a").write(" and more")
        sys.exit(status)""")
    status, out, err = stage.deliver(file, "--delete", call=(["--to", "host:" + stage.drop, "-S", server], {}))
    same((status, out), (74, "delivered a.csv\n"))
    same(err, f"sync-deliver: delivered, but not deleted: {file}: it has changed since\n")
    same((open(file).read(), open(stage.drop + "/a.csv").read()), ("delivered and more", "delivered"))


@test
def a_check_shows_what_works_and_leaves_nothing_behind(stage, long):
    status, out, err = stage.deliver("--check")
    same((status, err, stage.entries()), (0, "", []))
    lines = out.splitlines()
    assert len(lines) >= 8 and all(line.startswith("works: ") for line in lines), out
    for lock in ["lock.txt", "alock.txt"]:
        open(os.path.join(stage.drop, lock), "w").close()
        same((stage.deliver("--check")[:2], stage.entries()), ((75, ""), [lock]))
        os.unlink(os.path.join(stage.drop, lock))
    os.chmod(stage.drop, 0o555)
    try:
        status, out, err = stage.deliver("--check")
    finally:
        os.chmod(stage.drop, 0o2770)
    assert status == 74 and out.startswith("fails: ") and "try again" not in err, (status, out, err)
    same(stage.deliver("--check", stage.source("a.csv", b"1"))[0], 64)


@test
def a_folder_that_the_account_may_not_write_to_is_reported_at_once(stage, long):
    os.chmod(stage.drop, 0o555)
    try:
        status, out, err = stage.deliver(stage.source("a.csv", b"1"), "--wait", "600")
    finally:
        os.chmod(stage.drop, 0o2770)
    assert (status, out) == (74, "") and "alock.txt cannot be made: " in err and "try again" not in err, (status, out, err)


@test
def an_ipv6_address_is_in_brackets(stage, long):
    """Checks the address that the client receives; without IPv6 the refusal shows that it was
    understood."""
    file, client = stage.source("a.csv", b"1"), "lftp" if stage.server.over == "ftp" else "sftp"
    recorder = stage.at("recorder")
    os.makedirs(recorder, exist_ok=True)
    with open(recorder + "/" + client, "w") as script:
        script.write(f"#!/bin/sh\n{{ printf '%s\\n' \"$@\"; [ {client} = sftp ] || sed -n '/^open/{{p;q;}}'; }} >{stage.at('asked')}\nexit 1\n")
    os.chmod(recorder + "/" + client, 0o755)
    for to, wanted in ([("ftp://user@[::1]:2121/folder", '"ftp://user@[::1]:2121"')] if client == "lftp" else
                       [("user@[::1]:folder", "user@[::1]"), ("[fe80::1]:a:b", "[fe80::1]")]):
        status = stage.deliver(file, call=(["--to", to], {"PATH": recorder + ":" + os.environ["PATH"]}))[0]
        same((status, wanted in open(stage.at("asked")).read().split()), (74, True))
