"""Reads a function's environment variables and reports everything that is wrong with them at once."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from lambdas.errors import InvalidEnvironmentError

Value = TypeVar("Value")


class EnvironmentReader:
    """Reads variables one by one; :meth:`check` raises one error that names every missing or unaccepted one."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Read from ``environ``, which is ``os.environ`` at run time."""
        self._environ = environ
        self._problems: list[str] = []

    def text(self, name: str) -> str:
        """Return a non-empty string."""
        return self._read(name, "a non-empty string", lambda raw: raw, "")

    def whole_number(self, name: str, low: int, high: int) -> int:
        """Return an int from ``low`` to ``high``."""

        def parse(raw: str) -> int:
            value = int(raw)
            if not low <= value <= high:
                raise ValueError(raw)
            return value

        return self._read(name, f"a whole number from {low} to {high}", parse, low)

    def number(self, name: str, low: float, high: float) -> float:
        """Return a float from ``low`` to ``high``."""

        def parse(raw: str) -> float:
            value = float(raw)
            if not math.isfinite(value) or not low <= value <= high:
                raise ValueError(raw)
            return value

        return self._read(name, f"a number from {low:g} to {high:g}", parse, low)

    def json_object(self, name: str, accepted: str, parse: Callable[[dict[str, Any]], Value], fallback: Value) -> Value:
        """Return what ``parse`` makes of a JSON object; ``accepted`` describes it, ``parse`` raises ValueError."""

        def whole(raw: str) -> Value:
            data = json.loads(raw)
            if not isinstance(data, dict):
                raise ValueError(raw)  # noqa: TRY004 - every refusal of a value is a ValueError here
            return parse(data)

        return self._read(name, accepted, whole, fallback)

    def converted(self, name: str, accepted: str, parse: Callable[[str], Value], fallback: Value) -> Value:
        """Return what ``parse`` makes of the variable; ``parse`` raises ValueError when it does not accept it."""
        return self._read(name, accepted, parse, fallback)

    def problem(self, text: str) -> None:
        """Add a problem that concerns several variables."""
        self._problems.append(text)

    def check(self) -> None:
        """Raise one error for all problems so far.

        Raises:
            InvalidEnvironmentError: There is at least one.
        """
        if self._problems:
            listed = "; ".join(self._problems)
            raise InvalidEnvironmentError(
                f"{len(self._problems)} problem(s) in the environment: {listed}. The stack's settings make it."
            )

    def _read(self, name: str, accepted: str, parse: Callable[[str], Value], fallback: Value) -> Value:
        raw = self._environ.get(name, "")
        if not raw:
            self._problems.append(f"{name} is missing ({accepted})")
            return fallback
        try:
            return parse(raw)
        except (ValueError, TypeError, KeyError):
            self._problems.append(f"{name} = {raw!r} is not accepted ({accepted})")
            return fallback


def content_types(data: Mapping[str, Any]) -> dict[str, str]:
    """Check a map of lower-case extensions to content types, such as ``{".png": "image/png"}``."""
    for extension, kind in data.items():
        if not extension.startswith(".") or extension != extension.lower() or "/" not in str(kind):
            raise ValueError(extension)
    if not data:
        raise ValueError("empty")
    return {extension: str(kind) for extension, kind in data.items()}
