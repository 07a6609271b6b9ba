"""Plain text, often copied from a web page. Blocks are separated by empty lines; headings are recognised by their form,
and navigation and notices of the page around the article are left out.

Headings have two levels. A heading that is directly followed by another one starts a chapter. The headings after it
belong to that chapter, up to the next chapter or to a closing heading ("Final thoughts").
"""

import re
import unicodedata

from blog.importing.article import Article
from blog.importing.boilerplate import is_boilerplate, is_byline, is_call_to_action

HEADING_LENGTH, HEADING_WORDS = 110, 16
PARAGRAPH_LENGTH = 160  # hand-wrapped text has shorter lines; a longer line is a paragraph
BYLINE_WITHIN = 8
CLOSING = re.compile(
    r"(final|closing|last|parting) (thoughts|words|remarks|notes?)|(in )?(conclusions?|closing|summary)|"
    r"looking (forward|ahead)|wrapping up|key takeaways|outlook|what(’|')?s next",
    re.IGNORECASE,
)
BULLET, NUMBER = re.compile(r"[•*‣–-][ \t]+(.+)"), re.compile(r"\d{1,3}[.)][ \t]+(.+)")
UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,})")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
SPECIAL = re.compile(r"[\\`*_{}\[\]~|]|=(?==)")
AT_LINE_START = re.compile(r"(?m)^(?=[#>+:=-])|^(\d{1,9})(?=[.)](?:[ \t]|$))")


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
        if any(len(line) > PARAGRAPH_LENGTH for line in lines):
            blocks += ([line] for line in lines)
        elif len(lines) == 2 and UNDERLINE.fullmatch(lines[1]):
            blocks.append(lines[:1])
        elif lines:
            blocks.append(lines)
    return blocks


def _without_head(blocks: list[list[str]], article: Article) -> list[list[str]]:
    """Leave out the title and the byline. The first line becomes the title of an article that has none."""
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
    """Leave out the end of the page: comment form, cards, login. An invitation becomes the call to action."""
    blocks, left_out = list(blocks), []
    while blocks:
        block = blocks.pop()
        line = " ".join(block)
        if not article.cta_label and _is_call_to_action(block):
            article.cta_label = line
        elif all(map(is_boilerplate, block)):
            left_out.append(("boilerplate", line))
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
    """Whether the block may end here: after a complete sentence, or after boilerplate."""
    line = lines[-1]
    words = _without_emoji(line)
    if words != line or words[-1] in '.!?…。！？”"»)':
        return True
    return (is_boilerplate(line) or is_call_to_action(line)) and (len(lines) == 1 or _ends(lines[:-1]))


def _is_heading(block: list[str]) -> bool:
    """One short line without a full stop. It may end with a question mark or an emoji."""
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
    """Markdown that shows the line unchanged. URLs aren't escaped, so they become links."""
    parts, position = [], 0
    for address in ADDRESS.finditer(line):
        parts += [_quoted(line[position : address.start()]), address[0]]
        position = address.end()
    return AT_LINE_START.sub(r"\1\\", "".join(parts) + _quoted(line[position:]))


def _quoted(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;")
