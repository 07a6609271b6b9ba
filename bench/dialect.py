"""Compare the Markdown dialect with CommonMark's examples and with markdown-it, and measure its speed.

python -m bench.dialect ../shared/corpora/commonmark/spec-0.31.2.json ../shared/corpora/posts [--against FOLDER]

The folder is a checkout of an older version, whose speed is measured in the same run. Everything is compared after
sanitising and postprocessing.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from blog.rendering import POST, Unrenderable, render  # noqa: E402

# Examples with another result on purpose, by the rule that changes it.
CHANGED_BY_RULE = {
    "URLs and addresses without brackets are links (GFM 6.9)": {602, 606, 608, 611, 612},
}
FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?\n\1[ \t]*\n", re.DOTALL)
# Renders the same texts in the same way with any version.
TIMER = """
import os, sys, time, json
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import django; django.setup()
from blog.rendering import POST, render
texts = json.load(sys.stdin)
render(texts[0], POST)
rounds = []
for _ in range(3):
    start = time.process_time()
    for text in texts:
        render(text, POST)
    rounds.append(time.process_time() - start)
print(min(rounds))
"""


def differing_examples(path):
    from tests.blog.reference import cleaned, structure

    for example in json.loads(path.read_text()):
        source, html = (example[key].replace("→", "\t") for key in ("markdown", "html"))
        if structure(render(source, POST)) != structure(cleaned(html)):
            yield example["number"], example["section"]


def print_examples(path):
    number = len(json.loads(path.read_text()))
    differing = dict(differing_examples(path))
    excluded = set().union(*CHANGED_BY_RULE.values())
    wrong = {key: section for key, section in differing.items() if key not in excluded}
    compared = number - len(excluded)
    print(f"CommonMark: {compared - len(wrong)} of {compared} examples ({1 - len(wrong) / compared:.2%})")
    for rule, examples in CHANGED_BY_RULE.items():
        print(f"  not compared, {rule}: {', '.join(map(str, sorted(examples)))}")
    for key, section in wrong.items():
        print(f"  {key} {section}")


def read_posts(folder):
    for path in sorted(folder.rglob("*.md")):
        text = FRONT_MATTER.sub("", path.read_text(errors="replace").replace("\r\n", "\n"))
        try:
            render(text, POST)
        except Unrenderable:
            print(f"  refused: {path}")
        else:
            yield path, text


def print_posts(posts):
    from tests.blog.reference import block_structure, references

    different = [
        path
        for path, text in posts
        if block_structure(render(text, POST)) not in (block_structure(html) for html in references(text))
    ]
    print(
        f"Posts: {len(posts) - len(different)} of {len(posts)} ({1 - len(different) / len(posts):.2%}) as markdown-it"
    )
    for path in different:
        print(f"  {path}")


def milliseconds_per_kilobyte(texts, folder):
    command = [sys.executable, "-c", TIMER]
    started = subprocess.run(command, cwd=folder, input=json.dumps(texts), text=True, capture_output=True, check=True)
    return float(started.stdout) * 1000 / (sum(map(len, texts)) / 1024)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("posts", type=Path)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    print_examples(options.examples)
    posts = list(read_posts(options.posts))
    print_posts(posts)
    texts = [text for _path, text in posts]
    now = milliseconds_per_kilobyte(texts, Path.cwd())
    print(f"Speed: {now:.2f} ms per kilobyte")
    if options.against:
        before = milliseconds_per_kilobyte(texts, options.against)
        print(f"       {before:.2f} ms in {options.against}, ratio {now / before:.2f}")


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"({time.perf_counter() - started:.0f} s)")
