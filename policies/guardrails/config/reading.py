"""Reads what people configured: every problem is noted with its key and what is accepted, and all are told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

LISTED = 12
"""More accepted values than this are not listed, only what is close."""


class ConfigError(ValueError):
    """The configuration is refused. The text has one line for each problem: key, value, what is accepted."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"the configuration of the policy pack has {len(self.problems)} problem(s):{lines}")


class Reader:
    """Collects problems; what is refused reads as nothing."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def refuse(self, key: str, value: object, accepted: str) -> None:
        """Note a problem."""
        self.problems.append(f"{key} = {_shown(value)} is not accepted; accepted: {accepted}")

    def missing(self, key: str, accepted: str) -> None:
        """Note a key that is not there."""
        self.problems.append(f"{key} is missing; accepted: {accepted}")

    def check(self) -> None:
        """Raise one error for all problems so far.

        Raises:
            ConfigError: There is at least one.
        """
        if self.problems:
            raise ConfigError(self.problems)

    def mapping(self, key: str, value: object, names: Iterable[str] | None = None) -> Mapping[str, object]:
        """An object, whose names are all known unless ``names`` is None; missing reads as empty."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.refuse(key, value, "an object")
            return {}
        if names is not None:
            known = tuple(names)
            for name in value:
                if name not in known:
                    self.refuse(f"{key}.{name}" if key else str(name), value[name], one_of(known, str(name)))
        return {str(name): inner for name, inner in value.items()}

    def items(self, key: str, value: object) -> Iterator[tuple[str, object]]:
        """The elements of a list, with their keys; missing reads as empty."""
        if value is None:
            return
        if not isinstance(value, list):
            self.refuse(key, value, "a list")
            return
        for index, inner in enumerate(value):
            yield f"{key}[{index}]", inner

    def text(self, key: str, value: object, *, shortest: int = 1) -> str:
        """A string of at least ``shortest`` characters that are not blank at the ends."""
        accepted = "a string" if shortest == 1 else f"a string of {shortest} characters or more"
        if value is None:
            self.missing(key, accepted)
        elif not isinstance(value, str) or len(value.strip()) < shortest:
            self.refuse(key, value, accepted)
        else:
            return value.strip()
        return ""


def one_of(accepted: Iterable[str], given: str = "") -> str:
    """How a message lists what is accepted: all of a few, or those that look like what was given."""
    names = tuple(accepted)
    if len(names) <= LISTED:
        return ", ".join(names)
    close = get_close_matches(given, names, n=3, cutoff=0.5)
    return f"{', '.join(close)}, or another of the table in the README" if close else "one of the table in the README"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
