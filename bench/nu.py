"""Run the Nu HTML checker on every kind of page: python -m bench.nu http://127.0.0.1:8000 --jar …/vnu.jar

Public pages come from the running site; account pages, form errors and error pages are rendered in a temporary
installation. The checker isn't a dependency: it needs Java 17 and npm install vnu-jar (the jar is in build/dist).
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bench.pages import every_page
from bench.site_pages import every_kind_of_page, fetch, links

Message = dict[str, Any]

# Limits of the checker: CSS that it doesn't know yet, or cannot compute because of custom properties. Properties of
# scroll-driven animations, used for the reading progress, are supported by Chromium and Safari; others ignore them.
UNKNOWN_TO_THE_CHECKER = re.compile(
    r"CSS: (Unrecognized at-rule “@(view-transition|starting-style|scope|container|property)”"
    r"|.*The types are incompatible"
    r"|.*Unknown dimension.*\dcq[ibwh]"
    r"|“(container-type|container-name|field-sizing|interpolate-size|text-box"
    r"|timeline-scope|view-timeline|animation-timeline|animation-range)”: Property .* doesn't exist)"
)


# Rendered by Django: the empty choice of an autocomplete field has no text in the admin.
FROM_DJANGO = re.compile(r"Element “option” without attribute “label” must not be empty")


def public_pages(site: str) -> Iterator[tuple[str, str]]:
    for name, address in every_kind_of_page(site).items():
        yield f"{name}.html", fetch(address).text


def rendered_pages() -> Iterator[tuple[str, str]]:
    for page in every_page():
        yield f"{page.group}, {page.name}.html", page.html


def style_sheets(site: str) -> Iterator[tuple[str, str]]:
    for address in links(site, "/", r"[^\"]+\.css"):
        yield Path(address).name, fetch(address).text


def icons(site: str) -> Iterator[tuple[str, str]]:
    for address in links(site, "/", r"[^\"]+\.svg"):
        yield Path(address).name, fetch(urljoin(site, address)).text


def check(jar: str, folder: Path) -> list[Message]:
    """All messages of the checker, whose exit code is 1 if there are any."""
    command = ["java", "-Xss4m", "-jar", jar, "--format", "json", "--also-check-css", "--also-check-svg"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    try:
        messages: list[Message] = json.loads(done.stderr)["messages"]
    except json.JSONDecodeError:
        sys.exit(f"The checker printed no JSON:\n{done.stderr[:2000]}")
    return messages


def describe(message: Message) -> str:
    """The message and the extract it refers to, in one line."""
    return " ".join(f"{message['message']} {message.get('extract', '')}".split())


def kind(message: Message) -> str:
    if message["type"] == "error" and UNKNOWN_TO_THE_CHECKER.match(describe(message)):
        return "unknown to the checker"
    if Path(message["url"]).name.startswith("admin-") and FROM_DJANGO.match(describe(message)):
        return "of Django's admin"
    return str(message.get("subType", message["type"]))


def table(messages: list[Message]) -> Iterator[str]:
    """One entry for all messages that differ in numbers only, with an example and locations."""
    alike: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        alike[f"{kind(message)}: {re.sub('[0-9]+', '0', message['message'])}"].append(message)
    for group in sorted(alike.values(), key=len, reverse=True):
        example = " ".join(group[0].get("extract", "").split())[:160]
        places = sorted({f"{Path(message['url']).name}:{message.get('lastLine', '')}" for message in group})
        yield f"\n{kind(group[0])}: {group[0]['message']}\n  {example}\n  {len(group)} times: {', '.join(places[:6])}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site")
    options.add_argument("--jar", required=True, help="path of vnu.jar")
    options.add_argument("--all", action="store_true", help="include warnings and CSS that the checker doesn't know")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = {}
        for source in (public_pages(given.site), style_sheets(given.site), icons(given.site), rendered_pages()):
            pages |= dict(source)
        for page, text in pages.items():
            (folder / re.sub(r"[^\w.]+", "-", page)).write_text(text, encoding="utf-8")
        messages = check(given.jar, folder)
    counts = Counter(map(kind, messages))
    print(f"{len(pages)} pages and files: {dict(counts)}")
    wrong = [message for message in messages if kind(message) in {"error", "non-document-error", "fatal"}]
    print("\n".join(table(messages if given.all else wrong)))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
