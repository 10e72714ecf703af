#!/usr/bin/env bash
# Makes the table from the inputs that fetch.sh got.
set -euo pipefail
cd "$(dirname "$0")"
work=${DISTIL_DIR:-$HOME/.cache/mem0/distil}
python=$work/venv/bin/python
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

"$python" vocabulary.py
"$python" corpus.py
for list in "words vocabulary.tsv" "sentences sentences.txt"; do
    read -r name file <<<"$list"
    "$python" teacher.py use "$name" "$work/$file"
    "$python" teacher.py e5 "$name" "$work/$file" 0 2 &
    "$python" teacher.py e5 "$name" "$work/$file" 1 2
    wait
done
OPENBLAS_NUM_THREADS=2 "$python" fit.py
"$python" pack.py 4 "${1:?the revision of the table}"
