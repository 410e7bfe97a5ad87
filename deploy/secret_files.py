"""Files that nobody but their owner may read."""

import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def write_secret(path: Path, text: str) -> None:
    """Write a file that nobody else can ever read; an older one is replaced whole."""
    descriptor, making = tempfile.mkstemp(dir=path.parent)  # 0600 from the first
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(making).rename(path)


def make_signing_key(path: Path) -> None:
    """Write a new Ed25519 private key (PEM), unless there is one."""
    if path.is_file():
        return
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(path, pem.decode("ascii"))


def make_sealing_key(path: Path) -> None:
    """Write a new key to seal secrets with, unless there is one."""
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_secret(path, Fernet.generate_key().decode("ascii"))
