"""Python's asyncssh as a server (refusing_server), and its clients. The account selects the
server's trait."""
import os
import subprocess
import sys

from packages import STORE, Unobtainable
from stage import AGENT, COLLECTOR, free_port, wait_for_port

HERE = os.path.dirname(os.path.abspath(__file__))


def python():
    """Returns a Python that has asyncssh: with Debian's package, from the PATH, or in our own
    environment."""
    own = os.path.join(STORE, "asyncssh")
    for candidate in [sys.executable, "/usr/bin/python3", own + "/bin/python"]:
        if os.path.exists(candidate) and subprocess.run([candidate, "-c", "import asyncssh"], capture_output=True).returncode == 0:
            return candidate
    for command in [[sys.executable, "-m", "venv", own], [own + "/bin/pip", "install", "--quiet", "asyncssh"]]:
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode != 0:
            raise Unobtainable(f"there is no asyncssh for python3, and {' '.join(command)}: {(made.stdout + made.stderr).strip()}")
    return own + "/bin/python"


class Asyncssh:
    name, over = "asyncssh", "sftp"
    needs = ["sftp", "ssh-keygen"]

    def __init__(self, stage):
        self.stage, self.port, self.account = stage, free_port(), "plain"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stage.at("host")], check=True)
        with open(stage.at("known"), "w") as file:
            file.write(f"[127.0.0.1]:{self.port} {open(stage.at('host.pub')).read()}")
        stage.serve([python(), "-W", "ignore", os.path.join(HERE, "refusing_server"), str(self.port), stage.at("host"), stage.jail,
                     AGENT, COLLECTOR])
        wait_for_port(self.port)

    def call(self, kbit=None):
        """Returns the options of sync-deliver, and its environment."""
        known = "UserKnownHostsFile=" + self.stage.at("known")
        return ["--to", f"{self.account}@127.0.0.1:sync", "-P", str(self.port), "-F", "/dev/null", "-o", known], {}
