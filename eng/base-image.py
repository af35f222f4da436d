#!/usr/bin/env python3
"""Makes a small base image of Debian's libraries and lends it to a command, as a registry on loopback.

The SDK's container publish takes its base image from a registry and from nowhere else; it does not know "scratch"
(dotnet/sdk-container-builds#326). So that an image can be built where no registry is reached, this is one, as long as the
command runs: read-only, with one image, on 127.0.0.1. The command finds the image's name in FARLINK_BASE_IMAGE.

Usage: eng/base-image.py FOLDER amd64|arm64 COMMAND [ARGUMENT...]
FOLDER is what eng/debian-root.sh unpacked: libc6, libssl3, ca-certificates. Formats: OCI image-spec and distribution-spec 1.1.
"""
import gzip
import hashlib
import http.server
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import threading

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
# The number that Microsoft's images of .NET have for their user "app": volumes fit either base.
USER = 1654
# What a native program needs of libc6, libssl3: no converters of character sets, no documentation but licences, no tools.
LIBRARIES = ("ld-linux", "libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libresolv.so", "libnss_dns", "libnss_files",
             "libssl.so", "libcrypto.so")
ACCOUNTS = {
    "etc/passwd": f"root:x:0:0:root:/root:/sbin/nologin\nfarlink:x:{USER}:{USER}:Farlink:/var/lib/farlink:/sbin/nologin\n",
    "etc/group": f"root:x:0:\nfarlink:x:{USER}:\n",
}
FOLDERS = {"etc/farlink": (0o750, USER), "var/lib/farlink": (0o700, USER), "tmp": (0o1777, 0), "run/farlink": (0o755, USER)}


def wanted(path):
    if path.startswith("usr/share/doc/"):
        return path.count("/") == 4 and path.endswith("/copyright")
    return path.startswith("lib64/") or os.path.basename(path).startswith(LIBRARIES)


def layer(root):
    """One layer, the same octets whenever it is made from the same packages."""
    entries = {}
    for file in root.rglob("*"):
        path = file.relative_to(root).as_posix()
        if not wanted(path) or (file.is_dir() and not file.is_symlink()):
            continue
        entry = tarfile.TarInfo(path)
        entry.mode = 0o755 if os.access(file, os.X_OK) else 0o644
        data = None
        if file.is_symlink():
            entry.type, entry.linkname = tarfile.SYMTYPE, os.readlink(file)
        else:
            data = file.read_bytes()
        entries[path] = (entry, data)
    authorities = b"".join(file.read_bytes() for file in sorted((root / "usr/share/ca-certificates").rglob("*.crt")))
    for path, text in [*ACCOUNTS.items(), ("etc/ssl/certs/ca-certificates.crt", authorities)]:
        entry = tarfile.TarInfo(path)
        entry.mode = 0o644
        entries[path] = (entry, text.encode() if isinstance(text, str) else text)
    for path, (mode, owner) in FOLDERS.items():
        entry = tarfile.TarInfo(path)
        entry.type, entry.mode, entry.uid, entry.gid = tarfile.DIRTYPE, mode, owner, owner
        entries[path] = (entry, None)
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(entries):
            entry, data = entries[path]
            entry.mtime = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
            entry.size = len(data) if data is not None else 0
            tar.addfile(entry, io.BytesIO(data) if data is not None else None)
    return raw.getvalue()


def image(root, architecture):
    """Everything a client may ask for: path below /v2/base/ to (type, octets)."""
    plain = layer(root)
    packed = gzip.compress(plain, 9, mtime=0)
    config = json.dumps({
        "architecture": architecture,
        "os": "linux",
        "config": {"Env": ["PATH=/app", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"]},
        "rootfs": {"type": "layers", "diff_ids": [digest(plain)]},
    }).encode()
    manifest = json.dumps({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": describe(CONFIG, config),
        "layers": [describe(LAYER, packed)],
    }).encode()
    answers = {f"blobs/{digest(config)}": (CONFIG, config), f"blobs/{digest(packed)}": (LAYER, packed)}
    for name in ("latest", digest(manifest)):
        answers[f"manifests/{name}"] = (MANIFEST, manifest)
    return answers


def describe(kind, octets):
    return {"mediaType": kind, "digest": digest(octets), "size": len(octets)}


def digest(octets):
    return "sha256:" + hashlib.sha256(octets).hexdigest()


def registry(answers):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            kind, octets = answers.get(self.path.removeprefix("/v2/base/"), (None, b""))
            if self.path == "/v2/":
                kind, octets = "application/json", b"{}"
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(octets)))
            if kind == MANIFEST:
                self.send_header("Docker-Content-Digest", digest(octets))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(octets)

        do_HEAD = do_GET

        def log_message(self, format, *arguments):
            pass

    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def main():
    if len(sys.argv) < 4 or sys.argv[2] not in ("amd64", "arm64"):
        sys.exit("usage: eng/base-image.py FOLDER amd64|arm64 COMMAND [ARGUMENT...]")
    server = registry(image(pathlib.Path(sys.argv[1]), sys.argv[2]))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    name = f"localhost:{server.server_port}/base:latest"
    sys.exit(subprocess.run(sys.argv[3:], env={**os.environ, "FARLINK_BASE_IMAGE": name}).returncode)


if __name__ == "__main__":
    main()
