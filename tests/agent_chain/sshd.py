"""A real sshd with the configuration of docs/sftp.md, and its clients: sync-deliver, and sftp as
other clients use it."""
import os
import shutil
import subprocess

from stage import AGENT, block, free_port, wait_for_port

HERE = os.path.dirname(os.path.abspath(__file__))


class Sshd:
    name, over = "OpenSSH", "sftp"
    needs = ["/usr/sbin/sshd", "/usr/lib/openssh/sftp-server", "sftp"]
    # When a server dies: before a request is carried out, or before its answer is sent.
    cuts = ["request", "reply"]

    def __init__(self, stage):
        self.stage, self.port, self.key = stage, free_port(), stage.at("key")
        for path in [self.key, stage.at("host")]:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        os.mkdir(stage.at("agents"))
        shutil.copy(self.key + ".pub", stage.at("agents/" + AGENT))
        settings = block("sftp.md", "sshd_config").replace("Match User registry", "Match User " + AGENT)
        settings = settings.replace("/srv/jail", stage.jail).replace("/etc/ssh/agents", stage.at("agents"))
        with open(stage.at("sshd_config"), "w") as file:
            file.write(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {stage.at('host')}\nPidFile none\nUsePAM no\n"
                       f"MaxStartups 200\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n{settings}")
        os.makedirs("/run/sshd", exist_ok=True)
        stage.serve(["/usr/sbin/sshd", "-D", "-e", "-f", stage.at("sshd_config")])
        with open(stage.at("known"), "w") as file:
            file.write(f"[127.0.0.1]:{self.port} {open(stage.at('host.pub')).read()}")
        wait_for_port(self.port)

    def connection(self):
        known = "UserKnownHostsFile=" + self.stage.at("known")
        return ["-P", str(self.port), "-i", self.key, "-F", "/dev/null", "-o", known]

    def call(self, kbit=None):
        """Returns the options of sync-deliver, and its environment."""
        return ["--to", f"{AGENT}@127.0.0.1:sync", *self.connection(), *([] if kbit is None else ["-l", str(kbit)])], {}

    def cut_call(self, mode, at, signal=0):
        """As above, but the server dies at that step, or interrupts the agent."""
        env = {"CUT_MODE": mode, "CUT_AT": str(at), "CUT_COUNT": self.stage.at("count"), "CUT_SIGNAL": str(signal)}
        return ["--to", "host:" + self.stage.drop, "-S", os.path.join(HERE, "cut_server")], env

    def client(self, *lines):
        """Runs sftp with these lines."""
        return subprocess.run(["sftp", "-b", "-", *self.connection(), f"{AGENT}@127.0.0.1"], text=True, capture_output=True,
                              input="\n".join(("cd sync",) + lines) + "\n", timeout=120)

    def plain(self, lines):
        assert self.client(*lines).returncode == 0

    def start_upload(self, *files, kbit):
        """Starts another client, which uses no lock and uploads under the final names."""
        lines = ["cd sync", *(f"put {file} {os.path.basename(file)}" for file in files)]
        return self.stage.start(["sftp", "-b", "-", "-l", str(kbit), *self.connection(), f"{AGENT}@127.0.0.1"], lines)

    def resume(self, file):
        assert self.client(f"reput {file} {os.path.basename(file)}").returncode == 0
