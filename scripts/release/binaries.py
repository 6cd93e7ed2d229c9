"""What can be wrong with a compiled file of a release: it is for another machine, needs more than
is promised, or holds more.
"""

import re
import subprocess

from promised import ALLOWED_LIBRARIES, OLDEST_GLIBC

MACHINES = {"Advanced Micro Devices X86-64": "x86_64", "AArch64": "aarch64"}


def _run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def is_binary(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def newest_glibc(path, machine):
    """Returns the newest version of glibc whose symbols the file needs; (0,) if it needs none."""
    needed = re.findall(r"\bGLIBC_([0-9.]+)", _run(f"{machine}-linux-gnu-objdump", "-T", path))
    return max((tuple(map(int, version.split("."))) for version in needed), default=(0,))


def defects(path, machine, static=False):
    """Yields what is wrong with the file, which is promised for this machine, and to need no
    library if `static`.
    """
    header = _run("readelf", "--file-header", path)
    found = MACHINES.get(re.search(r"Machine: +(.*)", header)[1], "another machine")
    if found != machine:
        yield f"it is for {found}, not for {machine}"
        return
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", _run("readelf", "--dynamic", path)))
    allowed = set() if static else ALLOWED_LIBRARIES
    if needed - allowed:
        yield f"it needs {', '.join(sorted(needed - allowed))}"
    if (newest := newest_glibc(path, machine)) > OLDEST_GLIBC:
        yield f"it needs glibc {'.'.join(map(str, newest))}, newer than {'.'.join(map(str, OLDEST_GLIBC))}"
    if re.search(r"\] \.(symtab|debug_info) ", _run("readelf", "--section-headers", "--wide", path)):
        yield "it is not stripped"
