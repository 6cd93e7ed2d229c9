"""A real vsftpd with the configuration of docs/ftp.md, and its clients: sync-deliver, and lftp as
other clients use it."""
import os
import subprocess

from cut_ftp import CutFtp
from stage import AGENT, block, free_port, wait_for_port

PASSWORD = "a word that only the test knows"
# Settings of administrators; each runs as a separate server.
SWITCHED = {
    "store": "cmds_denied=STOR", "rename": "cmds_denied=RNFR,RNTO", "mkdir": "cmds_denied=MKD", "list": "dirlist_enable=NO",
    "everything": "write_enable=NO", "names": "deny_file={.sync*}", "hidden": "hide_file={.sync*}", "remove": "cmds_denied=DELE",
    "rmdir": "cmds_denied=RMD", "retrieve": "download_enable=NO", "chmod": "chmod_enable=NO", "size": "cmds_denied=SIZE",
}


class Vsftpd:
    name, over = "vsftpd", "ftp"
    needs = ["/usr/sbin/vsftpd", "lftp", "openssl"]
    # As for sftp, and a broken data connection that the server takes for the end of the file.
    cuts = ["request", "reply", "data"]

    def __init__(self, stage):
        self.stage, self.account, self.ports = stage, AGENT, {}
        # A private /etc, with a password for the account and the settings of PAM.
        os.mkdir(stage.at("etc"))
        stage.mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", stage.at("etc"))
        subprocess.run(["cp", "-a", "/etc/.", stage.at("etc")], check=True)
        stage.mount("--bind", stage.at("etc"), "/etc")
        subprocess.run(["chpasswd"], input=f"{AGENT}:{PASSWORD}", text=True, check=True)
        for name, text in [("/etc/pam.d/vsftpd-agents", block("ftp.md", "pam")), ("/etc/vsftpd.agents", AGENT + "\n")]:
            with open(name, "w") as file:
                file.write(text)
        self.certificate, key = stage.at("moodle.crt"), stage.at("moodle.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out",
                        self.certificate, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        os.makedirs("/run/vsftpd/empty", exist_ok=True)
        settings = block("ftp.md", "vsftpd.conf").replace("/srv/jail", stage.jail)
        settings = settings.replace("/etc/ssl/certs/moodle.crt", self.certificate).replace("/etc/ssl/private/moodle.key", key)
        settings += f"listen_address=127.0.0.1\nbackground=NO\nvsftpd_log_file={stage.at('vsftpd.log')}\n"
        self.settings, self.ports[AGENT] = settings, self.serve("secure", settings)
        # The cutter must read the traffic, so the server behind it has no TLS.
        self.bare_port = self.serve("bare", settings + "ssl_enable=NO\ndelete_failed_uploads=NO\n")
        self.cutter = CutFtp(self.bare_port, stage)

    def serve(self, name, settings):
        port = free_port()
        with open(self.stage.at(name + ".conf"), "w") as file:
            file.write(settings + f"listen_port={port}\n")
        self.stage.serve(["/usr/sbin/vsftpd", self.stage.at(name + ".conf")])
        wait_for_port(port)
        return port

    def to(self, port):
        return ["--to", f"ftp://{AGENT}@127.0.0.1:{port}/sync"]

    def call(self, kbit=None):
        """Returns the options of sync-deliver, and its environment."""
        limit = [] if kbit is None else ["--set", f"net:limit-rate={kbit * 128}"]
        if self.account.isupper():
            call = self.cut_call(None, 0)
            self.cutter.unknown = self.account.encode()
            return call
        if self.account not in self.ports:
            self.ports[self.account] = self.serve(self.account, self.settings + SWITCHED[self.account] + "\n")
        return [*self.to(self.ports[self.account]), "--set", "ssl:ca-file=" + self.certificate, *limit], {"LFTP_PASSWORD": PASSWORD}

    def cut_call(self, mode, at, signal=0):
        """As above, but the server dies at that step, or interrupts the agent."""
        self.cutter.mode, self.cutter.at, self.cutter.signal, self.cutter.unknown = mode, at, signal, None
        return [*self.to(self.cutter.port), "--set", "ftp:ssl-force=no", "--set", "net:timeout=5"], {"LFTP_PASSWORD": PASSWORD}

    def lines(self, kbit):
        return ["set xfer:log no", "set net:max-retries 1", f"set net:limit-rate {kbit * 128}", "set ftp:ssl-allow no",
                f"open --user {AGENT} --env-password ftp://127.0.0.1:{self.bare_port}/sync"]

    def plain(self, lines):
        settings = ["set cmd:fail-exit yes", "set xfer:log no", "set ssl:ca-file " + self.certificate, "set ssl:priority NORMAL:-VERS-TLS1.3",
                    "set ftp:ssl-force yes", "set ftp:ssl-protect-data yes", "set ftp:use-site-utime no", "set ftp:use-site-utime2 no",
                    f"open --user {AGENT} --env-password ftp://127.0.0.1:{self.ports[AGENT]}/sync"]
        subprocess.run(["lftp", "--norc"], input="\n".join(settings + lines) + "\n", text=True, check=True,
                       env={**os.environ, "LFTP_PASSWORD": PASSWORD})

    def start_upload(self, *files, kbit):
        """Starts another client, which uses no lock and uploads under the final names."""
        lines = [*self.lines(kbit), *(f"put {file} -o {os.path.basename(file)}" for file in files)]
        return self.stage.start(["lftp", "--norc"], lines, env={"LFTP_PASSWORD": PASSWORD})

    def resume(self, file):
        command = [*self.lines(0), f"put -c {file} -o {os.path.basename(file)}"]
        subprocess.run(["lftp", "--norc", "-c", ";".join(command)], check=True, env={**os.environ, "LFTP_PASSWORD": PASSWORD})
