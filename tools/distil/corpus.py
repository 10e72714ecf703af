"""Writes the sentences that the table is fitted on: our templates, WordNet's glosses, word groups.

Every text is ours (templates and word groups made from the chosen vocabulary) or WordNet's.
"""

import random
import re

from sources import HERE, WORK, chinese_words, wordnet, wordnet_counts
from fold import Folder
from vocabulary import choose

SEED = 20240607
PER_LANGUAGE = {"templates": 40_000, "groups": 30_000}
GLOSSES, EXAMPLES = 20_000, 12_000

CHINESE_GROUPS = [
    "{n}", "{a}的{n}", "{v}{n}", "{n}{v}", "我{v}{n}", "他{v}了{n}", "我喜欢{n}", "我不喜欢{n}", "{n}和{n}",
    "{ns}的{n}", "在{ns}{v}", "关于{n}的问题", "{n}的{n}", "用户对{n}感兴趣", "我想{v}", "我们正在{v}{n}",
    "{n}很{a}", "她{v}过{n}", "{n}是什么", "怎么{v}{n}", "为什么{n}会{v}", "{nr}{v}了{n}", "{nr}在{ns}{v}{n}",
    "{n}、{n}和{n}", "{d}{v}{n}", "什么{n}", "哪个{n}", "{n}在哪里", "我的{n}", "他的{n}很{a}", "{v}{n}的{n}",
    "{i}", "这件事让人{v}", "{n}{n}", "{ns}{n}", "不要{v}{n}", "可以{v}{n}吗", "{n}已经{v}了", "我{v}{v}",
]
ENGLISH_GROUPS = [
    "{noun}", "{adj} {noun}", "I {verb} the {noun}", "the {noun} and the {noun}", "I like {noun}",
    "I don't like {noun}", "how to {verb} a {noun}", "why does the {noun} {verb}", "a {adj} {noun} for my {noun}",
    "she wants to {verb} the {noun}", "he {adv} {verb} the {noun}", "questions about {noun}", "my {noun}",
    "which {noun}", "the {noun} of the {noun}", "{noun} {noun}", "is the {noun} {adj}", "{verb} the {adj} {noun}",
    "where is the {noun}", "the user is interested in {noun}", "don't {verb}", "they {verb} {adv}", "what {noun}",
    "{noun}, {noun} and {noun}", "we {verb} and {verb}", "the {noun} is {adj} and {adj}",
]


def read_lines(name):
    lines = (HERE / "corpus" / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def fill(chance, template, words):
    return re.sub(r"\{(\w+)\}", lambda slot: words(chance, slot[1]), template)


def agree(sentence):
    """Mends what a template for "she" says when its slot is "I" or "They"."""
    sentence = re.sub(r"\bI's\b", "my", re.sub(r"\bThey's\b", "their", sentence))
    sentence = re.sub(r"\b(does|is|has) (I|They)\b", lambda m: {"does": "do", "is": "am", "has": "have"}[m[1]] + " " + m[2], sentence)
    match = re.match(r"(I|They) (\S+)( .*)?$", sentence)
    if match:
        verb = {"is": "am" if match[1] == "I" else "are", "has": "have", "doesn't": "don't", "goes": "go",
                "watches": "watch"}.get(match[2], match[2])
        if verb == match[2] and verb.endswith("s") and verb != "was":
            verb = verb[:-1]
        sentence = f"{match[1]} {verb}{match[3] or ''}"
    return sentence


def read_slots(language):
    slots = {}
    for line in read_lines(f"slots_{language}.txt"):
        name, values = line.split(": ", 1)
        slots[name] = values.split("|")
    return slots


def from_templates(chance, language, count):
    slots = read_slots(language)
    templates = read_lines(f"templates_{language}.txt")
    found = set()
    for round_ in range(count * 4):
        if len(found) >= count:
            break
        found.add(agree(fill(chance, templates[round_ % len(templates)], lambda c, slot: c.choice(slots[slot]))))
    return sorted(found)


def weighted(words):
    """A drawer of words: frequent ones more often, but far less than in proportion."""
    names = [word for word, _ in words]
    weights = []
    total = 0.0
    for _, count in words:
        total += (count + 1) ** 0.6
        weights.append(total)
    return lambda chance: chance.choices(names, cum_weights=weights)[0]


def from_groups(chance, templates, drawers, count):
    found = set()
    for round_ in range(count * 4):
        if len(found) >= count:
            break
        found.add(fill(chance, templates[round_ % len(templates)], lambda c, slot: drawers[slot](c)))
    return sorted(found)


def chinese_drawers(keys):
    parts = {name: [] for name in ("n", "v", "a", "d", "ns", "nr", "i")}
    names = {"vn": "v", "l": "i", "nz": "n", "nt": "n", "an": "n", "ad": "d", "j": "n", "s": "n", "t": "n"}
    for word, count, part in chinese_words():
        part = names.get(part, part)
        if part in parts and word in keys:
            parts[part].append((word, count))
    return {name: weighted(words) for name, words in parts.items()}


def english_drawers(keys):
    counts = wordnet_counts()
    parts = {"noun": {}, "verb": {}, "adj": {}, "adv": {}}
    for part, lemmas, _, _ in wordnet():
        for lemma in lemmas:
            if lemma.lower() in keys:
                parts[part][lemma] = counts.get(lemma.lower(), 0)
    return {name: weighted(sorted(words.items())) for name, words in parts.items()}


def sentences():
    chance = random.Random(SEED)
    folder = Folder()
    # Word groups are drawn by how often words are counted; our own everyday words have no counts.
    keys = choose(everyday=False)[0].keys()
    found = []
    for language in ("zh", "en"):
        found += from_templates(chance, language, PER_LANGUAGE["templates"])
    found += from_groups(chance, CHINESE_GROUPS, chinese_drawers(keys), PER_LANGUAGE["groups"])
    found += from_groups(chance, ENGLISH_GROUPS, english_drawers(keys), PER_LANGUAGE["groups"])
    glosses, examples = [], []
    for _, lemmas, gloss, said in wordnet():
        glosses.append(f"{lemmas[0]}: {gloss}" if chance.random() < 0.5 else gloss)
        examples += said
    found += chance.sample([g for g in glosses if len(g) < 120], GLOSSES)
    found += chance.sample([e for e in examples if 8 < len(e) < 120], EXAMPLES)
    found = sorted({" ".join(s.split()) for s in found if folder.fold(s).strip()})
    chance.shuffle(found)
    return found


def pairs(each=40):
    """For each topic and language: its questions, and memories that answer them."""
    chance = random.Random(SEED)
    topics = []
    for language, subjects in (("zh", ["", "", "我", "用户"]), ("en", ["", "", "", "User "])):
        slots = read_slots(language)
        for number, line in enumerate(read_lines(f"pairs_{language}.txt")):
            questions, memories = (side.split("|") for side in line.split(" => "))
            if language == "zh":
                questions += ["我的" + q for q in questions if len(q) < 6]
            else:
                questions += ["my " + q for q in questions if len(q.split()) < 3]
            filled = {chance.choice(subjects) + fill(chance, memory, lambda c, slot: c.choice(slots[slot]))
                      for memory in memories for _ in range(each)}
            if number == len(topics):
                topics.append({})
            topics[number][language] = (questions, sorted(filled))
    return topics


if __name__ == "__main__":
    found = sentences()
    (WORK / "sentences.txt").write_text("\n".join(found) + "\n", "utf-8")
    print(len(found), "sentences")
