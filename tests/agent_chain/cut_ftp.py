"""An FTP server that dies: it forwards everything to a real one, and closes the connection at the
line with the number `at`, before a request is carried out (mode "request") or before its answer is
sent ("reply"); in mode "data" the data connection of that number breaks half-way. Or it lives, and
interrupts the agent there, or rejects the command `unknown`. `count` is the file in which it
counts, over all connections."""
import os
import re
import socket
import threading


class CutFtp:
    def __init__(self, server, stage):
        self.stage = stage
        self.server, self.mode, self.at, self.signal, self.count_file = server, None, 0, 0, stage.at("count")
        self.unknown, self.lock = None, threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.server))
            for source, target, mode in [(client, server, "request"), (server, client, "reply")]:
                threading.Thread(target=self.forward, args=(source, target, mode), daemon=True).start()

    def is_the_one(self, mode):
        if mode != self.mode:
            return False
        with self.lock, open(self.count_file, "a+") as file:
            file.seek(0)
            number = int(file.read() or 0) + 1
            file.truncate(0)
            file.write(str(number))
        return number == self.at

    def forward(self, source, target, mode):
        try:
            for line in source.makefile("rb"):
                if mode == "request" and self.unknown and line.upper().startswith(self.unknown):
                    source.sendall(b"502 Command not implemented.\r\n")
                    continue
                if self.is_the_one(mode):
                    if not self.signal:
                        break
                    os.kill(self.stage.agent.pid, self.signal)
                target.sendall(self.through_us(line) if mode == "reply" else line)
        except OSError:
            pass
        for end in [source, target]:
            close(end)

    def through_us(self, line):
        """Leads the data connection that the server offers through this process, too."""
        offered = re.match(rb"227 .*\(127,0,0,1,(\d+),(\d+)\)", line)
        if not offered:
            return line
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.carry, args=(listener, int(offered[1]) * 256 + int(offered[2])), daemon=True).start()
        high, low = divmod(listener.getsockname()[1], 256)
        return f"227 Entering Passive Mode (127,0,0,1,{high},{low}).\r\n".encode()

    def carry(self, listener, port):
        with listener:
            client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", port))
        cut = self.is_the_one("data")
        for source, target in [(client, server), (server, client)]:
            threading.Thread(target=pump, args=(source, target, cut), daemon=True).start()


def pump(source, target, cut):
    """Forwards the data or, if cut, only half of the first piece; both sides see an orderly end."""
    try:
        while piece := source.recv(65536):
            target.sendall(piece[: len(piece) // 2] if cut else piece)
            if cut:
                break
        target.shutdown(socket.SHUT_WR)
        while cut and source.recv(65536):
            pass
    except OSError:
        pass


def close(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()
