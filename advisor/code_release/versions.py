"""Which version of a function answers, which is the newest, and whether there is anything to roll out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.errors import InputError

ALIAS: Final = "live"
UNPUBLISHED: Final = "$LATEST"


@dataclass(frozen=True)
class Move:
    """From which version the alias goes to which.

    Attributes:
        function: Name of the function.
        current: Version that answers now.
        target: Version that shall answer.
    """

    function: str
    current: str
    target: str

    @property
    def is_none(self) -> bool:
        """Whether the alias is already there."""
        return self.current == self.target

    def app_spec(self) -> dict[str, Any]:
        """What CodeDeploy is told.

        Source: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
        """
        properties = {
            "Name": self.function,
            "Alias": ALIAS,
            "CurrentVersion": self.current,
            "TargetVersion": self.target,
        }
        return {
            "version": 0.0,
            "Resources": [{"function": {"Type": "AWS::Lambda::Function", "Properties": properties}}],
        }


def planned(function: str, alias: Mapping[str, Any], published: Iterable[str], wanted: str | None) -> Move:
    """The move that is asked for.

    Args:
        function: Name of the function.
        alias: Lambda's answer to GetAlias.
        published: Every version, ``$LATEST`` may be among them.
        wanted: A version, or ``None`` for the newest.

    Raises:
        InputError: There is no such version, none at all, or the alias shares its calls between two.
    """
    current = str(alias["FunctionVersion"])
    versions = sorted({int(version) for version in published if version != UNPUBLISHED})
    if not versions:
        raise InputError(f"function {function} has no published version; deploy the stack first")
    weights = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    if weights:
        shares = ", ".join(f"{version} gets {weight:.0%}" for version, weight in weights.items())
        raise InputError(
            f"alias {ALIAS} of {function} shares its calls ({shares} beside {current}): a rollout is under way, or "
            "somebody has set weights; see `status`, and wait or `stop`"
        )
    target = str(versions[-1]) if wanted is None else wanted
    if target not in map(str, versions):  # "07" and other scripts' digits are numbers too, but no version of Lambda
        listed = ", ".join(str(version) for version in versions[-5:])
        raise InputError(f"--version is {target}; accepted: a published version of {function}, the newest are {listed}")
    return Move(function, current, target)
