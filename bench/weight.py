"""Bytes, requests, foreign hosts, layout shift and largest paint: python -m bench.weight http://127.0.0.1:8000

Text is counted as compressed with brotli. Times simulate a slow phone: Chromium's "slow 4G" and a processor that is
four times slower. The page is scrolled to its end, so that lazy images are counted.
"""

import argparse
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request, sync_playwright

from bench.site_pages import fetch, main_pages

KB = 1_000
# HTML, CSS and JavaScript together; CSS; JavaScript.
BUDGET = {"text": 60 * KB, "stylesheet": 14 * KB, "script": 8 * KB}
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
WIDTHS = {360: 800, 1440: 900}

OBSERVE = """
  window.seen = {shift: 0, shifted: [], paint: 0, painted: ""};
  const name = node => node ? `${node.nodeName.toLowerCase()}.${node.className || ""}` : "";
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      seen.shift += entry.value;
      seen.shifted.push(...entry.sources.map(source => name(source.node)));
    }
  }).observe({type: "layout-shift", buffered: true});
  new PerformanceObserver(list => {
    const last = list.getEntries().at(-1);
    seen.paint = last.startTime;
    seen.painted = name(last.element);
  }).observe({type: "largest-contentful-paint", buffered: true});
"""
READ_TO_THE_END = """
  async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight * 0.8) {
      scrollTo({top, behavior: "instant"});
      await new Promise(done => setTimeout(done, 300));
    }
  }
"""


@dataclass
class Seen:
    requests: list[tuple[str, str]] = field(default_factory=list)
    shift: float = 0
    shifted: list[str] = field(default_factory=list)
    paint: float = 0
    painted: str = ""

    def foreign(self, site: str) -> list[str]:
        own = urlsplit(site).netloc
        return [address for _, address in self.requests if urlsplit(address).netloc not in {own, ""}]


def visit(browser: Browser, address: str, width: int) -> Seen:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, device_scale_factor=2 if width < 600 else 1
    )
    seen = Seen()

    def note(request: Request) -> None:
        seen.requests.append((request.resource_type, request.url))

    page = context.new_page()
    page.add_init_script(OBSERVE)
    page.on("request", note)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_timeout(500)
    early: dict[str, Any] = page.evaluate("seen")
    page.evaluate(READ_TO_THE_END)
    page.wait_for_load_state("networkidle", timeout=120_000)
    page.wait_for_timeout(500)
    late: dict[str, Any] = page.evaluate("seen")
    context.close()
    seen.shift, seen.shifted = late["shift"], late["shifted"]
    seen.paint, seen.painted = early["paint"], early["painted"]
    return seen


def text_bytes(seen: Seen) -> Counter[str]:
    """Compressed bytes by kind of resource, counting each URL once."""
    bytes_of: Counter[str] = Counter()
    for kind, address in dict.fromkeys((kind, address.partition("#")[0]) for kind, address in seen.requests):
        if kind in {"document", "stylesheet", "script"}:
            bytes_of[kind] += len(fetch(address, "br").body)
    bytes_of["text"] = bytes_of.total()
    return bytes_of


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site")
    options.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    given = options.parse_args()
    faults = []
    print(f"{'page':<10}{'HTML':>8}{'CSS':>8}{'JS':>8}{'text':>8}{'width':>7}{'requests':>10}{'CLS':>9}{'LCP':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        for name, address in main_pages(given.site).items():
            for width in WIDTHS:
                seen = visit(browser, address, width)
                sizes = text_bytes(seen)
                columns = "".join(f"{sizes[kind]:>8,}" for kind in ("document", "stylesheet", "script", "text"))
                faults += [f"{name}: {kind} {sizes[kind]:,}" for kind in BUDGET if sizes[kind] > BUDGET[kind]]
                faults += [f"{name} asks another host: {found}" for found in seen.foreign(given.site)]
                if seen.shift:
                    faults.append(f"{name} at {width} shifts by {seen.shift:.4f}: {set(seen.shifted)}")
                times = f"{seen.shift:>9.4f}{seen.paint / 1000:>7.2f}s"
                print(f"{name:<10}{columns}{width:>7}{len(seen.requests):>10}{times}  {seen.painted}", flush=True)
        browser.close()
    print(
        f"budget: text {BUDGET['text']:,}, CSS {BUDGET['stylesheet']:,}, JS {BUDGET['script']:,}, CLS 0, no other host"
    )
    print("\n".join(faults) or "all within the budget")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
