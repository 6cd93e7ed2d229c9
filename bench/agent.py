"""The agent's script beside the client that it uses: one batch of sftp that uploads and renames the
same files.

Both talk directly to the same server program, without a network: so the difference is the script's
overhead."""
import hashlib
import os
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "bindings/agent/sync-deliver"
SERVERS = ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/libexec/sftp-server"]
FILES = 1000


class Delivery:
    def __init__(self, work):
        self.work, self.sources, self.sums = work, work / "agent-out", work / "agent-sums"
        self.server = work / "agent-server"
        program = next(path for path in SERVERS if os.path.exists(path))
        self.server.write_text(f"#!/bin/sh\numask 022\nexec {program}\n")
        self.server.chmod(0o755)
        self.names = [f"student-{number:04}.csv" for number in range(FILES)]
        for folder in [self.sources, self.sums, work / "agent-state"]:
            folder.mkdir()
        for name in self.names:
            content = os.urandom(2048)
            (self.sources / name).write_bytes(content)
            (self.sums / name).write_text(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

    def timed(self, command, drop, **more):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(self.work)}, **more)
        elapsed = time.perf_counter() - begin
        found = sorted(os.listdir(drop))
        assert found == sorted([*self.names, *(f"_{name}.sha256" for name in self.names)]), f"{command[0]} has not delivered all files"
        return elapsed

    def script(self, drop):
        words = ["sh", SCRIPT, *(self.sources / name for name in self.names), "--to", f"host:{drop}", "-S", self.server,
                 "--state", self.work / "agent-state"]
        return self.timed(words, drop)

    def sftp(self, drop):
        lines = [f"cd {drop}"]
        for number, name in enumerate(self.names):
            lines += [f"put {self.sums / name} .upload-{number}.sha256", f"put {self.sources / name} .upload-{number}"]
        for number, name in enumerate(self.names):
            lines += [f"rename .upload-{number}.sha256 _{name}.sha256", f"rename .upload-{number} {name}"]
        return self.timed(["sftp", "-b", "-", "-S", self.server, "host"], drop, text=True, input="\n".join(lines) + "\n")
