"""Fits the table: the sum of a text's rows should point where the teachers' embedding points.

Rows start as the teachers' embeddings of the words themselves, weighted by how much a word tells
(a / (a + p), smooth inverse frequency), and are then fitted to whole sentences.
"""

import os
import random
import re
import time

import numpy as np
from scipy import sparse

from corpus import pairs
from fold import Folder
from probe import report
from sources import WORK, wordnet
from teacher import embed
from tokenizer import Tokenizer

DIMENSIONS = int(os.environ.get("DIMENSIONS", 256))
USE_WEIGHT = 0.7          # between what the teachers do best with (0.5) and what fits a table best (1)
SIF = 1e-4
FORMAL = 9                # directions that only tell a text's form
FREQUENT = 60_000         # words from whose means the directions of the two languages are taken
HELD_OUT = 3_000          # sentences that are not fitted
EPOCHS = int(os.environ.get("EPOCHS", 6))
BATCH = 2048
RATE = 2e-3
SHARPNESS = 0.05          # temperature of the neighbours' distribution
PAIR_TEMPERATURE = 0.1
PAIR_WEIGHT = 6.0
GLOSSES, GLOSS_TEMPERATURE = 384, 0.07
ACROSS = 0.3              # share of memories in another language than the question
WORD_SHARE = 0.25         # of each batch: words on their own
PULL = 3e-2               # towards the start, for rows that few sentences hold

HAN = re.compile("[\u4e00-\u9fff]")
ASKS_CHINESE = re.compile("什么|哪|谁|吗|怎么|为什么|多大|几")
ASKS_ENGLISH = re.compile(r"\?|^(what|where|who|which|how|why|when|is the|do you)\b", re.IGNORECASE)


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9)


def load():
    with open(WORK / "vocabulary.tsv", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    keys, costs, texts = (list(column) for column in zip(*rows))
    sentences = (WORK / "sentences.txt").read_text("utf-8").splitlines()
    limit = int(os.environ.get("SENTENCES", len(sentences)))
    return keys, [min(255, round(10 * float(c))) for c in costs], texts, sentences[:limit]


def form(text):
    """Which kind of text this is: its language, whether it asks, whether it is short."""
    chinese = bool(HAN.search(text))
    asks = bool((ASKS_CHINESE if chinese else ASKS_ENGLISH).search(text))
    long = len(text) >= 7 if chinese else len(text.split()) >= 4
    return 4 * chinese + 2 * asks + long


class Target:
    """Maps both teachers' embeddings into the table's space.

    The directions that only tell a text's form (language, question or statement, length) are taken
    out: questions are to be near statements, and Chinese near English.
    """

    def __init__(self, sentences, forms, words, languages, dimensions):
        self.means = [part.mean(0) for part in sentences]
        joined = self.join(sentences)
        self.mean = joined.mean(0)
        words = self.join(words)
        groups = [joined[forms == group].mean(0) for group in range(8)]
        groups += [words[languages == language].mean(0) for language in range(2)]
        self.formal = np.linalg.svd(np.array(groups) - np.mean(groups, 0), full_matrices=False)[2][:FORMAL]
        cleaned = self.clean(joined)
        values, vectors = np.linalg.eigh(cleaned.T @ cleaned / len(cleaned))
        self.basis = vectors[:, ::-1][:, :dimensions].astype(np.float32)
        kept = values[::-1][:dimensions].sum() / values.sum()
        print(f"{dimensions} dimensions keep {kept:.3f} of the variance")

    def join(self, parts):
        (e5, use), (e5_mean, use_mean) = parts, self.means
        return np.hstack([unit(e5 - e5_mean), USE_WEIGHT * unit(use - use_mean)])

    def clean(self, joined):
        joined = joined - self.mean
        return joined - (joined @ self.formal.T) @ self.formal

    def __call__(self, parts):
        return unit(self.clean(self.join(parts)) @ self.basis).astype(np.float32)


def matrix(token_lists, width):
    counts = [len(tokens) for tokens in token_lists]
    pointers = np.concatenate([[0], np.cumsum(counts)])
    indices = np.fromiter((t for tokens in token_lists for t in tokens), np.int32, pointers[-1])
    return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, pointers), (len(token_lists), width))


class Pairs:
    """Questions and memories of the topics in `corpus/pairs_*.txt`, as rows of a token matrix."""

    def __init__(self, tokenizer, width):
        texts, self.questions, self.memories = [], [], []
        for topic in pairs():
            for places, side in ((self.questions, 0), (self.memories, 1)):
                numbers = {}
                for language, sides in topic.items():
                    numbers[language] = range(len(texts), len(texts) + len(sides[side]))
                    texts += sides[side]
                places.append(numbers)
        self.tokens = matrix([tokenizer.rows_of(text) for text in texts], width)

    def draw(self, chance):
        """One question and two memories for each topic, now and then across languages."""
        questions, memories = [], []
        for asked, told in zip(self.questions, self.memories):
            language, other = ("zh", "en") if chance.random() < 0.5 else ("en", "zh")
            questions.append(chance.choice(asked[language]))
            for _ in range(2):
                memories.append(chance.choice(told[other if chance.random() < ACROSS else language]))
        return sparse.vstack([self.tokens[questions], self.tokens[memories]], format="csr")


class Glosses:
    """WordNet's words and what they mean, glosses and examples, as rows of two token matrices."""

    def __init__(self, tokenizer, width):
        chance = random.Random(3)
        left, right = [], []
        for _, lemmas, gloss, examples in wordnet():
            common = [lemma for lemma in lemmas if lemma[0].islower()]
            if not common or len(gloss) > 140:
                continue
            left.append(" ".join(chance.sample(common, min(len(common), 2))))
            right.append(gloss)
            if examples and len(examples[0]) > 15:
                left.append(gloss)
                right.append(examples[0])
        left, right = (matrix([tokenizer.rows_of(text) for text in side], width) for side in (left, right))
        known = (np.diff(left.indptr) > 0) & (np.diff(right.indptr) > 1)
        self.left, self.right = left[known], right[known]

    def draw(self, chance):
        picked = chance.choice(self.left.shape[0], GLOSSES, replace=False)
        return sparse.vstack([self.left[picked], self.right[picked]], format="csr")


def softmax(scores, axis):
    powers = np.exp(scores - scores.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def neighbours_slope(direction, target):
    """Slope of the divergence between the teachers' and the table's neighbours in the batch."""
    ours, theirs = direction @ direction.T / SHARPNESS, target @ target.T / SHARPNESS
    np.fill_diagonal(ours, -1e4)
    np.fill_diagonal(theirs, -1e4)
    difference = softmax(ours, 1) - softmax(theirs, 1)
    return (difference + difference.T) @ direction


def pairs_slope(direction, topics):
    """Slope of the contrastive loss: a question finds its topic's memories, and they it."""
    questions, memories = direction[:topics], direction[topics:]
    scores = questions @ memories.T / PAIR_TEMPERATURE
    wanted = np.repeat(np.eye(topics, dtype=np.float32), 2, axis=1)
    difference = softmax(scores, 1) - wanted / 2 + 0.5 * (softmax(scores, 0) - wanted)
    return np.vstack([difference @ memories, difference.T @ questions])


def glosses_slope(direction):
    """Slope of the contrastive loss: a word finds its gloss among others, and the gloss its word."""
    left, right = direction[:GLOSSES], direction[GLOSSES:]
    scores = left @ right.T / GLOSS_TEMPERATURE
    difference = softmax(scores, 1) + softmax(scores, 0) - 2 * np.eye(GLOSSES, dtype=np.float32)
    return np.vstack([difference @ right, difference.T @ left]) / 2


def fit(start, tokens, targets, word_targets, told, meant, seen):
    """Adam on the rows that each batch touches; the rate falls along a cosine."""
    table = start.copy()
    first, second = np.zeros_like(table), np.zeros_like(table)
    steps = np.zeros(len(table), np.int32)
    chance = np.random.default_rng(7)
    words = int(BATCH * WORD_SHARE)
    whole, topics = BATCH - words, len(told.questions)
    per_epoch = len(targets) // whole
    done = 0
    for epoch in range(EPOCHS):
        order, began, loss = chance.permutation(len(targets)), time.time(), 0.0
        for at in range(per_epoch):
            picked = order[at * whole:(at + 1) * whole]
            alone = chance.choice(len(table), words, replace=False)
            ones = sparse.csr_matrix((np.ones(words, np.float32), alone, np.arange(words + 1)), (words, len(table)))
            batch = sparse.vstack([tokens[picked], ones, told.draw(chance), meant.draw(chance)], format="csr")
            target = np.vstack([targets[picked], word_targets[alone]])
            used, local = np.unique(batch.indices, return_inverse=True)
            small = sparse.csr_matrix((batch.data, local, batch.indptr), (batch.shape[0], len(used)))
            rows = table[used]
            summed = small @ rows
            length = np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-6)
            direction = summed / length
            loss += float(1 - (direction[:whole] * target[:whole]).sum(1).mean())
            paired = BATCH + 3 * topics
            slope = np.vstack([-target, PAIR_WEIGHT * pairs_slope(direction[BATCH:paired], topics),
                               glosses_slope(direction[paired:])])
            slope[whole:BATCH] *= 0.5
            slope[:whole] += neighbours_slope(direction[:whole], target[:whole])
            slope = (slope - (slope * direction).sum(1, keepdims=True) * direction) / length
            gradient = small.T @ slope / BATCH * 100 + PULL * (rows - start[used])
            done += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * done / (EPOCHS * per_epoch)))
            steps[used] += 1
            count = steps[used][:, None]
            first[used] = 0.9 * first[used] + 0.1 * gradient
            second[used] = 0.99 * second[used] + 0.01 * gradient * gradient
            spread = np.sqrt(second[used] / (1 - 0.99 ** count)) + 1e-4
            table[used] = rows - rate * first[used] / (1 - 0.9 ** count) / spread
        print(f"epoch {epoch} loss {loss / per_epoch:.4f} {time.time() - began:.1f}s", flush=True)
        if epoch % 3 == 0:
            seen(table)
    return table


def main():
    keys, costs, texts, sentences = load()
    tokenizer = Tokenizer(Folder(), keys, costs)
    taught = [embed(teacher, "sentences", sentences) for teacher in ("e5", "use")]
    words = [embed(teacher, "words", texts) for teacher in ("e5", "use")]
    forms = np.array([form(sentence) for sentence in sentences])
    languages = np.array([0 if "a" <= key[0] <= "z" else 1 if HAN.match(key) else 2 for key in keys])
    languages[FREQUENT:] = 2
    target = Target(taught, forms, words, languages, DIMENSIONS)
    targets, word_targets = target(taught), target(words)
    probability = np.exp(-np.array(costs) / 10)
    start = (word_targets * (SIF / (SIF + probability))[:, None]).astype(np.float32)
    token_lists = [tokenizer.rows_of(s) for s in sentences]
    known = np.array([len(t) > 0 for t in token_lists])
    tokens = matrix(token_lists, len(keys))[known]
    targets = targets[known]

    def embedder(table):
        return lambda asked: unit(matrix([tokenizer.rows_of(t) for t in asked], len(keys)) @ table)

    def seen(table):
        cosine = (unit(tokens[:HELD_OUT] @ table) * targets[:HELD_OUT]).sum(1).mean()
        report(f"held-out cosine {cosine:.4f}", embedder(table))

    report("teachers, joined", lambda asked: target([embed(t, "probe", asked) for t in ("e5", "use")]))
    seen(start)
    told, meant = Pairs(tokenizer, len(keys)), Glosses(tokenizer, len(keys))
    table = fit(start, tokens[HELD_OUT:], targets[HELD_OUT:], word_targets, told, meant, seen)
    np.save(WORK / f"table-{DIMENSIONS}.npy", table)
    seen(table)
    report("the table", embedder(table), show=True)


if __name__ == "__main__":
    main()
