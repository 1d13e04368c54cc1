"""Bytes of an archive: a tar file under gzip whose header holds the SHA-256 of all that follows it.

gzip's own checksum covers what was packed, not its header nor the bits that fill up the last byte; the seal covers
every byte of the file, and it is checked before anything is unpacked. It lies in the header's extra field, which every
reader of gzip skips (RFC 1952, 2.3.1.1), so `tar -xzf` and SageMaker open such a file as any other. The seal shows
damage, not who wrote the file: that is what a signature is for.
"""

from __future__ import annotations

import hashlib
import io
import struct
import tarfile
import zlib
from collections.abc import Mapping
from typing import Final

MODE: Final = 0o644
LEVEL: Final = 6

_SUBFIELD: Final = b"IP"
_HEADER: Final = b"\x1f\x8b\x08\x04" + bytes(4) + b"\x00\xff" + struct.pack("<H2sH", 36, _SUBFIELD, 32)
"""Deflate, an extra field, no time, no name, an unknown system; one subfield of 32 bytes."""
HEADER_BYTES: Final = len(_HEADER) + 32
GZIP_MAGIC: Final = _HEADER[:2]
_TRAILER: Final = struct.Struct("<II")


class SealError(ValueError):
    """The bytes are not what was sealed; the text says how that shows."""


def pack(members: Mapping[str, bytes]) -> bytes:
    """A sealed archive: the same members are the same bytes, whenever and wherever they are packed with the same zlib.

    Members are sorted; time, owner, group and mode are fixed.

    Args:
        members: Content by name.
    """
    return seal(_tar(members))


def seal(plain: bytes) -> bytes:
    """Compress bytes and put the seal in front."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(plain) + deflate.flush() + _TRAILER.pack(zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
    return _HEADER + hashlib.sha256(body).digest() + body


def unseal(data: bytes, max_bytes: int) -> bytes:
    """The bytes that were sealed.

    Args:
        data: The whole file.
        max_bytes: More than this is not unpacked.

    Raises:
        SealError: Empty, not sealed, changed, cut short, or larger than `max_bytes`.
    """
    if not data:
        raise SealError("it is empty; accepted: a package of `python -m advisor model package`")
    if data[:2] != GZIP_MAGIC:
        raise SealError("it is not gzip; accepted: a tar file compressed with gzip, as build_package makes it")
    if data[: len(_HEADER)] != _HEADER[: len(data)]:
        raise SealError("its header holds no seal: it was changed, or build_package did not make it; build it again")
    if len(data) < HEADER_BYTES + _TRAILER.size:
        raise SealError(f"it has {len(data)} bytes: it was cut short; upload it again")
    body = memoryview(data)[HEADER_BYTES:]
    if hashlib.sha256(body).digest() != data[len(_HEADER) : HEADER_BYTES]:
        raise SealError("its bytes are not those that were sealed: it was changed or cut short; upload it again")
    return _inflated(body, max_bytes)


def _inflated(body: memoryview, max_bytes: int) -> bytes:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = inflate.decompress(body[: -_TRAILER.size], max_bytes + 1)
    except zlib.error as error:
        raise SealError(f"it cannot be unpacked: {error}") from error
    if len(plain) > max_bytes:
        raise SealError(f"it unpacks to more than {max_bytes} bytes, which is the limit here")
    if not inflate.eof or inflate.unused_data:
        raise SealError("its compressed bytes end before or after its content does; build it again")
    if _TRAILER.unpack(body[-_TRAILER.size :]) != (zlib.crc32(plain), len(plain) & 0xFFFFFFFF):
        raise SealError("its content does not match gzip's checksum; build it again")
    return plain


def _tar(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(members):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(members[name]), MODE, 0
            archive.addfile(entry, io.BytesIO(members[name]))
    return buffer.getvalue()
