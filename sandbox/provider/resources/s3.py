"""S3 buckets and their objects."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sandbox.provider.assets import Archive, Asset
from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, PutResource, Resource, Table, split_id
from sandbox.provider.resources._s3_settings import SETTINGS
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import TagChange, Tags, as_list, as_map
from sandbox.provider.values import UNKNOWN, Props, Unknown, has_unknown

# Inline settings of earlier package versions: each has a type of its own, which is what this provider supports.
_INLINE: Final = {
    "acl": "BucketAcl",
    "accelerationStatus": "BucketAccelerateConfiguration",
    "corsRules": "BucketCorsConfiguration",
    "grants": "BucketAcl",
    "lifecycleRules": "BucketLifecycleConfiguration",
    "logging": "BucketLogging",
    "objectLockConfiguration": "BucketObjectLockConfiguration",
    "policy": "BucketPolicy",
    "replicationConfiguration": "BucketReplicationConfig",
    "requestPayer": "BucketRequestPaymentConfiguration",
    "serverSideEncryptionConfiguration": "BucketServerSideEncryptionConfiguration",
    "versioning": "BucketVersioning",
    "website": "BucketWebsiteConfiguration",
}


class _BucketTags:
    """A bucket has one document of all its tags."""

    after_create = True

    def on_create(self, tags: Mapping[str, str] | Unknown) -> Props:  # noqa: ARG002
        return {}

    def read(self, aws: Aws, resource_id: str, state: Props) -> Tags:  # noqa: ARG002
        found = aws.find("s3", "get_bucket_tagging", Bucket=resource_id)
        return as_map(found["TagSet"]) if found else {}

    def write(self, aws: Aws, resource_id: str, state: Props, change: TagChange) -> None:  # noqa: ARG002
        if change.new:
            aws.call("s3", "put_bucket_tagging", Bucket=resource_id, Tagging={"TagSet": as_list(change.new)})
        else:
            aws.call("s3", "delete_bucket_tagging", Bucket=resource_id)


class Bucket(Resource):
    """A bucket; its id is its name."""

    type_name = "aws:s3/bucket:Bucket"
    service = "s3"
    operation = "CreateBucket"
    table = Table(
        rename={"objectLockEnabled": "ObjectLockEnabledForBucket"},
        local=frozenset({"bucketPrefix", "forceDestroy", "objectLockEnabled"}),
        replaces=frozenset({"bucket", "bucketPrefix", "objectLockEnabled", "bucketNamespace"}),
        unread=frozenset({"bucketNamespace"}),
        defaults={"forceDestroy": False},
        outputs=("arn", "bucketDomainName", "bucketRegionalDomainName", "bucketRegion"),
        name=AutoName("bucket", longest=63, prefix_property="bucketPrefix", lower=True),
    )
    tag_api = _BucketTags()

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        for name in inputs.keys() & _INLINE.keys():
            yield Failure(name, f"{name!r} is not supported inside the bucket; use aws.s3.{_INLINE[name]}")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        region = inputs.get("region") or session.config.region
        request = self.mapped(session, inputs)
        if region != "us-east-1":
            request["CreateBucketConfiguration"] = {"LocationConstraint": region}
        if inputs.get("objectLockEnabled"):
            request["ObjectLockEnabledForBucket"] = True
        return request

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("s3", "create_bucket", **self.request(aws.session, inputs))
        return str(inputs["bucket"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        if aws.find("s3", "head_bucket", Bucket=resource_id) is None:
            return None
        suffix = "amazonaws.com" if aws.partition == "aws" else "amazonaws.com.cn"
        return {
            "bucket": resource_id,
            "arn": aws.arn("s3", resource_id, region="", account=""),
            "bucketDomainName": f"{resource_id}.s3.{suffix}",
            "bucketRegionalDomainName": f"{resource_id}.s3.{aws.region}.{suffix}",
            "bucketRegion": aws.region,
            "forceDestroy": known.get("forceDestroy", False),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Nothing but tags and `forceDestroy` can change."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """Empty it first when `forceDestroy` says so."""
        if state.get("forceDestroy"):
            _empty(aws, resource_id)
        aws.find("s3", "delete_bucket", Bucket=resource_id)


def _empty(aws: Aws, bucket: str) -> None:
    while found := aws.find("s3", "list_object_versions", Bucket=bucket, MaxKeys=1000):
        items = [*found.get("Versions", []), *found.get("DeleteMarkers", [])]
        if not items:
            break
        keys = [{"Key": item["Key"], "VersionId": item["VersionId"]} for item in items]
        answer = aws.call("s3", "delete_objects", Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
        if answer.get("Errors"):
            first = answer["Errors"][0]
            raise ProviderError(f"bucket {bucket}: {first.get('Key')} cannot be deleted: {first.get('Message')}")
    uploads = aws.find("s3", "list_multipart_uploads", Bucket=bucket) or {}
    for upload in uploads.get("Uploads", []):
        aws.find("s3", "abort_multipart_upload", Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])


class _ObjectTags:
    """An object has one document of all its tags."""

    after_create = False

    def on_create(self, tags: Mapping[str, str] | Unknown) -> Props:
        from urllib.parse import urlencode

        if isinstance(tags, Unknown) or has_unknown(tags):
            return {"Tagging": UNKNOWN}
        return {"Tagging": urlencode(sorted(tags.items()))} if tags else {}

    def read(self, aws: Aws, resource_id: str, state: Props) -> Tags:  # noqa: ARG002
        found = aws.call("s3", "get_object_tagging", Bucket=state["bucket"], Key=state["key"])
        return as_map(found["TagSet"])

    def write(self, aws: Aws, resource_id: str, state: Props, change: TagChange) -> None:  # noqa: ARG002
        where = {"Bucket": state["bucket"], "Key": state["key"]}
        aws.call("s3", "put_object_tagging", **where, Tagging={"TagSet": as_list(change.new)})


class BucketObject(PutResource):
    """An object, from an asset or a text; its id is `bucket/key`."""

    type_name = "aws:s3/bucketObjectv2:BucketObjectv2"
    service = "s3"
    operation = "PutObject"
    table = Table(
        rename={"kmsKeyId": "SSEKMSKeyId", "websiteRedirect": "WebsiteRedirectLocation"},
        local=frozenset({"source", "content", "contentBase64", "sourceHash", "forceDestroy", "etag"}),
        unread=frozenset({"acl", "checksumAlgorithm", "bucketKeyEnabled", "serverSideEncryption", "kmsKeyId"}),
        replaces=frozenset({"bucket", "key"}),
        defaults={"forceDestroy": False},
        meaning=Meaning(
            computed=frozenset(
                {"acl", "bucketKeyEnabled", "contentType", "etag", "kmsKeyId", "serverSideEncryption", "storageClass"}
            )
        ),
        outputs=("arn", "etag", "versionId", "contentType"),
        volatile=("etag", "versionId"),
        name=AutoName("key", longest=1024, prefix_property=None, digits=0),
    )
    tag_api = _ObjectTags()

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        given = [name for name in ("source", "content", "contentBase64") if name in inputs]
        if len(given) > 1:
            yield Failure(given[1], f"only one of {' and '.join(given)} may be given")

    def put(self, aws: Aws, inputs: Props) -> None:
        """See `PutResource`."""
        aws.call("s3", "put_object", **self.request(aws.session, inputs), Body=_body(inputs))

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return f"{inputs['bucket']}/{inputs['key']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id.removeprefix("s3://"), "/", "bucket", "key")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        bucket, key = known["bucket"], known["key"]
        found = aws.find("s3", "head_object", Bucket=bucket, Key=key)
        if found is None:
            return None
        arn = aws.arn("s3", f"{bucket}/{key}", region="", account="")
        etag = found["ETag"].strip('"')
        storage = found.get("StorageClass", "STANDARD")
        props = {**self.props(found), "bucket": bucket, "key": key, "arn": arn, "etag": etag, "storageClass": storage}
        if known.get("etag", etag) != etag:
            # The content isn't read back, but another ETag says that it isn't what the program put there.
            props |= {
                name: Asset(text="", hash=etag) for name in ("source", "content", "contentBase64") if name in known
            }
        return props

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """Every version of it, as the bucket could not be deleted otherwise."""
        bucket, key = state["bucket"], state["key"]
        found = aws.find("s3", "list_object_versions", Bucket=bucket, Prefix=key) or {}
        for item in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]:
            if item["Key"] == key:
                aws.find("s3", "delete_object", Bucket=bucket, Key=key, VersionId=item["VersionId"])


def _body(inputs: Props) -> bytes:
    source: Any = inputs.get("source")
    if isinstance(source, Asset):
        return source.read()
    if isinstance(source, Archive):
        return source.zip_bytes()
    if source is not None:
        return Asset(path=str(source)).read()
    if "contentBase64" in inputs:
        return base64.b64decode(inputs["contentBase64"])
    return str(inputs.get("content", "")).encode()


RESOURCES: Iterable[type[Resource]] = (Bucket, BucketObject, *SETTINGS)
