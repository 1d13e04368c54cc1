"""DynamoDB tables, those with replicas in other Regions too.

A table is made first; then its Time to Live, and then its replicas, one after the other, or, of a strongly consistent
one, replicas and witness at once. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables.tutorial.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource
from sandbox.provider.resource import Table as Traits
from sandbox.provider.resources import _dynamodb_replicas as global_table
from sandbox.provider.resources._dynamodb_indexes import index_keys, index_props, index_request
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import UNKNOWN, Props

# Every input has its own place in the API: none goes by the walk, and these are not supported at all.
_UNSUPPORTED: Final = frozenset(
    {
        "importTable",
        "localSecondaryIndexes",
        "onDemandThroughput",
        "restoreBackupArn",
        "restoreDateTime",
        "restoreSourceName",
        "restoreSourceTableArn",
        "restoreToLatestTime",
        "warmThroughput",
    }
)
_OWN: Final = frozenset(
    {"attributes", "hashKey", "rangeKey", "readCapacity", "writeCapacity", "streamEnabled", "streamViewType",
     "serverSideEncryption", "pointInTimeRecovery", "ttl", "globalSecondaryIndexes", "replicas", "globalTableWitness"}
)  # fmt: skip
REPLICA_OUTPUTS: Final = ("arn", "streamArn", "streamLabel")
_BUSY: Final = {"ResourceInUseException": "", "LimitExceededException": "simultaneous|subscriber"}


class Table(Resource):
    """A table; its id is its name."""

    type_name = "aws:dynamodb/table:Table"
    service = "dynamodb"
    operation = "CreateTable"
    table = Traits(
        rename={
            "name": "TableName",
            "arn": "TableArn",
            "streamArn": "LatestStreamArn",
            "streamLabel": "LatestStreamLabel",
        },
        local=_OWN | _UNSUPPORTED,
        unread=frozenset({"tableClass", "deletionProtectionEnabled"}),
        replaces=frozenset({"name", "hashKey", "rangeKey"}),
        defaults={"billingMode": "PROVISIONED"},
        meaning=Meaning(
            unordered=frozenset({"attributes", "globalSecondaryIndexes", "globalSecondaryIndexes.nonKeyAttributes"}),
            computed=frozenset(
                {
                    "pointInTimeRecovery.recoveryPeriodInDays",
                    "serverSideEncryption.kmsKeyArn",
                    "ttl.attributeName",
                    *(f"replicas.{name}" for name in REPLICA_OUTPUTS),
                }
            ),
        ),
        nested_outputs={"replicas": REPLICA_OUTPUTS},
        outputs=("arn", "streamArn", "streamLabel"),
        name=AutoName(longest=255, prefix_property=None),
    )
    tag_api = ServiceTags(
        service="dynamodb",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_of_resource",
        target="ResourceArn",
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        for name in sorted(inputs.keys() & _UNSUPPORTED):
            yield Failure(name, f"{name!r} of a table is not supported by the AWS provider of this machine")
        keys = [inputs[name] for name in ("hashKey", "rangeKey") if name in inputs]
        if "hashKey" not in inputs:
            yield Failure("hashKey", "'hashKey' is required and is not given")
        attributes = inputs.get("attributes")
        if isinstance(attributes, list) and UNKNOWN not in (*keys, *attributes):
            names = {item.get("name") for item in attributes}
            for missing in sorted({*keys, *index_keys(inputs)} - names):
                yield Failure(
                    "attributes", f"the key {missing!r} has no attribute; attributes are {sorted(map(str, names))}"
                )
            for extra in sorted(map(str, names - {*keys, *index_keys(inputs)})):
                yield Failure("attributes", f"the attribute {extra!r} is no key; only keys are declared")
        yield from global_table.problems(inputs)
        if inputs.get("billingMode") == "PROVISIONED" and not {"readCapacity", "writeCapacity"} <= inputs.keys():
            yield Failure("billingMode", "PROVISIONED needs readCapacity and writeCapacity; or use PAY_PER_REQUEST")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        request = super().request(session, inputs)
        keys = (("hashKey", "HASH"), ("rangeKey", "RANGE"))
        request["KeySchema"] = [
            {"AttributeName": inputs[name], "KeyType": kind} for name, kind in keys if name in inputs
        ]
        attributes = inputs.get("attributes", [])
        request["AttributeDefinitions"] = (
            attributes if attributes is UNKNOWN else [_attribute(item) for item in attributes]
        )
        request |= {**_throughput(inputs), **_stream(inputs), **_encryption(inputs), **index_request(inputs)}
        return request

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        answer = aws.retry(lambda: aws.call("dynamodb", "create_table", **request), on=_BUSY)
        return str(answer["TableDescription"]["TableName"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`."""
        self._wait_active(aws, resource_id)
        if inputs.get("pointInTimeRecovery", {}).get("enabled"):
            self._recovery(aws, resource_id, inputs)
        if inputs.get("ttl", {}).get("enabled"):
            self._ttl(aws, resource_id, inputs["ttl"], on=True)
        global_table.create(aws, resource_id, inputs)

    @staticmethod
    def _wait_active(aws: Aws, name: str) -> None:
        def active() -> bool:
            table = aws.call("dynamodb", "describe_table", TableName=name)["Table"]
            sse = table.get("SSEDescription", {}).get("Status", "ENABLED")
            return table["TableStatus"] == "ACTIVE" and sse not in {"UPDATING", "ENABLING", "DISABLING"}

        aws.wait(f"table {name} being active", active)

    @staticmethod
    def _recovery(aws: Aws, name: str, inputs: Props) -> None:
        wanted = inputs.get("pointInTimeRecovery") or {}
        spec = {"PointInTimeRecoveryEnabled": bool(wanted.get("enabled"))}
        if wanted.get("recoveryPeriodInDays") and wanted.get("enabled"):
            spec["RecoveryPeriodInDays"] = wanted["recoveryPeriodInDays"]
        later = {"ContinuousBackupsUnavailableException": ""}
        call = {"TableName": name, "PointInTimeRecoverySpecification": spec}
        aws.retry(lambda: aws.call("dynamodb", "update_continuous_backups", **call), on=later)

    @staticmethod
    def _ttl(aws: Aws, name: str, ttl: Props, *, on: bool) -> None:
        spec = {"AttributeName": ttl["attributeName"], "Enabled": on}
        aws.call("dynamodb", "update_time_to_live", TableName=name, TimeToLiveSpecification=spec)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("dynamodb", "describe_table", TableName=resource_id)
        if found is None or found["Table"]["TableStatus"] == "DELETING":
            return None
        table = found["Table"]
        keys = {key["KeyType"]: key["AttributeName"] for key in table["KeySchema"]}
        backups = aws.call("dynamodb", "describe_continuous_backups", TableName=resource_id)
        recovery = backups["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
        ttl = aws.call("dynamodb", "describe_time_to_live", TableName=resource_id)["TimeToLiveDescription"]
        billing = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
        throughput = table.get("ProvisionedThroughput", {}) if billing == "PROVISIONED" else {}
        stream = table.get("StreamSpecification", {})
        sse = table.get("SSEDescription", {})
        period = recovery.get("RecoveryPeriodInDays")
        return {
            **self.props(table),
            "hashKey": keys["HASH"],
            "rangeKey": keys.get("RANGE"),
            "attributes": [
                {"name": item["AttributeName"], "type": item["AttributeType"]} for item in table["AttributeDefinitions"]
            ],
            "billingMode": billing,
            "readCapacity": throughput.get("ReadCapacityUnits"),
            "writeCapacity": throughput.get("WriteCapacityUnits"),
            "streamEnabled": bool(stream.get("StreamEnabled")),
            "streamViewType": stream.get("StreamViewType"),
            "serverSideEncryption": {
                "enabled": sse.get("Status") in {"ENABLED", "UPDATING", "ENABLING"},
                "kmsKeyArn": sse.get("KMSMasterKeyArn"),
            },
            "pointInTimeRecovery": {
                "enabled": recovery.get("PointInTimeRecoveryStatus") == "ENABLED",
                **({"recoveryPeriodInDays": period} if period else {}),
            },
            "ttl": {
                "enabled": ttl.get("TimeToLiveStatus") in {"ENABLED", "ENABLING"},
                "attributeName": ttl.get("AttributeName"),
            },
            "tableClass": table.get("TableClassSummary", {}).get("TableClass"),
            **index_props(table),
            **global_table.props(aws, resource_id, table),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """One UpdateTable may change only one of its parts at a time."""
        for part in self._parts(change):
            self._apply(aws, resource_id, part)
        new = change.new
        if change.any_of("pointInTimeRecovery"):
            self._recovery(aws, resource_id, new)
        if change.any_of("ttl"):
            old, wanted = change.old.get("ttl") or {}, new.get("ttl") or {}
            if old.get("enabled"):
                self._ttl(aws, resource_id, old, on=False)
            if wanted.get("enabled"):
                self._ttl(aws, resource_id, wanted, on=True)
        if change.any_of("replicas", "globalTableWitness"):
            global_table.update(aws, resource_id, change)

    def _apply(self, aws: Aws, name: str, part: Props) -> None:
        aws.retry(lambda: aws.call("dynamodb", "update_table", TableName=name, **part), on=_BUSY)
        self._wait_active(aws, name)

    @staticmethod
    def _parts(change: Change) -> Iterator[Props]:
        new = change.new
        if change.any_of("billingMode", "readCapacity", "writeCapacity"):
            yield {"BillingMode": new["billingMode"], **_throughput(new)}
        if change.any_of("streamEnabled", "streamViewType"):
            if change.old.get("streamEnabled"):
                yield {"StreamSpecification": {"StreamEnabled": False}}
            if new.get("streamEnabled"):
                yield _stream(new)
        if change.any_of("serverSideEncryption"):
            yield _encryption(new) or {"SSESpecification": {"Enabled": False}}
        if change.any_of("tableClass"):
            yield {"TableClass": new.get("tableClass", "STANDARD")}
        if change.any_of("deletionProtectionEnabled"):
            yield {"DeletionProtectionEnabled": bool(new.get("deletionProtectionEnabled"))}

    def forced(self, state: Props, news: Props) -> Iterator[str]:
        """How replicas agree is chosen once, and so are indexes here: AWS makes and removes one at a time."""
        if index_request(state) != index_request(news):
            yield "globalSecondaryIndexes"
        if global_table.consistency(state) != global_table.consistency(news) and state.get("replicas"):
            yield from ("replicas", "globalTableWitness")

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """Replicas go first: each is a table of its own Region."""
        global_table.remove(aws, resource_id, state)
        aws.retry(lambda: aws.find("dynamodb", "delete_table", TableName=resource_id), on=_BUSY)
        aws.wait(
            f"table {resource_id} being deleted",
            lambda: aws.find("dynamodb", "describe_table", TableName=resource_id) is None,
        )


def _attribute(item: Any) -> Any:
    return {"AttributeName": item["name"], "AttributeType": item["type"]} if isinstance(item, dict) else item


def _throughput(inputs: Props) -> Props:
    if inputs.get("billingMode") != "PROVISIONED":
        return {}
    units = {"ReadCapacityUnits": inputs["readCapacity"], "WriteCapacityUnits": inputs["writeCapacity"]}
    return {"ProvisionedThroughput": units}


def _stream(inputs: Props) -> Props:
    if not inputs.get("streamEnabled"):
        return {}
    view = {"StreamViewType": inputs["streamViewType"]} if "streamViewType" in inputs else {}
    return {"StreamSpecification": {"StreamEnabled": True, **view}}


def _encryption(inputs: Props) -> Props:
    wanted = inputs.get("serverSideEncryption")
    if not isinstance(wanted, dict) or not wanted.get("enabled"):
        return {}
    key = {"KMSMasterKeyId": wanted["kmsKeyArn"]} if "kmsKeyArn" in wanted else {}
    return {"SSESpecification": {"Enabled": True, "SSEType": "KMS", **key}}


RESOURCES = (Table,)
