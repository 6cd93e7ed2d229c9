"""Runs the scripts of bindings/php/bench in the ways in which PHP runs, and reads the microseconds that they print."""

import getpass
import os
import pathlib
import re
import socket
import subprocess
import threading
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "bindings" / "php"
LIBRARY = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "release" / "libsync_ingest.so"
ENVIRONMENT = {**os.environ, "SYNC_INGEST_LIBRARY": str(LIBRARY)}


def microseconds(said):
    return float(re.search(r"([\d.]+) *µs", said)[1])


def prints(script, *arguments, settings=()):
    """What a script on the command line prints."""
    command = ["php", *settings, PACKAGE / "bench" / script, *arguments]
    return microseconds(subprocess.run(command, check=True, env=ENVIRONMENT, capture_output=True, text=True).stdout)


# FFI is the only extension, because starting the others varies more than what is to be measured.
FFI_ALONE = ["-n", "-d", "extension=ffi"]


def processor_time(script=None, *arguments):
    """Milliseconds of a whole process, from its start to its end, or of one that runs no script."""
    words = ["-r", ""] if script is None else [PACKAGE / "bench" / script, *arguments]
    command = ["php", *FFI_ALONE, *words]
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return (used.ru_utime + used.ru_stime) * 1e3


def file_cache(folder):
    """Settings with which a process finds there what an earlier one has compiled."""
    return ["-d", "zend_extension=opcache", "-d", "opcache.enable_cli=1", "-d", "opcache.file_cache_only=1",
            "-d", f"opcache.file_cache={folder}"]


def requests(script, folder, times):
    """What so many web requests print, to a server that has preloaded the package."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = "%s:%d" % free.getsockname()
    settings = ["-d", f"opcache.preload={PACKAGE / 'preload.php'}", "-d", f"opcache.preload_user={getpass.getuser()}"]
    command = ["php", *settings, "-S", address, "-t", PACKAGE / "bench"]
    server = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        if "started" not in server.stderr.readline():
            raise RuntimeError("PHP's web server does not start")
        # It tells each request there, and would wait for a reader.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        address = f"http://{address}/{script}?folder={urllib.parse.quote(str(folder))}"
        return [microseconds(urllib.request.urlopen(address, timeout=20).read().decode()) for _ in range(times)]
    finally:
        server.terminate()
        server.wait()
