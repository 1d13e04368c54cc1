"""What SageMaker remembers: models, endpoint configurations, endpoints, transform jobs, inference components.

moto keeps such records too, but drops fields (execution role of an endpoint configuration, network isolation), lets one
name be created twice, has no components, and finishes every endpoint and job at once. The sandbox keeps its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID
from sandbox.sagemaker.tag_rules import with_tags


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Attributes:
        title: What messages call it.
        name: Member of the API that holds its name (`EndpointName`).
        path: Part of its ARN before the name (`endpoint`).
    """

    title: str
    name: str
    path: str

    @property
    def arn_member(self) -> str:
        """Member of the API that holds its ARN (`EndpointArn`)."""
        return self.name.removesuffix("Name") + "Arn"

    def arn(self, region: str, name: str) -> str:
        """The ARN; SageMaker spells names in lower case there."""
        return f"arn:aws:sagemaker:{region}:{ACCOUNT_ID}:{self.path}/{name.lower()}"


MODEL: Final = Kind("model", "ModelName", "model")
CONFIG: Final = Kind("endpoint configuration", "EndpointConfigName", "endpoint-config")
ENDPOINT: Final = Kind("endpoint", "EndpointName", "endpoint")
JOB: Final = Kind("transform job", "TransformJobName", "transform-job")
TRAINING: Final = Kind("training job", "TrainingJobName", "training-job")
COMPONENT: Final = Kind("inference component", "InferenceComponentName", "inference-component")
GROUP: Final = Kind("model package group", "ModelPackageGroupName", "model-package-group")
PACKAGE: Final = Kind("model package", "ModelPackageName", "model-package")
KINDS: Final = (MODEL, CONFIG, ENDPOINT, JOB, TRAINING, COMPONENT, GROUP, PACKAGE)


@dataclass(slots=True)
class Record:
    """One record: what `Describe…` answers, and its tags apart, because AWS never describes them.

    Attributes:
        kind: Which kind.
        region: Where it lives.
        fields: Members of the describe answer.
        tags: Key to value.
    """

    kind: Kind
    region: str
    fields: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name as it was given."""
        return str(self.fields[self.kind.name])

    @property
    def arn(self) -> str:
        """Its ARN."""
        return str(self.fields[self.kind.arn_member])

    def update(self, **fields: Any) -> None:
        """Replaces fields and dates the change."""
        self.fields.update(fields, LastModifiedTime=time.time())


class Records:
    """All records, by region, kind and name; every method is atomic."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str, str], Record] = {}
        self._by_arn: dict[str, Record] = {}
        self._lock = threading.RLock()

    def add(self, kind: Kind, region: str, fields: Mapping[str, Any]) -> Record:
        """A new record out of a create request: its tags are taken out, its ARN and times put in.

        Raises:
            AwsError: The name is taken (`ValidationException`; `ResourceInUse` for a job), or a tag is not accepted.
        """
        name = str(fields[kind.name])
        now = time.time()
        content = {key: value for key, value in fields.items() if key != "Tags"}
        content.update({kind.arn_member: kind.arn(region, name), "CreationTime": now, "LastModifiedTime": now})
        record = Record(kind, region, content, with_tags({}, fields.get("Tags") or ()))
        with self._lock:
            if (region, kind.path, name) in self._records:
                raise _taken(kind, record.arn)
            self._records[region, kind.path, name] = self._by_arn[record.arn] = record
        return record

    def get(self, kind: Kind, region: str, name: str) -> Record:
        """The record of that name.

        Raises:
            AwsError: There is none (`ValidationException`, as SageMaker says it).
        """
        record = self.find(kind, region, name)
        if record is None:
            raise AwsError("ValidationException", f'Could not find {kind.title} "{kind.arn(region, name)}".')
        return record

    def find(self, kind: Kind, region: str, name: str) -> Record | None:
        """The record of that name, or None."""
        with self._lock:
            return self._records.get((region, kind.path, name))

    def of_arn(self, arn: str) -> Record | None:
        """The record with that ARN, or None when it is not kept here."""
        with self._lock:
            return self._by_arn.get(arn)

    def listing(self, kind: Kind, region: str) -> list[Record]:
        """All of one kind in one region, oldest first."""
        return [record for record in self.all() if record.kind is kind and record.region == region]

    def all(self) -> Iterator[Record]:
        """Every record."""
        with self._lock:
            return iter(list(self._records.values()))

    def remove(self, record: Record) -> None:
        """Forgets a record; nothing happens when it is gone already."""
        with self._lock:
            self._records.pop((record.region, record.kind.path, record.name), None)
            self._by_arn.pop(record.arn, None)


def _taken(kind: Kind, arn: str) -> AwsError:
    if kind in (JOB, TRAINING):
        message = (
            f"Job name must be unique within an AWS account and region, and a job with this name already exists ({arn})"
        )
        return AwsError("ResourceInUse", message)
    return AwsError("ValidationException", f'Cannot create already existing {kind.title} "{arn}".')
