"""Aliases with two versions: which one a call goes to, and which weights Lambda takes.

https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.errors import AwsError


class RoutingDice:
    """Numbers from 0 up to 1 that split calls; safe to use from many threads.

    Args:
        seed: The present seed; another one starts the sequence anew, and 0 leaves it to chance.
    """

    def __init__(self, seed: Callable[[], int]) -> None:
        self._seed = seed
        self._used: int | None = None
        self._random = random.Random()  # noqa: S311 - traffic shifting, not a secret
        self._lock = threading.Lock()

    def __call__(self) -> float:
        """The next number."""
        with self._lock:
            seed = self._seed()
            if seed != self._used:
                self._used, self._random = seed, random.Random(seed or None)  # noqa: S311
            return self._random.random()


def chosen_version(alias: Any, dice: Callable[[], float]) -> str:
    """The version that one of moto's aliases sends a call to: its own, or by weight the additional one."""
    weights: Mapping[str, float] = (alias.routing_config or {}).get("AdditionalVersionWeights") or {}
    if weights:
        thrown = dice()
        for version, weight in weights.items():
            if thrown < float(weight):
                return str(version)
            thrown -= float(weight)
    return str(alias.function_version)


def check_routing(body: Mapping[str, Any], primary: str, published: Callable[[str], bool]) -> None:
    """Refuses weights that Lambda does not take.

    Args:
        body: Of CreateAlias or UpdateAlias.
        primary: The alias's own version after the call.
        published: Whether a version of the function exists.

    Raises:
        AwsError: InvalidParameterValueException, ResourceNotFoundException.
    """
    weights = ((body.get("RoutingConfig") or {}).get("AdditionalVersionWeights")) or {}
    if not weights:
        return
    if len(weights) > 1:
        message = f"AdditionalVersionWeights has {len(weights)} items; accepted: at most 1"
        raise AwsError("InvalidParameterValueException", message, 400)
    version, weight = next(iter(weights.items()))
    if "$LATEST" in (version, primary):
        raise AwsError("InvalidParameterValueException", "$LATEST is not supported for an alias with weights", 400)
    if not 0 <= float(weight) <= 1:
        raise AwsError("InvalidParameterValueException", f"the weight of {version} is {weight}; accepted: 0 to 1", 400)
    if version == primary:
        raise AwsError("InvalidParameterValueException", f"{version} is the alias's own version already", 400)
    if not published(version):
        raise AwsError("ResourceNotFoundException", f"Function not found: version {version}", 404)
