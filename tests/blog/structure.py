"""What HTML shows: its blocks, and each character of their text with its formats."""

import re

from blog.rendering.tree import Node, parse

SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del", "th": "td"}
BLOCKS = frozenset(
    ["blockquote", "dd", "dl", "dt", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "pre", "table", "td", "tr", "ul"]
)
FORMATS = {"strong", "em", "del", "mark", "code", "sup", "sub", "kbd"}
GAP = ("gap", "")  # between paragraphs


def structure(html):
    return shown(parse(html))


def shown(element: Node):
    """Blocks as (tag, attributes, content). Text is a list of (character, formats)."""
    found = []
    collect(element, frozenset(), found, is_code=element.tag == "pre")
    if element.tag == "pre":
        return "".join(character for character, *_formats in found).strip("\n")
    return tidied(found)


def collect(element, formats, found, *, is_code):
    for child in element.children:
        if isinstance(child, str):
            found += [(character, formats) for character in (child if is_code else re.sub(r"[ \t\n]", " ", child))]
            continue
        tag = SAME.get(child.tag, child.tag)
        if tag == "br":
            found.append(("\n", ""))
        elif tag == "p":
            found.append(GAP)
            collect(child, formats, found, is_code=is_code)
            found.append(GAP)
        elif tag in BLOCKS:
            found.append((tag, child.attributes.get("start", ""), shown(child)))
        else:
            link = {f"a {child.attributes['href']}"} if "href" in child.attributes else set()
            collect(child, formats | link | ({tag} & FORMATS), found, is_code=is_code)


def tidied(parts):
    """Without spaces that aren't shown. Only links and code have formats in spaces that readers see."""
    result = []
    for part in parts:
        if part[0] == " ":
            part = (" ", frozenset(name for name in part[1] if name.startswith(("a ", "code"))))
        last = result[-1] if result else GAP
        is_edge = last == GAP or len(last) > 2 or last[0] == "\n"
        if (part[0] == " " and (is_edge or last[0] == " ")) or (part == GAP and (last == GAP or len(last) > 2)):
            continue
        if (part[0] == "\n" or part == GAP or len(part) > 2) and last[0] == " ":
            result.pop()
        if len(part) > 2 and result and result[-1] == GAP:
            result.pop()
        result.append(part)
    while result and (result[-1] == GAP or result[-1][0] == " "):
        result.pop()
    return result
