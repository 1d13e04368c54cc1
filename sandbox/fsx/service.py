"""Access points on FSx for ONTAP volumes, played by a bucket whose name is the alias.

What differs from AWS: volumes are not checked, two access points on one volume do not see the same files, files go with
the access point, and an access point's own policy is stored, not evaluated.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.fsx.arn import access_point_arn, alias_of
from sandbox.fsx.limits import STORAGE_CLASS, refusal
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService

NAME: Final = re.compile(r"(?=[a-z0-9])[a-z0-9-]{1,48}[a-z0-9]")
VOLUME: Final = re.compile(r"fsvol-[0-9a-f]{17,}")
IDENTITIES: Final = {"UNIX": "UnixUser", "WINDOWS": "WindowsUser"}
LISTINGS: Final = ("ListObjects", "ListObjectsV2", "ListParts", "ListMultipartUploads", "GetObjectAttributes")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One access point.

    Attributes:
        region: Where.
        fields: The answer of describe, but for the lifecycle.
        token: ClientRequestToken it was made with.
        available_at: Epoch seconds from which it is AVAILABLE.
    """

    region: str
    fields: Mapping[str, Any]
    token: str
    available_at: float

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.fields["Name"])

    @property
    def alias(self) -> str:
        """Its alias: the bucket that plays it."""
        return str(self.fields["S3AccessPoint"]["Alias"])

    def described(self, now: float) -> dict[str, Any]:
        """The API's view."""
        return {**self.fields, "Lifecycle": "AVAILABLE" if now >= self.available_at else "CREATING"}


class FsxAccessPointService(BaseService):
    """Answers the access point operations of `fsx`, and holds `s3` calls on an alias to their limits.

    Args:
        context: Its `access_points` tell IAM the ARN behind each alias.
    """

    names = frozenset({"fsx", "s3"})

    def __init__(self, context: SandboxContext) -> None:
        self._context = context
        self._attachments: dict[tuple[str, str], Attachment] = {}
        self._lock = threading.Lock()
        self._operations = {
            "CreateAndAttachS3AccessPoint": self.create,
            "DescribeS3AccessPointAttachments": self._describe,
            "DetachAndDeleteS3AccessPoint": self._detach,
        }

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Plays `fsx`; refuses what an access point refuses; everything else is moto's."""
        if request.service == "fsx":
            operation = self._operations.get(request.operation)
            return AwsResponse.of_json(operation(request.region, request.json())) if operation else None
        bucket = request.path_params.get("Bucket", "")
        if bucket in self._context.access_points:
            error = refusal(request, self._context.access_points)
            if error is not None:
                raise error
        return None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Says FSX_ONTAP where moto says STANDARD; hides the buckets that play access points."""
        if request.service != "s3" or response.status >= 300:
            return response
        if request.operation == "ListBuckets":
            return _with_body(response, self._without_aliases(response.body))
        if request.path_params.get("Bucket", "") not in self._context.access_points:
            return response
        if request.operation in LISTINGS:
            body = re.sub(
                rb"<StorageClass>\w+</StorageClass>",
                f"<StorageClass>{STORAGE_CLASS}</StorageClass>".encode(),
                response.body,
            )
            return _with_body(response, body)
        if request.operation in ("GetObject", "HeadObject"):
            headers = {**response.headers, "x-amz-storage-class": STORAGE_CLASS}
            return AwsResponse(status=response.status, headers=headers, body=response.body)
        return response

    def create(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """CreateAndAttachS3AccessPoint."""
        _check(body)
        name, now = str(body["Name"]), time.time()
        arn, alias = access_point_arn(region, name), alias_of(region, name)
        point = {"ResourceARN": arn, "Alias": alias}
        if body.get("S3AccessPoint", {}).get("VpcConfiguration"):
            point["VpcConfiguration"] = body["S3AccessPoint"]["VpcConfiguration"]
        fields = {
            "Name": name,
            "Type": body["Type"],
            "CreationTime": now,
            "OntapConfiguration": body["OntapConfiguration"],
            "S3AccessPoint": point,
        }
        token = str(body.get("ClientRequestToken", ""))
        made = Attachment(region, fields, token, now + self._context.options.endpoint_create_s)
        with self._lock:
            known = self._attachments.get((region, name))
            if known is not None and not (token and known.token == token):
                raise AwsError("AccessPointAlreadyOwnedByYou", f"An access point named {name} exists already ({arn}).")
            attachment = self._attachments.setdefault((region, name), made)
        if known is None:
            self._create_bucket(region, alias)
            self._context.access_points[alias] = arn
        return {"S3AccessPointAttachment": attachment.described(now)}

    def _describe(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        with self._lock:
            found = [one for one in self._attachments.values() if one.region == region]
        for name in body.get("Names") or ():
            if name not in [one.name for one in found]:
                raise _absent(name)
        names = body.get("Names")
        found = [one for one in found if (not names or one.name in names) and _matches(one, body.get("Filters") or ())]
        return {"S3AccessPointAttachments": [one.described(time.time()) for one in found]}

    def _detach(self, region: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.delete(region, str(body["Name"]))

    def attachment(self, region: str, name: str) -> Mapping[str, Any] | None:
        """One access point as describe gives it, or None."""
        with self._lock:
            found = self._attachments.get((region, name))
        return found.described(time.time()) if found else None

    def delete(self, region: str, name: str) -> Mapping[str, Any]:
        """DetachAndDeleteS3AccessPoint."""
        with self._lock:
            attachment = self._attachments.pop((region, name), None)
        if attachment is None:
            raise _absent(name)
        self._context.access_points.pop(attachment.alias, None)
        _drop_bucket(attachment.alias)
        return {"Name": attachment.name, "Lifecycle": "DELETING"}

    def _create_bucket(self, region: str, alias: str) -> None:
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self._context.client("s3", region).create_bucket(Bucket=alias, **where)

    def _without_aliases(self, body: bytes) -> bytes:
        for alias in list(self._context.access_points):
            pattern = rb"<Bucket>(?:(?!</Bucket>).)*<Name>" + re.escape(alias.encode()) + rb"</Name>.*?</Bucket>"
            body = re.sub(pattern, b"", body, flags=re.DOTALL)
        return body


def _check(body: Mapping[str, Any]) -> None:
    if not NAME.fullmatch(str(body.get("Name", ""))):
        raise AwsError("BadRequest", f"Name {body.get('Name')!r}: accepted are 3 to 50 of a-z, 0-9 and hyphens.")
    if body.get("Type") != "ONTAP" or not body.get("OntapConfiguration"):
        raise AwsError("BadRequest", "The sandbox plays access points of Type ONTAP with an OntapConfiguration.")
    ontap = body["OntapConfiguration"]
    if not VOLUME.fullmatch(str(ontap.get("VolumeId", ""))):
        raise AwsError(
            "BadRequest", f"VolumeId {ontap.get('VolumeId')!r}: accepted is fsvol- and 17 hexadecimal digits."
        )
    identity = ontap.get("FileSystemIdentity") or {}
    member = IDENTITIES.get(str(identity.get("Type")))
    if member is None or not identity.get(member, {}).get("Name"):
        raise AwsError(
            "BadRequest", "FileSystemIdentity must be UNIX with UnixUser.Name or WINDOWS with WindowsUser.Name."
        )


def _matches(attachment: Attachment, filters: Iterable[Mapping[str, Any]]) -> bool:
    facts = {"volume-id": attachment.fields["OntapConfiguration"]["VolumeId"], "type": attachment.fields["Type"]}
    return all(facts.get(one["Name"]) in one["Values"] for one in filters)


def _absent(name: str) -> AwsError:
    return AwsError("S3AccessPointAttachmentNotFound", f"S3 access point attachment {name} was not found.")


def _drop_bucket(alias: str) -> None:
    from moto.s3.models import s3_backends  # moto reads its settings when it is imported

    backend: Any = s3_backends[ACCOUNT_ID]["aws"]
    bucket = backend.buckets.get(alias)
    if bucket is not None:
        for key in list(bucket.keys.values()):
            key.dispose()
        bucket.keys.clear()
        backend.delete_bucket(alias)


def _with_body(response: AwsResponse, body: bytes) -> AwsResponse:
    headers = {name: value for name, value in response.headers.items() if name.lower() != "content-length"}
    return AwsResponse(status=response.status, headers=headers, body=body)
