from __future__ import annotations

from django import template
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token

register = template.Library()


class StoredNode(Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        parts: dict[str, str] = context["stored_html"]
        if self.name not in parts:
            parts[self.name] = self.nodelist.render(context)
        return parts[self.name]


@register.tag
def stored(parser: Parser, token: Token) -> StoredNode:
    """``{% stored name %}…{% endstored %}``: a part of the page that is the same for everyone, rendered once.

    It may show only what ``blog.article_page.build`` loads, and neither the request nor the comments.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endstored",))
    parser.delete_first_token()
    return StoredNode(name, nodelist)
