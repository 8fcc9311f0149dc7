"""A line on stderr that says how far a long computation on the host is; nothing where it takes less than two seconds."""
import sys
import time

PATIENCE = 2.0                   # seconds


class Progress:
    """To be called once for each of `total` steps. On a terminal the line is written anew, elsewhere it is written once."""

    def __init__(self, what: str, total: int, clock=time.monotonic):
        self.what, self.total, self.clock = what, total, clock
        self.done, self.start, self.shown = 0, clock(), -1.0

    def __call__(self) -> None:
        self.done += 1
        passed, terminal = self.clock() - self.start, sys.stderr.isatty()
        last = self.done == self.total
        if passed < PATIENCE or self.shown >= 0 and (not terminal or passed < self.shown + 0.1 and not last):
            return
        self.shown = passed
        line = f"{self.what}: {100 * self.done // self.total} % after {passed:.0f} s"
        bar = "#" * (20 * self.done // self.total)
        print(f"\r{line} [{bar:20}]" if terminal else line, end="" if terminal and not last else "\n", file=sys.stderr, flush=True)
