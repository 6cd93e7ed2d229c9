"""Unpacks servers below target/ that cannot be installed together, since their Debian packages
conflict."""
import fcntl
import glob
import os
import re
import shutil
import subprocess

from stage import ROOT

STORE = os.path.join(os.path.abspath(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))), "test", "servers")


class Unobtainable(Exception):
    """Why a server is not available on this machine."""


def run(*words, **more):
    try:
        done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, **more)
    except FileNotFoundError:
        raise Unobtainable(f"{words[0]} is missing") from None
    if done.returncode != 0:
        raise Unobtainable(f"{' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def unpacked(package, program):
    """Returns the folder that holds `program` of that package, and the environment with which it
    finds its libraries."""
    if os.path.exists("/" + program):
        return "/", {}
    root = os.path.join(STORE, package)
    os.makedirs(STORE, exist_ok=True)
    with open(os.path.join(STORE, "lock"), "w") as lock:
        # Tests over another server may need the same package at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(root):
            unpack(package, root)
    if not os.path.exists(os.path.join(root, program)):
        raise Unobtainable(f"the Debian package {package} has no {program}")
    return root, {"LD_LIBRARY_PATH": ":".join(glob.glob(root + "/usr/lib/*-linux-gnu*"))}


def unpack(package, root):
    half = root + ".half"
    shutil.rmtree(half, ignore_errors=True)
    os.makedirs(half + "/files")
    download(package, half)
    for archive in glob.glob(half + "/*.deb"):
        run("dpkg", "-x", archive, half + "/files")
    os.rename(half + "/files", root)
    shutil.rmtree(half)


def download(package, folder):
    """Downloads the package and the dependencies that would be installed with it."""
    try:
        plan = run("apt-get", "--simulate", "install", "--no-install-recommends", package)
        run("apt-get", "download", *needed(plan), cwd=folder)
    except Unobtainable:
        # The package lists are missing, or older than the archive.
        run("apt-get", "update")
        plan = run("apt-get", "--simulate", "install", "--no-install-recommends", package)
        run("apt-get", "download", *needed(plan), cwd=folder)


def needed(plan):
    return re.findall(r"^Inst (\S+)", plan, re.M)
