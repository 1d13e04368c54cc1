"""The order in which one request is tried: drawn by weight, then the fallbacks, without those that cannot take it.

It refuses nothing: a pattern that is left out is named with the reason. The draw hashes the request's id, so a request
that is sent again goes the same way, and the shares hold over many ids.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.checks import finite_number, text, whole_number

_HASHED_BYTES: Final = 8
_HASHES: Final = 256**_HASHED_BYTES


@dataclass(frozen=True)
class Candidate:
    """What a pattern takes.

    Attributes:
        pattern: Its name.
        content_types: What it takes, in lower case; empty for anything.
        max_bytes: The largest body.
    """

    pattern: str
    content_types: frozenset[str]
    max_bytes: int

    def __post_init__(self) -> None:
        """Check the values.

        Raises:
            ValueError: Names the attribute, its value and what is accepted.
        """
        text("pattern", self.pattern)
        whole_number("max_bytes", self.max_bytes, 1)

    def why_not(self, content_type: str, size: int) -> str:
        """Say why it cannot take such a body, or nothing when it can."""
        media = content_type.partition(";")[0].strip().lower()
        if self.content_types and media not in self.content_types:
            return f"takes {', '.join(sorted(self.content_types))}, not {media or 'an unknown type'}"
        if size > self.max_bytes:
            return f"takes {self.max_bytes} bytes, not {size}"
        return ""


@dataclass(frozen=True)
class Asked:
    """One request, as far as its way depends on it.

    Attributes:
        id: What the draw hashes.
        content_type: Of its body.
        size: Of its body, in bytes.
        pattern: The only pattern that the caller wants, without fallbacks; None for the switch's choice.
    """

    id: str
    content_type: str
    size: int
    pattern: str | None = None


@dataclass(frozen=True)
class Plan:
    """Whom to try.

    Attributes:
        order: Patterns, in the order of the attempts.
        left_out: Patterns that cannot take the request, with the reason.
    """

    order: tuple[str, ...]
    left_out: Mapping[str, str]


def plan(asked: Asked, candidates: Sequence[Candidate], order: Sequence[str], weights: Mapping[str, float]) -> Plan:
    """Order the patterns for a request.

    The first is drawn by weight among those that can take the request. A weight of 0 is never drawn, unless no
    pattern that can take the request has more: then the order alone decides. The others follow in the order.

    Args:
        asked: The request.
        candidates: The patterns that there are, in order of preference.
        order: The switch's order; a pattern that it does not name comes after those that it does.
        weights: The switch's weights, at least 0; a pattern without one has 0.

    Raises:
        ValueError: A pattern is asked for that is not among the candidates, or a weight is none.
    """
    left_out = {each.pattern: why for each in candidates if (why := each.why_not(asked.content_type, asked.size))}
    able = [each.pattern for each in candidates if each.pattern not in left_out]
    if asked.pattern is not None:
        known = [each.pattern for each in candidates]
        if asked.pattern not in known:
            raise ValueError(f"pattern = {asked.pattern!r} is not accepted: one of {', '.join(known)}")
        others = {name: "another pattern was asked for" for name in able if name != asked.pattern}
        return Plan(tuple(name for name in able if name == asked.pattern), {**left_out, **others})
    ranked = list(dict.fromkeys([*(name for name in order if name in able), *able]))
    first = drawn(asked.id, ranked, weights)
    rest = (name for name in ranked if name != first)
    return Plan((*(() if first is None else (first,)), *rest), left_out)


def drawn(key: str, names: Sequence[str], weights: Mapping[str, float]) -> str | None:
    """Draw one name by weight; the same key draws the same name as long as names and weights are the same.

    Args:
        key: What is hashed.
        names: To draw from, in order.
        weights: By name, at least 0; they need not sum to 1. When none is above 0 the first name is drawn.
    """
    shares = list(_shares(names, weights))
    total = sum(share for _, share in shares)
    if not total:
        return names[0] if names else None
    point = _fraction(key) * total
    passed = 0.0
    for name, share in shares:
        passed += share
        if point < passed:
            return name
    return shares[-1][0]  # rounding


def _shares(names: Sequence[str], weights: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    for name in names:
        share = finite_number(f"weights[{name!r}]", weights.get(name, 0.0), 0)
        if share:
            yield name, share


def _fraction(key: str) -> float:
    """A number from 0 to below 1 that depends on the key alone, on every machine and in every release of Python."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:_HASHED_BYTES], "big") / _HASHES
