"""A real Pure-FTPd with TLS, and its clients. Each set of options runs as a separate server."""
import os
import pwd
import subprocess

from packages import unpacked
from stage import AGENT, free_port, wait_for_port
from tls import certificate

PASSWORD = "a word that only the test knows"
# Settings of administrators: no chmod, no renaming, nothing is removed, no hidden files, uploads
# never replace.
OPTIONS = {
    "plain": [], "chmod": ["--nochmod"], "rename": ["--norename"], "remove": ["--keepallfiles"], "hidden": ["--prohibitdotfileswrite"],
    "unread": ["--prohibitdotfilesread"], "autorename": ["--autorename"],
}


class PureFtpd:
    name, over = "Pure-FTPd", "ftp"
    needs = ["lftp", "openssl"]
    # Names that it refuses, or changes.
    cannot = ["back\\slash.csv", " spaces "]

    def __init__(self, stage):
        self.stage, self.account, self.ports = stage, "plain", {}
        self.root, self.env = unpacked("pure-ftpd", "usr/sbin/pure-ftpd")
        agent = pwd.getpwnam(AGENT)
        # Not with `pure-pw useradd`, whose password hash takes seconds at each login.
        hidden = subprocess.run(["openssl", "passwd", "-6", PASSWORD], capture_output=True, text=True, check=True).stdout.strip()
        with open(stage.at("accounts"), "w") as file:
            file.write(f"{AGENT}:{hidden}:{agent.pw_uid}:{agent.pw_gid}::{stage.jail}/./" + ":" * 12 + "\n")
        subprocess.run([os.path.join(self.root, "usr/bin/pure-pw"), "mkdb", stage.at("accounts.pdb"), "-f", stage.at("accounts")], check=True,
                       env={**os.environ, **self.env})
        public, key = certificate(stage)
        self.certificate, self.pair = public, stage.at("pair.pem")
        with open(self.pair, "w") as file:
            os.chmod(self.pair, 0o600)
            file.write(open(public).read() + open(key).read())

    def serve(self, account):
        """Starts the server with these options on first use, and returns its port."""
        if account not in self.ports:
            port, accounts = free_port(), "puredb:" + self.stage.at("accounts.pdb")
            self.ports[account] = port
            self.stage.serve([os.path.join(self.root, "usr/sbin/pure-ftpd"), "--bind", f"127.0.0.1,{port}", "--login", accounts,
                              "--chrooteveryone", "--noanonymous", "--dontresolve", "--minuid", "1", "--umask", "117:007", "--tls", "3",
                              "--certfile", self.pair, "--pidfile", self.stage.at(account + ".pid"), "--maxclientsperip", "100",
                              "--maxclientsnumber", "100", *OPTIONS[account]], self.env)
            wait_for_port(port)
        return self.ports[account]

    def call(self, kbit=None):
        """Returns the options of sync-deliver, and its environment."""
        limit = [] if kbit is None else ["--set", f"net:limit-rate={kbit * 128}"]
        to = f"ftp://{AGENT}@127.0.0.1:{self.serve(self.account)}/sync"
        return ["--to", to, "--set", "ssl:ca-file=" + self.certificate, *limit], {"LFTP_PASSWORD": PASSWORD}
