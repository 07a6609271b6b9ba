"""A tree of the elements of a page, searched with the part of CSS selectors that tests need."""

import re
from collections import defaultdict
from functools import cache, cached_property
from html.parser import HTMLParser

VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
STEP = re.compile(r"(?:\[[^\]]*\]|[^\s\[])+")
CONDITION = re.compile(
    r"""(?P<tag>^[\w-]+)|\#(?P<id>[\w.:-]+)|\.(?P<class>[\w-]+)
                           |\[(?P<attribute>[\w-]+)(?:(?P<how>\^?=)["']?(?P<value>[^"'\]]*)["']?)?\]""",
    re.VERBOSE,
)


@cache
def read_selector(selector):
    """The steps of a path, each with its tag, or an empty string, and its other conditions."""
    steps = [[found.groupdict() for found in CONDITION.finditer(step)] for step in STEP.findall(selector)]
    return [("".join(part["tag"] or "" for part in step), [part for part in step if not part["tag"]]) for step in steps]


class Element:
    def __init__(self, tag, attributes=(), parent=None):
        self.tag, self.parent, self.children = tag, parent, []
        self.attributes = {name: value or "" for name, value in attributes}

    def __repr__(self):
        return f"<{' '.join([self.tag, *(f'{name}={value!r}' for name, value in self.attributes.items())])}>"

    def __getitem__(self, attribute):
        return self.attributes[attribute]

    def __contains__(self, attribute):
        return attribute in self.attributes

    def get(self, attribute, default=""):
        return self.attributes.get(attribute, default)

    @property
    def ancestors(self):
        found, element = [], self.parent
        while element is not None:
            found.append(element)
            element = element.parent
        return found

    @property
    def root(self):
        return [self, *self.ancestors][-1]

    @property
    def descendants(self):
        """The elements inside, in document order."""
        waiting = self.children[::-1]
        while waiting:
            if isinstance(node := waiting.pop(), Element):
                yield node
                waiting += node.children[::-1]

    def all(self, *selectors):
        """The elements inside that match one of the selectors: ``tag``, ``#id``, ``.class``, ``[attribute^="start"]``,
        together or, for descendants, with spaces between them."""
        paths = [read_selector(selector) for selector in selectors]
        tag = paths[0][-1][0] if len(paths) == 1 else ""
        return [element for element in self._by_tag[tag] if any(element._is_at(path) for path in paths)]

    def one(self, *selectors):
        found = self.all(*selectors)
        assert len(found) == 1, f"{len(found)} elements match {selectors}: {found}"
        return found[0]

    def with_id(self, name):
        found = self._by_id[name]
        assert len(found) == 1, f"{len(found)} elements have the id {name}: {found}"
        return found[0]

    @cached_property
    def _by_id(self):
        found = defaultdict(list)
        for element in self.descendants:
            found[element.get("id")].append(element)
        return found

    @cached_property
    def _by_tag(self):
        """The elements inside by their tags, and all of them by an empty string. Pages that were read don't change."""
        found = defaultdict(list)
        for element in self.descendants:
            found[""].append(element)
            found[element.tag].append(element)
        return found

    def _is_at(self, path):
        *above, last = path
        return self._meets(last) and (not above or any(element._is_at(above) for element in self.ancestors))

    def _meets(self, step):
        tag, conditions = step
        return tag in ("", self.tag) and all(self._has(wanted) for wanted in conditions)

    def _has(self, wanted):
        if wanted["attribute"]:
            value, actual = wanted["value"], self.get(wanted["attribute"], None)
            return actual is not None and (
                value is None or (actual.startswith(value) if wanted["how"] == "^=" else actual == value)
            )
        if wanted["class"]:
            return wanted["class"] in self.get("class").split()
        return wanted["id"] == self.get("id")


class _Builder(HTMLParser):
    def __init__(self, make):
        super().__init__()
        self.make, self.open = make, [make("")]

    def handle_starttag(self, tag, attributes):
        element = self.make(tag, attributes, self.open[-1])
        self.open[-1].children.append(element)
        if not VOID.fullmatch(tag):
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if not VOID.fullmatch(tag):
            self.open.pop()

    def handle_endtag(self, tag):
        depths = [depth for depth, element in enumerate(self.open) if depth and element.tag == tag]
        del self.open[max(depths, default=len(self.open)) :]

    def handle_data(self, text):
        self.open[-1].children.append(text)


def parse(html, make=Element):
    builder = _Builder(make)
    builder.feed(html)
    builder.close()
    return builder.open[0]
