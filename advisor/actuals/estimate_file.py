"""Reads what `python -m advisor cost --format json` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import InputError
from advisor.services import service_of_type
from advisor.spread import Spread

FIGURES = ("low", "expected", "high")


@dataclass(frozen=True)
class Estimated:
    """An estimate of a month.

    Attributes:
        region: The stack's Region; ``None`` when the file names none.
        as_of: The day on which its prices counted.
        services: US dollars of each service, as the bill calls it.
        unpriced: What had no figure, by service; such a service costs at least what is estimated.
        names: Logical name and type token of every resource.
    """

    region: str | None
    as_of: str
    services: Mapping[str, Spread]
    unpriced: Mapping[str, tuple[str, ...]]
    names: tuple[tuple[str, str], ...]


def read_estimate(path: Path) -> Estimated:
    """Read an estimate.

    Raises:
        InputError: It is not there, is no JSON, or is no estimate; says what is missing.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"the estimate {path} could not be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"the estimate {path} is not JSON: {error}") from None
    try:
        return Estimated(
            document["region"],
            str(document["as_of"]),
            _services(document),
            _unpriced(document["unpriced"]),
            tuple((resource["urn"].rsplit("::", 1)[-1], resource["type"]) for resource in document["resources"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        wanted = "`python -m advisor cost --format json` writes one"
        raise InputError(f"the estimate {path} has another shape ({type(error).__name__}: {error}); {wanted}") from None


def _services(document: Mapping[str, Any]) -> Mapping[str, Spread]:
    """By service as it was billed by; older files have only the main service of each resource."""
    if "services" in document:
        return {service: _spread(figures) for service, figures in document["services"].items()}
    sums: dict[str, Spread] = {}
    for resource in document["resources"]:
        own = _spread(resource)
        sums[resource["service"]] = sums[resource["service"]] + own if resource["service"] in sums else own
    return sums


def _spread(figures: Mapping[str, Any]) -> Spread:
    return Spread(*(float(figures[name]) for name in FIGURES))


def _unpriced(gaps: Any) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for gap in gaps:
        service = service_of_type(gap["type"]) if gap["type"] else ""
        found[service] = (*found.get(service, ()), f"{gap['what']}: {gap['reason']}")
    return found
