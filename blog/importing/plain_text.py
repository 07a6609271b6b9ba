"""Plain text, often copied from a web page: blocks between empty lines, headings known by their looks, and the
furniture of the page around them.

Headings have two levels. One that is followed directly by a heading leads the chapters under it, and so do all
up to the next such heading or to a closing one ("Final thoughts").
"""

import re
import unicodedata

from blog.importing.article import Article
from blog.importing.boilerplate import is_boilerplate, is_byline, is_call_to_action

HEADING_LENGTH, HEADING_WORDS = 110, 16
LINE_OF_A_PARAGRAPH = 160  # text wrapped by hand has shorter lines: a longer one is a paragraph of its own
BYLINE_WITHIN = 8
CLOSING = re.compile(
    r"(final|closing|last|parting) (thoughts|words|remarks|notes?)|(in )?(conclusions?|closing|summary)|"
    r"looking (forward|ahead)|wrapping up|key takeaways|outlook|what(’|')?s next",
    re.IGNORECASE,
)
BULLET, NUMBER = re.compile(r"[•*‣–-][ \t]+(.+)"), re.compile(r"\d{1,3}[.)][ \t]+(.+)")
UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,})")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
SPECIAL = re.compile(r"[\\`*_{}\[\]]|~(?=~)")
AT_LINE_START = re.compile(r"(?m)^(?=[#>+-])|^(\d{1,9})(?=[.)][ \t])")


def read_plain_text(source: str, *, title: str = "") -> Article:
    article = Article(title=title)
    blocks = _blocks(source)
    blocks = _without_head(blocks, article)
    blocks = _without_tail(blocks, article)
    is_heading = [_is_heading(block) for block in blocks]
    parts, level, inside = [], 2, False
    for index, block in enumerate(blocks):
        if is_heading[index]:
            follows = index > 0 and is_heading[index - 1]
            leads = index + 1 < len(blocks) and is_heading[index + 1]
            closes = bool(CLOSING.match(_without_emoji(block[0])))
            inside = (inside or leads) and (follows or not closes)
            level = 3 if follows or (inside and not leads) else 2
            article.pieces.append((f"heading {level}", block[0]))
            parts.append(f"{'#' * level} {_escaped(block[0])}")
        elif pattern := next((p for p in (BULLET, NUMBER) if all(map(p.fullmatch, block))), None):
            article.pieces.append(("list", "; ".join(block)))
            mark = "-" if pattern is BULLET else "1."
            parts.append("\n".join(f"{mark} {_escaped(pattern.sub(r'\1', line))}" for line in block))
        else:
            article.pieces.append(("paragraph", " ".join(block)))
            parts.append("\n".join(_escaped(line) for line in block))
    article.body = "\n\n".join(parts)
    return article


def _blocks(source: str) -> list[list[str]]:
    blocks: list[list[str]] = []
    for chunk in re.split(r"\n[^\S\n]*\n", source):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        if any(len(line) > LINE_OF_A_PARAGRAPH for line in lines):
            blocks += ([line] for line in lines)
        elif len(lines) == 2 and UNDERLINE.fullmatch(lines[1]):
            blocks.append(lines[:1])
        elif lines:
            blocks.append(lines)
    return blocks


def _without_head(blocks: list[list[str]], article: Article) -> list[list[str]]:
    """Leave out the title, its repeats and the byline; the first line names an article without a title."""
    start = 0
    for index, block in enumerate(blocks[:BYLINE_WITHIN]):
        if (index or article.title) and is_byline(" ".join(block)):
            start = index + 1
            break
        if not _is_heading(block):
            break
    if not article.title and blocks and _is_heading(blocks[0]):
        article.title = blocks[0][0]
        start = max(start, 1)
    while start < len(blocks) and _same(blocks[start], article.title):
        start += 1
    for block in blocks[:start]:
        line = " ".join(block)
        reason = "byline" if is_byline(line) else "title" if _same(block, article.title) else "above the byline"
        article.left_out.append((reason, line))
    return blocks[start:]


def _without_tail(blocks: list[list[str]], article: Article) -> list[list[str]]:
    """Leave out the end of the page: comment form, cards, login; an invitation becomes the call to action."""
    blocks, left_out = list(blocks), []
    while blocks:
        block = blocks.pop()
        line = " ".join(block)
        if not article.cta_label and _is_call_to_action(block):
            article.cta_label = line
        elif all(map(is_boilerplate, block)):
            left_out.append(("page furniture", line))
        elif len(block) > 1 and _ends(block[:-1]) and (is_boilerplate(block[-1]) or _is_call_to_action(block[-1:])):
            blocks += [block[:-1], block[-1:]]
        else:
            blocks.append(block)
            break
    article.left_out += reversed(left_out)
    return blocks


def _is_call_to_action(block: list[str]) -> bool:
    return _is_heading(block) and is_call_to_action(block[0])


def _ends(lines: list[str]) -> bool:
    """Whether what follows these lines stands apart: after a whole sentence, or after more of the page's furniture."""
    line = lines[-1]
    words = _without_emoji(line)
    if words != line or words[-1] in '.!?…。！？”"»)':
        return True
    return (is_boilerplate(line) or is_call_to_action(line)) and (len(lines) == 1 or _ends(lines[:-1]))


def _is_heading(block: list[str]) -> bool:
    """One short line that does not end as a sentence does; a question and an emoji may end it."""
    line = _without_emoji(block[0]).rstrip("”’\"'»)")
    return (
        len(block) == 1
        and 0 < len(line) <= HEADING_LENGTH
        and len(line.split()) <= HEADING_WORDS
        and line[-1] not in ".!,;:…。！，；：、"
        and BULLET.fullmatch(block[0]) is None
        and any(map(str.isalnum, line))
    )


def _without_emoji(line: str) -> str:
    end = len(line)
    while end and (line[end - 1].isspace() or unicodedata.category(line[end - 1]) in {"So", "Sk", "Mn", "Me", "Cf"}):
        end -= 1
    return line[:end]


def _same(block: list[str], title: str) -> bool:
    def bare(text: str) -> str:
        return "".join(filter(str.isalnum, text.casefold()))

    return bool(title) and bare(" ".join(block)) == bare(title)


def _escaped(line: str) -> str:
    """Markdown that shows the line as it is; addresses are left alone and become links."""
    parts, position = [], 0
    for address in ADDRESS.finditer(line):
        parts += [_quoted(line[position : address.start()]), address[0]]
        position = address.end()
    return AT_LINE_START.sub(r"\1\\", "".join(parts) + _quoted(line[position:]))


def _quoted(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;")
