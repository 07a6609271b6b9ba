"""Reads a page as people do: its text, links and buttons by their names, fields by their labels, alerts."""

import json
import re

from tests import elements

INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|del|em|i|img|ins|kbd|label|mark|q|s|samp|small|span|strong|sub|sup|time|u"
)
UNSEEN = {"head", "script", "style", "template", "textarea", "select"}
LANDMARKS = {"banner": "header", "contentinfo": "footer", "main": "main", "navigation": "nav", "region": "section"}
INNER, OUTER = {"header", "footer"}, {"article", "main", "section"}


def read(page):
    """The page of a response, or of HTML source. Each of its elements has the methods of the page."""
    return elements.parse(page if isinstance(page, str) else page.content.decode(), Element)


def normalize(text):
    """Whitespace as browsers show it; no-break spaces stay."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


class Element(elements.Element):
    def _words(self, spoken=False):
        if self.tag in UNSEEN or "hidden" in self or (spoken and self.get("aria-hidden") == "true"):
            return
        label = (self.get("aria-label") or self.get("alt")) if spoken else ""
        if spoken and self.tag == "input" and self.get("type") == "submit":
            label = label or self.get("value")
        gap = "" if INLINE.fullmatch(self.tag) else " "
        yield gap
        for child in [label] if label else self.children:
            yield from [child] if isinstance(child, str) else child._words(spoken)
        yield gap

    @property
    def text(self):
        """The visible text, without the values of fields."""
        return normalize("".join(self._words()))

    @property
    def name(self):
        """The accessible name."""
        labels = [self.root.with_id(label) for label in self.get("aria-labelledby").split()]
        if not labels and "aria-label" not in self:
            labels = [element for element in self.ancestors if element.tag == "label"]
            labels += self.root.all(f'label[for="{self["id"]}"]') if "id" in self else []
            labels += self.all("legend")[:1] if self.tag == "fieldset" else []
        spoken = [normalize("".join(label._words(spoken=True))) for label in labels or [self]]
        return " ".join(spoken)

    @property
    def is_hidden(self):
        return self.get("type") == "hidden" or any("hidden" in part for part in [self, *self.ancestors])

    def visible(self, *selectors):
        return [element for element in self.all(*selectors) if not element.is_hidden]

    def named(self, name, *selectors):
        """The one visible element with this accessible name."""
        names = [(element.name, element) for element in self.visible(*selectors)]
        found = [element for other, element in names if other == name]
        assert len(found) == 1, f"{len(found)} × {name!r} among {[other for other, _element in names]}"
        return found[0]

    def heading(self, name):
        return self.named(name, *(f"h{level}" for level in range(1, 7)))

    def link(self, name):
        return self.named(name, "a[href]")

    def button(self, name):
        return self.named(name, "button", "input[type=submit]")

    def field(self, label):
        return self.named(label, "input", "textarea", "select", "fieldset")

    def landmark(self, role, name=None):
        """Headers and footers of articles and sections are no landmarks."""
        parts = [part for part in self.all(LANDMARKS[role], f"[role={role}]") if name in (None, part.name)]
        found = [part for part in parts if not (INNER & {part.tag} and OUTER & {above.tag for above in part.ancestors})]
        assert len(found) == 1, f"{role} {name or ''}: {found}"
        return found[0]

    def links(self):
        """The addresses of visible links by their names."""
        return {link.name: link["href"] for link in self.visible("a[href]")}

    @property
    def hrefs(self):
        """The addresses of all links, in order."""
        return [link["href"] for link in self.all("a[href]")]

    @property
    def title(self):
        return normalize("".join(self.one("head title").children))

    def meta(self, name):
        return self.one(f'meta[name="{name}"]', f'meta[property="{name}"]')["content"]

    def structured_data(self, kind):
        """The JSON-LD object of this type."""
        objects = [json.loads("".join(script.children)) for script in self.all('script[type="application/ld+json"]')]
        [found] = [data for data in objects if data["@type"] == kind]
        return found

    @property
    def alert(self):
        """The text of the visible alerts."""
        return " ".join(alert.text for alert in self.visible("[role=alert]"))

    @property
    def status(self):
        return " ".join(status.text for status in self.visible("[role=status]"))

    @property
    def value(self):
        """What the field submits: ``None`` for a box that isn't ticked."""
        if self.tag == "textarea":
            return "".join(self.children).removeprefix("\n")
        if self.tag == "select":
            return [*self.all("option[selected]"), *self.all("option")][0].value
        if self.get("type") in {"checkbox", "radio"}:
            return self.get("value", "on") if "checked" in self else None
        return self.get("value", self.text)

    @property
    def description(self):
        return " ".join(note.text for note in self._notes())

    @property
    def errors(self):
        """The errors in the description of the field."""
        notes = [part for note in self._notes() for part in (note, *note.descendants)]
        errors = [note for note in notes if "field-error" in note.get("class").split()]
        return [text.text for error in errors for text in error.all("li") or [error]]

    def _notes(self):
        return [self.root.with_id(note) for note in self.get("aria-describedby").split()]

    @property
    def hidden_fields(self):
        return {field["name"]: field.value for field in self.all("input[type=hidden][name]")}
