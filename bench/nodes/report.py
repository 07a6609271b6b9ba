"""Prints what was checked as it is checked, and counts what failed."""

from __future__ import annotations

import time


class Report:
    def __init__(self) -> None:
        self.started = time.monotonic()
        self.failures: list[str] = []

    def section(self, title: str) -> None:
        print(f"\n{title}  [{time.monotonic() - self.started:.0f} s]", flush=True)

    def check(self, what: str, is_so: bool, detail: str = "") -> None:
        print(f"  {'ok    ' if is_so else 'FAILED'}  {what}{f' ({detail})' if detail else ''}", flush=True)
        if not is_so:
            self.failures.append(what)

    def row(self, *cells: object) -> None:
        print("  " + "".join(f"{cell!s:<{width}}" for cell, width in zip(cells, (26, 9, 26, 9, 9, 9), strict=False)))

    def finish(self) -> int:
        print(
            f"\n{len(self.failures)} failed after {time.monotonic() - self.started:.0f} s", *self.failures, sep="\n  "
        )
        return bool(self.failures)
