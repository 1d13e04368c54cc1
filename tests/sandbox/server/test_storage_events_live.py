"""Objects that arrive are events on the default bus, for buckets that send them."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = pytest.mark.server


@pytest.fixture
def heard(aws: Any, tools: Any) -> Any:
    """A bucket that sends its events, and the first event of an object below a prefix."""
    bucket, queue = aws.bucket(), aws.name("queue")
    arn = aws.arn("sqs", queue)
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    url = aws.client("sqs").create_queue(QueueName=queue, Attributes={"Policy": tools.document(allowed)})["QueueUrl"]
    s3, events, rule = aws.client("s3"), aws.client("events"), aws.name("rule")
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": {"name": [bucket]},
            "object": {"key": [{"prefix": "in/"}], "size": [{"numeric": [">", 0]}]},
        },
    }
    events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=rule, Targets=[{"Id": "t", "Arn": arn}])

    def next_event() -> dict[str, Any]:
        found = tools.eventually(lambda: aws.client("sqs").receive_message(QueueUrl=url).get("Messages"), "an event")
        aws.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=found[0]["ReceiptHandle"])
        return dict(json.loads(found[0]["Body"]))

    return bucket, s3, next_event


def test_a_put_is_an_event_as_s3_sends_it(heard: Any) -> None:
    bucket, s3, next_event = heard
    s3.put_object(Bucket=bucket, Key="in/empty", Body=b"")
    s3.put_object(Bucket=bucket, Key="elsewhere/a.csv", Body=b"x")
    etag = s3.put_object(Bucket=bucket, Key="in/a b.csv", Body=b"hello")["ETag"].strip('"')
    event = next_event()
    assert (event["source"], event["detail-type"]) == ("aws.s3", "Object Created")
    assert event["resources"] == [f"arn:aws:s3:::{bucket}"]
    detail = event["detail"]
    assert detail["bucket"] == {"name": bucket}
    assert detail["reason"] == "PutObject"
    assert {name: detail["object"][name] for name in ("key", "size", "etag")} == {
        "key": "in/a b.csv",
        "size": 5,
        "etag": etag,
    }
    assert "version-id" not in detail["object"], "the bucket keeps no versions"


def test_copies_and_multipart_uploads_are_told_with_their_reason(heard: Any) -> None:
    bucket, s3, next_event = heard
    s3.put_object(Bucket=bucket, Key="a", Body=b"hello")
    s3.copy_object(Bucket=bucket, Key="in/copy", CopySource={"Bucket": bucket, "Key": "a"})
    first = next_event()
    upload = s3.create_multipart_upload(Bucket=bucket, Key="in/parts")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="in/parts", UploadId=upload, PartNumber=1, Body=b"hello")
    s3.complete_multipart_upload(
        Bucket=bucket,
        Key="in/parts",
        UploadId=upload,
        MultipartUpload={"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]},
    )
    second = next_event()
    assert [event["detail"]["reason"] for event in (first, second)] == ["CopyObject", "CompleteMultipartUpload"]
    assert first["id"] != second["id"]
    assert first["detail"]["object"]["sequencer"] < second["detail"]["object"]["sequencer"]


def test_a_bucket_that_was_not_told_to_sends_nothing_and_says_so(aws: Any, heard: Any) -> None:
    bucket, s3, next_event = heard
    quiet = aws.bucket()
    assert "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(Bucket=quiet)
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=bucket)
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    assert "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="in/unheard", Body=b"hello")
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    s3.put_object(Bucket=bucket, Key="in/heard", Body=b"hello")
    assert next_event()["detail"]["object"]["key"] == "in/heard"


def test_a_versioned_bucket_names_the_version(heard: Any) -> None:
    bucket, s3, next_event = heard
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=bucket, Key="in/v", Body=b"hello")["VersionId"]
    assert next_event()["detail"]["object"]["version-id"] == version
