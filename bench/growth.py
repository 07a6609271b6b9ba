"""How pages slow down as a blog grows:

    [DATABASE_URL=postgres://postgres@127.0.0.1:5432/growth] python -m bench.growth 200 10000 100000

Each size, a number of articles with ten times as many comments, gets a process and a database of its own: a temporary
SQLite file, or the PostgreSQL database DATABASE_URL with the size behind its name, which is created and dropped. With
--keep, databases remain and are used again; --only=WORD measures the pages whose names contain a word.

A page is rendered after a change that makes all cached pages stale. "Published" pages are those rendered first after
an article was published, when nothing about lists is known either. Times are medians of processor time in
milliseconds, including that of the PostgreSQL server; ratios are relative to the first size.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


@contextmanager
def database(url: str, size: int, folder: Path, *, is_kept: bool) -> Iterator[str]:
    if not url:
        yield f"sqlite:///{folder}/growth-{size}.sqlite3"
        return
    import psycopg
    from psycopg import sql

    address = urlsplit(url)
    name = sql.Identifier(f"{address.path[1:]}_{size}")
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as server:
        known = [row[0] for row in server.execute("SELECT datname FROM pg_database")]
        if not is_kept or f"{address.path[1:]}_{size}" not in known:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield address._replace(path=f"{address.path}_{size}").geturl()
        finally:
            if not is_kept:
                server.execute(sql.SQL("DROP DATABASE {}").format(name))


def main() -> None:
    options = {name: value for name, _, value in (word.partition("=") for word in sys.argv[1:] if word[0] == "-")}
    sizes = [int(word) for word in sys.argv[1:] if word[0] != "-"] or [200, 10_000]
    is_kept = "--keep" in options
    url = os.environ.pop("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.get("--keep") or temporary)
        results = []
        for size in sizes:
            with database(url, size, folder, is_kept=is_kept) as own:
                environ = {**os.environ, "TEST_DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "tests.settings"}
                only = options.get("--only", "")
                command = [sys.executable, "-m", "bench.growth_pages", str(size), only]
                done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
                results.append(json.loads(done.stdout.splitlines()[-1]))
    print_table(sizes, results)


def print_table(sizes: list[int], results: list[dict[str, float]]) -> None:
    print(f"{'milliseconds (ratio)':<34}", *(f"{size:>18,}" for size in sizes))
    for name, first in results[0].items():
        cells = (f"{result[name]:>9.1f} ({result[name] / first:>5.2f})" for result in results)
        print(f"{name:<34}", *(f"{cell:>18}" for cell in cells))


if __name__ == "__main__":
    main()
