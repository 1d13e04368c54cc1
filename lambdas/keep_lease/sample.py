"""A few items out of many, each as likely as any other, without keeping the rest (reservoir sampling, algorithm R)."""

from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Sample(Generic[Item]):
    """Keeps at most ``most`` of the items that are added.

    Args:
        most: How many, at least 1.
        chance: A new number from 0 to below 1 each time.
    """

    def __init__(self, most: int, chance: Callable[[], float]) -> None:
        self.kept: list[Item] = []
        self._most, self._chance, self._seen = most, chance, 0

    def add(self, item: Item) -> None:
        """Consider one more."""
        self._seen += 1
        if len(self.kept) < self._most:
            self.kept.append(item)
            return
        at = int(self._chance() * self._seen)
        if at < self._most:
            self.kept[at] = item
