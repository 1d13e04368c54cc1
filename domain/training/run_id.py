"""Names a run by what it is made of, so that a second start on the same data is the same run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from domain.training.fields import Fields
from domain.training.layout import RUN_ID_LENGTH

_RUN_ID: Final = re.compile(rf"[0-9a-f]{{{RUN_ID_LENGTH}}}")
_LARGEST_OBJECT: Final = 2**50


@dataclass(frozen=True)
class DataObject:
    """An object of S3 as it was when the run began.

    Attributes:
        bucket: Its bucket.
        key: Its key.
        etag: Its ETag without quotes; another one means that the data is another one.
        size: Bytes.
    """

    bucket: str
    key: str
    etag: str
    size: int

    def to_data(self) -> dict[str, Any]:
        """As fields of JSON."""
        return asdict(self)

    @property
    def uri(self) -> str:
        """How messages name it."""
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True)
class TrainingRun:
    """A run, as the state document has it.

    Attributes:
        run_id: 16 hexadecimal digits.
        model: Name of the model.
        version: Version that the run makes.
        attempt: How often the run was claimed, from 1.
        data: What it is trained on.
    """

    run_id: str
    model: str
    version: str
    attempt: int
    data: DataObject

    def to_data(self) -> dict[str, Any]:
        """As fields of JSON."""
        return asdict(self)


def run_id(data: DataObject, plan_sha256: str, forced_by: str = "") -> str:
    """The id of a run: 16 hexadecimal digits (64 bits) of SHA-256.

    Args:
        data: What is trained on.
        plan_sha256: Hash of the plan.
        forced_by: Name of the execution that wants a run of its own; empty for the run that all others share.
    """
    digest = hashlib.sha256()
    for part in (data.bucket, data.key, data.etag, str(data.size), plan_sha256, forced_by):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()[:RUN_ID_LENGTH]


def checked_run_id(value: Any) -> str:
    """An id of a run; it becomes part of keys and names, so nothing else passes.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, str) or not _RUN_ID.fullmatch(value):
        raise ValueError(f"run_id is {str(value)[:64]!r}; accepted: {RUN_ID_LENGTH} hexadecimal digits")
    return value


def parse_run(value: Any) -> TrainingRun:
    """Read what ``begin_training`` replied.

    Raises:
        ValueError: It is something else; the message names the field.
    """
    fields = Fields(value, "run", ("status", "run_id", "model", "version", "attempt", "data"))
    return TrainingRun(
        run_id=checked_run_id(fields.raw("run_id")),
        model=fields.text("model"),
        version=fields.text("version"),
        attempt=fields.whole("attempt", 1, 10**6),
        data=parse_data_object(fields.raw("data"), "run.data"),
    )


def parse_data_object(value: Any, place: str) -> DataObject:
    """Read an object of S3.

    Raises:
        ValueError: A field is missing or not accepted.
    """
    fields = Fields(value, place, ("bucket", "key", "etag", "size"))
    return DataObject(
        fields.text("bucket"),
        fields.text("key", longest=1024),
        fields.text("etag"),
        fields.whole("size", 0, _LARGEST_OBJECT),
    )


def run_fields(run: TrainingRun, status: str) -> Mapping[str, Any]:
    """The reply of ``begin_training``."""
    return {"status": status, **run.to_data()}
