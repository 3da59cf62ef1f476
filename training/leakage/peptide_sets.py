"""Sets of peptides as files of hashes, so that a check can run where the peptides themselves may not be.

A peptide's hash is the first five bytes of its SHA-256, read big-endian. A file is one line of JSON and then the sorted distinct hashes, each
as the difference from the one before (the first from 0) in LEB128: seven bits a byte, low bits first, the top bit set where more follow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

HASH_BYTES = 5
FORMAT = "antigraph-peptide-set-1"


def hash_of(peptide: str) -> int:
    return int.from_bytes(hashlib.sha256(peptide.encode()).digest()[:HASH_BYTES], "big")


def listing_digest(peptides: Iterable[str]) -> str:
    """SHA-256 of the sorted distinct peptides, one a line: names a set whose hashes are not stored."""
    return hashlib.sha256("".join(f"{p}\n" for p in sorted(set(peptides))).encode()).hexdigest()


def encode_set(name: str, peptides: Iterable[str]) -> bytes:
    distinct = set(peptides)
    hashes = sorted({hash_of(p) for p in distinct})
    out = bytearray(json.dumps({"format": FORMAT, "name": name, "peptides": len(distinct), "hashes": len(hashes), "hashBytes": HASH_BYTES}).encode() + b"\n")
    before = 0
    for h in hashes:
        gap, before = h - before, h
        while gap > 127:
            out.append(gap & 127 | 128)
            gap >>= 7
        out.append(gap)
    return bytes(out)


def decode_set(content: bytes) -> set[int]:
    end = content.index(b"\n")
    header = json.loads(content[:end])
    if header["format"] != FORMAT or header["hashBytes"] != HASH_BYTES:
        raise SystemExit(f"not a peptide set: {header}")
    out, value, gap, shift = set(), 0, 0, 0
    for byte in content[end + 1 :]:
        gap |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            value += gap
            out.add(value)
            gap = shift = 0
    if len(out) != header["hashes"]:
        raise SystemExit(f"{header['name']}: {len(out)} hashes, the header says {header['hashes']}")
    return out


def write_set(folder: Path, name: str, peptides: Iterable[str]) -> dict[str, object]:
    """Writes <folder>/<name>.bin and returns what names it: file, digest, how many peptides."""
    distinct = set(peptides)
    content = encode_set(name, distinct)
    if decode_set(content) != {hash_of(p) for p in distinct}:
        raise SystemExit(f"{name} does not read back as written")
    (folder / f"{name}.bin").write_bytes(content)
    return {"file": f"{name}.bin", "sha256": hashlib.sha256(content).hexdigest(), "peptides": len(distinct)}
