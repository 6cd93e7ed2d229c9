"""Compares the script's time for many files with the client that it uses: the same uploads and
renames in one batch."""
import hashlib
import os
import shutil
import statistics
import time

from marks import same, test

FILES = 1000
LIMIT = 3


def plain_batch(server, sums, sources, names):
    lines = []
    for number, name in enumerate(names):
        for file, hidden in [(f"{sums}/{name}", f".upload-{number}.sha256"), (f"{sources}/{name}", f".upload-{number}")]:
            lines.append(f"put {file} {hidden}" if server.over == "sftp" else f"put {file} -o {hidden}")
    move = "rename" if server.over == "sftp" else "mv"
    for number, name in enumerate(names):
        lines += [f"{move} .upload-{number}.sha256 _{name}.sha256", f"{move} .upload-{number} {name}"]
    return lines


@test
def many_small_files_take_little_longer_than_with_the_plain_client(stage, long):
    names = [f"student-{number:04}.csv" for number in range(FILES if long else FILES // 5)]
    os.mkdir(stage.at("out/sums"))
    for name in names:
        stage.source(name, content := os.urandom(2048))
        stage.source("sums/" + name, f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())
    lines = plain_batch(stage.server, stage.at("out/sums"), stage.at("out"), names)
    files = [os.path.join(stage.at("out"), name) for name in names]
    times = {"script": [], "plain": []}
    for _ in range(3 if long else 1):
        for kind in times:
            stage.clear_drop()
            begin = time.monotonic()
            if kind == "script":
                status, out, err = stage.deliver(*files)
                same((status, len(out.splitlines()), err), (0, len(names), ""))
            else:
                stage.server.plain(lines)
            times[kind].append(time.monotonic() - begin)
            same(len(stage.entries()), 2 * len(names))
    shutil.rmtree(stage.at("out/sums"))
    script, plain = (statistics.median(times[kind]) for kind in ["script", "plain"])
    # With few files the beginning and the end weigh more, and a single run proves little.
    assert not long or script <= LIMIT * plain, times
    return f"{len(names)} files of 2 KB: {script:.2f} s, the plain client {plain:.2f} s, {script / plain:.2f} times"
