"""Sends the requests of the WinSCP recipes in docs/sftp.md, with OpenSSH's own client."""
import hashlib

from marks import delivered, same, test_over


def windows_checksum(stage, content):
    """Writes a checksum file as Get-FileHash and Out-File do."""
    return stage.source("sum", f"{hashlib.sha256(content).hexdigest().upper()}\r\n".encode())


@test_over("sftp")
def what_winscp_asks_of_the_server_replaces_a_file_and_never_offers_half_of_it(stage, long):
    """-resumesupport=on: uploads under a name that is never collected, removes the old file,
    renames the new one."""
    for content in [b"id\r\n1\r\n", b"id\r\n2\r\n"]:
        line, file = windows_checksum(stage, content), stage.source("students.csv", content)
        same(stage.server.client(f"put {line} _students.csv.sha256", "chmod 640 _students.csv.sha256",
                                 f"put {file} students.csv.filepart", "chmod 640 students.csv.filepart").returncode, 0)
        # The older file, if there is one, no longer matches.
        same(stage.collect("--settle", "0")["delivered"], [])
        same(stage.server.client("-rm students.csv", "rename -l students.csv.filepart students.csv").returncode, 0)
    same(delivered(stage.collect()), [("students.csv", "complete")])
    same(stage.stored("students.csv"), b"id\r\n2\r\n")


@test_over("sftp")
def what_winscp_asks_of_the_server_offers_a_hidden_file_only_when_it_is_renamed_and_replaces_none(stage, long):
    upload = [f"put {stage.source('export', b'1')} .students-0131.csv", "chmod 640 .students-0131.csv"]
    rename = "rename -l .students-0131.csv students-0131.csv"
    same(stage.server.client(*upload).returncode, 0)
    same(stage.collect("--settle", "0")["delivered"], [])
    same(stage.server.client(rename).returncode, 0)
    same(stage.server.client(*upload).returncode, 0)
    assert stage.server.client(rename).returncode != 0, "a file of that name is there"
    same(delivered(stage.collect("--settle", "0")), [("students-0131.csv", "agent_lock")])
    same(stage.entries(), [".students-0131.csv"])


@test_over("sftp")
def what_winscp_asks_of_the_server_makes_a_lock_that_one_agent_gets(stage, long):
    take = [f"put {stage.source('lock', b'any')} .lock-1", "rename -l .lock-1 alock.txt"]
    same(stage.server.client(*take).returncode, 0)
    assert stage.server.client(*take).returncode != 0
    assert stage.server.client("ls -l lock.txt").returncode != 0, "the answer while there is no collector"
    file = stage.source("students.csv", b"1")
    same(stage.deliver(file)[0], 75)
    same(stage.server.client(f"put {file} students.csv").returncode, 0)
    same(stage.collect("--settle", "0")["outcome"], "agent_delivering")
    same(stage.server.client("rm alock.txt", "rm .lock-1").returncode, 0)
    same(delivered(stage.collect("--settle", "0")), [("students.csv", "agent_lock")])
