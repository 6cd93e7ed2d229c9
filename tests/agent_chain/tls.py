"""A self-signed certificate for 127.0.0.1."""
import subprocess


def certificate(stage):
    """Creates the certificate and returns the paths of it and of its key."""
    public, key = stage.at("moodle.crt"), stage.at("moodle.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", public, "-subj",
                    "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return public, key
