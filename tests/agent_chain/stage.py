"""The stage for tests of the whole chain: a drop folder, a real server in front of it, agents and a
collector.

Accounts that every Debian has stand in for the agent and the collector. Everything is below one
folder of root's, which is removed with the test. The mounts belong to this process alone."""
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DELIVER = os.path.join(ROOT, "bindings/agent/sync-deliver")
AGENT, COLLECTOR = "games", "www-data"


def block(document, language):
    """Returns the one block of a language in a document of docs/."""
    text = open(os.path.join(ROOT, "docs", document)).read()
    return re.search(r"```%s\n(.*?)```" % language, text, re.S).group(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nobody listens on port {port}")


class Stage:
    server = None

    def __init__(self, program):
        # sshd requires that only root can write to the folders above the chroot, which is not so in
        # /tmp.
        self.base = tempfile.mkdtemp(prefix="sync_ingest-", dir="/run")
        os.chmod(self.base, 0o755)
        self.program = shutil.copy(program, self.base)
        self.data, self.jail = self.at("moodledata"), self.at("jail")
        self.drop, self.area = self.data + "/sync", self.data + "/sync_work"
        self.servers, self.mounts = [], []
        for path, owner, group, mode in [
            (self.data, COLLECTOR, COLLECTOR, 0o755),
            (self.drop, AGENT, COLLECTOR, 0o2770),
            (self.jail, "root", "root", 0o755),
            (self.jail + "/sync", AGENT, COLLECTOR, 0o2770),
            (self.at("store"), COLLECTOR, COLLECTOR, 0o755),
            (self.at("out"), "root", "root", 0o755),
        ]:
            os.mkdir(path)
            shutil.chown(path, owner, group)
            os.chmod(path, mode)
        self.mount("--bind", self.drop, self.jail + "/sync")

    def at(self, name):
        return os.path.join(self.base, name)

    def mount(self, *words):
        subprocess.run(["mount", *words], check=True)
        self.mounts.append(words[-1])

    def serve(self, command, env=None):
        """Starts a server that ends with the stage."""
        self.servers.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(self.at("server.log"), "a"),
                                             env={**os.environ, **(env or {})}))

    def start(self, command, lines=(), env=None):
        """Starts a process group, so that a kill reaches all of it."""
        process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   start_new_session=True, env={**os.environ, **(env or {})})
        process.stdin.write("".join(line + "\n" for line in lines))
        process.stdin.close()
        process.stdin = None
        return process

    def source(self, name, content, mode=0o644):
        path = os.path.join(self.at("out"), name)
        with open(path, "wb") as file:
            file.write(content)
        os.chmod(path, mode)
        return path

    def script(self, name, text):
        """Writes a Python program that sits between the client and a server, or replaces one."""
        path = self.at(name)
        with open(path, "w") as file:
            file.write(f"#!{sys.executable}\n{textwrap.dedent(text)}\n")
        os.chmod(path, 0o755)
        return path

    def start_deliver(self, *words, agent="registry", kbit=None, call=None, shell="sh", temporary=None):
        options, env = call or self.server.call(kbit)
        words = [*shell.split(), DELIVER, "--agent", agent, "--state", self.at("state"), *options, *words]
        self.agent = self.start(words, env={**env, "TMPDIR": temporary or self.base})
        return self.agent

    def deliver(self, *words, **more):
        """Returns exit status, standard output and standard error."""
        process = self.start_deliver(*words, **more)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def agents_on_the_server(self):
        """Returns whether the server, which shares our mounts, still works for an agent."""
        def ours(pid):
            try:
                return os.stat(f"/proc/{pid}/ns/mnt").st_ino == os.stat("/proc/self/ns/mnt").st_ino
            except OSError:
                return False

        found = subprocess.run(["pgrep", "-u", AGENT], capture_output=True, text=True).stdout.split()
        return any(ours(pid) for pid in found)

    def ingest(self, command, *words):
        words = [self.program, command, self.drop, "--work-area", self.area, *words]
        return subprocess.run(words, capture_output=True, text=True, user=COLLECTOR, group=COLLECTOR, extra_groups=[])

    def collect(self, *words):
        return json.loads(self.ingest("collect", "--into", self.at("store"), "--json", *words).stdout)

    def status(self, *words):
        return json.loads(self.ingest("status", "--json", *words).stdout)

    def entries(self):
        return sorted(os.listdir(self.drop))

    def stored(self, name):
        with open(os.path.join(self.at("store"), name), "rb") as file:
            return file.read()

    def wait_for(self, what, seconds=30):
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end:
                raise AssertionError("it did not happen in time")
            time.sleep(0.02)

    def small_disk(self, size):
        """Puts a small disk below the drop folder, until `unmount` is called."""
        owner = [f"uid={pwd.getpwnam(AGENT).pw_uid}", f"gid={pwd.getpwnam(COLLECTOR).pw_gid}", "mode=2770", f"size={size}"]
        self.mount("-t", "tmpfs", "-o", ",".join(owner), "tmpfs", self.drop)
        self.mount("--bind", self.drop, self.jail + "/sync")

    def unmount(self, count):
        for _ in range(count):
            subprocess.run(["umount", "-l", self.mounts.pop()], check=True)

    def clear(self):
        """Removes all files between two tests."""
        self.clear_drop(self.at("store"), self.at("out"), self.area, self.at("state"))

    def clear_drop(self, *others):
        for folder in [self.drop, *others]:
            for name in os.listdir(folder) if os.path.isdir(folder) else []:
                path = os.path.join(folder, name)
                shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)

    def end(self):
        for server in self.servers:
            server.terminate()
            server.wait()
        self.unmount(len(self.mounts))
        shutil.rmtree(self.base)


def kill(process, signal_number=signal.SIGKILL):
    os.killpg(process.pid, signal_number)
