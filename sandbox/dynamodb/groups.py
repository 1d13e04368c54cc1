"""Which tables form one global table, and which changes of that DynamoDB takes: pure.

Rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html and botocore's
model of UpdateTable. Texts of refusals are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from sandbox.errors import AwsError

REGION_SETS: Final = (
    frozenset({"us-east-1", "us-east-2", "us-west-2"}),
    frozenset({"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"}),
    frozenset({"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}),
)
"""Regions that strong consistency can span: three of one set."""
MEMBERS: Final = 3


class Consistency(StrEnum):
    """How replicas agree."""

    EVENTUAL = "EVENTUAL"
    STRONG = "STRONG"


@dataclass(frozen=True, slots=True)
class GlobalTable:
    """Replicas of one name.

    Attributes:
        name: Of each replica.
        consistency: Cannot be changed.
        replicas: Region to what UpdateTable said of its replica (`KMSMasterKeyId`).
        witness: Region that votes and keeps no items, or None.
    """

    name: str
    consistency: Consistency
    replicas: Mapping[str, Mapping[str, Any]]
    witness: str | None = None

    @property
    def regions(self) -> frozenset[str]:
        """Where it has replicas."""
        return frozenset(self.replicas)

    @property
    def voters(self) -> frozenset[str]:
        """Regions of which most must agree to a strongly consistent write."""
        return self.regions | ({self.witness} if self.witness else frozenset())


@dataclass(frozen=True, kw_only=True, slots=True)
class TableFacts:
    """What the rules need to know of the table that UpdateTable names.

    Attributes:
        stream: View type of its stream, or None.
        empty: Whether it has no items.
        expires: Whether time to live is on.
        local_indexes: Whether it has local secondary indexes.
        own_key: Whether a customer managed key encrypts it.
        elsewhere: Regions that have a table of that name.
    """

    name: str
    region: str
    stream: str | None
    empty: bool
    expires: bool
    local_indexes: bool
    own_key: bool
    elsewhere: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an accepted update does: the global table afterwards (None: a table of one region again)."""

    after: GlobalTable | None
    created: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    updated: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def plan(body: Mapping[str, Any], facts: TableFacts, group: GlobalTable | None) -> Plan:
    """What UpdateTable's replica and witness updates come to.

    Raises:
        AwsError: ValidationException: what is wrong and what is accepted.
    """
    actions = [_action(one, ("Create", "Update", "Delete")) for one in body.get("ReplicaUpdates") or ()]
    witness = [_action(one, ("Create", "Delete")) for one in body.get("GlobalTableWitnessUpdates") or ()]
    if len(witness) > 1:
        raise _refused("GlobalTableWitnessUpdates takes one update at a time")
    created = {one["RegionName"]: one for kind, one in actions if kind == "Create"}
    deleted = tuple(one["RegionName"] for kind, one in actions if kind == "Delete")
    updated = {one["RegionName"]: one for kind, one in actions if kind == "Update"}
    if len(actions) != len(created) + len(deleted) + len(updated):
        raise _refused("ReplicaUpdates names a region twice; accepted: one action for each region")
    _check_known(group, facts, (*deleted, *updated))
    if created:
        _check_created(created, facts, group)
    if _consistency(body, group) is Consistency.STRONG:
        after = _strong(facts, group, created, deleted, witness)
    elif witness:
        raise _refused("a witness belongs to MultiRegionConsistency STRONG")
    else:
        after = _eventual(facts, group, created, deleted)
    if after is not None and updated:
        after = replace(after, replicas={**after.replicas, **{name: dict(one) for name, one in updated.items()}})
    return Plan(after, tuple(created), deleted, updated)


def _action(update: Mapping[str, Any], kinds: Sequence[str]) -> tuple[str, Mapping[str, Any]]:
    if len(update) != 1 or next(iter(update)) not in kinds:
        raise _refused(f"an update of replicas is {sorted(update)}; accepted: exactly one of {', '.join(kinds)}")
    return next(iter(update.items()))


def _consistency(body: Mapping[str, Any], group: GlobalTable | None) -> Consistency:
    asked = body.get("MultiRegionConsistency")
    if asked is not None and asked not in tuple(Consistency):
        raise _refused(f"MultiRegionConsistency is {asked!r}; accepted: EVENTUAL, STRONG")
    if group is None:
        return Consistency(asked or "EVENTUAL")
    if asked is not None and asked != group.consistency:
        raise _refused(f"the consistency of global table {group.name} is {group.consistency} and cannot be changed")
    return group.consistency


def _check_known(group: GlobalTable | None, facts: TableFacts, regions: Sequence[str]) -> None:
    known = group.regions if group is not None else frozenset({facts.region})
    for region in regions:
        if region not in known:
            raise _refused(f"table {facts.name} has no replica in {region}; it has: {', '.join(sorted(known))}")


def _check_created(created: Mapping[str, Mapping[str, Any]], facts: TableFacts, group: GlobalTable | None) -> None:
    taken = (group.regions if group else frozenset()) | facts.elsewhere | {facts.region}
    for region, one in created.items():
        if region in taken:
            raise _refused(f"a replica of {facts.name} cannot be made in {region}: a table of that name is there")
        key = str(one.get("KMSMasterKeyId") or "")
        if facts.own_key and not key:
            raise _refused(f"table {facts.name} has a customer managed key; the replica in {region} needs one too")
        if key.startswith("arn:") and key.split(":")[3] != region:
            raise _refused(f"KMSMasterKeyId of the replica in {region} is a key of {key.split(':')[3]}: {key}")


def _eventual(
    facts: TableFacts, group: GlobalTable | None, created: Mapping[str, Mapping[str, Any]], deleted: Sequence[str]
) -> GlobalTable | None:
    if created and facts.stream != "NEW_AND_OLD_IMAGES":
        raise _refused(f"table {facts.name} needs a stream of NEW_AND_OLD_IMAGES before it gets replicas")
    if facts.region in deleted:
        raise _refused(f"the replica in {facts.region} cannot be deleted from there; ask in another of its regions")
    before = dict(group.replicas) if group else {facts.region: {}}
    kept = {name: one for name, one in before.items() if name not in deleted}
    replicas = {**kept, **{name: dict(one) for name, one in created.items()}}
    return GlobalTable(facts.name, Consistency.EVENTUAL, replicas) if len(replicas) > 1 else None


def _strong(
    facts: TableFacts,
    group: GlobalTable | None,
    created: Mapping[str, Mapping[str, Any]],
    deleted: Sequence[str],
    witness: Sequence[tuple[str, Mapping[str, Any]]],
) -> GlobalTable | None:
    if group is not None:
        return _less_strong(facts, group, created, deleted, witness)
    if any(kind == "Delete" for kind, _ in witness):
        raise _refused(f"table {facts.name} has no witness")
    voter = witness[0][1]["RegionName"] if witness else None
    replicas = {facts.region: {}, **{name: dict(one) for name, one in created.items()}}
    made = GlobalTable(facts.name, Consistency.STRONG, replicas, voter)
    within = any(made.voters <= one for one in REGION_SETS)
    if len(replicas) + bool(voter) != MEMBERS or len(made.voters) != MEMBERS or not within:
        sets = "; ".join(", ".join(sorted(one)) for one in REGION_SETS)
        raise _refused(
            f"strong consistency of {facts.name} would span {', '.join(sorted(made.voters))}; accepted: three replicas,"
            f" or two and a witness, in different regions of one set: {sets}"
        )
    for wrong, what in ((not facts.empty, "has items"), (facts.expires, "has time to live")):
        if wrong:
            raise _refused(f"table {facts.name} {what}; strong consistency takes an empty table without it")
    if facts.local_indexes:
        raise _refused(f"table {facts.name} has local secondary indexes; strong consistency takes none")
    return made


def _less_strong(
    facts: TableFacts,
    group: GlobalTable,
    created: Mapping[str, Mapping[str, Any]],
    deleted: Sequence[str],
    witness: Sequence[tuple[str, Mapping[str, Any]]],
) -> GlobalTable | None:
    """All that an existing one takes: its end, which leaves the table of one region."""
    if not deleted and not created and not witness:
        return group
    gone = set(deleted) | {one["RegionName"] for kind, one in witness if kind == "Delete"}
    if created or any(kind == "Create" for kind, _ in witness) or group.voters - gone != {facts.region}:
        raise _refused(
            f"strong consistency of {facts.name} spans {', '.join(sorted(group.voters))}; accepted: deleting all of "
            f"them but {facts.region} in one update, the witness included"
        )
    return None


def _refused(message: str) -> AwsError:
    return AwsError("ValidationException", message)
