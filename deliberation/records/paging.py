"""Long lists, a page at a time."""

from typing import Final, Generic, TypeVar

from msgspec import Struct

PAGE_ROWS: Final = 50

Row = TypeVar("Row")


class Page(Struct, Generic[Row], frozen=True):
    """One page of a list; `total` counts the rows of all pages, `number` begins at 1."""

    rows: list[Row]
    number: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_ROWS))


def offset(number: int, total: int) -> tuple[int, int]:
    """The page that can be shown when this one is asked for, and how many rows stand before it."""
    possible = min(max(1, number), max(1, -(-total // PAGE_ROWS)))
    return possible, (possible - 1) * PAGE_ROWS
