"""Changes that delete nothing today and take away what protects data: a shorter retention, a backup switched off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from advisor.report.changes.values import at_path
from advisor.report.preview import Plan
from advisor.stack.plain import UNKNOWN

Weaker = Callable[[Any, Any], bool]


def _off(before: Any, after: Any) -> bool:
    return before is True and after is not True


def _on(before: Any, after: Any) -> bool:
    return before is not True and after is True


def _shorter(before: Any, after: Any) -> bool:
    """For CloudWatch Logs 0, like nothing, keeps for ever."""
    old, new = _days(before), _days(after)
    return new < old


def _days(value: Any) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return float(value) if known else float("inf")


def _left(kept: str) -> Weaker:
    return lambda before, after: bool(before == kept and after != kept)


def _other(before: Any, after: Any) -> bool:
    return bool(before != after)


CHECKS: Final[Mapping[str, tuple[tuple[str, Weaker, str], ...]]] = {
    "aws:cloudwatch/logGroup:LogGroup": (
        ("retentionInDays", _shorter, "log events that are older than the new retention are deleted"),
    ),
    "aws:dynamodb/table:Table": (
        ("pointInTimeRecovery.enabled", _off, "point-in-time recovery is switched off, and what it kept is deleted"),
        ("deletionProtectionEnabled", _off, "AWS no longer refuses to delete the table"),
        ("ttl.enabled", _on, "items expire from now on"),
        ("ttl.attributeName", _other, "items expire by another attribute"),
    ),
    "aws:s3/bucket:Bucket": (("forceDestroy", _on, "the bucket can be deleted with everything in it"),),
    "aws:s3/bucketVersioning:BucketVersioning": (
        ("versioningConfiguration.status", _left("Enabled"), "an object that is overwritten or deleted is gone"),
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (
        ("rules", _other, "objects expire by other rules, also those that are there already"),
    ),
    "aws:kms/key:Key": (
        ("deletionWindowInDays", _shorter, "there is less time to take a deletion back"),
        ("enableKeyRotation", _off, "the key is no longer rotated"),
        ("isEnabled", lambda before, after: before is not False and after is False, "nothing can be decrypted with it"),
    ),
    "aws:sqs/queue:Queue": (
        ("messageRetentionSeconds", _shorter, "messages that wait longer than the new retention are deleted"),
    ),
}
"""By type: the property, when it is weaker than before, and what that means."""


def weaker(plan: Plan) -> Iterator[tuple[str, str]]:
    """Each protection that a change takes away: the property, and what that means."""
    if plan.before is None or plan.after is None:
        return
    for path, is_weaker, meaning in CHECKS.get(plan.type, ()):
        before, after = at_path(plan.old, path), at_path(plan.new, path)
        if after is not UNKNOWN and before is not UNKNOWN and is_weaker(before, after):
            yield path, meaning
        elif after is UNKNOWN and before is not None and before is not UNKNOWN:
            yield path, f"it is not known yet whether this stays as it is: {meaning}, if not"
    if plan.before.get("protect") is True and plan.after.get("protect") is not True:
        yield "protect", "Pulumi no longer refuses to delete it"
