"""A line of the source while block structure is taken off its start."""

TAB = 4
# Lines with this indentation are code (CommonMark 4.4).
CODE_INDENT = 4


class Line:
    """The rest of a line. Tabs count up to the next column that is a multiple of four (CommonMark 2.2).

    ``indent`` is the width of the white space at the start, ``rest`` the text after it.
    """

    __slots__ = ("column", "indent", "rest", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.column = 0
        self._measure()

    @property
    def is_blank(self) -> bool:
        return not self.rest

    def strip(self, columns: int) -> None:
        """Remove up to so many columns of white space. What remains of a tab becomes spaces."""
        goal, column, at = self.column + columns, self.column, 0
        for character in self.text:
            if column >= goal or character not in " \t":
                break
            column += TAB - column % TAB if character == "\t" else 1
            at += 1
        self.text = " " * (column - goal) + self.text[at:]
        self.column = min(column, goal)
        self._measure()

    def skip(self, characters: int) -> None:
        """Remove the white space at the start and so many characters after it."""
        self.column += self.indent + characters
        self.text = self.rest[characters:]
        self._measure()

    def _measure(self) -> None:
        self.rest = self.text.lstrip(" \t")
        width = len(self.text) - len(self.rest)
        if "\t" in self.text[:width]:
            column = self.column
            for character in self.text[:width]:
                column += TAB - column % TAB if character == "\t" else 1
            width = column - self.column
        self.indent = width
