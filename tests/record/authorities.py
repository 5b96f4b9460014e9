"""Time-stamping authorities of this machine: certificates and answers made by openssl, served on 127.0.0.1.

Promises: what an authority that is run with OpenSSL really sends. Tests that need one are skipped where openssl is
missing.
Does not: make answers that are wrong (``forged`` does).
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/time.pem
certs = {folder}/root.pem
signer_key = {folder}/time.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha512
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
"""
_USES = (
    "extendedKeyUsage=critical,timeStamping\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
)


@dataclass(frozen=True)
class Authority:
    """An authority in a folder."""

    folder: Path

    @property
    def root(self) -> Path:
        """The file of its root certificate."""
        return self.folder / "root.pem"

    def answer(self, request: bytes) -> bytes:
        """Answer a request as ``openssl ts`` does."""
        asked, given = self.folder / "asked.tsq", self.folder / "given.tsr"
        asked.write_bytes(request)
        openssl("ts", "-reply", "-config", self.folder / "config", "-queryfile", asked, "-out", given)
        return given.read_bytes()


def openssl(*words: object) -> str:
    """Run openssl and return what it printed."""
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def make_authority(folder: Path, name: str, *, key: str, digest: str) -> Authority:
    """Make an authority with keys of a kind (``rsa`` or ``ec``) that signs with a digest."""
    folder.mkdir()
    kind = ["rsa:2048"] if key == "rsa" else ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    new = ["req", "-nodes", "-newkey", *kind]
    (folder / "uses").write_text(_USES)
    (folder / "serial").write_text("01\n")
    (folder / "config").write_text(_CONFIG.format(folder=folder, digest=digest))
    ca = ["-addext", "keyUsage=critical,keyCertSign", "-days", "3650", "-subj", f"/CN={name} Root"]
    openssl(*new, "-x509", "-keyout", folder / "root.key", "-out", folder / "root.pem", *ca)
    openssl(*new, "-keyout", folder / "time.key", "-out", folder / "time.csr", "-subj", f"/CN={name} Time")
    signing = ["-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-set_serial", "77", "-days", "3600"]
    asked = ["-in", folder / "time.csr", "-extfile", folder / "uses", "-out", folder / "time.pem"]
    openssl("x509", "-req", *asked, *signing)
    return Authority(folder)


@contextlib.contextmanager
def served(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """Serve answers to requests on 127.0.0.1; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running = threading.Thread(target=server.serve_forever, args=(0.02,))
        running.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsr"
        finally:
            server.shutdown()
            running.join()


@pytest.fixture(scope="session")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Authority]:
    """Make two authorities once: one with RSA and SHA-256, one with ECDSA and SHA-512."""
    folder = tmp_path_factory.mktemp("authorities")
    first = make_authority(folder / "lorn", "Lorn", key="rsa", digest="sha256")
    return first, make_authority(folder / "velmar", "Velmar", key="ec", digest="sha512")
