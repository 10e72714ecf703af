"""Writes which words of the table mean something close, as the file that is compiled into the program.

    python related.py words > words
    cargo run -p mem0-text --example index_terms < words > terms
    python related.py write terms

Vectors are compared in whole numbers, so that cosines come out the same everywhere.
"""

import struct
import sys
import unicodedata
from collections import Counter

import numpy as np

from pack import MODEL, ROW_BITS, key_hash
from sources import HERE, english_words

RELATED = MODEL.with_name("related-words-v1.bin")
LISTS = HERE.parent.parent / "crates/text/src/lists"
MAGIC, VERSION = b"mem0rela", 1
LEAST_COSINE = 0.42
STORED_FROM = 0.37       # six bits hold hundredths from here to 1
LEAST_WEIGHT = 0.5       # what a word has to say by itself (`background_weight`)
LEAST_OF_CHARACTER = 0.3
LARGEST_COST = 110       # of a character that may stand for a word, as the table stores it
FORM_LENGTH = 100        # of a form's vector, before it is rounded
SAME_WORD, LEAN = 0.6, 0.5
BLOCK = 512

# The table is multilingual and the words of one script crowd each other, so every kind of word has
# places of its own in a list.
ENGLISH, LATIN, CHINESE, CHARACTER, OTHER = range(5)
PLACES = {
    ENGLISH: (20, 5, 6, 2, 3),
    LATIN: (8, 12, 4, 1, 3),
    CHINESE: (7, 3, 20, 4, 2),
    CHARACTER: (6, 3, 12, 4, 2),
    OTHER: (7, 4, 5, 1, 14),
}
# Both teachers read pieces of words, which brings words near that merely look alike.
ALIKE_LATIN, ALIKE_CHINESE = 0.6, 0.55
# Rare words stand back where places are few: nats beyond which they do, and how far for each.
RARE, RARITY, FURTHEST_BACK = 12.3, 0.05, 0.08
FORMS = 2  # at most so many words of one language's forms, told by their first letters
FIRST_LETTERS = 4
# Two characters with one of these are mostly parts of two words.
FUNCTION_CHARACTERS = set("的了是我你他她它们该其这那此")


class Table:
    """The rows of the table as it is compiled in."""

    def __init__(self):
        data = MODEL.read_bytes()
        self.digest = key_hash(data)
        _, self.rows, dimensions, bits = struct.unpack_from("<4I", data, 8)
        assert bits == 4
        place = [struct.unpack_from("<QQ", data, 36 + 16 * section) for section in range(6)]
        section = [data[at:at + length] for at, length in place]
        ends = np.frombuffer(section[2], "<u4").tolist()
        self.keys = [section[1][start:end].decode() for start, end in zip([0] + ends, ends)]
        self.costs = np.frombuffer(section[3], np.uint8)
        nibbles = np.frombuffer(section[5], np.uint8).reshape(self.rows, dimensions // 2)
        self.vectors = np.concatenate([nibbles & 15, nibbles >> 4], 1).astype(np.float32) - 8


def script(key):
    return unicodedata.name(key[0], "?").split()[0]


def is_han(key):
    return all(0x3400 <= ord(c) <= 0x9FFF for c in key)


def listed(name, at_end="*"):
    """Folded words of one of our lists, without those that are also something else (a star)."""
    lines = (LISTS / name).read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return {word.lower() for word in words if not word.endswith(at_end)}


def chosen(table, terms):
    """(the row that stands for each term, the term of each row): words that say something."""
    kept = seeds()["keep"]
    first, term_of = {}, {}
    for row, (key, term) in enumerate(zip(table.keys, terms)):
        if term == "-":
            continue
        term, weight = term.split()
        least = LEAST_OF_CHARACTER if len(key) == 1 or key in kept else LEAST_WEIGHT
        if float(weight) < least or not any(c.isalpha() for c in key):
            continue
        if len(key) == 1 and not (is_han(key) and table.costs[row] <= LARGEST_COST):
            continue
        if is_han(key) and len(key) == 2 and key not in kept and FUNCTION_CHARACTERS & set(key):
            continue
        # The rows are in order of frequency.
        first.setdefault(term, row)
        term_of[row] = term
    return np.array(list(first.values())), term_of


def of_terms(table, words, term_of):
    """The vector of each term, in whole numbers: its commonest form's, leant towards its other
    forms that are near that (not those of words that merely have the same stem)."""
    lengths = np.maximum(np.sqrt((table.vectors.astype(np.float64) ** 2).sum(1)), 1e-9)
    forms_of = {}
    for row, term in term_of.items():
        forms_of.setdefault(term, []).append(row)
    vectors = np.zeros((len(words), table.vectors.shape[1]), np.float32)
    for at, row in enumerate(words):
        vectors[at] = np.rint(table.vectors[row] / lengths[row] * FORM_LENGTH)
        rows = np.array([form for form in forms_of[term_of[row]] if form != row], np.int64)
        near = rows[table.vectors[rows] @ table.vectors[row] / lengths[rows] / lengths[row] >= SAME_WORD]
        if len(near):
            mean = (table.vectors[near] / lengths[near, None]).mean(0)
            vectors[at] += np.rint(mean * FORM_LENGTH * LEAN)
    return vectors


def pairs(vectors):
    """All pairs of rows that are near enough, as three arrays: from (ascending), to, cosine."""
    lengths = np.sqrt((vectors.astype(np.float64) ** 2).sum(1)).astype(np.float32)
    found = [[], [], []]
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start:start + BLOCK]
        # Sums of whole numbers far below 2 ** 24: exact in any order.
        cosines = block @ vectors.T
        cosines /= lengths[start:start + BLOCK, None]
        cosines /= lengths[None, :]
        cosines[np.arange(len(block)), start + np.arange(len(block))] = 0
        at = np.flatnonzero(cosines.ravel() >= LEAST_COSINE)
        one, other = np.divmod(at, len(vectors))
        for array, part in zip(found, ((one + start).astype(np.int32), other.astype(np.int32), cosines.ravel()[at])):
            array.append(part)
    return [np.concatenate(arrays) for arrays in found]


def ordered(one, other, rank, *more):
    """The neighbours of each word, the one of highest rank first."""
    order = np.lexsort((other, -rank, one))
    return [array[order] for array in (one, other, rank, *more)]


def seeds():
    """Words that are near each other and never mean each other, by kind."""
    kinds = {}
    for line in (HERE / "related/unlike.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split(": ", 1)
            kinds.setdefault(kind, set()).update(words.split())
    kinds["name"] = listed("given_names.txt") | kinds.get("name", set())
    kinds["place"] = listed("places_latin.txt") | listed("places_zh.txt") | kinds.get("place", set())
    return kinds


def excluded(words, one, other, cosine):
    """Numbers of the words that have no neighbours: listed ones, what is much like them, and words
    that the teachers can't tell from many others."""
    kinds = seeds()
    proper, plain = set(), set()
    for word, (_, kind) in english_words().items():
        (proper if kind == "proper-names" else plain).add(word.lower())
    number = {word: at for at, word in enumerate(words)}
    starts = np.searchsorted(one, np.arange(len(words) + 1))
    out = {number[word] for word in (proper - plain) & number.keys()}
    keep = {number[word] for word in kinds.pop("keep", ()) if word in number}
    for kind, seed in sorted(kinds.items()):
        seed = {number[word] for word in seed & number.keys()}
        out |= seed
        for at in range(len(words)):
            near = other[starts[at]:starts[at + 1]][:8]
            if at not in keep and len(near) >= 4 and sum(int(o) in seed for o in near) * 2 > len(near):
                out.add(at)
    alike = np.bincount(one[cosine >= 0.93], minlength=len(words))
    out |= set(np.flatnonzero(alike > 15).tolist())
    return out - keep


def look_alike(one, other):
    """Whether two words share their beginning, or a character."""
    if is_han(one) and is_han(other):
        return bool(set(one) & set(other))
    return one[:3] == other[:3]


def kind_of(key, english):
    if is_han(key):
        return CHARACTER if len(key) == 1 else CHINESE
    if script(key) != "LATIN":
        return OTHER
    return ENGLISH if key in english else LATIN


def select(words, costs, one, other, cosine, out):
    """Each word's list: (number of the word, cosine), nearest first, so many of each kind."""
    back = np.clip((costs / 10 - RARE) * RARITY, 0, FURTHEST_BACK).astype(np.float32)
    one, other, rank, cosine = ordered(one, other, cosine - back[other], cosine)
    english = {word.lower() for word, (_, kind) in english_words().items() if kind in ("words", "upper")}
    kinds = [kind_of(word, english) for word in words]
    scripts = [script(word) for word in words]
    starts = np.searchsorted(one, np.arange(len(words) + 1)).tolist()
    lists = []
    for at in range(len(words)):
        chosen, forms = [], Counter()
        left = list(PLACES[kinds[at]]) if at not in out else [0] * 5
        span = slice(starts[at], starts[at + 1])
        for near, value in zip(other[span].tolist(), cosine[span].tolist()):
            if not any(left):
                break
            kind = kinds[near]
            if near in out or not left[kind]:
                continue
            # Of the many other scripts, a word's own has most of the places.
            if kind == OTHER and kinds[at] == OTHER and scripts[near] != scripts[at] and left[kind] < 8:
                continue
            least = ALIKE_CHINESE if kinds[at] in (CHINESE, CHARACTER) else ALIKE_LATIN
            if value < least and look_alike(words[at], words[near]):
                continue
            if kind in (LATIN, OTHER):
                form = kind, words[near][:FIRST_LETTERS]
                if forms[form] == FORMS:
                    continue
                forms[form] += 1
            left[kind] -= 1
            chosen.append((near, value))
        lists.append(sorted(chosen, key=lambda near: (-near[1], near[0])))
    return lists


def write(table, words, term_of, lists):
    """Writes the file; `words` are the rows that stand for the terms, in the order of `lists`."""
    list_of_term, ends, neighbours = {}, [], bytearray()
    term_of_word = [term_of[row] for row in words]
    for term, chosen in zip(term_of_word, lists):
        if not chosen:
            continue
        list_of_term[term] = len(ends) + 1
        for near, value in chosen:
            stored = min(63, max(0, round((value - STORED_FROM) * 100)))
            neighbours += struct.pack("<I", int(words[near]) | stored << ROW_BITS)[:3]
        ends.append(len(neighbours) // 3)
    list_of_row = b"".join(
        struct.pack("<I", list_of_term.get(term_of.get(row), 0))[:3] for row in range(table.rows))
    head = MAGIC + struct.pack("<4IQ", VERSION, table.rows, len(ends), ends[-1], table.digest)
    out = head + list_of_row + np.array(ends, "<u4").tobytes() + bytes(neighbours)
    RELATED.write_bytes(out)
    print(RELATED, len(out), "bytes,", len(ends), "lists of", ends[-1], "neighbours")


def main():
    table = Table()
    if sys.argv[1] == "words":
        sys.stdout.write("".join(key + "\n" for key in table.keys))
        return
    with open(sys.argv[2], encoding="utf-8") as file:
        words, term_of = chosen(table, file.read().splitlines())
    found = ordered(*pairs(of_terms(table, words, term_of)))
    texts = [table.keys[row] for row in words]
    lists = select(texts, table.costs[words], *found, excluded(texts, *found))
    write(table, words, term_of, lists)


if __name__ == "__main__":
    main()
