"""Environment that every function of deployments reads: where documents lie, and what SageMaker's resources get."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lambdas.environment import EnvironmentReader

PLACE_VARIABLES: Final = ("RUN_BUCKET", "MODEL_ROLE_ARN", "KEY_ARN", "SUBNETS", "SECURITY_GROUPS", "TAGS")


@dataclass(frozen=True)
class Place:
    """What a deployment's resources get.

    Attributes:
        run_bucket: Bucket of the documents.
        model_role_arn: Role that the model's container runs with.
        key_arn: Key of the instances' volumes.
        subnets: Of the model's network; none where the stack has no network.
        security_groups: Of the same.
        tags: Tags of everything that is made.
    """

    run_bucket: str
    model_role_arn: str
    key_arn: str
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]
    tags: Mapping[str, str]

    @property
    def tag_list(self) -> list[dict[str, str]]:
        """The tags as SageMaker takes them."""
        return [{"Key": key, "Value": value} for key, value in sorted(self.tags.items())]


def read_place(read: EnvironmentReader) -> Place:
    """Read the variables; problems are reported by the reader's check."""
    place = Place(
        run_bucket=read.text("RUN_BUCKET"),
        model_role_arn=read.text("MODEL_ROLE_ARN"),
        key_arn=read.text("KEY_ARN"),
        subnets=read.converted("SUBNETS", LIST, _names, ()),
        security_groups=read.converted("SECURITY_GROUPS", LIST, _names, ()),
        tags=read.json_object("TAGS", "a JSON object of texts", _texts, {}),
    )
    if bool(place.subnets) != bool(place.security_groups):
        read.problem("SUBNETS and SECURITY_GROUPS go together: give both or none")
    return place


LIST: Final = "names with commas between them, or - for none"


def _names(raw: str) -> tuple[str, ...]:
    names = () if raw == "-" else tuple(name.strip() for name in raw.split(","))
    if not all(names):
        raise ValueError(raw)
    return names


def _texts(found: Mapping[str, Any]) -> Mapping[str, str]:
    if not all(isinstance(value, str) for value in found.values()):
        raise ValueError(found)
    return found
