"""Run Lighthouse on the five pages with a budget, with its mobile profile: python -m bench.lighthouse http://127.0.0.1:8000

Lighthouse isn't a dependency: run npm install lighthouse@12 anywhere (Node 20) and pass the path of its program.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from typing import Any

from bench.site_pages import main_pages

Report = dict[str, Any]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
NO_TRACE, TRIES = (
    "NO_NAVSTART",
    5,
)  # Lighthouse 12 sometimes loses the beginning of a trace
TIMES = {"FCP": "first-contentful-paint", "LCP": "largest-contentful-paint", "TBT": "total-blocking-time"}


def program(given: str) -> list[str]:
    if found := given or shutil.which("lighthouse"):
        return [found]
    if npx := shutil.which("npx"):
        return [npx, "--no-install", "lighthouse"]
    sys.exit("Lighthouse is not here: npm install lighthouse@12, then --lighthouse node_modules/.bin/lighthouse")


def run(command: list[str], address: str, chromium: str) -> Report:
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    for _ in range(TRIES):
        done = subprocess.run(
            [*command, address, "--quiet", "--output=json", flags],
            env=os.environ | {"CHROME_PATH": chromium},
            capture_output=True,
            text=True,
            check=False,
        )
        if NO_TRACE not in done.stderr:
            break
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr}")
    report: Report = json.loads(done.stdout)
    return report


def score(report: Report, category: str) -> float:
    return float(report["categories"][category]["score"] or 0)


def middle(reports: list[Report]) -> Report:
    """The run with the median performance, since single runs vary by some points."""
    median = statistics.median_low([score(report, "performance") for report in reports])
    return next(report for report in reports if score(report, "performance") == median)


def failing(report: Report) -> list[str]:
    """Audits that cost points, with their weight, then those that don't."""
    lines = []
    for category in CATEGORIES:
        for audit in report["categories"][category]["auditRefs"]:
            found = report["audits"][audit["id"]]
            if found["score"] is None or found["score"] >= 0.995 or found["scoreDisplayMode"] == "notApplicable":
                continue
            cost = f"weight {audit['weight']:.0f}" if audit["weight"] else "remark"
            lines.append(f"{category:<15}{found['id']} {found['score']:.2f} ({cost}) {found.get('displayValue', '')}")
    return sorted(lines, key=lambda line: "(remark)" in line)


def details(report: Report, limit: int = 4) -> list[str]:
    """The elements or URLs that the failing audits list."""
    lines = []
    for audit in report["audits"].values():
        items = (audit.get("details") or {}).get("items") or []
        if audit["score"] is None or audit["score"] >= 0.9 or not isinstance(items, list):
            continue
        for item in items[:limit]:
            node = item.get("node") if isinstance(item.get("node"), dict) else {}
            named = item.get("url") or node.get("snippet") or item.get("source") or ""
            if named:
                lines.append(f"  {audit['id']}: {str(named)[:150]} {item.get('wastedBytes', '')}")
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site")
    options.add_argument("--lighthouse", default="", help="path of the program; else PATH and npx are tried")
    options.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    options.add_argument("--runs", type=int, default=3, help="the run with the median performance counts")
    options.add_argument("--only", nargs="*", help="names of pages")
    given = options.parse_args()
    command = program(given.lighthouse)
    notes = []
    print(f"{'page':<10}{''.join(f'{name:>16}' for name in CATEGORIES)}{'FCP':>8}{'LCP':>8}{'TBT':>8}{'CLS':>8}")
    for name, address in main_pages(given.site).items():
        if given.only and name not in given.only:
            continue
        report = middle([run(command, address, given.chromium) for _ in range(given.runs)])
        audits = report["audits"]
        times = "".join(f"{audits[audit]['numericValue'] / 1000:>7.2f}s" for audit in TIMES.values())
        scores = "".join(f"{score(report, category) * 100:>16.0f}" for category in CATEGORIES)
        print(f"{name:<10}{scores}{times}{audits['cumulative-layout-shift']['numericValue']:>8.3f}", flush=True)
        notes += ["", f"{name}: {address}", *failing(report), *details(report)]
    print("\n".join(notes))


if __name__ == "__main__":
    main()
