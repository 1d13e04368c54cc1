"""Which S3 actions work on objects and which on buckets, and which of the two a pattern of resources reaches.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.aws import iam

_OBJECT: Final = frozenset(
    f"s3:{name}".lower()
    for name in (
        "GetObject", "GetObjectVersion", "GetObjectTagging", "GetObjectAttributes", "GetObjectAcl", "PutObject",
        "PutObjectTagging", "PutObjectAcl", "DeleteObject", "DeleteObjectVersion", "AbortMultipartUpload",
        "ListMultipartUploadParts", "RestoreObject",
    )
)  # fmt: skip
_BUCKET: Final = frozenset(
    f"s3:{name}".lower()
    for name in (
        "ListBucket", "ListBucketVersions", "ListBucketMultipartUploads", "GetBucketLocation", "GetBucketPolicy",
        "PutBucketPolicy", "GetBucketVersioning", "PutBucketVersioning", "GetBucketNotification",
        "PutBucketNotification", "GetEncryptionConfiguration", "GetLifecycleConfiguration",
    )
)  # fmt: skip
"""The ones that people write; an action that is in neither is not judged."""

_IN_BUCKET: Final = re.compile(r"arn:[^:]*:s3:::([^/]*)(/?).*")
_IN_POINT: Final = re.compile(r"arn:[^:]*:s3:[^:]+:[^:]*:accesspoint/([^/]*)(/?).*")
OBJECTS: Final = "object"
BUCKETS: Final = "bucket"


def level(action: str) -> str:
    """Whether an action works on objects or buckets; empty for a pattern, and for what is not known."""
    name = action.lower()
    return OBJECTS if name in _OBJECT else BUCKETS if name in _BUCKET else ""


def reaches(pattern: str, wanted: str) -> bool:
    """True when a pattern may stand for an object, or for a bucket. Texts of other kinds may stand for both."""
    found = _IN_BUCKET.fullmatch(pattern) or _IN_POINT.fullmatch(pattern)
    if found is None:
        return True
    inside = bool(found[2])
    return not inside if wanted == BUCKETS else inside or "*" in found[1] or "?" in found[1]


def unreached(statement: iam.Statement, among: Sequence[iam.Statement]) -> Iterator[tuple[str, str]]:
    """The actions of a statement, and their levels, that no resource of the statements that name them can fit.

    An unknown resource may fit, and so may what NotResource leaves.
    """
    for action in statement.texts("Action"):
        wanted = level(action)
        if not wanted:
            continue
        same = [other for other in among if other.grants(action)]
        nodes = [part for other in same for node in other.node.any_case("Resource") for part in node.each()]
        patterns = [text for other in same for text in other.texts("Resource")]
        certain = nodes and len(patterns) == len(nodes) and not any(other.has("NotResource") for other in same)
        if certain and not any(reaches(pattern, wanted) for pattern in patterns):
            yield action, wanted
