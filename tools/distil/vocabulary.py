"""Chooses the table's keys: whole Chinese and English words first, then pieces of other scripts.

Writes `vocabulary.tsv`: key, cost (-ln p), the text whose embedding starts the row.
"""

import math
import os
import unicodedata

from fold import MARK, SEPARATOR, SYMBOL, UNSPACED, Folder
from sources import HERE, WORK, chinese_words, e5_pieces, english_words, use_pieces

CHINESE_COUNT = 50        # a jieba word must have been counted this often
EVERYDAY_COUNT = 300     # what our own list's words count at least
CHINESE_TOTAL = 60_000_000
# Where a word is in both lists, the pieces' ln p lies this far below jieba's (medians).
E5_BELOW_JIEBA, USE_BELOW_JIEBA = 3.1, 2.6
# ln p of an English word that is no piece, by SCOWL's size (medians of those that are).
ENGLISH_BY_SIZE = {10: -11.5, 20: -12.8, 35: -13.6, 40: -14.0, 50: -14.5, 55: -15.0}
ROWS = int(os.environ.get("ROWS", 150_000))

SCRIPTS = {"LATIN", "CYRILLIC", "CJK", "HANGUL", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "GREEK",
           "ARABIC", "HEBREW", "THAI", "DEVANAGARI", "DIGIT", "IDEOGRAPHIC"}


def script(key):
    return unicodedata.name(key[0], "?").split()[0]


def is_han(key):
    return all(0x3400 <= ord(c) <= 0x9FFF for c in key)


def usable(folder, key):
    """One word or run: no separators inside, and no mixture of spaced and unspaced letters."""
    kinds = {folder.kind(c) for c in key if c not in "'+#"}
    if not kinds or SEPARATOR in kinds or len(key) > 24 or key[0] in "'+#":
        return False
    if SYMBOL in kinds:
        return len(key) == 1
    return kinds <= {UNSPACED, MARK} or UNSPACED not in kinds


def pieces(folder, listed):
    """Folded piece -> (summed p, likeliest surface)."""
    found = {}
    for piece, score in listed:
        surface = piece.replace("▁", "")
        key = folder.fold(surface)
        if not key or not usable(folder, key):
            continue
        # A piece at the beginning of a word is far likelier to be a word than one inside.
        rank = score if piece.startswith("▁") else score - 1.0
        total, best, text = found.get(key, (0.0, -99.0, ""))
        if rank > best:
            best, text = rank, surface
        found[key] = (total + math.exp(score), best, text)
    return {key: (math.log(total), text) for key, (total, _, text) in found.items()}


def everyday_words():
    """Chinese words that must be whole: our list, and what fills our templates' slots."""
    lines = (HERE / "corpus/everyday_zh.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    for line in (HERE / "corpus/slots_zh.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            words += line.split(": ", 1)[1].split("|")
    return words


def choose(everyday=True):
    folder = Folder()
    e5, use = pieces(folder, e5_pieces()), pieces(folder, use_pieces())
    chosen = {}

    counts, forms = {}, {}
    for word, count, _ in chinese_words():
        key = folder.fold(word)
        if is_han(key) and len(key) <= 8:
            counts[key] = counts.get(key, 0) + count
            forms.setdefault(key, key)
    for key, count in counts.items():
        if count >= CHINESE_COUNT or (len(key) == 1 and count >= 3):
            chosen[key] = (math.log(count / CHINESE_TOTAL), forms[key])
    for word in everyday_words() if everyday else ():
        key = folder.fold(word)
        if is_han(key) and len(key) <= 5:
            count = max(counts.get(key, 0), EVERYDAY_COUNT)
            chosen[key] = (math.log(count / CHINESE_TOTAL), key)
    for source, below in ((use, USE_BELOW_JIEBA), (e5, E5_BELOW_JIEBA)):
        for key, (score, text) in source.items():
            if is_han(key) and key not in chosen and len(key) <= 8 and (score > -14.5 or len(key) == 1):
                chosen[key] = (score + below, key)

    for word, (size, kind) in english_words().items():
        key = folder.fold(word)
        known = max(use.get(key, (-99,))[0], e5.get(key, (-99,))[0])
        common = size <= 40 and kind != "abbreviations"
        if not usable(folder, key) or not (common or known > -99):
            continue
        surface = word if known == -99 or kind == "words" else use.get(key, e5.get(key))[1]
        score = known if known > -99 else ENGLISH_BY_SIZE[size]
        if key not in chosen or (kind == "words" and chosen[key][1] != chosen[key][1].lower()):
            chosen[key] = (score, surface)

    rest = {}
    for source in (use, e5):
        for key, (score, text) in source.items():
            if key in chosen or script(key) not in SCRIPTS and len(key) > 1:
                continue
            if is_han(key):
                continue
            if key.isdigit() and len(key) > 4:
                continue
            if len(key) == 1:
                score = max(score, -12.0) if script(key) in SCRIPTS or folder.kind(key) == SYMBOL else -99
            if score > rest.get(key, (-98,))[0]:
                rest[key] = (score, text)
    best = sorted(rest.items(), key=lambda item: (-item[1][0], item[0]))
    for key, value in best[:max(0, ROWS - len(chosen))]:
        chosen[key] = value
    return chosen, counts


if __name__ == "__main__":
    rows, _ = choose()
    with open(WORK / "vocabulary.tsv", "w", encoding="utf-8") as out:
        for key, (score, text) in sorted(rows.items(), key=lambda item: (-item[1][0], item[0])):
            out.write(f"{key}\t{-score:.3f}\t{text}\n")
    scripts = {}
    for key in rows:
        scripts[script(key)] = scripts.get(script(key), 0) + 1
    print(len(rows), sorted(scripts.items(), key=lambda s: -s[1]))
