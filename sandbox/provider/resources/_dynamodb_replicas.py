"""Replicas and witness of a global table (version 2019.11.21): made, changed, read and removed.

UpdateTable makes eventually consistent replicas one at a time, and strongly consistent ones with their witness at once.
What a replica has of its own (recovery, protection, tags) is set in its own Region.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.errors import Failure
from sandbox.provider.resource import Change
from sandbox.provider.values import UNKNOWN, Props

STRONG: Final = "STRONG"
EVENTUAL: Final = "EVENTUAL"
_BUSY: Final = {"ResourceInUseException": "", "LimitExceededException": "simultaneous|subscriber"}
_LATER: Final = {"ContinuousBackupsUnavailableException": "", "TableNotFoundException": ""}


def problems(inputs: Props) -> Iterator[Failure]:
    """What AWS would refuse of the replicas."""
    replicas = _listed(inputs)
    regions = [one.get("regionName") for one in replicas]
    for region in sorted({str(one) for one in regions if regions.count(one) > 1 and one is not UNKNOWN}):
        yield Failure("replicas", f"{region} is there twice; each replica is in a Region of its own")
    for index, one in enumerate(replicas):
        if not one.get("regionName"):
            yield Failure(f"replicas[{index}].regionName", "'regionName' is required and is not given")
    if len({one.get("consistencyMode", EVENTUAL) for one in replicas}) > 1:
        yield Failure("replicas", "the replicas' consistencyMode differs; accepted: the same for all")
    if inputs.get("globalTableWitness") and consistency(inputs) != STRONG:
        yield Failure("globalTableWitness", "a witness belongs to replicas of consistencyMode STRONG")
    if replicas and consistency(inputs) == STRONG and (inputs.get("ttl") or {}).get("enabled"):
        yield Failure("ttl", "a strongly consistent global table has no Time to Live")


def consistency(props: Props) -> str:
    """How the replicas agree."""
    return next((str(one.get("consistencyMode") or EVENTUAL) for one in _listed(props)), EVENTUAL)


def create(aws: Aws, name: str, inputs: Props) -> None:
    """Make the replicas that the program asks for."""
    _make(aws, name, inputs, _listed(inputs))
    for one in _listed(inputs):
        _settings(aws, name, one, inputs)


def update(aws: Aws, name: str, change: Change) -> None:
    """From the replicas of the state to those that are asked for; a replica with another key is made anew."""
    old = {one["regionName"]: one for one in _listed(change.old)}
    new = {one["regionName"]: one for one in _listed(change.new)}
    anew = {
        region for region in old.keys() & new.keys() if old[region].get("kmsKeyArn") != new[region].get("kmsKeyArn")
    }
    gone = [one for region, one in old.items() if region not in new or region in anew]
    _remove(aws, name, change.old, gone)
    _make(aws, name, change.new, [one for region, one in new.items() if region not in old or region in anew])
    for one in new.values():
        _settings(aws, name, one, change.new)


def remove(aws: Aws, name: str, state: Props) -> None:
    """Take all replicas away, and the witness."""
    if aws.find("dynamodb", "describe_table", TableName=name) is not None:
        _remove(aws, name, state, _listed(state))


def props(aws: Aws, name: str, table: Mapping[str, Any]) -> Props:
    """Replicas and witness as AWS has them."""
    others = [one for one in table.get("Replicas") or () if one["RegionName"] != aws.region]
    witness = next((one["RegionName"] for one in table.get("GlobalTableWitnesses") or ()), None)
    mode = table.get("MultiRegionConsistency") or EVENTUAL
    return {
        "replicas": [_replica(aws, name, one, mode) for one in others] or None,
        "globalTableWitness": {"regionName": witness} if witness else None,
    }


def _replica(aws: Aws, name: str, found: Mapping[str, Any], mode: str) -> Props:
    there = _there(aws, found["RegionName"])
    table = there.call("dynamodb", "describe_table", TableName=name)["Table"]
    backups = there.call("dynamodb", "describe_continuous_backups", TableName=name)["ContinuousBackupsDescription"]
    recovery = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    return {
        "regionName": there.region,
        "kmsKeyArn": found.get("KMSMasterKeyId"),
        "pointInTimeRecovery": recovery == "ENABLED",
        "deletionProtectionEnabled": bool(table.get("DeletionProtectionEnabled")),
        "propagateTags": True,
        "consistencyMode": mode,
        "arn": table["TableArn"],
        "streamArn": table.get("LatestStreamArn"),
        "streamLabel": table.get("LatestStreamLabel"),
    }


def _listed(props: Props) -> list[Props]:
    replicas = props.get("replicas")
    return [one for one in replicas if isinstance(one, dict)] if isinstance(replicas, list) else []


def _there(aws: Aws, region: str) -> Aws:
    return Aws(aws.session, region, aws.logical_name, aws.deadline)


def _make(aws: Aws, name: str, inputs: Props, replicas: list[Props]) -> None:
    creates = [{"Create": _created(one)} for one in replicas]
    if consistency(inputs) != STRONG:
        for one in creates:
            _change(aws, name, ReplicaUpdates=[one])
        return
    witness = (inputs.get("globalTableWitness") or {}).get("regionName")
    if creates:
        with_witness = {"GlobalTableWitnessUpdates": [{"Create": {"RegionName": witness}}]} if witness else {}
        _change(aws, name, ReplicaUpdates=creates, MultiRegionConsistency=STRONG, **with_witness)


def _created(one: Props) -> Props:
    key = {"KMSMasterKeyId": one["kmsKeyArn"]} if one.get("kmsKeyArn") else {}
    return {"RegionName": one["regionName"], **key}


def _remove(aws: Aws, name: str, state: Props, replicas: list[Props]) -> None:
    deletes = [{"Delete": {"RegionName": one["regionName"]}} for one in replicas]
    if not deletes:
        return
    if consistency(state) != STRONG:
        for one in deletes:
            _change(aws, name, ReplicaUpdates=[one])
        return
    witness = (state.get("globalTableWitness") or {}).get("regionName")
    with_witness = {"GlobalTableWitnessUpdates": [{"Delete": {"RegionName": witness}}]} if witness else {}
    _change(aws, name, ReplicaUpdates=deletes, **with_witness)


def _change(aws: Aws, name: str, **updates: Any) -> None:
    aws.retry(lambda: aws.call("dynamodb", "update_table", TableName=name, **updates), on=_BUSY)
    aws.wait(f"replicas of table {name} being active", lambda: _settled(aws, name))


def _settled(aws: Aws, name: str) -> bool:
    table = aws.call("dynamodb", "describe_table", TableName=name)["Table"]
    listed = [*(table.get("Replicas") or ()), *(table.get("GlobalTableWitnesses") or ())]
    states = {one.get("ReplicaStatus") or one.get("WitnessStatus") or "ACTIVE" for one in listed}
    return table["TableStatus"] == "ACTIVE" and states <= {"ACTIVE"}


def _settings(aws: Aws, name: str, one: Props, inputs: Props) -> None:
    """What a replica has of its own, in its Region."""
    there = _there(aws, one["regionName"])
    recovery = {"PointInTimeRecoveryEnabled": bool(one.get("pointInTimeRecovery"))}
    backups = {"TableName": name, "PointInTimeRecoverySpecification": recovery}
    there.retry(lambda: there.call("dynamodb", "update_continuous_backups", **backups), on=_LATER)
    wanted = bool(one.get("deletionProtectionEnabled"))
    table = there.call("dynamodb", "describe_table", TableName=name)["Table"]
    if bool(table.get("DeletionProtectionEnabled")) != wanted:
        there.call("dynamodb", "update_table", TableName=name, DeletionProtectionEnabled=wanted)
    tags = inputs.get("tagsAll") or {}
    if one.get("propagateTags") and tags:
        listed = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
        there.call("dynamodb", "tag_resource", ResourceArn=table["TableArn"], Tags=listed)
