#!/usr/bin/env python3
"""Writes barn.backup by docs/backup.md alone: an implementation apart from the program's. Needs python3-cryptography."""
import hashlib, hmac, io, json, os, tarfile
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

PASSPHRASE = "vier Wörter, die niemand reimt".encode()
SALT = bytes(range(0x30, 0x40))
ROUNDS = 1000
CHUNK = 1 << 16

files = [
    ("configuration", "farlink.toml", b'role = "site"\nname = "barn"\n'),
    ("key", "pki/ecc.raspberry.key.pem", bytes(range(256)) * 300),
    ("access", "/etc/mosquitto/acl", b"topic readwrite #\n"),
]
manifest = {
    "farlink_backup": 1, "role": "site", "name": "barn", "made_at": "2027-02-03T04:05:06Z", "program": "0.1.0",
    "folder": "/etc/farlink",
    "files": [{"kind": kind, "path": path, "mode": "0600", "octets": len(octets),
               "sha256": hashlib.sha256(octets).hexdigest()} for kind, path, octets in files],
    "not_included": ["the key in atecc608:"],
}

text = io.BytesIO()
with tarfile.open(fileobj=text, mode="w", format=tarfile.PAX_FORMAT) as tar:
    def add(name, octets):
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(octets), 0o600
        tar.addfile(entry, io.BytesIO(octets))
    add("manifest.json", json.dumps(manifest).encode())
    for _, path, octets in files:
        add("outside" + path if path.startswith("/") else "files/" + path, octets)
text = text.getvalue()

root = hashlib.pbkdf2_hmac("sha256", PASSPHRASE, SALT, ROUNDS, 32)
expand = lambda label, size: HKDFExpand(hashes.SHA256(), size, b"farlink 1 backup " + label).derive(root)
head = b"FARLINK\x1a" + bytes([1, 1, 1, 16]) + ROUNDS.to_bytes(4, "big") + SALT
head += hmac.digest(expand(b"head", 32), head, "sha256")[:16]
head += hashlib.sha256(head).digest()[:4]
cipher, prefix = AESGCM(expand(b"chunks", 32)), expand(b"nonce", 7)
out = head
chunks = [text[at:at + CHUNK] for at in range(0, len(text), CHUNK)]
for number, chunk in enumerate(chunks):
    nonce = prefix + number.to_bytes(4, "big") + bytes([number == len(chunks) - 1])
    out += cipher.encrypt(nonce, chunk, head)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "barn.backup"), "wb") as file:
    file.write(out)
print(len(out), "octets,", len(chunks), "chunks")
