"""A machine of its own for tests that follow a document to the letter: private mounts, accounts and
network, with the account and the sshd of docs/sftp.md. They end with this process."""
import fcntl
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

from stage import DELIVER, block


def skip(why):
    print(f"SKIPPED: {os.path.basename(sys.argv[0])}: {why}")
    sys.exit(0)


def run(*words, **more):
    return subprocess.run(words, check=True, text=True, stdin=subprocess.DEVNULL, **more)


def own_machine():
    """Makes private copies of accounts, settings, /srv and the network, which end with this
    process."""
    place = tempfile.mkdtemp()
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", place)
    run("cp", "-a", "/etc", place)
    run("mount", "--bind", place + "/etc", "/etc")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/srv")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    os.mkdir("/run/sshd")
    with socket.socket() as any_socket:
        # SIOCSIFFLAGS: the interface lo, IFF_UP.
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))
    with open("/etc/hosts", "a") as hosts:
        hosts.write("127.0.0.1 moodle.example.org\n")
    return place


def start_sshd(place):
    """Sets up the account, the settings and the key as in docs/sftp.md, and starts sshd."""
    run(*re.search(r"^adduser .*", block("sftp.md", "sh"), re.M).group(0).split(), stdout=subprocess.DEVNULL)
    run("install", "-d", "-o", "root", "-g", "root", "-m", "755", "/srv/jail", "/srv/moodledata", "/etc/ssh/agents")
    for name in ["host", "agent"]:
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{place}/{name}")
    shutil.copy(place + "/agent.pub", "/etc/ssh/agents/registry")
    with open("/etc/ssh/ssh_known_hosts", "w") as known:
        known.write("moodle.example.org " + open(place + "/host.pub").read())
    with open("/etc/ssh/ssh_config", "w") as settings:
        settings.write(f"IdentityFile {place}/agent\n")
    with open("/etc/ssh/sshd_config", "w") as settings:
        settings.write(f"HostKey {place}/host\nUsePAM yes\n" + block("sftp.md", "sshd_config"))
    server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e"], stderr=open(place + "/log", "w"))
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", 22)) == 0:
                return server
        time.sleep(0.05)
    raise RuntimeError(open(place + "/log").read())


def enter(program):
    """Begins again in namespaces of its own, or skips; then returns the folder of the machine, with
    sync-ingest and sync-deliver on the PATH."""
    if os.geteuid() != 0:
        skip("only root can have private mounts and a private network")
    if not all(shutil.which(tool) for tool in ["/usr/sbin/sshd", "sftp", "adduser"]):
        skip("there is no sshd, no sftp, or no adduser")
    if sys.argv[-1] != "own":
        own = ["unshare", "--mount", "--propagation", "private", "--net"]
        if subprocess.run([*own, "true"], stderr=subprocess.DEVNULL).returncode != 0:
            skip("this machine permits no private mounts or network")
        os.execvp("unshare", [*own, sys.executable, *sys.argv, "own"])
    program = os.path.abspath(program)
    place = own_machine()
    os.chmod(place, 0o755)
    os.mkdir(place + "/bin")
    for tool in [program, DELIVER]:
        shutil.copy(tool, place + "/bin")
    os.environ.update(PATH=f"{place}/bin:{os.environ['PATH']}", XDG_STATE_HOME=place)
    os.chdir(place)
    return place


def leave(place, server):
    server.terminate()
    server.wait()
    os.chdir("/")
    run("umount", "--lazy", place)
    os.rmdir(place)
