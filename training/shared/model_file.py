"""Writes model.bin: the 8 bytes "AGMODEL1", header length as uint32, JSON header, padding to 16 bytes, tensors. All numbers little-endian;
tensor offsets count from the end of the padding. dtype 'f16' = IEEE half; 'u16' = quantised by the header's offset and step."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

QUANT_OFFSET, QUANT_STEP = -32.0, 48.0 / 65535
CALIBRATION = {"offset": QUANT_OFFSET, "step": QUANT_STEP}


def quantised(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes, and the values they stand for."""
    codes = np.clip(np.round((values - QUANT_OFFSET) / QUANT_STEP), 0, 65535)
    return codes, (codes * QUANT_STEP + QUANT_OFFSET).astype(np.float32)


def write_model(path: Path, header: dict[str, object], tensors: dict[str, tuple[str, np.ndarray]]) -> None:
    entries, body, offset = [], [], 0
    for name, (dtype, array) in tensors.items():
        raw = array.astype({"f16": "<f2", "f32": "<f4", "u16": "<u2"}[dtype]).tobytes()
        raw += b"\0" * (-len(raw) % 16)
        entries.append({"name": name, "dtype": dtype, "shape": list(array.shape), "offset": offset})
        body.append(raw)
        offset += len(raw)
    text = json.dumps(header | {"tensors": entries}).encode()
    start = b"AGMODEL1" + len(text).to_bytes(4, "little") + text
    path.write_bytes(start + b"\0" * (-len(start) % 16) + b"".join(body))


def net_tensors(prefix: str, p: dict[str, np.ndarray]) -> dict[str, tuple[str, np.ndarray]]:
    return {f"{prefix}.{k}": ("f16", v) for k, v in p.items()}


def percentile_of(knots: np.ndarray, percentiles: np.ndarray, z: float) -> float:
    """Linear in log percentile between knots; knots fall as percentiles rise; outside, the first or last percentile."""
    return float(np.exp(np.interp(-z, -knots, np.log(percentiles))))


def file_digests(folder: Path) -> dict[str, str]:
    return {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in ("alleles.csv.gz", "model.bin")}


def write_golden(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n")
