"""Visitors: single requests, and readers and commenters who keep a site busy while something happens to it."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlencode

from bench.nodes.site import HOST, PROXY

TIMEOUT = 15
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Response:
    status: int  # 0 if there was none, or only a part of one
    text: str
    headers: Message
    seconds: float

    @property
    def cache_status(self) -> str:
        return ", ".join(self.headers.get_all("Cache-Status", []))


def ask(
    port: int,
    path: str,
    fields: Mapping[str, Any] | None = None,
    *,
    body: bytes | None = None,
    kind: str = FORM,
    session: str = "",
    source: str = "127.0.0.1",
    coding: str = "identity",
) -> Response:
    """One request over a connection of its own. ``source`` is the address of the visitor, ``coding`` may be gzip."""
    headers = {"Host": HOST, "Sec-Fetch-Site": "same-origin", "Accept-Encoding": coding}
    if port != PROXY:
        headers |= {"X-Forwarded-For": source, "X-Forwarded-Proto": "http"}
    if session:
        headers["Cookie"] = f"sessionid={session}"
    if fields is not None:
        body = urlencode(fields, doseq=True).encode()
    if body is not None:
        headers["Content-Type"] = kind
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT, source_address=(source, 0))
    started = time.monotonic()
    try:
        connection.request("GET" if body is None else "POST", path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.headers["Content-Encoding"] == "gzip":
            content = gzip.decompress(content)
        text = content.decode("utf-8", "replace")
        return Response(response.status, text, response.headers, time.monotonic() - started)
    except (OSError, EOFError, http.client.HTTPException) as error:
        return Response(0, repr(error), Message(), time.monotonic() - started)
    finally:
        connection.close()


@dataclass(frozen=True)
class Visit:
    phase: str
    kind: str
    response: Response
    path: str


class Load:
    """Readers and commenters at the proxy. Set ``phase`` to what is happening; every visit is recorded with it."""

    def __init__(
        self, paths: list[str], article: str, fields: dict[str, str], *, readers: int, commenters: int
    ) -> None:
        self.paths, self.article, self.fields = paths, article, fields
        self.phase = ""
        self.visits: list[Visit] = []
        self.acknowledged: set[str] = set()
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.read, args=(number,)) for number in range(readers)]
        self.threads += [threading.Thread(target=self.comment, args=(number,)) for number in range(commenters)]

    def start(self, phase: str) -> None:
        self.phase = phase
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def note(self, kind: str, path: str, phase: str, response: Response) -> None:
        self.visits.append(Visit(phase, kind, response, path))

    def read(self, number: int) -> None:
        turn = number
        while not self.stopping.wait(0.02):
            turn += 1
            path, phase = self.paths[turn % len(self.paths)], self.phase
            self.note("page", path, phase, ask(PROXY, path))

    def comment(self, number: int) -> None:
        """Each comment comes from a network of its own, and is sent until it is acknowledged."""
        turn = 0
        while not self.stopping.is_set():
            turn += 1
            text = f"Comment {turn} of commenter {number}, sent while things break."
            source = f"127.{10 + number}.{turn % 250}.1"
            fields = self.fields | {"name": f"Guest {number}", "email": f"g{number}@example.org", "body": text}
            while text not in self.acknowledged:
                phase = self.phase
                response = ask(PROXY, f"{self.article}comments/", fields, source=source)
                self.note("comment", self.article, phase, response)
                if response.status in {200, 303}:
                    self.acknowledged.add(text)
                elif self.stopping.wait(0.3):
                    return
            self.stopping.wait(0.15)

    def by_phase(self) -> dict[tuple[str, str], list[Visit]]:
        found = defaultdict(list)
        for visit in self.visits:
            found[visit.phase, visit.kind].append(visit)
        return dict(found)
