"""Runs the scripts of bindings/php/bench in each way in which PHP runs, and parses the microseconds
that they print."""

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


def microseconds(output):
    return float(re.search(r"([\d.]+) *µs", output)[1])


def prints(script, *arguments, settings=()):
    """Returns the microseconds that a script prints on the command line."""
    command = ["php", *settings, PACKAGE / "bench" / script, *arguments]
    return microseconds(subprocess.run(command, check=True, env=ENVIRONMENT, capture_output=True, text=True).stdout)


# FFI is the only extension: the start of the others varies more than the time to be measured.
FFI_ALONE = ["-n", "-d", "extension=ffi"]


def processor_time(script=None, *arguments):
    """Returns the processor time, in milliseconds, of a whole process that runs this script, or
    none."""
    words = ["-r", ""] if script is None else [PACKAGE / "bench" / script, *arguments]
    command = ["php", *FFI_ALONE, *words]
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return (used.ru_utime + used.ru_stime) * 1e3


def file_cache(folder):
    """Returns settings with which a process reuses what an earlier one has compiled into
    `folder`."""
    return ["-d", "zend_extension=opcache", "-d", "opcache.enable_cli=1", "-d", "opcache.file_cache_only=1",
            "-d", f"opcache.file_cache={folder}"]


def requests(script, folder, times):
    """Returns what so many web requests print, from a server that has preloaded the package."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = "%s:%d" % free.getsockname()
    settings = ["-d", f"opcache.preload={PACKAGE / 'preload.php'}", "-d", f"opcache.preload_user={getpass.getuser()}"]
    command = ["php", *settings, "-S", address, "-t", PACKAGE / "bench"]
    server = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        if "started" not in server.stderr.readline():
            raise RuntimeError("PHP's web server does not start")
        # It logs each request there, and would block without a reader.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        address = f"http://{address}/{script}?folder={urllib.parse.quote(str(folder))}"
        return [microseconds(urllib.request.urlopen(address, timeout=20).read().decode()) for _ in range(times)]
    finally:
        server.terminate()
        server.wait()
