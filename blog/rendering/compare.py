"""Which blocks of an article look different in two versions of its HTML."""

from __future__ import annotations

import re

from blog.rendering.policies import BLOCK_TAGS, RICH_BLOCK_TAGS
from blog.rendering.tree import Node, parse

SPACE = re.compile(r"\s+")
BLOCKS = "|".join(sorted(BLOCK_TAGS | RICH_BLOCK_TAGS | {"br"}))
SPACE_AT_TAG = re.compile(rf"\s*(</?(?:{BLOCKS})\b[^>]*>)\s*")


def visible_blocks(html: str) -> list[str]:
    """The outermost blocks, each as HTML, without the white space that browsers don't show."""
    return [block for child in parse(html).children if (block := without_hidden_space(child))]


def without_hidden_space(child: Node | str) -> str:
    html = Node("", {}, [child]).inner_html()
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    return "".join(
        re.sub(r"\n*(</code></pre>)", r"\1", part) if at % 2 else SPACE_AT_TAG.sub(r"\1", SPACE.sub(" ", part))
        for at, part in enumerate(parts)
    ).strip()
