"""Measures an embedder on our own memories and questions: how often the right memory comes first.

`probe/memories.tsv`: 80 memories about one user, topics like those of the training pairs (the
sentences are others). `probe/general.tsv`: 40 notes on things the training pairs say nothing of.
Each line: Chinese memory, its question, English memory, its question; all other memories of the
file in the same language are distractors.
"""

import numpy as np

from sources import HERE

DIRECTIONS = [("zh", 1, 0), ("en", 3, 2), ("en>zh", 3, 0), ("zh>en", 1, 2)]


def probe(name):
    lines = (HERE / "probe" / f"{name}.tsv").read_text("utf-8").splitlines()
    return [list(column) for column in zip(*(line.split("\t") for line in lines))]


PROBES = {name: probe(name) for name in ("memories", "general")}


def ranks(questions, memories):
    scores = questions @ memories.T
    return (scores > np.diag(scores)[:, None]).sum(1)


def report(title, embed, show=False):
    """Prints hit@1 / hit@5 / mean reciprocal rank of each probe and direction."""
    for name, columns in PROBES.items():
        vectors = [embed(column) for column in columns]
        cells = []
        for direction, question, memory in DIRECTIONS:
            rank = ranks(vectors[question], vectors[memory])
            cells.append(f"{direction} {100 * (rank < 1).mean():.0f}/{100 * (rank < 5).mean():.0f}/{(1 / (1 + rank)).mean():.3f}")
            if show and question == memory + 1:
                for i in np.argsort(-rank)[:8]:
                    if rank[i]:
                        print("   ", rank[i], columns[question][i], "=>", columns[memory][i])
        print(f"{title:24s} {name:8s} {' | '.join(cells)}", flush=True)


def main():
    from fit import unit
    from teacher import TEACHERS, embed
    for kind in TEACHERS:
        report(kind, lambda texts: embed(kind, "probe", texts))
    e5 = embed("e5", "probe", sum(PROBES["memories"], [])).mean(0)
    report("e5, centred", lambda texts: unit(embed("e5", "probe", texts) - e5))


if __name__ == "__main__":
    main()
