"""Writes the fitted table as the file that is compiled into the program."""

import hashlib
import struct
import sys

import numpy as np

from fold import Folder, class_ranges
from sources import HERE, WORK

MAGIC, VERSION = b"mem0tabl", 1
ROW_BITS = 18
LONGEST_PROBE = 256
MODEL = HERE.parent.parent / "crates/local/models/static-multilingual-v1.bin"
REFERENCE = HERE.parent.parent / "crates/local/tests/data/reference.tsv"

DESCRIPTION = {
    "name": "static-multilingual",
    "license": "Apache-2.0",
    "source": "multilingual-e5-small (MIT) and universal-sentence-encoder-multilingual-3 (Apache-2.0)",
    "words": "jieba 0.42.1 (MIT), SCOWL 2020.12.07 (permissive, see NOTICE), WordNet 3.0 (WordNet licence)",
    "created_by": "tools/distil",
}


def quantise(table, bits):
    """(stored rows, scales, the rows as the reader sees them). 4-bit scales are searched for."""
    top = 127 if bits == 8 else 7
    largest = np.abs(table).max(1)
    best_scale = np.maximum(largest / top, 1e-12)
    if bits == 4:
        best_error = np.full(len(table), np.inf)
        for shrink in np.linspace(0.6, 1.0, 17):
            scale = np.maximum(largest * shrink / top, 1e-12)
            rounded = np.clip(np.rint(table / scale[:, None]), -8, 7)
            error = ((rounded * scale[:, None] - table) ** 2).sum(1)
            better = error < best_error
            best_error[better], best_scale[better] = error[better], scale[better]
    scale = best_scale.astype(np.float32)
    rounded = np.clip(np.rint(table / scale[:, None]), -(top + 1), top).astype(np.int8)
    seen = rounded.astype(np.float32) * scale[:, None]
    if bits == 8:
        return rounded.tobytes(), scale, seen
    half = table.shape[1] // 2
    nibbles = (rounded + 8).astype(np.uint8)
    return (nibbles[:, :half] | nibbles[:, half:] << 4).tobytes(), scale, seen


def key_hash(key):
    value = 0xCBF29CE484222325
    for byte in key:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def slots(keys):
    size = 1
    while size < len(keys) * 1.5:
        size *= 2
    table = [0xFFFFFFFF] * size
    for row, key in enumerate(keys):
        value = key_hash(key)
        first = at = ((value >> 32) ^ value) & 0xFFFFFFFF & (size - 1)
        while table[at] != 0xFFFFFFFF:
            at = (at + 1) & (size - 1)
        assert (at - first) % size < LONGEST_PROBE
        table[at] = row | ((value >> 48) & 0x1FFF) << ROW_BITS
    return np.array(table, "<u4")


def folds(folder):
    entries, texts, places = [], bytearray(), {}
    for code, folded in sorted(folder.table.items()):
        encoded = folded.encode()
        if encoded not in places:
            places[encoded] = len(texts)
            texts += encoded
        entries += [code, places[encoded] << 8 | len(encoded)]
    return np.array(entries, "<u4").tobytes(), bytes(texts)


def write(path, keys, costs, table, bits, revision):
    """Writes the table; returns its rows as the reader will see them."""
    stored, scales, seen = quantise(table, bits)
    encoded = [key.encode() for key in keys]
    slot_array = slots(encoded)
    folder = Folder()
    fold_entries, fold_texts = folds(folder)
    pairs = sorted((letter, mark, whole) for (letter, mark), whole in folder.pairs.items())
    description = {**DESCRIPTION, "revision": revision, "rows": len(keys), "dimensions": table.shape[1], "bits": bits}
    sections = [
        "".join(f"{name} = {value}\n" for name, value in description.items()).encode(),
        b"".join(encoded),
        np.cumsum([len(key) for key in encoded]).astype("<u4").tobytes(),
        np.array(costs, np.uint8).tobytes(),
        scales.astype("<f4").tobytes(),
        stored,
        slot_array.tobytes(),
        fold_entries,
        fold_texts,
        np.array(pairs, "<u4").tobytes(),
        np.array(class_ranges(), "<u4").tobytes(),
    ]
    head = MAGIC + struct.pack("<7I", VERSION, len(keys), table.shape[1], bits, len(slot_array),
                               max(map(len, keys)), 0)
    at = len(head) + 16 * len(sections)
    offsets = []
    for section in sections:
        at = (at + 15) // 16 * 16
        offsets.append((at, len(section)))
        at += len(section)
    out = bytearray(head + b"".join(struct.pack("<QQ", *entry) for entry in offsets))
    for (offset, _), section in zip(offsets, sections):
        out += bytes(offset - len(out)) + section
    path.write_bytes(out)
    print(path, len(out), "bytes, sha256", hashlib.sha256(out).hexdigest())
    return seen


def write_reference(keys, costs, seen):
    """Embeddings of some texts, which a test of the Rust reader compares with its own."""
    from tokenizer import Tokenizer
    tokenizer = Tokenizer(Folder(), keys, costs)
    lines = []
    for text in (HERE / "reference.txt").read_text("utf-8").splitlines():
        vector = seen[tokenizer.rows_of(text)].sum(0)
        vector /= np.linalg.norm(vector)
        lines.append(text + "\t" + " ".join(f"{x:.5f}" for x in vector[:16]) + "\n")
    REFERENCE.write_text("".join(lines), "utf-8")


def main():
    from fit import DIMENSIONS, load
    keys, costs, _, _ = load()
    table = np.load(WORK / f"table-{DIMENSIONS}.npy")
    write_reference(keys, costs, write(MODEL, keys, costs, table, int(sys.argv[1]), sys.argv[2]))


if __name__ == "__main__":
    main()
