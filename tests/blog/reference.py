"""What markdown-it makes of a text, cleaned in the same way as ours, and the structure of both for comparison."""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from blog.rendering import POST
from blog.rendering.postprocess import find_no_images, postprocess
from blog.rendering.sanitise import clean_input, clean_output
from blog.rendering.tree import parse

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
WITH_FOOTNOTES = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
# Its definitions may also begin with a tilde.
WITH_DEFINITIONS = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).use(deflist_plugin)
BLOCKS = {
    "blockquote",
    "dd",
    "dl",
    "dt",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
# Footnotes have the same place and numbers in both, but another form.
FOOTNOTES = re.compile(
    r'<hr class="footnotes-sep".*?>\s*<section.*</section>|<div class="footnote">.*</div>', re.DOTALL
)
STYLE = re.compile(r' style="text-align:(\w+)"')
FOOTNOTE_MARK = re.compile(r'<sup(?: class="footnote-ref"| id="[^"]*")>.*?</sup>')


def cleaned(html):
    """HTML of any parser as a page would show it."""
    tree = parse(clean_input(html.strip(), POST))
    postprocess(tree, POST, "p0-", find_no_images)
    return clean_output(tree.inner_html(), POST).strip()


def markdown_it(source, parser=COMMONMARK):
    html = FOOTNOTE_MARK.sub("", FOOTNOTES.sub("", parser.render(source if source.endswith("\n") else source + "\n")))
    return cleaned(STYLE.sub(r' align="\1"', html))


def references(source):
    return [markdown_it(source, parser) for parser in (WITH_FOOTNOTES, WITH_DEFINITIONS)]


def structure(html):
    """Blocks with their texts, and inline elements, as nested lists. Highlighting isn't part of it."""
    return merged(parts(parse(FOOTNOTE_MARK.sub("", FOOTNOTES.sub("", html)))))


def block_structure(html):
    return only_blocks(structure(html))


def parts(node):
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "pre":
            yield ["pre", child.text()]
        elif child.tag in {"div", "input", "label"} or (child.tag == "span" and not child.attributes):
            yield from parts(child)
        else:
            attributes = [f"{name}={value}" for name, value in sorted(child.attributes.items()) if name in KEPT]
            tag = "del" if child.tag == "s" else child.tag
            yield [" ".join([tag, *attributes]), *merged(parts(child))]


KEPT = {"align", "alt", "href", "src", "start", "title"}


def merged(pieces):
    """Adjacent texts are one, without the white space that pages don't show."""
    found = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    texts = (re.sub(r"\s+", " ", piece).strip() if isinstance(piece, str) else piece for piece in found)
    return [piece for piece in texts if piece]


def only_blocks(pieces):
    found = []
    for piece in pieces:
        if isinstance(piece, list) and piece[0].split()[0] in BLOCKS | HEADINGS:
            inner = piece[1:] if piece[0] == "pre" else only_blocks(piece[1:])
            found.append([piece[0].split()[0], *inner])
        elif isinstance(piece, list):
            found += only_blocks(piece[1:])
    return found
