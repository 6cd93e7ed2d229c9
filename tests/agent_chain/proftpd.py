"""A real ProFTPD, as an FTP server with TLS and as an SFTP server (mod_sftp), and its clients. Some
of its accounts are restricted: the name shows what is refused."""
import os
import pwd
import subprocess

from packages import unpacked
from stage import AGENT, COLLECTOR, free_port, wait_for_port
from tls import certificate

PASSWORD = "a word that only the test knows"
# Commands of FTP, and mod_sftp's names for those of SFTP.
REFUSED = {
    "store": "STOR", "rename": "RNFR RNTO RENAME", "remove": "DELE", "mkdir": "MKD XMKD", "rmdir": "RMD XRMD",
    "list": "LIST NLST MLSD OPENDIR READDIR", "retrieve": "RETR", "chmod": "SITE_CHMOD SETSTAT FSETSTAT", "size": "SIZE", "everything": "WRITE",
}
# Shown before and after the login; it must not be taken for a listing.
BANNER = "lock.txt\nalock.txt\n..\nRemote working directory: /\n"
# Settings of administrators: nothing is replaced, uploads get a hidden name from the server, hidden
# names are not listed.
SWITCHED = {"overwrite": "AllowOverwrite off", "staged": "HiddenStores on", "hidden": "HideFiles ^\\."}


class Proftpd:
    needs = ["openssl"]

    def __init__(self, stage):
        self.stage, self.port, self.account = stage, free_port(), AGENT
        root, env = unpacked("proftpd-mod-crypto", "usr/sbin/proftpd")
        self.write_accounts()
        with open(stage.at("banner"), "w") as file:
            file.write(BANNER)
        with open(stage.at("proftpd.conf"), "w") as file:
            file.write("\n".join([*self.settings(os.path.join(root, "usr/lib/proftpd")), *self.speak(), *self.refusals()]) + "\n")
        stage.serve([os.path.join(root, "usr/sbin/proftpd"), "--nodaemon", "--quiet", "--config", stage.at("proftpd.conf")], env)
        wait_for_port(self.port)

    def write_accounts(self):
        agent, group = pwd.getpwnam(AGENT), pwd.getpwnam(COLLECTOR).pw_gid
        hidden = subprocess.run(["openssl", "passwd", "-6", PASSWORD], capture_output=True, text=True, check=True).stdout.strip()
        with open(self.stage.at("passwords"), "w") as file:
            for name in [AGENT, *REFUSED, *SWITCHED]:
                file.write(f"{name}:{hidden}:{agent.pw_uid}:{agent.pw_gid}::{self.stage.jail}:/usr/sbin/nologin\n")
        os.chmod(self.stage.at("passwords"), 0o600)
        with open(self.stage.at("groups"), "w") as file:
            file.write(f"{COLLECTOR}:x:{group}:\n")
        os.chmod(self.stage.at("groups"), 0o600)

    def settings(self, modules):
        """Returns the settings that both have in common."""
        return ["ServerName test", "ServerType standalone", "DefaultAddress 127.0.0.1", f"Port {self.port}", "UseIPv6 off", "UseReverseDNS off",
                "User nobody", "Group nogroup", f"ModulePath {modules}", f"PidFile {self.stage.at('proftpd.pid')}", "ScoreboardFile none",
                f"SystemLog {self.stage.at('proftpd.log')}", "WtmpLog off", "AuthOrder mod_auth_file.c",
                f"AuthUserFile {self.stage.at('passwords')}", f"AuthGroupFile {self.stage.at('groups')}", "RequireValidShell off", "UseFtpUsers off",
                f"DefaultRoot {self.stage.jail}", "Umask 007 007", "AllowOverwrite on", "MaxInstances 100"]

    def refusals(self):
        return ["LoadModule mod_ifsession.c", *(f"<Limit {words}>\n  DenyUser {account}\n</Limit>" for account, words in REFUSED.items()),
                *(f"<IfUser {account}>\n  <Directory />\n    {words}\n  </Directory>\n</IfUser>" for account, words in SWITCHED.items())]


class ProftpdFtp(Proftpd):
    name, over = "ProFTPD", "ftp"
    needs = ["lftp", "openssl"]

    def speak(self):
        self.certificate, key = certificate(self.stage)
        return ["LoadModule mod_tls.c", "TLSEngine on", "TLSRequired on", f"TLSRSACertificateFile {self.certificate}",
                f"TLSRSACertificateKeyFile {key}", f"TLSLog {self.stage.at('tls.log')}", f"DisplayConnect {self.stage.at('banner')}",
                f"DisplayLogin {self.stage.at('banner')}"]

    def call(self, kbit=None):
        """Returns the options of sync-deliver, and its environment."""
        limit = [] if kbit is None else ["--set", f"net:limit-rate={kbit * 128}"]
        to = f"ftp://{self.account}@127.0.0.1:{self.port}/sync"
        return ["--to", to, "--set", "ssl:ca-file=" + self.certificate, *limit], {"LFTP_PASSWORD": PASSWORD}


class ProftpdSftp(Proftpd):
    name, over = "ProFTPD's mod_sftp", "sftp"
    needs = ["sftp", "ssh-keygen", "openssl"]

    def speak(self):
        stage = self.stage
        for path in [stage.at("key"), stage.at("host")]:
            subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-m", "PEM", "-N", "", "-f", path], check=True)
        with open(stage.at("authorized"), "w") as file:
            subprocess.run(["ssh-keygen", "-e", "-f", stage.at("key.pub")], stdout=file, check=True)
        with open(stage.at("known"), "w") as file:
            file.write(f"[127.0.0.1]:{self.port} {open(stage.at('host.pub')).read()}")
        return ["LoadModule mod_sftp.c", "SFTPEngine on", f"SFTPHostKey {stage.at('host')}", "SFTPAuthMethods publickey",
                f"SFTPAuthorizedUserKeys file:{stage.at('authorized')}", f"SFTPLog {stage.at('sftp.log')}", "SFTPKeyBlacklist none",
                f"SFTPDisplayBanner {stage.at('banner')}"]

    def call(self, kbit=None):
        """Returns the options of sync-deliver, and its environment."""
        known = "UserKnownHostsFile=" + self.stage.at("known")
        limit = [] if kbit is None else ["-l", str(kbit)]
        return ["--to", f"{self.account}@127.0.0.1:sync", "-P", str(self.port), "-i", self.stage.at("key"), "-F", "/dev/null", "-o", known,
                *limit], {}
