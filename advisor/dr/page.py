"""The generated parts of docs/disaster-recovery.md, so that a setting's default that changes changes the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from advisor.cost_page.rates import Rates, newest, usd
from advisor.dr import costs
from advisor.dr.table import length, lost
from advisor.prices.book import load_prices
from components.settings import parse
from components.settings.resilience_plan import recovery_plan
from domain.resilience.objectives import Objectives, objectives
from domain.resilience.recovery_paths import DNS, Part, Path
from domain.resilience.recovery_plan import ASSUMED
from domain.resilience.tiers import TIERS

REGION: Final = "us-east-1"
NAMES: Final = {
    "enabled": True,
    "zone_id": "Z0123456789ABCDEFGHIJ",
    "name": "predict.example.com",
    "primary_target": "use1.example.com",
    "secondary_target": "use2.example.com",
}
EXAMPLE: Final[Mapping[str, Any]] = {
    "foundation": {"access_point": {"volume_id": "fsvol-0123456789abcdef0"}},
    "inference": {
        "enabled": True,
        "type": "serverless",
        "model": {
            "archive": "model.tar.gz",
            "image_uri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx:1.0",
        },
        "serverless": {"enabled": True},
    },
}
CLAIMED: Final = {
    1: ("below 5 min", "typically below 1 s", "+100 %"),
    2: ("below 30 min", "below 1 h", "+30 to 50 %"),
    3: ("below 4 h", "below 24 h", "+5 to 10 %"),
}
"""What the first of the texts that the project began with says: recovery time, recovery point, premium."""


def tiers() -> str:
    """The tiers: what they promise, what the settings' defaults come to, and what each costs."""
    lines = costs.bill(_rates())
    totals = costs.totals(lines)
    rows = []
    for number, tier in TIERS.items():
        found = computed(number)
        premium = f"{usd(totals[number])} (+{totals[number] / costs.STACK_USD:.0%})"
        rows.append(
            (
                f"{number} {tier.name}",
                tier.standby,
                f"{length(tier.rto_s)} / {length(tier.rpo_s)}",
                f"{length(found.rto_expected_s)} / **{length(found.rto_s)}**",
                f"{lost(found.rpo_s)} / {lost(found.artifact_rpo_s)}",
                premium,
                " / ".join(CLAIMED[number]),
            )
        )
    head = (
        "tier",
        "in the other Region",
        "RTO / RPO allowed",
        "RTO expected / **worst**",
        "RPO of work / of artifacts",
        f"costs more (of a stack of ${costs.STACK_USD:.0f})",
        "the brief",
    )
    return _table(head, rows)


def parts() -> str:
    """Every step of every path, with the defaults."""
    rows: list[Sequence[str]] = []
    alarmed = computed(1, check="canary").path(DNS)
    for path in (*computed(1).paths, Path(f"{DNS}, by the alarm", alarmed.parts), *computed(3).paths):
        rows += [(path.name, *_part(part)) for part in path.parts]
        rows.append(
            (f"**{path.name}**", "**together**", f"**{length(path.expected_s)}**", f"**{length(path.worst_s)}**", "")
        )
    return _table(("path", "step", "expected", "worst", "from"), rows)


def data() -> str:
    """What is lost, by kind."""
    rows = [(one.kind, lost(one.seconds) if one.promised else "not covered", one.source) for one in computed(1).data]
    return _table(("data", "lost at most", "why"), rows)


def bill() -> str:
    """Each tier's bill."""
    lines = costs.bill(_rates())
    rows: list[Sequence[str]] = [(line.what, line.why, *(usd(line.usd[tier]) for tier in TIERS)) for line in lines]
    rows.append(("**together**", "", *(f"**{usd(amount)}**" for amount in costs.totals(lines).values())))
    head = ("item", "counted", *(f"tier {number}" for number in TIERS))
    return f"Prices of {REGION} as of {_rates().on}, for both Regions.\n\n" + _table(head, rows)


@cache
def computed(tier: int, check: str = "https") -> Objectives:
    """What the settings' defaults come to in a tier, with failover records in tier 1 that follow this check."""
    theme: dict[str, Any] = {
        "enabled": True,
        "tier": tier,
        "secondary_region": "us-east-2",
        "canary": {"file": "probe.png", "content_type": "image/png"},
    }
    if tier != max(TIERS):
        theme["access_point"] = EXAMPLE["foundation"]["access_point"]
    if tier == min(TIERS):
        theme["dns"] = {**NAMES, "check": check}
    return objectives(recovery_plan(parse({**EXAMPLE, "resilience": theme}, stack="example")))


def _part(part: Part) -> tuple[str, str, str, str]:
    source = part.source.replace(ASSUMED, f"*{ASSUMED}*")
    if source.startswith("https://"):
        source = f"[AWS]({source})"
    return part.name, length(part.expected_s), length(part.worst_s), source


@cache
def _rates() -> Rates:
    book = load_prices()
    return Rates(book, REGION, newest(book))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
