"""Environment of ``clean_up_training``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.models.names import checked_model
from lambdas.deployments.settings import Place, read_place
from lambdas.environment import EnvironmentReader

VARIABLES: Final = (
    "RUN_BUCKET",
    "MODEL_ROLE_ARN",
    "KEY_ARN",
    "SUBNETS",
    "SECURITY_GROUPS",
    "TAGS",
    "MODEL",
    "PACKAGE_GROUP",
)


@dataclass(frozen=True)
class Settings:
    """What the stack decided.

    Attributes:
        place: Where documents lie, and what resources get.
        model: Name of the model that the pipeline trains.
        package_group: Its model package group.
    """

    place: Place
    model: str
    package_group: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            place=read_place(read),
            model=read.converted("MODEL", "a model's name", checked_model, ""),
            package_group=read.text("PACKAGE_GROUP"),
        )
        read.check()
        return settings
