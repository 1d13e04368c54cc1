"""A bucket's replication configuration: read, checked and matched; pure.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import botocore.session
from botocore.parsers import create_parser

from sandbox.errors import AwsError

_BUCKET_ARN: Final = "arn:aws:s3:::"
_MOST_RULES: Final = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: Its ID.
        enabled: Whether it counts.
        priority: Of two rules with one destination the higher one counts.
        prefix: Keys that it is about.
        tags: Tags that an object must have.
        destination: Name of the bucket that gets the copies.
        key_arn: Key that encrypts the copies, or None: the destination's own default.
        encrypted: Whether objects that a customer's key encrypts are copied.
        delete_markers: Whether delete markers are copied.
        metrics: Whether latency is measured.
    """

    name: str
    enabled: bool
    priority: int
    prefix: str
    tags: Mapping[str, str]
    destination: str
    key_arn: str | None
    encrypted: bool
    delete_markers: bool
    metrics: bool

    def concerns(self, key: str, tags: Mapping[str, str]) -> bool:
        """Whether an object is one of the rule's."""
        return self.enabled and key.startswith(self.prefix) and self.tags.items() <= tags.items()


@dataclass(frozen=True, slots=True)
class Configuration:
    """All of a bucket's rules, the role that copies, and the document as it was given."""

    role_arn: str
    rules: tuple[Rule, ...]
    document: bytes

    def concerned(self, key: str, tags: Mapping[str, str]) -> list[Rule]:
        """The rules that say where an object is copied to: one for each destination, the highest priority first."""
        found: dict[str, Rule] = {}
        for rule in sorted(self.rules, key=lambda one: -one.priority):
            if rule.concerns(key, tags):
                found.setdefault(rule.destination, rule)
        return list(found.values())


def configuration(document: bytes) -> Configuration:
    """The configuration out of PutBucketReplication's XML.

    Raises:
        AwsError: MalformedXML or InvalidRequest: what is wrong and what is accepted.
    """
    shape = botocore.session.get_session().get_service_model("s3").operation_model("GetBucketReplication").output_shape
    try:
        answer = {"body": document, "headers": {}, "status_code": 200}
        body = create_parser("rest-xml").parse(answer, shape)["ReplicationConfiguration"]
    except Exception as error:  # the parser's errors are of several kinds
        raise AwsError("MalformedXML", f"the replication configuration cannot be read: {error}") from error
    rules, role = body.get("Rules") or [], str(body.get("Role") or "")
    if not rules or len(rules) > _MOST_RULES or not role.startswith("arn:aws:iam:"):
        raise AwsError("MalformedXML", f"a replication configuration has a Role and 1 to {_MOST_RULES} rules")
    return Configuration(role, tuple(_rule(one, index) for index, one in enumerate(rules)), document)


def _rule(given: Mapping[str, Any], index: int) -> Rule:
    filtered: Mapping[str, Any] = given.get("Filter") or {}
    both: Mapping[str, Any] = filtered.get("And") or {}
    tags = both.get("Tags") or ([filtered["Tag"]] if filtered.get("Tag") else [])
    destination: Mapping[str, Any] = given.get("Destination") or {}
    bucket = str(destination.get("Bucket") or "")
    name = str(given.get("ID") or f"rule-{index + 1}")
    if not bucket.startswith(_BUCKET_ARN):
        raise AwsError("InvalidRequest", f"rule {name}: Destination.Bucket is {bucket!r}; accepted: ARN of a bucket")
    key = (destination.get("EncryptionConfiguration") or {}).get("ReplicaKmsKeyID")
    encrypted = _is_on((given.get("SourceSelectionCriteria") or {}).get("SseKmsEncryptedObjects"))
    if encrypted and not key:
        raise AwsError("InvalidRequest", f"rule {name}: ReplicaKmsKeyID is needed with SseKmsEncryptedObjects")
    if "Filter" in given and "DeleteMarkerReplication" not in given:
        raise AwsError("InvalidRequest", f"rule {name}: DeleteMarkerReplication is needed in a rule with a Filter")
    return Rule(
        name=name,
        enabled=given.get("Status") == "Enabled",
        priority=int(given.get("Priority") or 0),
        prefix=str(both.get("Prefix") or filtered.get("Prefix") or given.get("Prefix") or ""),
        tags={str(one["Key"]): str(one["Value"]) for one in tags},
        destination=bucket.removeprefix(_BUCKET_ARN),
        key_arn=str(key) if key else None,
        encrypted=encrypted,
        delete_markers=_is_on(given.get("DeleteMarkerReplication")),
        metrics=_is_on(destination.get("Metrics")),
    )


def _is_on(part: Mapping[str, Any] | None) -> bool:
    return bool(part) and (part or {}).get("Status") == "Enabled"
