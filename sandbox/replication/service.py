"""S3 replication in front of moto, which keeps rules without following them, and forgets their filters."""

from __future__ import annotations

import re
import time
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.iam import Guard
from sandbox.moto_app import LOCKS
from sandbox.replication.copier import STATUS, Copier, Job
from sandbox.replication.rules import Configuration, Rule, configuration
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService

_WRITES: Final = frozenset({"PutObject", "CopyObject", "CompleteMultipartUpload"})
_READS: Final = frozenset({"GetObject", "HeadObject"})
_DELETED: Final = re.compile(rb"<Object>(.*?)</Object>", re.DOTALL)
_KEY: Final = re.compile(rb"<Key>(.*?)</Key>", re.DOTALL)


class ObjectReplication(BaseService):
    """Keeps replication configurations, and copies what is written after one was put.

    Args:
        context: For the copies.
        guard: What the replication's role may do.
    """

    names = frozenset({"s3"})

    def __init__(self, context: SandboxContext, guard: Guard) -> None:
        self._copier = Copier(context, guard)
        self._configurations: dict[str, Configuration] = {}

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Answers for replication configurations; everything else is moto's."""
        name = request.path_params.get("Bucket", "")
        if request.operation == "PutBucketReplication":
            return self._put(name, request.body)
        if request.operation == "GetBucketReplication":
            known = self._configurations.get(name)
            if known is None:
                message = "The replication configuration was not found"
                raise AwsError("ReplicationConfigurationNotFoundError", message, 404)
            return AwsResponse(headers={"Content-Type": "application/xml"}, body=known.document)
        if request.operation == "DeleteBucketReplication":
            self._configurations.pop(name, None)
            return AwsResponse(status=204)
        return None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Sends copies on their way, and says of an object how its copy is."""
        if response.status >= 300:
            return response
        name = request.path_params.get("Bucket", "")
        if request.operation == "DeleteBucket":
            self._configurations.pop(name, None)
        if name in self._configurations:
            self._copy(request, name)
        if request.operation in _READS and (status := _status(request, name)):
            headers = {**response.headers, "x-amz-replication-status": status}
            return AwsResponse(status=response.status, headers=headers, body=response.body)
        return response

    def close(self) -> None:
        """Ends replication."""
        self._copier.close()

    def _put(self, name: str, body: bytes) -> AwsResponse:
        asked = configuration(body)
        bucket = _bucket(name)
        if bucket is None:
            raise AwsError("NoSuchBucket", f"The specified bucket does not exist: {name}", 404)
        if not bucket.is_versioned:
            raise AwsError("InvalidRequest", f"Versioning must be 'Enabled' on the bucket {name} to have replication")
        for rule in asked.rules:
            target = _bucket(rule.destination)
            if target is None:
                message = f"rule {rule.name}: Destination bucket must exist: {rule.destination}"
                raise AwsError("InvalidRequest", message)
            if not target.is_versioned:
                message = f"rule {rule.name}: Destination bucket must have versioning enabled: {rule.destination}"
                raise AwsError("InvalidRequest", message)
            if rule.key_arn and rule.key_arn.startswith("arn:") and rule.key_arn.split(":")[3] != target.region_name:
                message = f"rule {rule.name}: ReplicaKmsKeyID is no key of {target.region_name}: {rule.key_arn}"
                raise AwsError("InvalidRequest", message)
        self._configurations[name] = asked
        return AwsResponse()

    def _copy(self, request: AwsRequest, name: str) -> None:
        if request.operation in _WRITES or (request.operation == "DeleteObject" and "versionId" not in request.query):
            keys = [request.path_params.get("Key", "")]
        elif request.operation == "DeleteObjects":
            objects = [one for one in _DELETED.findall(request.body) if b"<VersionId>" not in one]
            keys = [found.group(1).decode() for one in objects if (found := _KEY.search(one))]
        else:
            return
        with LOCKS["s3"]:
            jobs = [job for key in keys for job in self._jobs(name, key)]
        self._copier.take(jobs)

    def _jobs(self, name: str, key: str) -> list[Job]:
        from moto.s3.models import FakeDeleteMarker, s3_backends

        backend: Any = s3_backends[ACCOUNT_ID]["aws"]
        versions = backend.buckets[name].keys.getlist(key, [])
        if not versions:
            return []
        latest, asked = versions[-1], self._configurations[name]
        marker = isinstance(latest, FakeDeleteMarker)
        tags = {} if marker else backend.tagger.get_tag_dict_for_resource(latest.arn)
        rules = [rule for rule in asked.concerned(key, tags) if _takes(rule, latest, marker=marker)]
        if rules and not marker:
            setattr(latest, STATUS, "PENDING")
        version, now = str(latest.version_id), time.time()
        return [Job(name, key, version, rule, asked.role_arn, now, marker) for rule in rules]


def _takes(rule: Rule, latest: Any, *, marker: bool) -> bool:
    """Whether a rule copies that kind of version: delete markers and what a key encrypts only where it says so."""
    if marker:
        return rule.delete_markers and not rule.tags
    if getattr(latest, STATUS, None) == "REPLICA":
        return False
    return rule.encrypted or latest.encryption != "aws:kms"


def _status(request: AwsRequest, name: str) -> str | None:
    bucket = _bucket(name)
    versions = bucket.keys.getlist(request.path_params.get("Key", ""), []) if bucket is not None else []
    asked = request.query.get("versionId")
    found = [one for one in versions if asked in (None, str(one.version_id))]
    return getattr(found[-1], STATUS, None) if found else None


def _bucket(name: str) -> Any:
    from moto.s3.models import s3_backends

    return s3_backends[ACCOUNT_ID]["aws"].buckets.get(name)
