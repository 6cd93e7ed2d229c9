"""Plays the sftp batches of docs/windows.md, in the order in which its script does, with OpenSSH's
own client. The batches are taken from the page, so that they cannot differ from what it shows."""
import hashlib
import os
import re

from marks import delivered, same, test_over

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/windows.md")
TOKEN = "0123456789abcdef0123456789abcdef"
NAME = "étudiants 1.csv"


def batches():
    """Each here-string of the script, by the name of its variable."""
    script = re.search(r"```powershell\n(# Delivers.*?)```", open(PAGE, encoding="utf-8").read(), re.DOTALL).group(1)
    return dict(re.findall(r'\$(\w+) = @"\n(.*?)\n"@', script, re.DOTALL))


def quoted(name):
    return '"' + name.replace("\\", "/").replace('"', '\\"') + '"'


class Script:
    """The script on one computer, with its folder of state."""

    def __init__(self, stage, token=TOKEN, name=NAME):
        self.stage, self.token, self.name, self.batches = stage, token, name, batches()

    def play(self, batch, content=b"", number=2):
        hidden = ".sync_ingest-upload-" + self.token
        # One digest in capital letters, as Get-FileHash writes it.
        digest = hashlib.sha256(content).hexdigest().upper().encode() + b"\n"
        lock = f"1769846400\nsync-deliver registry\nhost ERP-1\ntoken {self.token}\n".encode()
        values = {
            "lock": quoted(self.stage.source("lock-" + self.token, lock)), "seen": quoted(self.stage.at("seen")),
            "sum": quoted(self.stage.source("sum", digest)), "source": quoted(self.stage.source("export", content)),
            "name": quoted(self.name), "checksum": quoted(f"_{self.name}.sha256"), "hidden": hidden,
            "first": f"{hidden}-{number}", "second": f"{hidden}-{number + 1}",
        }
        lines = re.sub(r"\$(\w+)", lambda found: values[found[1]], self.batches[batch])
        return self.stage.server.client(*lines.split("\n")).returncode


@test_over("sftp")
def the_batches_of_the_windows_page_deliver_under_a_lock_and_with_a_checksum(stage, long):
    script = Script(stage)
    same(sorted(script.batches), ["deliver", "look", "recall", "take", "unlock", "withdraw"])
    for content in [b"id\r\n1\r\n", b"id\r\n2\r\n"]:
        same(script.play("take"), 0)
        same(script.play("look"), 1)
        same(script.play("deliver", content), 0)
        same(stage.collect("--settle", "0")["outcome"], "agent_delivering")
        same(script.play("unlock"), 0)
    # At once: the digest is in capital letters and has no name beside it.
    same(delivered(stage.collect("--settle", "1h")), [(NAME, "complete")])
    same(stage.stored(NAME), b"id\r\n2\r\n")
    same(stage.entries(), [])


@test_over("sftp")
def of_two_windows_agents_one_gets_the_lock_and_the_other_leaves_nothing(stage, long):
    first, second = Script(stage), Script(stage, "f" * 32)
    same(first.play("take"), 0)
    assert second.play("take") != 0
    same(second.play("withdraw"), 0)
    same(stage.entries(), ["alock.txt"])
    same(stage.status()["agent_lock"]["held_by"], {"kind": "remote_agent", "name": "registry", "host": "ERP-1"})
    # A killed run finds that the lock is its own.
    same(first.play("recall"), 0)
    same(open(stage.at("seen")).read().splitlines()[-1], "token " + TOKEN)
    same(first.play("unlock"), 0)


@test_over("sftp")
def a_windows_agent_sees_that_a_collector_is_busy(stage, long):
    script = Script(stage)
    same(script.play("take"), 0)
    open(os.path.join(stage.drop, "lock.txt"), "w").close()
    same(script.play("look"), 0)
    same(script.play("unlock"), 0)
    same(stage.entries(), ["lock.txt"])


@test_over("sftp")
def an_upload_that_breaks_off_offers_nothing(stage, long):
    """Each batch is cut after each of its lines: no half of a file has its name."""
    script = Script(stage, name="a.csv")
    lines = script.batches["deliver"].split("\n")
    for cut in range(1, len(lines)):
        script.batches["deliver"] = "\n".join(lines[:cut])
        same(script.play("deliver", b"content", 2 * cut), 0)
        same(stage.collect("--settle", "0")["delivered"], [])
