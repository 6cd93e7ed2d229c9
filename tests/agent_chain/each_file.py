"""Files of a delivery are independent: a failure of one does not hold back the others, and only a
file that is seen under its name, as it was sent, is reported as delivered."""
import hashlib
import os

from marks import delivered, same, test, test_over

NAMES = ["a.csv", "b.csv", "c.csv"]


def three(stage):
    return [stage.source(name, name.encode()) for name in NAMES]


def arrived(stage, *names):
    same(stage.entries(), sorted([*names, *(f"_{name}.sha256" for name in names)]))


@test
def a_file_that_cannot_be_renamed_does_not_hold_back_the_others(stage, long):
    """A non-empty folder has its name."""
    for place in ["b.csv", "_b.csv.sha256"]:
        stage.clear()
        os.makedirs(os.path.join(stage.drop, place, "full"))
        status, out, err = stage.deliver(*three(stage))
        same((status, out), (74, "delivered a.csv\ndelivered c.csv\n"))
        assert err.startswith("sync-deliver: not delivered: b.csv: ") and "renamed: " in err and err.count("\n") == 1, err
        same([name for name in stage.entries() if "b.csv" in name], [place])
        same(sorted(set(stage.entries()) - {place}), ["_a.csv.sha256", "_c.csv.sha256", "a.csv", "c.csv"])


@test_over("sftp")
def a_file_that_cannot_be_uploaded_does_not_hold_back_the_others(stage, long):
    server = stage.script("refuse", """
        import os, re, struct, subprocess, sys, threading
        server = subprocess.Popen(["/usr/lib/openssh/sftp-server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        def answers():
            while piece := os.read(server.stdout.fileno(), 65536):
                os.write(1, piece)
            os._exit(0)
        threading.Thread(target=answers, daemon=True).start()
        while head := sys.stdin.buffer.read(4):
            body = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
            # The second file is opened for writing below a folder that does not exist.
            if body[0] == 3 and re.search(rb"-2\\0", body):
                body = body.replace(b"/.sync_ingest-upload-", b"/absent/nc_ingest-upl")
            server.stdin.write(head + body)
            server.stdin.flush()
        server.stdin.close()
        server.wait()""")
    status, out, err = stage.deliver(*three(stage), call=(["--to", "host:" + stage.drop, "-S", server], {}))
    same((status, out, err), (74, "delivered a.csv\ndelivered c.csv\n",
                              "sync-deliver: not delivered: b.csv: it cannot be uploaded: No such file or directory\n"))
    arrived(stage, "a.csv", "c.csv")


def meddled(stage, action, at=".sync_ingest-upload-*-2", times=1):
    """Returns a server of this host, beside which `action` is done when such a name
    appears."""
    return ["--to", "host:" + stage.drop, "-S", stage.script("meddle", f"""
        import glob, os, subprocess, sys, threading, time
        drop, out = {stage.drop!r}, {stage.at("out")!r}
        def meddle():
            left = {times}
            while left:
                if glob.glob(drop + "/" + {at!r}):
                    {action}
                    left -= 1
                time.sleep(0.001)
        threading.Thread(target=meddle, daemon=True).start()
        sys.exit(subprocess.run(["/usr/lib/openssh/sftp-server"]).returncode)""")]


@test_over("sftp")
def a_source_that_changes_while_it_is_uploaded_is_not_delivered(stage, long):
    """Appended to, replaced, truncated, of the same size, or with its mtime restored: the others
    still arrive."""
    for change in ['open(out + "/b.csv", "a").write("more")', 'open(out + "/b.csv", "w").write("B.csv")',
                   'open(out + "/x", "w").write("B.csv"); os.rename(out + "/x", out + "/b.csv")', 'os.truncate(out + "/b.csv", 1)',
                   'seen = os.stat(out + "/b.csv"); open(out + "/b.csv", "w").write("B.csv"); os.utime(out + "/b.csv", ns=(seen.st_atime_ns, seen.st_mtime_ns))',
                   'os.unlink(out + "/b.csv")']:
        stage.clear()
        status, out, err = stage.deliver(*three(stage), call=(meddled(stage, change), {}))
        same((status, out), (74, "delivered a.csv\ndelivered c.csv\n"))
        same(err, "sync-deliver: not delivered: b.csv: it changed during the upload\n")
        arrived(stage, "a.csv", "c.csv")


@test_over("sftp")
def a_source_that_changes_between_two_runs_arrives_in_its_last_version(stage, long):
    for content in [b"1", b"2"]:
        same(stage.deliver(stage.source("a.csv", content))[::2], (0, ""))
        line = open(os.path.join(stage.drop, "_a.csv.sha256")).read()
        same(line, f"{hashlib.sha256(content).hexdigest()}  a.csv\n")


@test_over("sftp")
def an_upload_that_somebody_removes_is_not_reported_as_delivered(stage, long):
    """The hidden name is then gone, as after a rename; with and without an older file under the
    final name."""
    for older in [None, b"older", b"b.csv"]:
        stage.clear()
        if older is not None:
            stage.source("b.csv", older)
            same(stage.deliver(stage.at("out/b.csv"), "--no-checksum")[0], 0)
        remove = '[os.unlink(name) for name in glob.glob(drop + "/.sync_ingest-upload-*-2")]'
        status, out, err = stage.deliver(*three(stage), call=(meddled(stage, remove, at=".sync_ingest-upload-*-3"), {}))
        same((status, out), (74, "delivered a.csv\ndelivered c.csv\n"))
        assert "not delivered: b.csv: it cannot be renamed: No such file" in err, err
        same(os.path.exists(stage.drop + "/_b.csv.sha256"), False)


@test_over("sftp")
def a_lock_that_somebody_removes_ends_the_delivery(stage, long):
    take = 'os.unlink(drop + "/alock.txt"); open(drop + "/alock.txt", "w").write("of another agent")'
    status, out, err = stage.deliver(*three(stage), call=(meddled(stage, take, at=".sync_ingest-upload-*-1"), {}))
    same((status, out), (74, ""))
    assert "alock.txt is no longer ours: nothing more is delivered" in err and err.count("not delivered") == 3, err
    same(stage.entries(), ["alock.txt"])
    same(open(stage.drop + "/alock.txt").read(), "of another agent")


@test
def many_files_arrive_over_one_connection_each_on_its_checksum(stage, long):
    names = [f"{number:03}.csv" for number in range(230)]
    files = [stage.source(name, name.encode()) for name in names]
    status, out, err = stage.deliver(*files)
    same((status, out.splitlines(), err), (0, [f"delivered {name}" for name in names], ""))
    same(delivered(stage.collect()), [(name, "complete") for name in names])
    same(stage.entries(), [])


@test_over("sftp")
def the_reason_is_not_lost_in_the_other_output_of_the_client(stage, long):
    """A server that creates alock.txt and does not list it."""
    server = stage.script("hide", """
        import os, subprocess, sys, threading
        server = subprocess.Popen(["/usr/lib/openssh/sftp-server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        def answers():
            while piece := os.read(server.stdout.fileno(), 65536):
                os.write(1, piece.replace(b"\\0\\0\\0\\talock.txt", b"\\0\\0\\0\\tALOCK.TXT"))
            os._exit(0)
        threading.Thread(target=answers, daemon=True).start()
        while piece := os.read(0, 65536):
            server.stdin.write(piece)
            server.stdin.flush()
        server.stdin.close()
        server.wait()""")
    status, out, err = stage.deliver(*three(stage), call=(["--to", "host:" + stage.drop, "-S", server], {}))
    same((status, out, stage.entries()), (74, "", []))
    assert "the server does not list alock.txt, which was just created" in err, err
