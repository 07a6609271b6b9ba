"""Footnotes: links to a place in the same text that links back, as most programs write them."""

from __future__ import annotations

import re

from blog.importing.html.element import Element

SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[ivxlc]{1,5}|[a-z]|note \d{1,3}|[*†‡§¶]{1,3})[\])]?", re.IGNORECASE)
BACK = re.compile(r"[\[(]?(?:\d{1,3}|[ivxlc]{1,5}|[a-z]|[*†‡§¶]{1,3}|\^|[↩↑⤴]\ufe0e?)?[\])]?\.?", re.IGNORECASE)
REFERENCE_CLASSES = frozenset({"reference", "footnote", "footnote-ref", "sdfootnoteanc", "sdendnoteanc"})
NOTE_ID = re.compile(r"(?:fn|cite_note|user-content-fn)\b|(?:ftn|edn|sdfootnote|sdendnote)(?:\d|\b)")
HOLDERS = frozenset({"p", "li", "dd", "div", "aside"})


class Notes:
    """Replaces references with elements ``note``, and takes the notes out of the text."""

    def __init__(self, root: Element, first_label: int) -> None:
        self.parents = {id(child): parent for parent in (root, *root.elements()) for child in parent.parts()}
        self.targets: dict[str, Element] = {}
        for element in root.elements():
            for name in ("id", "name"):
                self.targets.setdefault(element.attributes.get(name, ""), element)
        self.targets.pop("", None)
        self.links = [element for element in root.elements() if element.tag == "a"]
        self.next_label = first_label
        self.labels: dict[int, str] = {}
        self.taken: list[tuple[str, Element]] = []

    def take(self) -> list[tuple[str, Element]]:
        """The label of each note and the element with its text."""
        for link in self.links:
            if not SIGN.fullmatch(link.text().strip()) or self.is_in_note(link):
                continue
            holder = self.note_of(link)
            if holder is not None:
                self.refer(link, holder)
            elif self.is_reference(link):
                self.remove(link)
        for _label, holder in self.taken:
            self.remove_back_links(holder)
            self.remove(holder)
        return self.taken

    def note_of(self, link: Element) -> Element | None:
        target = self.targets.get(fragment_of(link))
        while target is not None and target.tag not in HOLDERS:
            target = self.parents.get(id(target))
        if target is None or self.contains(target, link):
            return None
        above = self.parents.get(id(target))
        is_part = above is not None and above.tag in {"div", "li"} and NOTE_ID.match(above.attributes.get("id", ""))
        holder = above if above is not None and (is_part or is_word_note(above)) else target
        if self.contains(holder, link):
            return None
        return holder if id(holder) in self.labels or self.is_note(holder, link) else None

    def is_note(self, holder: Element, link: Element) -> bool:
        """Whether it is named like a note or links back."""
        named = (holder, *holder.elements())
        if is_word_note(holder) or any(NOTE_ID.match(inner.attributes.get("id", "")) for inner in named):
            return True
        back = {fragment_of(inner) for inner in holder.elements() if inner.tag == "a"}
        around = (link, self.parents.get(id(link)))
        return any(
            element.attributes.get(name) in back - {""} for element in around if element for name in ("id", "name")
        )

    def refer(self, link: Element, holder: Element) -> None:
        if id(holder) not in self.labels:
            self.labels[id(holder)] = str(self.next_label)
            self.next_label += 1
            self.taken.append((self.labels[id(holder)], holder))
        note = Element("note", (), {"label": self.labels[id(holder)]})
        outer = self.outermost(link)
        outer.tag, outer.children, outer.attributes, outer.style = note.tag, [], note.attributes, {}

    def outermost(self, link: Element) -> Element:
        """The superscript around a link and its brackets."""
        parent = self.parents.get(id(link))
        while parent is not None and parent.tag in {"sup", "span"} and SIGN.fullmatch(parent.text().strip()):
            link, parent = parent, self.parents.get(id(parent))
        return link

    def is_reference(self, link: Element) -> bool:
        """Whether it refers to a note that wasn't copied."""
        around = [link, *filter(None, [self.parents.get(id(link))])]
        is_raised = any(element.tag == "sup" or REFERENCE_CLASSES & element.classes for element in around)
        return is_raised and bool(fragment_of(link)) and link.text().strip("[]() ") != ""

    def is_in_note(self, link: Element) -> bool:
        return any(self.contains(holder, link) for _label, holder in self.taken)

    def contains(self, holder: Element, element: Element | None) -> bool:
        while element is not None:
            if element is holder:
                return True
            element = self.parents.get(id(element))
        return False

    def remove(self, element: Element) -> None:
        """Remove an element, and what is left empty around it."""
        outer = self.outermost(element)
        parent = self.parents.get(id(outer))
        while parent is not None and parent.tag and not without(parent, outer).text().strip():
            outer, parent = parent, self.parents.get(id(parent))
        if parent is not None:
            parent.children = without(parent, outer).children

    def remove_back_links(self, holder: Element) -> None:
        for link in [inner for inner in holder.elements() if inner.tag == "a"]:
            if BACK.fullmatch(link.text().strip()) and (fragment_of(link) or not link.text().strip()):
                outer = self.outermost(link)
                parent = self.parents[id(outer)]
                parent.children = without(parent, outer).children


def without(parent: Element, child: Element) -> Element:
    return Element(parent.tag, [other for other in parent.children if other is not child])


def fragment_of(link: Element) -> str:
    return link.attributes.get("href", "").partition("#")[2]


def is_word_note(element: Element) -> bool:
    return element.style.get("mso-element") in {"footnote", "endnote"}
