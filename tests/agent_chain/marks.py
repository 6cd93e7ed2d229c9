"""Marks functions as tests, and holds what the tests share."""
import hashlib


def test(function):
    function.over = ["sftp", "ftp"]
    return function


def test_over(*servers):
    def mark(function):
        function.over = servers
        return function
    return mark


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def checksum(stage, name, content):
    return stage.source(f"_{name}.sha256", f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())


def delivered(report):
    return sorted((one["name"], one["evidence"]) for one in report["delivered"])
