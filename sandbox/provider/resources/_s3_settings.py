"""The settings of a bucket that are types of their own; the id of each is the bucket's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.mapping import to_request
from sandbox.provider.resource import Call, PutResource, Table
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

_OF_BUCKET = frozenset({"bucket", "expectedBucketOwner"})


class _Setting(PutResource):
    """One document of settings of a bucket.

    Attributes:
        document: The parameter that holds it; its members are the type's properties.
        getter: boto3's method that reads it.
        remover: boto3's method that removes it.
    """

    service = "s3"
    document: ClassVar[str]
    getter: ClassVar[str]
    remover: ClassVar[str]

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        shape = session.operation("s3", self.operation).input_shape
        given = {
            name: value for name, value in inputs.items() if name not in _OF_BUCKET | {"region"} | self.table.local
        }
        content = to_request(given, shape.members[self.document], rename=self.table.rename)
        return {**self._where(inputs), self.document: content}

    @staticmethod
    def _where(inputs: Props) -> Props:
        owner = inputs.get("expectedBucketOwner")
        return {"Bucket": inputs["bucket"], **({"ExpectedBucketOwner": owner} if owner else {})}

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["bucket"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return {"bucket": resource_id}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("s3", self.getter, Bucket=resource_id)
        content = self.content(found) if found else None
        return {"bucket": resource_id, **content} if content else None

    def content(self, answer: dict[str, Any]) -> Props:
        """The properties in the getter's answer; empty when the setting isn't there."""
        return self.props(answer.get(self.document, {}))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        if not state.get("skipDestroy"):
            aws.find("s3", self.remover, Bucket=resource_id)


class Versioning(_Setting):
    """Versioning cannot be removed, only suspended."""

    type_name = "aws:s3/bucketVersioning:BucketVersioning"
    operation = "PutBucketVersioning"
    getter = "get_bucket_versioning"
    table = Table(replaces=_OF_BUCKET, outputs=(), unread=frozenset({"mfa"}))

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        return self.mapped(session, inputs)

    def calls(self, session: AwsSession, inputs: Props) -> list[Call]:
        """A bucket is born without versioning: "Disabled" is only that."""
        wanted = inputs.get("versioningConfiguration")
        if isinstance(wanted, dict) and wanted.get("status") == "Disabled":
            return []
        return [Call("s3", self.operation, self.request(session, inputs))]

    def content(self, answer: dict[str, Any]) -> Props:
        """See `_Setting`."""
        mfa = {"mfaDelete": answer["MFADelete"]} if answer.get("MFADelete") else {}
        return {"versioningConfiguration": {"status": answer.get("Status", "Disabled"), **mfa}}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """Suspend it."""
        if state.get("versioningConfiguration", {}).get("status") == "Enabled":
            suspended = {"Status": "Suspended"}
            aws.find("s3", "put_bucket_versioning", Bucket=resource_id, VersioningConfiguration=suspended)


class Encryption(_Setting):
    """Default encryption."""

    type_name = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    operation = "PutBucketEncryption"
    document = "ServerSideEncryptionConfiguration"
    getter = "get_bucket_encryption"
    remover = "delete_bucket_encryption"
    table = Table(replaces=_OF_BUCKET, outputs=())


class PublicAccessBlock(_Setting):
    """The four switches against public access."""

    type_name = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    operation = "PutPublicAccessBlock"
    document = "PublicAccessBlockConfiguration"
    getter = "get_public_access_block"
    remover = "delete_public_access_block"
    table = Table(
        replaces=_OF_BUCKET,
        outputs=(),
        local=frozenset({"skipDestroy"}),
        defaults=dict.fromkeys(
            ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), False
        ),
    )


class OwnershipControls(_Setting):
    """Who owns new objects: one rule in the program, a list of one in the API."""

    type_name = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
    operation = "PutBucketOwnershipControls"
    getter = "get_bucket_ownership_controls"
    remover = "delete_bucket_ownership_controls"
    table = Table(replaces=_OF_BUCKET, outputs=())

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        shape = session.operation("s3", self.operation).input_shape.members["OwnershipControls"].members["Rules"].member
        rule = inputs["rule"]
        mapped = to_request(rule, shape, rename={}, path="rule") if isinstance(rule, dict) else rule
        return {"Bucket": inputs["bucket"], "OwnershipControls": {"Rules": [mapped]}}

    def content(self, answer: dict[str, Any]) -> Props:
        """See `_Setting`."""
        rules = answer["OwnershipControls"]["Rules"]
        return {"rule": {"objectOwnership": rules[0]["ObjectOwnership"]}} if rules else {}


class Policy(_Setting):
    """The bucket's policy."""

    type_name = "aws:s3/bucketPolicy:BucketPolicy"
    operation = "PutBucketPolicy"
    getter = "get_bucket_policy"
    remover = "delete_bucket_policy"
    table = Table(replaces=_OF_BUCKET, outputs=(), meaning=Meaning(json_text=frozenset({"policy"})))

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        return self.mapped(session, inputs)

    def content(self, answer: dict[str, Any]) -> Props:
        """See `_Setting`."""
        return {"policy": answer["Policy"]}


class Lifecycle(_Setting):
    """When objects move and end."""

    type_name = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    operation = "PutBucketLifecycleConfiguration"
    document = "LifecycleConfiguration"
    getter = "get_bucket_lifecycle_configuration"
    remover = "delete_bucket_lifecycle"
    table = Table(
        replaces=_OF_BUCKET,
        outputs=(),
        local=frozenset({"timeouts", "transitionDefaultMinimumObjectSize"}),
        meaning=Meaning(unordered=frozenset({"rules", "rules.transitions", "rules.noncurrentVersionTransitions"})),
    )

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`; a rule without a filter means every object, which the API wants said."""
        request = super().request(session, inputs)
        rules = request[self.document].get("Rules")
        for rule in rules if isinstance(rules, list) else ():
            if isinstance(rule, dict) and "Prefix" not in rule:
                rule.setdefault("Filter", {"Prefix": ""})
        least = inputs.get("transitionDefaultMinimumObjectSize")
        return {**request, **({"TransitionDefaultMinimumObjectSize": least} if least else {})}

    def content(self, answer: dict[str, Any]) -> Props:
        """See `_Setting`."""
        return self.props(answer)


class Logging(_Setting):
    """Where the access log goes."""

    type_name = "aws:s3/bucketLogging:BucketLogging"
    operation = "PutBucketLogging"
    getter = "get_bucket_logging"
    table = Table(replaces=_OF_BUCKET, outputs=(), meaning=Meaning(unordered=frozenset({"targetGrants"})))

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        status = session.operation("s3", self.operation).input_shape.members["BucketLoggingStatus"]
        given = {name: value for name, value in inputs.items() if name not in _OF_BUCKET | {"region"}}
        enabled = to_request(given, status.members["LoggingEnabled"], rename=self.table.rename)
        return {**self._where(inputs), "BucketLoggingStatus": {"LoggingEnabled": enabled}}

    def content(self, answer: dict[str, Any]) -> Props:
        """See `_Setting`."""
        return self.props(answer.get("LoggingEnabled", {}))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """An empty document turns it off."""
        aws.find("s3", "put_bucket_logging", Bucket=resource_id, BucketLoggingStatus={})


class Notification(_Setting):
    """Where a bucket's events go: EventBridge. Functions, queues and topics of a bucket are not supported."""

    type_name = "aws:s3/bucketNotification:BucketNotification"
    operation = "PutBucketNotificationConfiguration"
    document = "NotificationConfiguration"
    getter = "get_bucket_notification_configuration"
    table = Table(replaces=_OF_BUCKET, outputs=(), defaults={"eventbridge": False})

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        for name in ("lambdaFunctions", "queues", "topics"):
            if inputs.get(name):
                yield Failure(name, "is not supported by the sandbox; accepted: eventbridge, and rules on its events")

    def request(self, session: AwsSession, inputs: Props) -> Props:  # noqa: ARG002
        """See `Resource`."""
        return {**self._where(inputs), self.document: {"EventBridgeConfiguration": {}} if inputs["eventbridge"] else {}}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`; a bucket without notifications has an empty document."""
        found = aws.find("s3", self.getter, Bucket=resource_id)
        return None if found is None else {"bucket": resource_id, "eventbridge": "EventBridgeConfiguration" in found}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """An empty document turns them off."""
        aws.find("s3", "put_bucket_notification_configuration", Bucket=resource_id, NotificationConfiguration={})


class Replication(_Setting):
    """What goes to buckets elsewhere, in whose name, and under which key there."""

    type_name = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
    operation = "PutBucketReplication"
    document = "ReplicationConfiguration"
    getter = "get_bucket_replication"
    remover = "delete_bucket_replication"
    table = Table(
        replaces=frozenset({"bucket"}),
        outputs=(),
        local=frozenset({"token"}),
        meaning=Meaning(unordered=frozenset({"rules"})),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """S3 takes an order of rules only with a filter, and wants to be told about delete markers then."""
        rules = inputs.get("rules")
        for index, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, dict) and "filter" in rule and "deleteMarkerReplication" not in rule:
                yield Failure(
                    f"rules[{index}].deleteMarkerReplication", "is required beside a filter: Enabled or Disabled"
                )

    def put(self, aws: Aws, inputs: Props) -> None:
        """A role that was made a moment ago is not known everywhere yet."""
        request = self.request(aws.session, inputs)
        aws.retry(lambda: aws.call("s3", "put_bucket_replication", **request), on={"InvalidRequest": "role|assume"})


SETTINGS = (
    Versioning,
    Encryption,
    PublicAccessBlock,
    OwnershipControls,
    Policy,
    Lifecycle,
    Logging,
    Notification,
    Replication,
)
