"""A usage file from what was observed, for the next estimate."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from advisor.actuals.inventory import Kind
from advisor.actuals.metrics import Observed
from advisor.actuals.scope import Period

SECTIONS: Final[Mapping[Kind, str]] = {
    Kind.SERVERLESS: "serverless_endpoint",
    Kind.INSTANCES: "endpoint",
    Kind.COMPONENTS: "endpoint",
    Kind.FUNCTION: "function",
}
RANDOM_END: Final = re.compile(r"-[0-9a-f]{7}$")
"""What Pulumi appends to a logical name: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming"""


@dataclass(frozen=True)
class Suggestion:
    """Figures of a month for one resource of the stack.

    Attributes:
        name: Its logical name.
        section: Section of the usage file.
        values: Key to figure.
    """

    name: str
    section: str
    values: Mapping[str, float]


def suggest(observed: Iterable[Observed], period: Period, names: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """Figures for everything whose requests are known.

    Args:
        observed: What CloudWatch said of the period.
        period: Its days; requests are stretched to a month.
        names: Logical names of the stack's resources, from an estimate; guessed from the physical ones without.
    """
    found = ((item, _values(item, period)) for item in observed)
    return tuple(
        Suggestion(logical_name(item.served.name, names), SECTIONS[item.served.kind], values)
        for item, values in found
        if values
    )


def _values(item: Observed, period: Period) -> Mapping[str, float]:
    if item.requests is None:
        return {}
    values: dict[str, float] = {"requests": round(item.requests * period.to_month)}
    if item.duration_ms is not None and SECTIONS[item.served.kind] != "endpoint":
        values["duration_ms"] = round(item.duration_ms, 1)
    return values


def logical_name(physical: str, names: Collection[str]) -> str:
    """The logical name that a physical one was made of."""
    made_of = [name for name in names if physical == name or physical.startswith(f"{name}-")]
    return max(made_of, key=len, default=RANDOM_END.sub("", physical))


def usage_file(suggestions: Iterable[Suggestion], period: Period) -> str:
    """The suggestions as a usage file (YAML); what is in none keeps its default."""
    import yaml

    head = (
        f"# Observed {period.first} to {period.last}, stretched to a month of 730 hours. Sizes of requests are not\n"
        "# observed: CloudWatch does not have them.\n"
    )
    overrides = [{"match": item.name, item.section: dict(item.values)} for item in suggestions]
    return head + (yaml.safe_dump({"overrides": overrides}, sort_keys=False) if overrides else "")
