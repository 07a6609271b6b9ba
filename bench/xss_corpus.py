"""Render a corpus of attacks (JSON lines with a "payload") and count what the checker of the tests finds.

python -m bench.xss_corpus ../shared/corpora/xss/visible.jsonl [--without-bleach]
"""

import json
import os
import sys
import time
from pathlib import Path
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from blog import rendering  # noqa: E402
from blog.rendering import COMMENT, POST, Unrenderable, render, render_sections  # noqa: E402
from tests.blog.hostile import faults  # noqa: E402


def main(path, *options):
    payloads = [json.loads(line)["payload"] for line in Path(path).read_text().splitlines()]
    typed = (lambda html, policy: html) if "--without-bleach" in options else rendering.clean_input
    with mock.patch.object(rendering, "clean_input", typed):
        for policy in (POST, COMMENT):
            refused, wrong, slowest, start = 0, [], 0.0, time.perf_counter()
            for payload in payloads:
                began = time.perf_counter()
                try:
                    outputs = [render(payload, policy)]
                    if policy is POST:
                        outputs += [part for s in render_sections(payload) for part in (s.html, s.heading_html)]
                except Unrenderable:
                    refused += 1
                    continue
                slowest = max(slowest, time.perf_counter() - began)
                found = [fault for html in outputs for fault in faults(html, is_comment=policy is COMMENT)]
                if found:
                    wrong.append((payload, found))
            print(
                f"{policy.name}: {len(payloads)} payloads, {refused} refused, {len(wrong)} with faults, "
                f"slowest {slowest * 1000:.0f} ms, all {time.perf_counter() - start:.1f} s"
            )
            for payload, found in wrong[:20]:
                print("  ", repr(payload)[:120], found[:3])
    return len(wrong)


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))
