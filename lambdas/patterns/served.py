"""The patterns that a stack serves: `PATTERNS` in the environment of the router and of the switch's evaluator."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from domain.checks import finite_number, refuse, text, whole_number
from domain.patterns import SYNCHRONOUS, Pattern
from domain.switching.plan import Candidate
from lambdas.environment import EnvironmentReader

VARIABLE: Final = "PATTERNS"
MAX_TIMEOUT_MS: Final = 900_000
"""No function runs longer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
MAX_BYTES: Final = 25 * 1024 * 1024
"""The largest body of any of them (a real-time endpoint's)."""
TIERS: Final = ("priority", "default", "flex", "reserved")
"""https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ServiceTier.html"""
ACCEPTED: Final = (
    'a JSON list such as [{"pattern": "sagemaker_realtime", "kind": "endpoint", "endpoint": "<name>", ...}]'
)

Value = TypeVar("Value")


class Kind(StrEnum):
    """How a pattern is called."""

    ENDPOINT = "endpoint"
    COMPONENT = "component"
    FUNCTION = "function"
    BEDROCK = "bedrock"


TARGETS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.ENDPOINT: ("endpoint",),
    Kind.COMPONENT: ("endpoint", "component"),
    Kind.FUNCTION: ("function",),
    Kind.BEDROCK: ("model",),
}
"""The fields that each kind needs; it takes no other kind's."""


@dataclass(frozen=True)
class Cost:
    """What a request costs, as far as it is known when it was answered; all in US dollars."""

    per_request: float = 0.0
    per_second: float = 0.0
    per_input_token: float = 0.0
    per_output_token: float = 0.0

    def of(self, seconds: float, tokens_in: int, tokens_out: int) -> float:
        """Return what one request cost.

        Args:
            seconds: How long the pattern was busy with it, as the caller of it saw.
            tokens_in: Tokens of the request.
            tokens_out: Tokens of the answer.
        """
        tokens = self.per_input_token * tokens_in + self.per_output_token * tokens_out
        return self.per_request + self.per_second * seconds + tokens


@dataclass(frozen=True, kw_only=True)
class ServedPattern:
    """One entry.

    Attributes:
        pattern: One of `domain.patterns.Pattern` whose answer comes with the request.
        kind: How it is called.
        endpoint: Name of the endpoint; None for other kinds.
        component: Name of the inference component on it; None for other kinds.
        function: ARN of the alias that is called; None for other kinds.
        model: Id or ARN of a model, inference profile or provisioned throughput; None for other kinds.
        service_tier: Bedrock's tier; None for the account's default.
        timeout_ms: The longest that one attempt may take, in milliseconds.
        content_types: What it takes, in lower case; empty for anything.
        max_bytes: The largest body.
        cost: What a request costs; None where that is not known.
    """

    pattern: str
    kind: Kind
    endpoint: str | None = None
    component: str | None = None
    function: str | None = None
    model: str | None = None
    service_tier: str | None = None
    timeout_ms: int
    content_types: frozenset[str]
    max_bytes: int
    cost: Cost | None = None

    @property
    def candidate(self) -> Candidate:
        """What it takes."""
        return Candidate(self.pattern, self.content_types, self.max_bytes)


def parse_patterns(raw: str) -> tuple[ServedPattern, ...]:
    """Read the list, in order of preference.

    Raises:
        ValueError: Names the entry, the field, its value and what is accepted.
    """
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise ValueError(f"{VARIABLE} is no JSON ({error}); accepted: {ACCEPTED}") from error
    if not isinstance(found, list) or not found:
        raise ValueError(f"{VARIABLE} = {raw!r} is not accepted: {ACCEPTED} with at least one entry")
    patterns = tuple(_served(f"{VARIABLE}[{at}]", entry) for at, entry in enumerate(found))
    names = [each.pattern for each in patterns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{VARIABLE} has {', '.join(twice)} more than once; accepted: each pattern once")
    return patterns


def read_patterns(read: EnvironmentReader) -> tuple[ServedPattern, ...]:
    """Read `PATTERNS`; what is wrong with it becomes one of the reader's problems."""

    def parse(raw: str) -> tuple[ServedPattern, ...]:
        try:
            return parse_patterns(raw)
        except ValueError as error:
            read.problem(str(error))
            return ()

    return read.converted(VARIABLE, ACCEPTED, parse, ())


_FIELDS: Final = frozenset(
    {"pattern", "kind", "endpoint", "component", "function", "model", "service_tier"}
    | {"timeout_ms", "content_types", "max_bytes", "cost"}
)


def _served(where: str, entry: object) -> ServedPattern:
    if not isinstance(entry, dict):
        refuse(where, entry, "an object")
    _only(where, entry, _FIELDS)
    kind = _need(where, entry, "kind", lambda name, value: Kind(_one_of(name, value, tuple(Kind))))
    targets = {name: _need(where, entry, name, text) for name in TARGETS[kind]}
    foreign = sorted(name for names in TARGETS.values() for name in names if name not in targets and entry.get(name))
    if foreign:
        refuse(f"{where}.{foreign[0]}", entry[foreign[0]], f"nothing, for kind {kind.value} has none")
    return ServedPattern(
        pattern=_need(where, entry, "pattern", _synchronous),
        kind=kind,
        **targets,
        service_tier=_tier(f"{where}.service_tier", kind, entry.get("service_tier")),
        timeout_ms=_need(where, entry, "timeout_ms", lambda name, value: whole_number(name, value, 1, MAX_TIMEOUT_MS)),
        content_types=_content_types(f"{where}.content_types", entry.get("content_types", [])),
        max_bytes=_need(where, entry, "max_bytes", lambda name, value: whole_number(name, value, 1, MAX_BYTES)),
        cost=_cost(f"{where}.cost", entry.get("cost")),
    )


def _need(where: str, entry: Mapping[str, Any], name: str, check: Callable[[str, Any], Value]) -> Value:
    if name not in entry:
        raise ValueError(f"{where} has no {name!r}; it has {', '.join(sorted(entry)) or 'nothing'}")
    return check(f"{where}.{name}", entry[name])


def _only(where: str, entry: Mapping[str, Any], known: Collection[str]) -> None:
    for name in entry:
        if name not in known:
            refuse(f"{where}.{name}", entry[name], f"fields are {', '.join(sorted(known))}")


def _one_of(name: str, value: Any, accepted: Collection[str]) -> str:
    if not isinstance(value, str) or value not in accepted:
        refuse(name, value, f"one of {', '.join(accepted)}")
    return value


def _synchronous(name: str, value: Any) -> str:
    if value == Pattern.SAGEMAKER_ASYNC:
        refuse(name, value, "a pattern whose answer comes with the request")
    return str(_one_of(name, value, sorted(SYNCHRONOUS)))


def _tier(name: str, kind: Kind, value: Any) -> str | None:
    if value is None:
        return None
    if kind is not Kind.BEDROCK:
        refuse(name, value, f"nothing, for kind {kind.value} has none")
    return _one_of(name, value, TIERS)


def _content_types(name: str, value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and "/" in each for each in value):
        refuse(name, value, 'a list of content types such as ["image/png"]; empty for anything')
    return frozenset(each.strip().lower() for each in value)


def _cost(name: str, value: Any) -> Cost | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        refuse(name, value, "an object of prices in dollars, or null where they are not known")
    _only(name, value, tuple(Cost.__dataclass_fields__))
    return Cost(**{field: finite_number(f"{name}.{field}", price, 0) for field, price in value.items()})
