"""A certificate for 127.0.0.1, which its own file vouches for."""
import subprocess


def certificate(stage):
    """The files of the certificate and of its key."""
    public, key = stage.at("moodle.crt"), stage.at("moodle.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", public, "-subj",
                    "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return public, key
