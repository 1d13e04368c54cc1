"""A bucket's replication configuration."""

from __future__ import annotations

import pytest

from sandbox.errors import AwsError
from sandbox.replication.rules import configuration

ROLE = "<Role>arn:aws:iam::123456789012:role/r</Role>"


def rule(inner: str, destination: str = "<Bucket>arn:aws:s3:::there</Bucket>") -> bytes:
    text = f"<Rule><Status>Enabled</Status>{inner}<Destination>{destination}</Destination></Rule>"
    return f"<ReplicationConfiguration>{ROLE}{text}</ReplicationConfiguration>".encode()


NO_MARKERS = "<DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication>"
ENCRYPTED = (
    "<SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects>"
    "</SourceSelectionCriteria>"
)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"<ReplicationConfiguration>", "cannot be read"),
        (f"<ReplicationConfiguration>{ROLE}</ReplicationConfiguration>".encode(), "1 to 1000 rules"),
        (rule("", "<Bucket>there</Bucket>"), "accepted: ARN of a bucket"),
        (rule(ENCRYPTED), "ReplicaKmsKeyID is needed"),
        (rule("<Filter><Prefix>a</Prefix></Filter>"), "DeleteMarkerReplication is needed"),
    ],
)
def test_what_s3_refuses(document: bytes, said: str) -> None:
    with pytest.raises(AwsError, match=said):
        configuration(document)


def test_prefix_and_tags_must_both_fit() -> None:
    both = "<And><Prefix>m/</Prefix><Tag><Key>keep</Key><Value>yes</Value></Tag></And>"
    found = configuration(rule(f"<Filter>{both}</Filter>{NO_MARKERS}"))

    assert [one.destination for one in found.concerned("m/a", {"keep": "yes", "more": "1"})] == ["there"]
    assert not found.concerned("m/a", {"keep": "no"})
    assert not found.concerned("a", {"keep": "yes"})


def test_of_two_rules_to_one_bucket_the_higher_priority_counts() -> None:
    one = rule("<ID>low</ID><Priority>1</Priority>").decode()
    two = rule("<ID>high</ID><Priority>2</Priority>").decode().partition(ROLE)[2]
    found = configuration(one.replace("</ReplicationConfiguration>", two).encode())

    assert [rule.name for rule in found.concerned("a", {})] == ["high"]
