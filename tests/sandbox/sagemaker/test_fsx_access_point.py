"""The FSx access point over real HTTP: what works, what is refused, and what IAM looks at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from sandbox.fsx.arn import access_point_arn, alias_of, path_of_host
from sandbox.fsx.limits import MAX_PUT_BYTES, refusal
from sandbox.request import AwsRequest

VOLUME = "fsvol-0123456789abcdef0"
NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{1,48}[a-z0-9]", fullmatch=True)


def attach(aws: Any, name: str, region: str = "us-east-1", **more: Any) -> dict[str, Any]:
    return aws.client("fsx", region).create_and_attach_s3_access_point(
        Name=name,
        Type="ONTAP",
        OntapConfiguration={
            "VolumeId": VOLUME,
            "FileSystemIdentity": {"Type": "UNIX", "UnixUser": {"Name": "inference"}},
        },
        **more,
    )["S3AccessPointAttachment"]


@pytest.fixture(scope="module")
def point(aws: Any) -> dict[str, Any]:
    return attach(aws, aws.name("digits"))


@pytest.fixture(scope="module")
def alias(point: dict[str, Any]) -> str:
    return str(point["S3AccessPoint"]["Alias"])


def test_it_is_described_by_name_and_volume(aws: Any, point: dict[str, Any]) -> None:
    fsx = aws.client("fsx")
    for query in ({"Names": [point["Name"]]}, {"Filters": [{"Name": "volume-id", "Values": [VOLUME]}]}):
        found = fsx.describe_s3_access_point_attachments(**query)["S3AccessPointAttachments"]
        assert point["Name"] in [one["Name"] for one in found]
    described = fsx.describe_s3_access_point_attachments(Names=[point["Name"]])["S3AccessPointAttachments"][0]
    assert described["Lifecycle"] == "AVAILABLE"
    assert described["S3AccessPoint"]["ResourceARN"] == f"arn:aws:s3:us-east-1:123456789012:accesspoint/{point['Name']}"
    assert fsx.describe_s3_access_point_attachments(Filters=[{"Name": "type", "Values": ["OPENZFS"]}]) is not None


def test_objects_come_and_go_through_the_alias(aws: Any, alias: str) -> None:
    s3 = aws.client("s3")
    s3.put_object(Bucket=alias, Key="a/b.png", Body=b"png", ContentType="image/png", Tagging="k=v")
    assert s3.get_object(Bucket=alias, Key="a/b.png")["Body"].read() == b"png"
    assert s3.head_object(Bucket=alias, Key="a/b.png")["StorageClass"] == "FSX_ONTAP"
    s3.copy_object(Bucket=alias, Key="a/c.png", CopySource=f"{alias}/a/b.png")
    listed = s3.list_objects_v2(Bucket=alias, Prefix="a/")["Contents"]
    assert [(one["Key"], one["StorageClass"]) for one in listed] == [("a/b.png", "FSX_ONTAP"), ("a/c.png", "FSX_ONTAP")]
    assert s3.get_object_tagging(Bucket=alias, Key="a/b.png")["TagSet"] == [{"Key": "k", "Value": "v"}]
    s3.delete_objects(Bucket=alias, Delete={"Objects": [{"Key": "a/b.png"}, {"Key": "a/c.png"}]})
    assert "Contents" not in s3.list_objects_v2(Bucket=alias)


def test_a_multipart_upload_works(aws: Any, alias: str) -> None:
    s3 = aws.client("s3")
    upload = s3.create_multipart_upload(Bucket=alias, Key="big")["UploadId"]
    part = s3.upload_part(Bucket=alias, Key="big", UploadId=upload, PartNumber=1, Body=b"x" * 100)
    parts = {"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]}
    with pytest.raises(ClientError, match="Conditional writes"):
        s3.complete_multipart_upload(Bucket=alias, Key="big", UploadId=upload, MultipartUpload=parts, IfNoneMatch="*")
    s3.complete_multipart_upload(Bucket=alias, Key="big", UploadId=upload, MultipartUpload=parts)
    assert s3.get_object(Bucket=alias, Key="big")["ContentLength"] == 100


@pytest.mark.parametrize(
    ("operation", "arguments", "status", "code"),
    [
        ("put_object", {"Key": "k", "Body": b"", "IfNoneMatch": "*"}, 501, "NotImplemented"),
        ("put_object", {"Key": "k", "Body": b"", "IfMatch": '"e"'}, 501, "NotImplemented"),
        ("put_object", {"Key": "k", "Body": b"", "ACL": "public-read"}, 501, "NotImplemented"),
        ("put_object", {"Key": "k", "Body": b"", "ServerSideEncryption": "aws:kms"}, 501, "NotImplemented"),
        ("put_object", {"Key": "k", "Body": b"", "RequestPayer": "requester"}, 501, "NotImplemented"),
        ("put_object", {"Key": "k", "Body": b"", "WebsiteRedirectLocation": "/x"}, 501, "NotImplemented"),
        ("put_object", {"Key": "k", "Body": b"", "ObjectLockLegalHoldStatus": "ON"}, 501, "NotImplemented"),
        ("put_object", {"Key": "k", "Body": b"", "StorageClass": "GLACIER"}, 400, "InvalidStorageClass"),
        ("get_object", {"Key": "k", "VersionId": "v"}, 501, "NotImplemented"),
        ("copy_object", {"Key": "k", "CopySource": "other/k"}, 400, "InvalidRequest"),
        ("upload_part_copy", {"Key": "k", "CopySource": "o/k", "UploadId": "u", "PartNumber": 1}, 404, "NoSuchKey"),
        ("put_bucket_versioning", {"VersioningConfiguration": {"Status": "Enabled"}}, 501, "NotImplemented"),
        ("put_bucket_notification_configuration", {"NotificationConfiguration": {}}, 501, "NotImplemented"),
        ("get_bucket_lifecycle_configuration", {}, 501, "NotImplemented"),
        ("get_bucket_website", {}, 501, "NotImplemented"),
        ("get_object_lock_configuration", {}, 501, "NotImplemented"),
        ("list_object_versions", {}, 501, "NotImplemented"),
        ("delete_bucket", {}, 501, "NotImplemented"),
        ("get_bucket_policy", {}, 501, "NotImplemented"),
    ],
)
def test_what_an_access_point_lacks_is_refused(
    aws: Any, alias: str, operation: str, arguments: dict[str, Any], status: int, code: str
) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(aws.client("s3"), operation)(Bucket=alias, **arguments)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert caught.value.response["Error"]["Code"] == code


def test_an_upload_over_five_gibibytes_is_refused_by_its_length() -> None:
    request = AwsRequest(
        service="s3",
        region="us-east-1",
        operation="PutObject",
        method="PUT",
        path="/a/k",
        query={},
        headers={"content-length": str(MAX_PUT_BYTES + 1)},
        body=b"",
        access_key_id="a",
        path_params={"Bucket": "a", "Key": "k"},
    )
    error = refusal(request, {"a": "arn"})
    assert error is not None
    assert error.code == "EntityTooLarge"


def test_it_is_no_bucket_of_the_account(aws: Any, alias: str) -> None:
    other = aws.bucket()
    names = [one["Name"] for one in aws.client("s3").list_buckets()["Buckets"]]
    assert other in names
    assert alias not in names


def as_role(aws: Any, statements: list[dict[str, Any]]) -> Any:
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
    }
    role = aws.role(statements, trust)
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    return boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=aws.running.url,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def test_iam_grants_by_the_access_points_arn_only(aws: Any, point: dict[str, Any], alias: str) -> None:
    aws.client("s3").put_object(Bucket=alias, Key="iam/a", Body=b"a")
    arn = point["S3AccessPoint"]["ResourceARN"]
    by_arn = as_role(
        aws,
        [
            {"Action": "s3:GetObject", "Resource": f"{arn}/object/iam/*"},
            {"Action": "s3:ListBucket", "Resource": arn},
        ],
    )
    assert by_arn.get_object(Bucket=alias, Key="iam/a")["Body"].read() == b"a"
    assert by_arn.list_objects_v2(Bucket=alias, Prefix="iam/")["KeyCount"] == 1
    with pytest.raises(ClientError, match="AccessDenied"):
        by_arn.get_object(Bucket=alias, Key="other")
    by_alias = as_role(aws, [{"Action": "s3:*", "Resource": [f"arn:aws:s3:::{alias}", f"arn:aws:s3:::{alias}/*"]}])
    with pytest.raises(ClientError, match="AccessDenied"):
        by_alias.get_object(Bucket=alias, Key="iam/a")


def test_boto3_may_name_it_by_its_arn(aws: Any, point: dict[str, Any], alias: str) -> None:
    """boto3 puts the name into the host; no resolver need know it here, so the test dials the address itself."""
    s3 = aws.client("s3")
    sent: list[str] = []

    def dial(request: Any, **_: Any) -> None:
        parts = urlsplit(request.url)
        sent.append(parts.netloc)
        request.headers["Host"] = parts.netloc
        request.url = request.url.replace(parts.netloc, f"127.0.0.1:{parts.port}")

    s3.meta.events.register("before-send.s3", dial)
    arn = point["S3AccessPoint"]["ResourceARN"]
    s3.put_object(Bucket=arn, Key="by/arn", Body=b"x")
    assert s3.get_object(Bucket=arn, Key="by/arn")["Body"].read() == b"x"
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=arn, Prefix="by/")["Contents"]] == ["by/arn"]
    assert sent[0].startswith(f"{point['Name']}-123456789012.")
    assert aws.client("s3").get_object(Bucket=alias, Key="by/arn")["Body"].read() == b"x"


def test_names_tokens_and_the_end(aws: Any) -> None:
    name = aws.name("once")
    first = attach(aws, name, ClientRequestToken="token-1")
    assert attach(aws, name, ClientRequestToken="token-1")["S3AccessPoint"] == first["S3AccessPoint"]
    with pytest.raises(ClientError, match="AccessPointAlreadyOwnedByYou"):
        attach(aws, name, ClientRequestToken="token-2")
    west = attach(aws, name, "us-west-2")
    assert west["S3AccessPoint"]["Alias"] != first["S3AccessPoint"]["Alias"]
    fsx, s3, alias = aws.client("fsx"), aws.client("s3"), first["S3AccessPoint"]["Alias"]
    s3.put_object(Bucket=alias, Key="k", Body=b"x")
    assert fsx.detach_and_delete_s3_access_point(Name=name)["Lifecycle"] == "DELETING"
    with pytest.raises(ClientError, match="NoSuchBucket"):
        s3.get_object(Bucket=alias, Key="k")
    with pytest.raises(ClientError, match="S3AccessPointAttachmentNotFound"):
        fsx.detach_and_delete_s3_access_point(Name=name)
    with pytest.raises(ClientError, match="S3AccessPointAttachmentNotFound"):
        fsx.describe_s3_access_point_attachments(Names=[name])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Name": "Upper_case"}, "Name 'Upper_case'"),
        ({"Type": "OPENZFS"}, "Type ONTAP"),
        (
            {
                "OntapConfiguration": {
                    "VolumeId": "vol-0123456789abcdef012",
                    "FileSystemIdentity": {"Type": "UNIX", "UnixUser": {"Name": "u"}},
                }
            },
            "fsvol-",
        ),
        ({"OntapConfiguration": {"VolumeId": VOLUME, "FileSystemIdentity": {"Type": "UNIX"}}}, "UnixUser.Name"),
    ],
)
def test_bad_requests_are_explained(aws: Any, change: dict[str, Any], said: str) -> None:
    request = {
        "Name": "fine",
        "Type": "ONTAP",
        "OntapConfiguration": {"VolumeId": VOLUME, "FileSystemIdentity": {"Type": "UNIX", "UnixUser": {"Name": "u"}}},
        **change,
    }
    with pytest.raises(ClientError, match=said) as caught:
        aws.client("fsx").create_and_attach_s3_access_point(**request)
    assert caught.value.response["Error"]["Code"] == "BadRequest"


@given(NAMES, st.sampled_from(["us-east-1", "us-west-2"]))
def test_an_alias_fits_a_bucket_name_and_tells_regions_apart(name: str, region: str) -> None:
    alias = alias_of(region, name)
    assert len(alias) <= 63
    assert alias.endswith("-ext-s3alias")
    assert alias == alias_of(region, name)
    assert alias != alias_of("eu-west-1", name)


@given(NAMES, st.text("abc/%", max_size=8))
def test_only_the_host_of_a_known_access_point_changes_the_path(name: str, key: str) -> None:
    arn, alias = access_point_arn("us-east-1", name), alias_of("us-east-1", name)
    path = f"/{key}"
    assert path_of_host({alias: arn}, f"{name}-123456789012.localhost:99", path) == f"/{alias}{path}"
    for host in ("127.0.0.1:99", "localhost", f"x{name}-123456789012.localhost", ""):
        assert path_of_host({alias: arn}, host, path) == path
