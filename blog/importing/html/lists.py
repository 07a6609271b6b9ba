"""Lists as programs write them: nested in items or in lists, or as paragraphs with a level."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from blog.importing.html.element import Element

WORD_LEVEL = re.compile(r"\bl(\d+) level(\d+) lfo(\d+)")
NUMBER = re.compile(r"\(?(?:\d{1,3}\.)*([0-9]{1,4}|[a-z]{1,4})[.)]?")
TYPED_BOX = re.compile(r"\s*\[([ xX\xa0])\]\s")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MAX_LEVEL = 9


@dataclass
class Item:
    """``is_done`` is None unless the item is a task. ``lists`` were next to the item instead of in it."""

    element: Element
    is_done: bool | None = None
    lists: list[Element] = field(default_factory=list)


def items_of(element: Element) -> list[Item]:
    items: list[Item] = []
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                items.append(Item(Element("li", [child])))
        elif child.tag in {"ul", "ol"}:
            if items:
                items[-1].lists.append(child)
            else:
                items += items_of(child)
        elif child.tag == "li":
            items.append(Item(child, task_state(child)))
        elif not child.is_empty():
            items.append(Item(Element("li", [child])))
    return items


def task_state(item: Element) -> bool | None:
    """Whether the task is done. Takes the box that is written as text out of the item."""
    if item.attributes.get("role") == "checkbox":
        return item.attributes.get("aria-checked") == "true"
    for inner in item.elements():
        if inner.tag in {"ul", "ol"}:
            break
        if inner.tag == "input" and inner.attributes.get("type") == "checkbox":
            return "checked" in inner.attributes
    holder = item
    while holder.children and isinstance(first := holder.children[0], Element):
        holder = first
    if holder.children and isinstance(text := holder.children[0], str) and (box := TYPED_BOX.match(text)):
        holder.children[0] = text[box.end() :]
        return box[1] in "xX"
    return None


@dataclass
class Flat:
    """An item that only has a level. ``group`` tells lists apart that follow each other."""

    element: Element
    level: int
    is_ordered: bool
    number: int
    group: str


def nest_flat_lists(element: Element) -> None:
    """Put the list paragraphs of Word, and the lists of single items of Word Online and Slack, into nested lists."""
    children: list[Element | str] = []
    flat: list[Flat] = []

    def flush() -> None:
        children.extend(nested(flat))
        flat.clear()

    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                flush()
            if child.strip() or not flat:
                children.append(child)
            continue
        if found := flat_items(child):
            flat += found
            continue
        if child.tag in HEADINGS:
            take_marker(child)
        flush()
        nest_flat_lists(child)
        children.append(child)
    flush()
    element.children = children


def flat_items(element: Element) -> list[Flat]:
    if element.tag in {"p", "div", "li"} and (found := WORD_LEVEL.search(element.style.get("mso-list", ""))):
        marker = take_marker(element)
        number = NUMBER.fullmatch(marker) if marker.lower() != "o" else None
        count = int(number[1]) if number and number[1].isdecimal() else 1
        item = Element("li", element.children, element.attributes, {**element.style, "mso-list": ""})
        return [Flat(item, int(found[2]), number is not None, count, f"{found[1]} {found[3]}")]
    lists = lists_with_levels(element)
    return [item for one in lists for item in items_with_level(one)]


def take_marker(element: Element) -> str:
    """Remove the bullet or number that Word wrote into the text."""
    for at, child in enumerate(element.children):
        if not isinstance(child, Element):
            continue
        if child.style.get("mso-list") == "ignore":
            del element.children[at]
            return child.text().strip().lower()
        if marker := take_marker(child):
            return marker
    return ""


def lists_with_levels(element: Element) -> list[Element]:
    if element.tag == "div" and "ListContainerWrapper" in element.classes:
        return [inner for inner in element.parts() if inner.tag in {"ul", "ol"}]
    if element.tag not in {"ul", "ol"}:
        return []
    has_level = "data-indent" in element.attributes or any(
        "data-aria-level" in item.attributes for item in element.parts()
    )
    return [element] if has_level else []


def items_with_level(element: Element) -> Iterable[Flat]:
    start = element.attributes.get("start", "1")
    number = int(start) if start.isdecimal() else 1
    indent = element.attributes.get("data-indent", "")
    for item in element.parts():
        level = item.attributes.get("data-aria-level") or (str(int(indent) + 1) if indent.isdecimal() else "1")
        group = item.attributes.get("data-listid", "")
        yield Flat(item, int(level) if level.isdecimal() else 1, element.tag == "ol", number, group)


def nested(flat: Sequence[Flat]) -> list[Element]:
    """Lists in the last item of the level above. Levels that were skipped don't count."""
    roots: list[Element] = []
    stack: list[tuple[int, Flat, Element]] = []
    for item in flat:
        level = min(max(item.level, 1), MAX_LEVEL)
        while stack and stack[-1][0] > level:
            stack.pop()
        if stack and stack[-1][0] == level and is_other_list(stack[-1][1], item):
            stack.pop()
        if not stack or stack[-1][0] < level:
            start = {"start": str(item.number)} if item.is_ordered else {}
            made = Element("ol" if item.is_ordered else "ul", (), start)
            (last_item(stack[-1][2]).children if stack else roots).append(made)
            stack.append((level, item, made))
        nest_flat_lists(item.element)
        stack[-1][2].children.append(item.element)
    return roots


def is_other_list(before: Flat, after: Flat) -> bool:
    return before.is_ordered != after.is_ordered or (before.level == 1 and before.group != after.group)


def last_item(element: Element) -> Element:
    item = element.children[-1]
    return item if isinstance(item, Element) else element
