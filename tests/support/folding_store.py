"""A folder in memory whose file system compares names as those of other systems do: folding_store.py FOLDER

Capitals and small letters, composed and decomposed letters, dots and blanks at the end make no difference; a name keeps the spelling
that it was made with. Speaks the protocol of /dev/fuse by itself. Root only; the mount ends with the process.
"""

import ctypes
import errno
import os
import struct
import sys
import time
import unicodedata

ROOT = 1
DIRECTORY, FILE = 0o040755, 0o100000


def folded(name):
    return unicodedata.normalize("NFC", name.decode(errors="surrogateescape").casefold().rstrip(". "))


class Store:
    def __init__(self):
        self.nodes = {ROOT: dict(mode=DIRECTORY, data=bytearray(), ctime=time.time_ns())}
        self.names = {}  # folded name: (name as it was made, node)
        self.last = ROOT

    def attr(self, number):
        node = self.nodes[number]
        seconds, nanoseconds = divmod(node["ctime"], 10**9)
        size = len(node["data"])
        return struct.pack("<6Q10I", number, size, (size + 511) // 512, seconds, seconds, seconds,
                           nanoseconds, nanoseconds, nanoseconds, node["mode"], 1, 0, 0, 0, 4096, 0)

    def entry(self, number):
        return struct.pack("<4Q2I", number, 1, 0, 0, 0, 0) + self.attr(number)

    def find(self, name):
        if folded(name) not in self.names:
            raise OSError(errno.ENOENT, "")
        return self.names[folded(name)][1]

    def change(self, number):
        self.nodes[number]["ctime"] = time.time_ns()

    # ---- the requests, by their numbers in <linux/fuse.h>

    def lookup(self, node, body):
        return self.entry(self.find(body.rstrip(b"\0")))

    def getattr(self, node, body):
        return struct.pack("<Q2I", 0, 0, 0) + self.attr(node)

    def setattr(self, node, body):
        valid, _, _, size = struct.unpack_from("<2I2Q", body)
        if valid & 1:
            mode, = struct.unpack_from("<I", body, 68)
            self.nodes[node]["mode"] = self.nodes[node]["mode"] & 0o170000 | mode & 0o7777
        if valid & 8:
            data = self.nodes[node]["data"]
            data[size:] = bytes(max(0, size - len(data)))
        self.change(node)
        return self.getattr(node, body)

    def open(self, node, body):
        return struct.pack("<Q2I", node, 0, 0)

    def create(self, node, body):
        _, mode, umask, _ = struct.unpack_from("<4I", body)
        name = body[16:].rstrip(b"\0")
        if folded(name) in self.names:
            raise OSError(errno.EEXIST, "")
        self.last += 1
        self.nodes[self.last] = dict(mode=FILE | mode & ~umask & 0o7777, data=bytearray(), ctime=time.time_ns())
        self.names[folded(name)] = (name, self.last)
        return self.entry(self.last) + self.open(self.last, b"")

    def read(self, node, body):
        _, offset, size = struct.unpack_from("<2QI", body)
        return bytes(self.nodes[node]["data"][offset:offset + size])

    def write(self, node, body):
        _, offset, size = struct.unpack_from("<2QI", body)
        data = self.nodes[node]["data"]
        data.extend(bytes(max(0, offset - len(data))))
        data[offset:offset + size] = body[40:40 + size]
        self.change(node)
        return struct.pack("<2I", size, 0)

    def unlink(self, node, body):
        self.find(body.rstrip(b"\0"))
        del self.names[folded(body.rstrip(b"\0"))]
        return b""

    def rename(self, node, body, flags=0, names_at=8):
        old, new = body[names_at:].split(b"\0")[:2]
        number = self.find(old)
        if flags & 1 and folded(new) in self.names:
            raise OSError(errno.EEXIST, "")
        del self.names[folded(old)]
        # A replaced file keeps its spelling, as on the file systems that this one imitates.
        spelled = self.names.get(folded(new), (new, 0))[0]
        self.names[folded(new)] = (spelled, number)
        self.change(number)
        return b""

    def rename2(self, node, body):
        _, flags = struct.unpack_from("<QI", body)
        return self.rename(node, body, flags, 16)

    def readdir(self, node, body):
        _, offset, size = struct.unpack_from("<2QI", body)
        listed = b""
        for number, (name, child) in enumerate(list(self.names.values())[offset:], offset + 1):
            one = struct.pack("<2Q2I", child, number, len(name), 8) + name
            one += bytes(-len(one) % 8)
            if len(listed) + len(one) > size:
                break
            listed += one
        return listed

    def done(self, node, body):
        return b""

    def init(self, node, body):
        major, minor, readahead, _ = struct.unpack_from("<4I", body)
        return struct.pack("<4I2H2I2HI7I", 7, min(minor, 31), readahead, 0, 12, 9, 1 << 17, 1, 32, 0, 0, *[0] * 7)

    REQUESTS = {1: lookup, 3: getattr, 4: setattr, 10: unlink, 12: rename, 14: open, 15: read, 16: write, 18: done,
                20: done, 25: done, 26: init, 27: open, 28: readdir, 29: done, 30: done, 35: create, 45: rename2}
    FORGET = {2, 42}


def main():
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions".encode()
    if ctypes.CDLL(None, use_errno=True).mount(b"folding", os.fsencode(sys.argv[1]), b"fuse", 0, options) != 0:
        sys.exit(f"mount: {os.strerror(ctypes.get_errno())}")
    print("mounted", flush=True)
    store = Store()
    while True:
        try:
            request = os.read(device, 1 << 18)
        except OSError:
            return  # unmounted
        _, code, unique, node = struct.unpack_from("<2I2Q", request)
        if code in Store.FORGET:
            continue
        failed, answer = 0, b""
        try:
            # Without free space of its own (17, STATFS), as many such file systems are.
            answer = Store.REQUESTS[code](store, node, request[40:])
        except OSError as error:
            failed = -error.errno
        except KeyError:
            failed = -errno.ENOSYS
        os.write(device, struct.pack("<IiQ", 16 + len(answer), failed, unique) + answer)


main()
