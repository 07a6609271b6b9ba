"""Runs wrk on a processor of its own and reads its report."""

import re
import subprocess
from dataclasses import dataclass

MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1_000, "m": 60_000}


@dataclass(frozen=True)
class Report:
    requests: int
    rate: float
    p50: float
    p99: float


def wrk(address: str, connections: int, seconds: float, headers: dict[str, str], core: int) -> Report:
    """``p50`` and ``p99`` are milliseconds. SystemExit if a response is an error, or if there is none."""
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", *given]
    text = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text or " 0 requests in" in text:
        raise SystemExit(f"{address} at {connections} connections:\n{text}")
    return Report(
        requests=int(find(r"(\d+) requests in", text)[0]),
        rate=float(find(r"Requests/sec:\s+([\d.]+)", text)[0]),
        p50=latency("50", text),
        p99=latency("99", text),
    )


def latency(percent: str, text: str) -> float:
    number, unit = find(rf"{percent}%\s+([\d.]+)(us|ms|s|m)", text)
    return float(number) * MILLISECONDS[unit]


def find(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    if not found:
        raise SystemExit(f"The report of wrk has no {pattern}:\n{text}")
    return found.groups()
