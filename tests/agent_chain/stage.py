"""The stage for tests of the whole chain: a real sshd with the configuration of docs/sftp.md, a drop folder, agents, a collector.

Accounts that every Debian has stand in for the agent and the collector, and everything lies below one folder of root's, which goes
with the test. The mounts are those of this process alone."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DELIVER = os.path.join(ROOT, "bindings/agent/sync-deliver")
AGENT, COLLECTOR = "games", "www-data"


def block(language):
    """The one block of a language in docs/sftp.md."""
    text = open(os.path.join(ROOT, "docs/sftp.md")).read()
    return re.search(r"```%s\n(.*?)```" % language, text, re.S).group(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stage:
    def __init__(self, program):
        # sshd wants every folder above the chroot to be root's alone, which /tmp is not.
        self.base = tempfile.mkdtemp(prefix="sync_ingest-", dir="/run")
        os.chmod(self.base, 0o755)
        self.program = shutil.copy(program, self.base)
        self.data, self.jail = self.at("moodledata"), self.at("jail")
        self.drop, self.area = self.data + "/sync", self.data + "/sync_work"
        self.servers = []
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
        subprocess.run(["mount", "--bind", self.drop, self.jail + "/sync"], check=True)

    def at(self, name):
        return os.path.join(self.base, name)

    def start_sshd(self):
        key, self.port = self.at("key"), free_port()
        for path in [key, self.at("host")]:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        os.mkdir(self.at("agents"))
        shutil.copy(key + ".pub", self.at("agents/" + AGENT))
        settings = block("sshd_config").replace("Match User registry", "Match User " + AGENT)
        settings = settings.replace("/srv/jail", self.jail).replace("/etc/ssh/agents", self.at("agents"))
        with open(self.at("sshd_config"), "w") as file:
            file.write(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.at('host')}\nPidFile none\nUsePAM no\n"
                       f"MaxStartups 200\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n{settings}")
        os.makedirs("/run/sshd", exist_ok=True)
        log = open(self.at("sshd.log"), "w")
        self.servers.append(subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", self.at("sshd_config")], stderr=log))
        host = open(self.at("host.pub")).read()
        with open(self.at("known"), "w") as file:
            file.write(f"[127.0.0.1]:{self.port} {host}")
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(open(self.at("sshd.log")).read())

    def ssh(self):
        return ["-P", str(self.port), "-i", self.at("key"), "-F", "/dev/null", "-o", "UserKnownHostsFile=" + self.at("known")]

    def source(self, name, content, mode=0o644):
        path = os.path.join(self.at("out"), name)
        with open(path, "wb") as file:
            file.write(content)
        os.chmod(path, mode)
        return path

    def start_deliver(self, *words, agent="registry", to=None, extra=None, env=None):
        """A process group of its own, so that a kill reaches all of it."""
        command = ["sh", DELIVER, "--to", to or f"{AGENT}@127.0.0.1:sync", "--agent", agent, "--state", self.at("state")]
        command += [*(self.ssh() if extra is None else extra), *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
                                start_new_session=True, env={**os.environ, **(env or {})})

    def deliver(self, *words, **more):
        """Exit status, standard output, standard error."""
        process = self.start_deliver(*words, **more)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def sftp(self, *lines):
        command = ["sftp", "-b", "-", *self.ssh(), f"{AGENT}@127.0.0.1"]
        return subprocess.run(command, input="\n".join(("cd sync",) + lines) + "\n", text=True, capture_output=True, timeout=120)

    def start_sftp(self, *lines, limit):
        process = subprocess.Popen(["sftp", "-b", "-", "-l", str(limit), *self.ssh(), f"{AGENT}@127.0.0.1"], text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)
        process.stdin.write("\n".join(("cd sync",) + lines) + "\n")
        process.stdin.close()
        return process

    def ingest(self, command, *words):
        words = [self.program, command, self.drop, "--work-area", self.area, *words]
        return subprocess.run(words, capture_output=True, text=True, user=COLLECTOR, group=COLLECTOR, extra_groups=[])

    def collect(self, *words):
        told = self.ingest("collect", "--into", self.at("store"), "--json", *words)
        return json.loads(told.stdout)

    def status(self, *words):
        told = self.ingest("status", "--json", *words)
        return json.loads(told.stdout)

    def entries(self):
        return sorted(os.listdir(self.drop))

    def stored(self, name):
        with open(os.path.join(self.at("store"), name), "rb") as file:
            return file.read()

    def wait_for(self, what, seconds=30):
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end:
                raise AssertionError("it did not come to that")
            time.sleep(0.02)

    def clear(self):
        """Between two tests."""
        for folder in [self.drop, self.at("store"), self.at("out"), self.area, self.at("state")]:
            for name in os.listdir(folder) if os.path.isdir(folder) else []:
                path = os.path.join(folder, name)
                shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)

    def end(self):
        for server in self.servers:
            server.terminate()
            server.wait()
        subprocess.run(["umount", "-l", self.jail + "/sync"], check=False)
        shutil.rmtree(self.base)


def kill(process, signal_number=signal.SIGKILL):
    os.killpg(process.pid, signal_number)
