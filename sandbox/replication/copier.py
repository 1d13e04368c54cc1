"""Copies objects and delete markers to other buckets, a while after they were written, as the replication's role."""

from __future__ import annotations

import copy
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.iam import Guard, Principal
from sandbox.moto_app import LOCKS
from sandbox.permissions import Permission
from sandbox.policy import Verdict
from sandbox.replication.rules import Rule
from sandbox.request import ACCOUNT_ID

STATUS: Final = "replication_status"
"""Attribute of one of moto's objects: PENDING, COMPLETED, FAILED or REPLICA."""
_LOOK_S: Final = 0.05
_READ: Final = ("GetObjectVersionForReplication", "GetObjectVersionAcl", "GetObjectVersionTagging")


@dataclass(frozen=True, slots=True)
class Job:
    """One version of an object that a rule copies; `marker` for a delete marker."""

    bucket: str
    key: str
    version: str
    rule: Rule
    role_arn: str
    at: float
    marker: bool


class Copier:
    """One thread; jobs between two regions wait while nothing can pass.

    Args:
        context: Borders, lag, metrics, log.
        guard: What the role may do.
    """

    def __init__(self, context: SandboxContext, guard: Guard) -> None:
        self._context = context
        self._guard = guard
        self._jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._run, name="s3-replication", daemon=True).start()

    def take(self, jobs: list[Job]) -> None:
        """Accepts jobs; returns at once."""
        with self._changed:
            self._jobs.extend(jobs)
            self._changed.notify()

    def close(self) -> None:
        """Ends the thread; what waits is lost."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                due = self._due()
                if not due:
                    self._changed.wait(_LOOK_S if self._jobs else None)
                    continue
            for job in due:
                try:
                    self._copy(job)
                except Exception:  # one object that cannot be copied must not end replication
                    self._context.log.exception("s3 replication of %s/%s failed", job.bucket, job.key)

    def _due(self) -> list[Job]:
        """Jobs whose time has come and whose way is open, in order. Holds the lock."""
        until = time.time() - self._context.options.object_replication_lag_s
        ready = [job for job in self._jobs if job.at <= until and self._is_open(job)]
        if ready:
            taken = set(map(id, ready))
            self._jobs = deque(job for job in self._jobs if id(job) not in taken)
        return ready

    def _is_open(self, job: Job) -> bool:
        here, there = _bucket(job.bucket), _bucket(job.rule.destination)
        if here is None or there is None:
            return True  # which fails then
        return self._context.borders.reaches(here.region_name, there.region_name)

    def _copy(self, job: Job) -> None:
        with LOCKS["s3"]:
            source, target = _version(job), _bucket(job.rule.destination)
            if source is None:
                return
            problem = self._problem(job, source, target)
            if problem is None:
                _write_marker(job) if job.marker else _write(job, source)
            if not job.marker:
                setattr(source, STATUS, "FAILED" if problem else "COMPLETED")
        if problem is not None:
            self._context.log.warning("%s/%s is not replicated: %s", job.bucket, job.key, problem)
        self._measure(job, failed=problem is not None)

    def _problem(self, job: Job, source: Any, target: Any) -> str | None:
        """Why it cannot be copied, or None."""
        if target is None:
            return f"there is no bucket {job.rule.destination}"
        if not target.is_versioned:
            return f"bucket {job.rule.destination} has no versioning"
        if not self._guard.role_trusts(job.role_arn, "s3.amazonaws.com"):
            return f"{job.role_arn} does not trust s3.amazonaws.com"
        region = _bucket(job.bucket).region_name
        principal = Principal(job.role_arn, "role", job.role_arn.rsplit("/", 1)[-1])
        for permission in _needed(job, source):
            if self._guard.verdict(principal, permission, region) is not Verdict.ALLOW:
                return f"{job.role_arn} lacks {permission.action} on {permission.resource}"
        return None

    def _measure(self, job: Job, *, failed: bool) -> None:
        source = _bucket(job.bucket)
        if not job.rule.metrics or source is None:
            return
        dimensions = {
            "SourceBucket": job.bucket,
            "DestinationBucket": job.rule.destination,
            "RuleId": job.rule.name,
        }
        put, region = self._context.put_metric, source.region_name
        if failed:
            put(region, "AWS/S3", "OperationsFailedReplication", 1, "Count", dimensions)
        else:
            put(region, "AWS/S3", "ReplicationLatency", time.time() - job.at, "Seconds", dimensions)


def _needed(job: Job, source: Any) -> list[Permission]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html."""
    here, there = f"arn:aws:s3:::{job.bucket}", f"arn:aws:s3:::{job.rule.destination}"
    found = [Permission(f"s3:{name}", here) for name in ("GetReplicationConfiguration", "ListBucket")]
    if job.marker:
        return [*found, Permission("s3:ReplicateDelete", f"{there}/{job.key}")]
    found += [Permission(f"s3:{name}", f"{here}/{job.key}") for name in _READ]
    found.append(Permission("s3:ReplicateObject", f"{there}/{job.key}"))
    own = str(source.kms_key_id or "")
    if source.encryption == "aws:kms" and own.startswith("arn:") and ":key/" in own:
        found.append(Permission("kms:Decrypt", own))
    if job.rule.key_arn:
        found.append(Permission("kms:Encrypt", job.rule.key_arn))
    return found


def _write(job: Job, source: Any) -> None:
    from moto.s3.models import s3_backends

    backend: Any = s3_backends[ACCOUNT_ID]["aws"]
    rule = job.rule
    made = backend.put_object(
        rule.destination,
        job.key,
        source.value,
        storage=source.storage_class,
        etag=source._etag,
        encryption="aws:kms" if rule.key_arn else None,
        kms_key_id=rule.key_arn,
    )
    made._version_id = source.version_id
    made._metadata = copy.copy(source._metadata)
    for name in ("checksum_algorithm", "checksum_value", "checksum_type", "checksum_parts"):
        setattr(made, name, getattr(source, name, None))
    tags = backend.tagger.get_tag_dict_for_resource(source.arn)
    if tags:
        backend.tagger.tag_resource(made.arn, [{"Key": key, "Value": value} for key, value in tags.items()])
    setattr(made, STATUS, "REPLICA")


def _write_marker(job: Job) -> None:
    from moto.s3.models import s3_backends

    backend: Any = s3_backends[ACCOUNT_ID]["aws"]
    if job.key in backend.buckets[job.rule.destination].keys:
        backend.delete_object(job.rule.destination, job.key)


def _bucket(name: str) -> Any:
    from moto.s3.models import s3_backends

    return s3_backends[ACCOUNT_ID]["aws"].buckets.get(name)


def _version(job: Job) -> Any:
    bucket = _bucket(job.bucket)
    versions = bucket.keys.getlist(job.key, []) if bucket is not None else []
    return next((one for one in versions if str(one.version_id) == job.version), None)
