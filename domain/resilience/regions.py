"""Which pair of Regions can share a strongly consistent ledger, and where the ledger is when it cannot.

A DynamoDB global table with multi-Region strong consistency (MRSC) is in exactly three Regions of one set, as three
replicas or as two and a witness; it has no TTL, no local indexes and no transactions.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.checks import refuse, text

REGION_SETS: Final[Mapping[str, frozenset[str]]] = {
    "US": frozenset({"us-east-1", "us-east-2", "us-west-2"}),
    "EU": frozenset({"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"}),
    "AP": frozenset({"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}),
}
_REGION: Final = re.compile(r"[a-z]{2}(-[a-z]+)+-\d{1,2}")
_PARTITIONS: Final = (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b"), ("us-iso-", "aws-iso"))
_ARN_REGION: Final = 3


class CoordinationMode(StrEnum):
    """``strong``: an MRSC table in both Regions. ``arbiter``: one table in a third Region."""

    STRONG = "strong"
    ARBITER = "arbiter"


@dataclass(frozen=True, slots=True)
class Coordination:
    """Where the ledger is.

    Attributes:
        mode: How it is kept.
        regions: The primary and the secondary Region.
        witness: The third Region of an MRSC table: it votes, and answers no requests.
        arbiter: The Region of the one table.
        reason: Why it is so.
    """

    mode: CoordinationMode
    regions: tuple[str, str]
    witness: str | None
    arbiter: str | None
    reason: str

    def ledger_region_of(self, region: str) -> str:
        """The Region whose endpoint ``region`` uses for the ledger.

        Raises:
            ValueError: It is none of the two.
        """
        if region not in self.regions:
            refuse("region", region, " or ".join(self.regions))
        return region if self.arbiter is None else self.arbiter


def choose_coordination(
    primary: str,
    secondary: str,
    *,
    witness: str | None = None,
    arbiter: str | None = None,
    mode: str = "auto",
    needs_ttl: bool = False,
) -> Coordination:
    """Choose how two Regions agree on who acts.

    Args:
        primary: The preferred Region.
        secondary: The other one.
        witness: The third Region for an MRSC table; ``None`` chooses the first that is left of the set.
        arbiter: The third Region for the one table; it has to be given, for it is where control goes.
        mode: ``strong``, ``arbiter``, or ``auto``: strong where the Regions allow it, unless an arbiter is given.
        needs_ttl: Whether items have to expire by themselves, which an MRSC table cannot do.

    Raises:
        ValueError: Says why the Regions do not go together, and what does.
    """
    _check_regions({"primary": primary, "secondary": secondary, "witness": witness, "arbiter": arbiter})
    _check_mode(mode, witness, arbiter)
    why_not = _why_not_strong(primary, secondary, witness, needs_ttl=needs_ttl)
    if mode == CoordinationMode.ARBITER or (mode == "auto" and (arbiter is not None or (why_not and not witness))):
        return _by_arbiter(primary, secondary, arbiter, why_not)
    if why_not is not None:
        refuse(
            "mode", mode, f"a strongly consistent table is not possible: {why_not}; give an arbiter in a third Region"
        )
    name, region_set = _set_of(primary)
    third = witness or min(region_set - {primary, secondary})
    reason = (
        f"{primary}, {secondary} and the witness {third} are of the {name} set, so the ledger is strongly consistent"
    )
    return Coordination(CoordinationMode.STRONG, (primary, secondary), third, None, reason)


def _check_mode(mode: str, witness: str | None, arbiter: str | None) -> None:
    if mode not in ("auto", *CoordinationMode):
        refuse("mode", mode, "auto, strong or arbiter")
    if witness is not None and arbiter is not None:
        refuse("arbiter", arbiter, f"no arbiter beside a witness ({witness}): a table is of one kind")
    if mode == CoordinationMode.STRONG and arbiter is not None:
        refuse("arbiter", arbiter, "no arbiter with mode strong; leave it out, or choose mode arbiter")


def _by_arbiter(primary: str, secondary: str, arbiter: str | None, why_not: str | None) -> Coordination:
    if arbiter is None:
        because = f" ({why_not})" if why_not else ""
        refuse("arbiter", arbiter, f"a Region beside {primary} and {secondary} for the ledger's one table{because}")
    reason = f"the ledger is one table in {arbiter}: " + (why_not or "an arbiter was asked for")
    return Coordination(CoordinationMode.ARBITER, (primary, secondary), None, arbiter, reason)


def _why_not_strong(primary: str, secondary: str, witness: str | None, *, needs_ttl: bool) -> str | None:
    if needs_ttl:
        return "such a table has no TTL"
    _, region_set = _set_of(primary)
    members = " or ".join(f"{{{', '.join(sorted(one))}}}" for one in REGION_SETS.values())
    if secondary not in region_set:
        return f"{primary} and {secondary} are not both of one set of Regions: {members}"
    if witness is not None and witness not in region_set:
        return f"the witness {witness} is not of the set of {primary}: {', '.join(sorted(region_set))}"
    return None


def _set_of(region: str) -> tuple[str, frozenset[str]]:
    for name, members in REGION_SETS.items():
        if region in members:
            return name, members
    return "no", frozenset()


def _check_regions(regions: Mapping[str, str | None]) -> None:
    seen: dict[str, str] = {}
    for argument, region in regions.items():
        if region is None:
            continue
        if not _REGION.fullmatch(text(argument, region)):
            refuse(argument, region, "the name of a Region, as us-east-1")
        if region in seen:
            refuse(argument, region, f"another Region than {seen[region]}: what fails with it must not decide for it")
        seen[region] = argument
    partitions = {region: partition_of(region) for region in seen}
    if len(set(partitions.values())) > 1:
        named = ", ".join(f"{region} ({partition})" for region, partition in partitions.items())
        refuse(
            "secondary", regions.get("secondary"), f"Regions of one partition, not {named}: nothing replicates between"
        )


def partition_of(region: str) -> str:
    """The partition of a Region: ``aws``, ``aws-cn``, ``aws-us-gov`` or another."""
    return next((partition for prefix, partition in _PARTITIONS if region.startswith(prefix)), "aws")


def resource_map(resources: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Check what each of two Regions uses, and return a copy.

    Args:
        resources: For each Region, the ARN or name of each resource.

    Raises:
        ValueError: They are not two Regions, not the same resources, the same ARN stands for both, or an ARN is of
            another Region than the one it is listed for.
    """
    if len(resources) != 2:
        refuse("resources", sorted(resources), "exactly two Regions")
    (first, ours), (second, theirs) = resources.items()
    if set(ours) != set(theirs):
        refuse("resources", sorted(set(ours) ^ set(theirs)), f"the same resources in {first} and {second}")
    for region, found in resources.items():
        for name, value in found.items():
            _check_resource(region, name, value)
    for name, value in ours.items():
        if value.startswith("arn:") and value == theirs[name]:
            refuse(name, value, f"an ARN of its own in {first} and in {second}")
    return {region: dict(found) for region, found in resources.items()}


def _check_resource(region: str, name: str, value: str) -> None:
    if not text(name, value).startswith("arn:"):
        return
    parts = value.split(":")
    # Buckets and IAM have no Region in their ARNs.
    if len(parts) > _ARN_REGION and parts[_ARN_REGION] not in ("", region):
        refuse(name, value, f"a resource in {region}, for which it is listed")
