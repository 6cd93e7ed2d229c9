"""A mail server that keeps what it is given, and can be away."""
import email
import email.policy
import socketserver
import threading


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.say("354 go on")
                self.keep()
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def keep(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.mails.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class MailSink:
    def __init__(self, port):
        self.port = port
        self.mails = []
        self.server = None
        self.start()

    def start(self):
        self.server = Server(("127.0.0.1", self.port), Conversation)
        self.server.mails = self.mails
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def take(self):
        """The mails that have arrived since the last time."""
        mails, self.mails[:] = list(self.mails), []
        return mails

    def subjects(self):
        """Their subjects, without the name of the site, sorted."""
        return sorted(mail["Subject"].split(": ", 1)[1] for mail in self.take())
