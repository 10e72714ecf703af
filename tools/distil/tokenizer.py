"""The reference tokenizer: what the Rust reader does at run time, in Python."""

from fold import MARK, SYMBOL, UNSPACED, WORD

LONGEST_RUN = 64  # characters looked at together
UNKNOWN_COST = 300


class Tokenizer:
    """Cuts a folded text into rows of the table."""

    def __init__(self, folder, keys, costs):
        self.folder = folder
        self.rows = {key: row for row, key in enumerate(keys)}
        self.costs = costs  # ten times -ln p, rounded, one for each row
        self.longest = max(map(len, keys))

    def rows_of(self, text):
        """Rows of the table in the order of the text; unknown characters are left out."""
        folded = self.folder.fold(text)
        kinds = [self.folder.kind(c) for c in folded]
        rows, at, end = [], 0, len(folded)
        while at < end:
            kind = kinds[at]
            stop = at + 1
            if kind == WORD or kind == MARK:
                while stop < end and (kinds[stop] in (WORD, MARK) or self._apostrophe(folded, kinds, stop)):
                    stop += 1
                stop = self._word(folded, at, stop, end, rows)
            elif kind == UNSPACED:
                while stop < end and kinds[stop] in (UNSPACED, MARK):
                    stop += 1
                self._run(folded[at:stop], rows)
            elif kind == SYMBOL and folded[at] in self.rows:
                rows.append(self.rows[folded[at]])
            at = stop
        return rows

    @staticmethod
    def _apostrophe(folded, kinds, at):
        return folded[at] == "'" and at + 1 < len(folded) and kinds[at + 1] == WORD

    def _word(self, folded, at, stop, end, rows):
        tail = stop
        while tail < end and tail < stop + 2 and folded[tail] in "+#":
            tail += 1
        if tail > stop and folded[at:tail] in self.rows:
            rows.append(self.rows[folded[at:tail]])
            return tail
        row = self.rows.get(folded[at:stop])
        if row is not None:
            rows.append(row)
            return stop
        for part in folded[at:stop].split("'"):
            row = self.rows.get(part)
            if row is not None:
                rows.append(row)
            elif part:
                self._run(part, rows)
        return stop

    def _run(self, run, rows):
        for first in range(0, len(run), LONGEST_RUN):
            self._viterbi(run[first:first + LONGEST_RUN], rows)

    def _viterbi(self, run, rows):
        count = len(run)
        best = [0] + [float("inf")] * count
        back = [None] * (count + 1)
        for start in range(count):
            here = best[start]
            unknown = here + UNKNOWN_COST
            if unknown < best[start + 1]:
                best[start + 1], back[start + 1] = unknown, (start, -1)
            for stop in range(start + 1, min(count, start + self.longest) + 1):
                row = self.rows.get(run[start:stop])
                if row is not None and here + self.costs[row] < best[stop]:
                    best[stop], back[stop] = here + self.costs[row], (start, row)
        found, at = [], count
        while at:
            at, row = back[at]
            if row >= 0:
                found.append(row)
        rows.extend(reversed(found))
