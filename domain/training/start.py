"""What a start of the pipeline asks for: one object, or the newest one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from domain.training.fields import Fields, shown

FOLDER_END: Final = "/"
_LONGEST_KEY: Final = 1024


@dataclass(frozen=True)
class Start:
    """A start.

    Attributes:
        key: Key of the data; None for the newest object under the prefix.
        force: Train although a run on the same data exists.
    """

    key: str | None
    force: bool = False


@dataclass(frozen=True)
class DataPlace:
    """Where data arrives.

    Attributes:
        bucket: The bucket.
        prefix: What its keys start with; ends with a slash, or is empty for the whole bucket.
    """

    bucket: str
    prefix: str


def parse_start(value: Any, place: DataPlace) -> Start:
    """Read the input of an execution: by hand, from S3's event, or from a schedule.

    Args:
        value: ``{"source": {"bucket", "key"}, "force"}``, an event "Object Created" of S3, or ``{}``.
        place: Where data arrives; the functions may read nothing else.

    Raises:
        ValueError: It is something else, or is about an object that is no data of this pipeline.
    """
    if isinstance(value, Mapping) and "detail" in value:
        return Start(_event_key(value, place))
    fields = Fields(value, "", ("source", "force"))
    force = fields.flag("force", default=False)
    if not fields.has("source"):
        return Start(None, force)
    source = Fields(fields.raw("source"), "source", ("bucket", "key"))
    return Start(_checked(source.text("bucket", place.bucket), source.text("key", longest=_LONGEST_KEY), place), force)


def is_folder_marker(key: str, size: int) -> bool:
    """Whether an object only stands for a folder in a console."""
    return key.endswith(FOLDER_END) or size == 0


def _event_key(event: Mapping[str, Any], place: DataPlace) -> str:
    kind = event.get("detail-type")
    if event.get("source") != "aws.s3" or kind != "Object Created":
        raise ValueError(
            f"the event is {shown(kind)} of {shown(event.get('source'))}; accepted: 'Object Created' of 'aws.s3'"
        )
    detail = event["detail"]
    # The event has more fields than these: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    bucket, found = (detail.get(name) if isinstance(detail, Mapping) else None for name in ("bucket", "object"))
    if not isinstance(bucket, Mapping) or not isinstance(found, Mapping):
        _refuse_detail(detail, "bucket and object")
    name, key, size = bucket.get("name"), found.get("key"), found.get("size", 1)
    if not isinstance(name, str) or not isinstance(key, str) or not isinstance(size, int):
        _refuse_detail(detail, "texts in bucket.name and object.key, a number in object.size")
    if is_folder_marker(key, size):
        raise ValueError(f"s3://{name}/{key} is empty or stands for a folder; accepted: a CSV file")
    return _checked(name, key, place)


def _refuse_detail(detail: object, accepted: str) -> NoReturn:
    raise ValueError(f"detail is {shown(detail)}; accepted: {accepted}")


def _checked(bucket: str, key: str, place: DataPlace) -> str:
    if bucket != place.bucket or not key.startswith(place.prefix) or key.endswith(FOLDER_END):
        raise ValueError(
            f"s3://{bucket}/{key} is no data of this pipeline; accepted: a file under s3://{place.bucket}/{place.prefix}"
        )
    return key
