"""Environment of ``start_deployment``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.rollouts.targets import Targets, parse_targets
from lambdas.deployments.settings import Place, read_place
from lambdas.environment import EnvironmentReader
from lambdas.errors import InvalidEnvironmentError
from lambdas.models.settings import may_be_empty, package_bytes

VARIABLES: Final = (
    "RUN_BUCKET",
    "MODEL_ROLE_ARN",
    "KEY_ARN",
    "SUBNETS",
    "SECURITY_GROUPS",
    "TAGS",
    "DEPLOY_TARGETS",
    "SIGNING_KEY_ARN",
    "MAX_PACKAGE_MB",
)


@dataclass(frozen=True)
class Settings:
    """What the stack decided.

    Attributes:
        place: What is made for a model.
        targets: Where a model goes to.
        signing_key_arn: KMS key that signed every package; empty when they are not signed.
        max_package_bytes: Most bytes that a package may unpack to.
    """

    place: Place
    targets: Targets
    signing_key_arn: str
    max_package_bytes: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        place = read_place(read)
        raw = read.text("DEPLOY_TARGETS")
        targets = None
        try:
            targets = parse_targets(raw) if raw else None
        except (ValueError, TypeError) as error:
            reason = "it is no JSON" if isinstance(error, json.JSONDecodeError) else str(error)
            read.problem(f"DEPLOY_TARGETS is not accepted: {reason}")
        key = may_be_empty(read, environ, "SIGNING_KEY_ARN", "an ARN; empty when packages are not signed")
        max_bytes = package_bytes(read)
        read.check()
        if targets is None:  # the check above has raised
            raise InvalidEnvironmentError("DEPLOY_TARGETS is missing")
        return cls(place, targets, key, max_bytes)
