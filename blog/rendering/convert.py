"""Markdown to HTML as typed, unsafe still. Bounded before parsing: unbounded input takes seconds."""

import markdown
from markdown.extensions import Extension

from blog.rendering.errors import TextTooLong, TooComplex
from blog.rendering.policies import Policy

# The plain inline and block syntax that a policy without raw HTML does without.
WITHOUT_RAW_HTML = {
    "preprocessors": ["html_block"],
    "inlinePatterns": ["html", "image_link", "image_reference", "short_image_ref"],
    "parser.blockprocessors": ["hashheader", "setextheader", "hr"],
}
HIGHLIGHT = {"use_pygments": True, "guess_lang": False, "pygments_lang_class": True, "linenums": False}


class PlainText(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        for place, names in WITHOUT_RAW_HTML.items():
            registry = md.parser.blockprocessors if place.startswith("parser") else getattr(md, place)
            for name in names:
                registry.deregister(name)


def converter(policy: Policy) -> markdown.Markdown:
    extensions: list[str | Extension] = [
        "sane_lists",
        "pymdownx.superfences",
        "pymdownx.highlight",
        "pymdownx.tilde",
    ]
    extensions += ["pymdownx.magiclink"]
    if policy.raw_html:
        extensions += ["abbr", "def_list", "footnotes", "tables", "md_in_html"]
    else:
        extensions += ["nl2br", PlainText()]
    return markdown.Markdown(
        extensions=extensions,
        extension_configs={
            "pymdownx.highlight": HIGHLIGHT,
            **(
                {"tables": {"use_align_attribute": True}, "footnotes": {"BACKLINK_TEXT": "↩"}}
                if policy.raw_html
                else {}
            ),
        },
        output_format="html",
        tab_length=4,
    )


def to_html(source: str, policy: Policy) -> str:
    """Raises TextTooLong or TooComplex."""
    if len(source) > policy.longest:
        raise TextTooLong
    if source.count("[") + source.count("<") > policy.brackets:
        raise TooComplex
    text = "".join(character for character in source if character >= " " or character in "\t\n\r")
    try:
        return converter(policy).convert(text)
    except RecursionError as error:
        raise TooComplex from error
