"""Code blocks, highlighted by Pygments."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from blog.rendering.dialect.elements import raw

# The info string of a fence: a language, or attributes in braces as other Markdown tools write them.
LANGUAGE = re.compile(r"\{?[ \t]*\.?([^\s{},=]+)(?![^\s{},]*=)")
OPTION = re.compile(r"""\b(title|hl_lines)=(?:"([^"]*)"|'([^']*)'|([^\s}]+))""")
LANGUAGE_CLASS = re.compile(r"[\w+#-]{1,30}")


def code_block(code: str, info: str, *, rich: bool) -> Element:
    """The code as HTML. Comments aren't highlighted, because some lexers take seconds for malformed code."""
    match = LANGUAGE.match(info)
    language = match[1] if match else ""
    if not rich:
        attribute = f' class="language-{language}"' if LANGUAGE_CLASS.fullmatch(language) else ""
        return raw(f'<pre class="highlight"><code{attribute}>{escape(code, quote=False)}</code></pre>')
    options = {name: quoted or single or bare for name, quoted, single, bare in OPTION.findall(info)}
    title = f"<span>{escape(options['title'])}</span>" if options.get("title") else ""
    marked = [int(line) for line in re.findall(r"\d{1,6}", options.get("hl_lines", ""))]
    language, inner = highlighted(code, language, marked)
    return raw(f'<div class="language-{language} highlight">{title}<pre><span></span><code>{inner}</code></pre></div>')


def highlighted(code: str, language: str, marked_lines: list[int]) -> tuple[str, str]:
    """The language, which is text if Pygments doesn't know the one that was named, and the HTML."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if LANGUAGE_CLASS.fullmatch(language) else None
    except ClassNotFound:
        lexer = None
    if lexer is None or not code.strip():
        return "text", escape(code, quote=False)
    return language, highlight(code, lexer, HtmlFormatter(nowrap=True, hl_lines=marked_lines))
