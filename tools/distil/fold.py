"""How a text is read: folded characters, their classes, and how marks compose.

Everything here is written into the table file, so that the Rust reader needs no Unicode tables of
its own and can never disagree with the table about what a character is.
"""

import sys
import unicodedata

import opencc

SEPARATOR, WORD, UNSPACED, SYMBOL, MARK = 0, 1, 2, 3, 4

# Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana, bopomofo, Han.
UNSPACED_RANGES = [
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3041, 0x3096),
    (0x3099, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x3100, 0x312F), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFF),
]
COMPOSING_MARKS = {0x0300, 0x0301, 0x0302, 0x0303, 0x0304, 0x0306, 0x0307, 0x0308, 0x0309, 0x030A,
                   0x030B, 0x030C, 0x0323, 0x0327, 0x0328, 0x031B, 0x3099, 0x309A}

_traditional = opencc.OpenCC("t2s")


def fold_char(character):
    """The folded form of one character: compatibility forms, lower case, simplified Han."""
    folded = "".join(c.lower() for c in unicodedata.normalize("NFKC", character))
    folded = folded.replace("ς", "σ").replace("’", "'").replace("‘", "'").replace("`", "'")
    return "".join(_simplified(c) for c in folded)


def _simplified(character):
    if not 0x3400 <= ord(character) <= 0x9FFF:
        return character
    other = _traditional.convert(character)
    return other if len(other) == 1 and ord(other) < 0x10000 else character


def classify(code):
    """Which part a folded character plays in a text."""
    if any(first <= code <= last for first, last in UNSPACED_RANGES):
        return UNSPACED
    category = unicodedata.category(chr(code))
    if category[0] in "LN":
        return WORD
    if category[0] == "M":
        return MARK
    if category == "So":
        return SYMBOL
    return SEPARATOR


def fold_table():
    """Every character that folding changes, with its folded form (at most eight characters)."""
    table = {}
    for code in range(0x80, 0x20000):
        if 0xD800 <= code <= 0xDFFF or unicodedata.category(chr(code)) in ("Cn", "Co"):
            continue
        folded = fold_char(chr(code))
        if unicodedata.category(chr(code)) == "Cf" or 0xFE00 <= code <= 0xFE0F:
            folded = ""
        if folded != chr(code) and len(folded) <= 8:
            table[code] = folded
    return table


def class_ranges():
    """Ranges of characters that are not separators: (first, last, class)."""
    ranges = []
    for code in range(sys.maxunicode + 1):
        kind = SEPARATOR if 0xD800 <= code <= 0xDFFF else classify(code)
        if kind == SEPARATOR:
            continue
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == kind:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, kind])
    return [tuple(r) for r in ranges]


def compositions():
    """(letter, mark) pairs that make one letter, both already folded."""
    pairs = {}
    for code in list(range(0xC0, 0x1F00)) + list(range(0x304B, 0x3100)):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) < 2 or ord(parts[-1]) not in COMPOSING_MARKS:
            continue
        letter = unicodedata.normalize("NFC", parts[:-1])
        if len(letter) == 1 and fold_char(chr(code)) == chr(code):
            pairs[(ord(letter), ord(parts[-1]))] = code
    return pairs


class Folder:
    """Folds texts exactly as the Rust reader does."""

    def __init__(self):
        self.table = fold_table()
        self.pairs = compositions()
        self.classes = {}

    def kind(self, character):
        kind = self.classes.get(character)
        if kind is None:
            kind = self.classes[character] = classify(ord(character))
        return kind

    def fold(self, text):
        out = []
        for character in text:
            code = ord(character)
            if code < 0x80:
                out.append("'" if character == "`" else character.lower())
                continue
            for c in self.table.get(code, character):
                pair = self.pairs.get((ord(out[-1]), ord(c))) if out else None
                if pair is not None:
                    out[-1] = chr(pair)
                else:
                    out.append(c)
        return "".join(out)
