"""Two nodes behind nginx, and what readers and commenters notice while parts of them die:

    python -m bench.nodes [--old REF]

Starts everything itself: two web servers and two task workers with data folders of their own, PostgreSQL, Redis,
S3-compatible storage, and nginx with deploy/nginx.conf. Needs redis-server, PostgreSQL 15 and nginx from Debian; uses
the ports from PORT (8260) on. With --old, node A runs the code of that commit on the database of the new one.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from bench.nodes import freshness, outages, upgrade
from bench.nodes.content import prepare_content
from bench.nodes.report import Report
from bench.nodes.site import ROOT, Site


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--old", metavar="REF", help="the commit that node A runs")
    ref = parser.parse_args().old
    report = Report()
    with tempfile.TemporaryDirectory(prefix="nodes-") as name:
        folder = Path(name)
        old_code = check_out(ref, folder / "old") if ref else None
        site = Site(folder, old_code)
        try:
            report.section("Starting two nodes" + (f", A with the code of {ref}" if ref else ""))
            site.start()
            session = prepare_content(site)
            freshness.check(report, session)
            if ref:
                upgrade.check(report, session)
            else:
                outages.check_under_load(report, site)
                outages.check_responses(report, site, session)
        finally:
            site.end()
            if ref:
                subprocess.run(["git", "worktree", "remove", "--force", folder / "old"], cwd=ROOT, check=True)
    raise SystemExit(report.finish())


def check_out(ref: str, folder: Path) -> Path:
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", folder, ref], cwd=ROOT, check=True)
    return folder


if __name__ == "__main__":
    main()
