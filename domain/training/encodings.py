"""What was learned of one column, and the numbers that it makes of a value.

A value that training never saw has a defined result everywhere: a request never fails for being new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

from domain.checks import LARGEST
from domain.training.cells import FLOAT32_MAX, Cell, label
from domain.training.fields import Fields

UNKNOWN_ORDINAL: Final = -1.0
"""Place of a category that training did not keep."""

NO_SHARE: Final = 0.0
NO_HISTORY: Final = 0.0
"""Value of a group without earlier rows: a constant, because any other one would have to be learned from later rows."""

MOST_VALUES: Final = 100_000


@dataclass(frozen=True)
class Number:
    """A number, scaled: minus ``mean``, divided by ``scale``; null becomes ``fill`` first."""

    kind: ClassVar[str] = "number"
    column: str
    fill: float = 0.0
    mean: float = 0.0
    scale: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (self.column,)

    @property
    def unchanged(self) -> bool:
        """Whether the number stays what it is."""
        return self.mean == 0.0 and self.scale == 1.0

    def apply(self, value: Cell) -> tuple[float, ...]:
        """The features of a value."""
        number = self.fill if value is None else float(value)
        # A value far outside of what was seen may leave float32 once it is divided by a small deviation.
        return (min(max((number - self.mean) / self.scale, -FLOAT32_MAX), FLOAT32_MAX),)

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        found = {"kind": self.kind, "column": self.column, "fill": self.fill}
        return found if self.unchanged else {**found, "mean": self.mean, "scale": self.scale}

    @classmethod
    def from_data(cls, data: Any, place: str) -> Number:
        """Read the stored form."""
        read = Fields(data, place, ("kind", "column", "fill", "mean", "scale"))
        return cls(
            read.text("column"),
            read.number("fill", -FLOAT32_MAX, FLOAT32_MAX, 0.0),
            read.number("mean", -LARGEST, LARGEST, 0.0),
            read.number("scale", 1e-300, LARGEST, 1.0),
        )


@dataclass(frozen=True)
class OneHot:
    """One feature for each category that was kept; all 0 for another one."""

    kind: ClassVar[str] = "one-hot"
    column: str
    categories: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return tuple(f"{self.column}={category}" for category in self.categories)

    @cached_property
    def _rows(self) -> dict[str, tuple[float, ...]]:
        count = len(self.categories)
        return {
            category: tuple(float(place == index) for place in range(count))
            for index, category in enumerate(self.categories)
        }

    @cached_property
    def _unknown(self) -> tuple[float, ...]:
        return (0.0,) * len(self.categories)

    def apply(self, value: Cell) -> tuple[float, ...]:
        """The features of a value."""
        return self._rows.get(label(value), self._unknown)

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        return {"kind": self.kind, "column": self.column, "categories": list(self.categories)}

    @classmethod
    def from_data(cls, data: Any, place: str) -> OneHot:
        """Read the stored form."""
        read = Fields(data, place, ("kind", "column", "categories"))
        return cls(read.text("column"), _categories(read))


@dataclass(frozen=True)
class Ordinal:
    """The place of the category, the most frequent one first; -1 for another one."""

    kind: ClassVar[str] = "ordinal"
    column: str
    categories: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (self.column,)

    @cached_property
    def _places(self) -> dict[str, tuple[float]]:
        return {category: (float(index),) for index, category in enumerate(self.categories)}

    def apply(self, value: Cell) -> tuple[float, ...]:
        """The features of a value."""
        return self._places.get(label(value), (UNKNOWN_ORDINAL,))

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        return {"kind": self.kind, "column": self.column, "categories": list(self.categories)}

    @classmethod
    def from_data(cls, data: Any, place: str) -> Ordinal:
        """Read the stored form."""
        read = Fields(data, place, ("kind", "column", "categories"))
        return cls(read.text("column"), _categories(read))


@dataclass(frozen=True)
class Lookup:
    """A number for each known value of a column: a category's share, or what was calculated over a group's rows.

    Attributes:
        name: Name of the feature.
        column: Whose value is looked up.
        values: The numbers.
        otherwise: The number of every other value.
        history: Whether training rows have a number of their own instead, from the rows before them.
    """

    kind: ClassVar[str] = "lookup"
    name: str
    column: str
    values: Mapping[str, float]
    otherwise: float = 0.0
    history: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (self.name,)

    def apply(self, value: Cell) -> tuple[float, ...]:
        """The features of a value."""
        return (self.values.get(label(value), self.otherwise),)

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "kind": self.kind,
            "name": self.name,
            "column": self.column,
            "values": dict(self.values),
            "otherwise": self.otherwise,
            "history": self.history,
        }

    @classmethod
    def from_data(cls, data: Any, place: str) -> Lookup:
        """Read the stored form."""
        read = Fields(data, place, ("kind", "name", "column", "values", "otherwise", "history"))
        given = read.raw("values")
        if not isinstance(given, Mapping) or len(given) > MOST_VALUES:
            read.refuse("values", given, f"an object of at most {MOST_VALUES} numbers")
        values = Fields(given, read.at("values"), given)
        return cls(
            read.text("name"),
            read.text("column"),
            {key: values.number(key, -FLOAT32_MAX, FLOAT32_MAX) for key in given},
            read.number("otherwise", -FLOAT32_MAX, FLOAT32_MAX, 0.0),
            read.flag("history", default=False),
        )


Step = Number | OneHot | Ordinal | Lookup

KINDS: Final[Mapping[str, type[Number] | type[OneHot] | type[Ordinal] | type[Lookup]]] = {
    step.kind: step for step in (Number, OneHot, Ordinal, Lookup)
}


def step_from_data(data: Any, place: str) -> Step:
    """Read any step.

    Raises:
        ValueError: It is none; the message names the place.
    """
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"{place}.kind is not accepted: {', '.join(KINDS)}")
    return KINDS[kind].from_data(data, place)


def _categories(read: Fields) -> tuple[str, ...]:
    found = [item for _, item in read.objects("categories", MOST_VALUES)]
    if not all(isinstance(item, str) for item in found) or len(set(found)) != len(found):
        read.refuse("categories", found, "different texts")
    return tuple(found)
