"""Counting the system calls of a program with strace."""

import collections
import re
import subprocess
import tempfile

WRITING = re.compile(r"^(creat|mkdir|mknod|link|symlink|rename|unlink|rmdir|write|pwrite|truncate|ftruncate|fallocate|"
                     r"chmod|fchmod|chown|fchown|lchown|utime|fsync|fdatasync|sync|setxattr|fsetxattr|copy_file_range)"
                     r"|O_WRONLY|O_RDWR|O_CREAT")


def marked(*command):
    """Counts the command's system calls, by name and by whether the call could write."""
    with tempfile.NamedTemporaryFile("r") as trace:
        subprocess.run(["strace", "-f", "-qq", "-o", trace.name, *command], check=True)
        counted = collections.Counter()
        for line in trace.read().splitlines():
            call = re.match(r"\d+ +(\w+)\(", line)
            if call:
                counted[call[1], bool(WRITING.search(line.split(maxsplit=1)[1]))] += 1
        return counted


def counted(*command):
    """Counts the command's system calls by name, and discards its output."""
    with tempfile.NamedTemporaryFile("r") as trace:
        subprocess.run(["strace", "-f", "-c", "-o", trace.name, *command], check=True, stdout=subprocess.DEVNULL)
        rows = re.findall(r"^ +[\d.]+ +[\d.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$", trace.read(), re.MULTILINE)
        return collections.Counter({name: int(number) for number, name in rows if name != "total"})
