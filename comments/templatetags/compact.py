import re
from typing import cast

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, TextNode, Token

register = template.Library()

AFTER_TAG = re.compile(r"(?<=>)\s*\n\s*")
ELSEWHERE = re.compile(r"(?<![>\s])\s*\n\s*")


class CompactNode(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        return self.nodelist.render(context)


@register.tag
def compact(parser: Parser, token: Token) -> CompactNode:
    """Replace each line break and the indentation after it by one line break or, inside a tag or text, by a space.

    Only in this template, not in the values of variables. It happens when the template is compiled, so rendering costs
    nothing. Not for templates with ``<pre>`` or ``<textarea>``.
    """
    nodelist = parser.parse(("endcompact",))
    parser.delete_first_token()
    for node in cast("list[TextNode]", nodelist.get_nodes_by_type(TextNode)):
        node.s = ELSEWHERE.sub(" ", AFTER_TAG.sub("\n", node.s))
    return CompactNode(nodelist)
