"""A bucket as S3 has it, for one test: PUT with signature version 4 alone.

usage: bucket.py FOLDER

Prints its port, and stores what it gets in FOLDER. Objects whose content begins with "too large" or
"busy" are refused.
"""

import hashlib
import hmac
import http.server
import pathlib
import re
import sys

FOLDER = pathlib.Path(sys.argv[1])
SECRET = "secret"


def keyed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Bucket(http.server.BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.is_signed():
            return self.answer(403, "SignatureDoesNotMatch")
        if self.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            return self.answer(400, "XAmzContentSHA256Mismatch")
        if body.startswith(b"too large"):
            return self.answer(413, "EntityTooLarge")
        if body.startswith(b"busy"):
            return self.answer(503, "SlowDown")
        key = self.path.removeprefix("/bucket/")
        (FOLDER / key).write_bytes(body)
        (FOLDER / (key + ".name")).write_text(self.headers["x-amz-meta-name"])
        return self.answer(200, "")

    def is_signed(self):
        pattern = r"AWS4-HMAC-SHA256 Credential=key/(\w+)/(\w+)/s3/aws4_request, *SignedHeaders=([^,]+), *Signature=(\w+)"
        date, region, signed, signature = re.fullmatch(pattern, self.headers["Authorization"]).groups()
        headers = "".join(f"{name}:{self.headers[name].strip()}\n" for name in signed.split(";"))
        request = "\n".join(["PUT", self.path, "", headers, signed, self.headers["x-amz-content-sha256"]])
        scope = f"{date}/{region}/s3/aws4_request"
        digest = hashlib.sha256(request.encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, digest])
        key = keyed(("AWS4" + SECRET).encode(), date)
        for part in [region, "s3", "aws4_request"]:
            key = keyed(key, part)
        return "x-amz-content-sha256" in signed and hmac.compare_digest(keyed(key, text).hex(), signature)

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
print(server.server_port, flush=True)
server.serve_forever()
