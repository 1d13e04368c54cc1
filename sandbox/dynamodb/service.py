"""DynamoDB's global tables in front of moto: replica tables are made, kept alike and described."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.dynamodb import changes
from sandbox.dynamodb.groups import Consistency, GlobalTable, Plan, TableFacts, plan
from sandbox.dynamodb.replication import Replicator
from sandbox.dynamodb.strong import StrongTables, plain_name
from sandbox.errors import AwsError
from sandbox.moto_app import LOCKS
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService

VERSION: Final = "2019.11.21"
_DESCRIPTIONS: Final = {
    "DescribeTable": "Table",
    "CreateTable": "TableDescription",
    "UpdateTable": "TableDescription",
    "DeleteTable": "TableDescription",
}
_ALIKE: Final = ("attr", "global_indexes", "billing_mode", "throughput")
"""What UpdateTable changes for each replica: moto's attributes."""


class DynamoDbService(BaseService):
    """Global tables of both kinds.

    Args:
        context: Borders, options, metrics.
    """

    names = frozenset({"dynamodb"})

    def __init__(self, context: SandboxContext) -> None:
        self._groups: dict[tuple[str, str], GlobalTable] = {}
        self._replicator = Replicator(context, self._groups)
        self._strong = StrongTables(context, self._groups)
        changes.listen(self._replicator.take)

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Changes replicas, and holds calls to what the table's consistency allows; moto does the rest."""
        if request.api == "dynamodbstreams":
            return None
        if request.operation == "UpdateTable":
            body = request.json()
            if body.get("ReplicaUpdates") or body.get("GlobalTableWitnessUpdates"):
                return self._update(request.region, body)
        if self._groups:
            if request.operation == "DeleteTable":
                self._leave(request.region, plain_name(str(request.json().get("TableName"))))
            self._strong.check(request)
        return None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Keeps replicas alike, and describes them."""
        if not self._groups or response.status >= 300 or request.api == "dynamodbstreams":
            return response
        name = plain_name(str(request.json().get("TableName")))
        group = self._groups.get((request.region, name))
        if group is None:
            return response
        if request.operation in ("UpdateTable", "UpdateTimeToLive"):
            self._keep_alike(request.region, group)
        member = _DESCRIPTIONS.get(request.operation)
        if member is None:
            return response
        body = json.loads(response.body)
        body[member] |= describe(group, request.region)
        headers = {key: value for key, value in response.headers.items() if key.lower() != "content-length"}
        headers = {key: value for key, value in headers.items() if key.lower() != "x-amz-crc32"}
        return AwsResponse(status=response.status, headers=headers, body=json.dumps(body).encode())

    def close(self) -> None:
        """Ends replication."""
        self._replicator.close()

    def _update(self, region: str, body: Mapping[str, Any]) -> AwsResponse:
        name = plain_name(str(body.get("TableName")))
        with LOCKS["dynamodb"]:
            table = _tables(region).get(name)
            if table is None:
                message = f"Requested resource not found: Table: {name} not found"
                raise AwsError("ResourceNotFoundException", message)
            before = self._groups.get((region, name))
            decided = plan(body, _facts(table), before)
            if before is None and decided.after is not None:
                decided = replace(decided, after=_with_own_key(decided.after, table))
            self._carry_out(table, before, decided)
            described = table.describe()["TableDescription"]
        if decided.after is not None:
            described |= describe(decided.after, region)
        text = json.dumps({"TableDescription": described}, default=lambda moment: moment.timestamp())
        return AwsResponse(headers={"Content-Type": "application/x-amz-json-1.0"}, body=text.encode())

    def _carry_out(self, table: Any, before: GlobalTable | None, decided: Plan) -> None:
        name, after = table.name, decided.after
        for region in decided.deleted:
            replica = _tables(region).get(name)
            if replica is not None and replica.deletion_protection_enabled:
                message = f"the replica of {name} in {region} has deletion protection; switch it off there first"
                raise AwsError("ValidationException", message)
        for region in decided.deleted:
            _tables(region).pop(name, None)
            self._replicator.forget(name, region)
        for region in before.regions if before else ():
            self._groups.pop((region, name), None)
        if before is not None and before.consistency is Consistency.STRONG:
            self._strong.forget(name)
        if after is None:
            return
        for region in decided.created:
            _make_replica(table, region, after)
        for region in after.regions:
            self._groups[region, name] = after
        for region, one in decided.updated.items():
            if one.get("KMSMasterKeyId"):
                _encrypt(_tables(region)[name], one["KMSMasterKeyId"])
        if after.consistency is Consistency.STRONG:
            self._strong.share(after, table.items)

    def _leave(self, region: str, name: str) -> None:
        """DeleteTable takes one replica away; of a strongly consistent table it would leave too few."""
        group, table = self._groups.get((region, name)), _tables(region).get(name)
        if group is None or (table is not None and table.deletion_protection_enabled):
            return
        if group.consistency is Consistency.STRONG:
            message = f"table {name} has strong consistency: delete its other replicas and its witness by UpdateTable"
            raise AwsError("ValidationException", message)
        rest = {one: said for one, said in group.replicas.items() if one != region}
        self._groups.pop((region, name))
        for one in rest:
            if len(rest) > 1:
                self._groups[one, name] = replace(group, replicas=rest)
            else:
                self._groups.pop((one, name))

    def _keep_alike(self, region: str, group: GlobalTable) -> None:
        with LOCKS["dynamodb"]:
            source = _tables(region)[group.name]
            for other in group.regions - {region}:
                replica = _tables(other)[group.name]
                for attribute in _ALIKE:
                    setattr(replica, attribute, copy.deepcopy(getattr(source, attribute)))
                replica.ttl = dict(source.ttl)


def describe(group: GlobalTable, region: str) -> dict[str, Any]:
    """What DescribeTable adds for a global table, asked in `region`."""
    replicas = [
        {
            "RegionName": one,
            "ReplicaStatus": "ACTIVE",
            "ReplicaArn": f"arn:aws:dynamodb:{one}:{ACCOUNT_ID}:table/{group.name}",
            **({"KMSMasterKeyId": said["KMSMasterKeyId"]} if said.get("KMSMasterKeyId") else {}),
        }
        for one, said in sorted(group.replicas.items(), key=lambda item: (item[0] != region, item[0]))
    ]
    found: dict[str, Any] = {
        "GlobalTableVersion": VERSION,
        "Replicas": replicas,
        "MultiRegionConsistency": group.consistency.value,
    }
    if group.witness:
        found["GlobalTableWitnesses"] = [{"RegionName": group.witness, "WitnessStatus": "ACTIVE"}]
    return found


def _tables(region: str) -> dict[str, Any]:
    from moto.dynamodb.models import dynamodb_backends

    found: dict[str, Any] = dynamodb_backends[ACCOUNT_ID][region].tables
    return found


def _facts(table: Any) -> TableFacts:
    from moto.dynamodb.models import dynamodb_backends

    backends: Mapping[str, Any] = dynamodb_backends[ACCOUNT_ID]
    stream = table.stream_specification or {}
    own_key = str((table.sse_specification or {}).get("KMSMasterKeyId") or "")
    elsewhere = [name for name, one in list(backends.items()) if table.name in one.tables]
    return TableFacts(
        name=table.name,
        region=table.region_name,
        stream=stream.get("StreamViewType") if stream.get("StreamEnabled") else None,
        empty=not any(table.items.values()),
        expires=table.ttl.get("TimeToLiveStatus") == "ENABLED",
        local_indexes=bool(table.indexes),
        own_key=bool(own_key) and "alias/aws/dynamodb" not in own_key,
        elsewhere=frozenset(elsewhere) - {table.region_name},
    )


def _with_own_key(group: GlobalTable, table: Any) -> GlobalTable:
    key = (table.sse_specification or {}).get("KMSMasterKeyId")
    own = {"KMSMasterKeyId": key} if key else {}
    return replace(group, replicas={**group.replicas, table.region_name: own})


def _encrypt(table: Any, key: str) -> None:
    table.sse_specification = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}


def _make_replica(source: Any, region: str, group: GlobalTable) -> None:
    """The same table in another region; of an eventually consistent one with the items so far."""
    from moto.dynamodb.models import dynamodb_backends

    indexes = [
        {"IndexName": one.name, "KeySchema": one.schema, "Projection": one.projection} for one in source.global_indexes
    ]
    local = [{"IndexName": one.name, "KeySchema": one.schema, "Projection": one.projection} for one in source.indexes]
    strong = group.consistency is Consistency.STRONG
    replica = dynamodb_backends[ACCOUNT_ID][region].create_table(
        source.name,
        schema=copy.deepcopy(source.schema),
        throughput=dict(source.throughput),
        attr=copy.deepcopy(source.attr),
        global_indexes=copy.deepcopy(indexes),
        indexes=copy.deepcopy(local),
        streams=None if strong else dict(source.stream_specification),
        billing_mode=source.billing_mode,
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=False,
        warm_throughput=dict(source.warm_throughput),
    )
    if key := group.replicas[region].get("KMSMasterKeyId"):
        _encrypt(replica, str(key))
    if not strong:
        replica.items = copy.deepcopy(source.items)
    replica.ttl = dict(source.ttl)
