"""Fits the table: the sum of a text's rows should point where the teachers' embedding points.

Rows start as the teachers' embeddings of the words themselves, weighted by how much a word tells
(a / (a + p), smooth inverse frequency), and are then fitted to whole sentences.
"""

import os
import time

import numpy as np
from scipy import sparse

from corpus import pairs
from fold import Folder
from probe import report
from sources import WORK
from teacher import embed
from tokenizer import Tokenizer

DIMENSIONS = int(os.environ.get("DIMENSIONS", 256))
USE_WEIGHT = 0.7          # between what the teachers do best with (0.5) and what fits a table best (1)
SIF = 1e-4
EPOCHS = int(os.environ.get("EPOCHS", 10))
BATCH = 2048
RATE = 2e-3
SHARPNESS = 0.05          # temperature of the neighbours' distribution
PAIR_TEMPERATURE = 0.1
PAIR_WEIGHT = 6.0
ACROSS = 0.3              # share of memories in another language than the question
WORD_SHARE = 0.25         # of each batch: words on their own
PULL = 1e-2               # towards the start, for rows that few sentences hold


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9)


def load():
    with open(WORK / "vocabulary.tsv", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    keys, costs, texts = (list(column) for column in zip(*rows))
    sentences = (WORK / "sentences.txt").read_text("utf-8").splitlines()
    limit = int(os.environ.get("SENTENCES", len(sentences)))
    return keys, [min(255, round(10 * float(c))) for c in costs], texts, sentences[:limit]


class Target:
    """Maps both teachers' embeddings into the table's space."""

    def __init__(self, e5, use, dimensions):
        self.e5_mean, self.use_mean = e5.mean(0), use.mean(0)
        joined = self.join(e5, use)
        values, vectors = np.linalg.eigh(joined.T @ joined / len(joined))
        self.basis = vectors[:, ::-1][:, :dimensions].astype(np.float32)
        kept = values[::-1][:dimensions].sum() / values.sum()
        print(f"{dimensions} dimensions keep {kept:.3f} of the variance")

    def join(self, e5, use):
        return np.hstack([unit(e5 - self.e5_mean), USE_WEIGHT * unit(use - self.use_mean)])

    def __call__(self, e5, use):
        return unit(self.join(e5, use) @ self.basis).astype(np.float32)


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


def fit(start, tokens, targets, word_targets, told, seen):
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
            batch = sparse.vstack([tokens[picked], ones, told.draw(chance)], format="csr")
            target = np.vstack([targets[picked], word_targets[alone]])
            used, local = np.unique(batch.indices, return_inverse=True)
            small = sparse.csr_matrix((batch.data, local, batch.indptr), (batch.shape[0], len(used)))
            rows = table[used]
            summed = small @ rows
            length = np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-6)
            direction = summed / length
            loss += float(1 - (direction[:whole] * target[:whole]).sum(1).mean())
            slope = np.vstack([-target, PAIR_WEIGHT * pairs_slope(direction[BATCH:], topics)])
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
    sentence_e5, sentence_use = embed("e5", "sentences", sentences), embed("use", "sentences", sentences)
    word_e5, word_use = embed("e5", "words", texts), embed("use", "words", texts)
    target = Target(sentence_e5, sentence_use, DIMENSIONS)
    targets, word_targets = target(sentence_e5, sentence_use), target(word_e5, word_use)
    probability = np.exp(-np.array(costs) / 10)
    start = (word_targets * (SIF / (SIF + probability))[:, None]).astype(np.float32)
    token_lists = [tokenizer.rows_of(s) for s in sentences]
    known = np.array([len(t) > 0 for t in token_lists])
    tokens = matrix(token_lists, len(keys))[known]
    targets = targets[known]
    held = 3000

    def embedder(table):
        def embed_texts(texts_):
            return unit(matrix([tokenizer.rows_of(t) for t in texts_], len(keys)) @ table)
        return embed_texts

    def seen(table):
        cosine = (unit(tokens[:held] @ table) * targets[:held]).sum(1).mean()
        report(f"held-out cosine {cosine:.4f}", embedder(table))

    seen(start)
    table = fit(start, tokens[held:], targets[held:], word_targets, Pairs(tokenizer, len(keys)), seen)
    np.save(WORK / f"table-{DIMENSIONS}.npy", table)
    seen(table)
    report("shown", embedder(table), show=True)


if __name__ == "__main__":
    main()
