"""What a request costs on a pattern, from dated prices: what is not known is ``None``, never 0.

What is paid for by the hour, instances and model units, adds nothing to a request: its own cost is 0, and its hours
are `hourly`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from components.foundation.layer import lambda_architecture
from components.settings.price_file import price_book
from components.settings.switching import SwitchPatternSettings
from components.switching.targets import SwitchTargets
from domain.patterns import Pattern
from domain.pricing import Price

MB_PER_GB: Final = 1024
BY_THE_HOUR: Final = frozenset({Pattern.SAGEMAKER_REALTIME, Pattern.INFERENCE_COMPONENTS, Pattern.BEDROCK_PROVISIONED})

Cost = dict[str, float]
Rate = Callable[[str], float | None]
"""Dollars of one unit of an item, or ``None``."""

NOTHING: Final[Cost] = {"per_request": 0.0}
"""What is left out is 0."""


def rates(region: str, on: date) -> Rate:
    """The project's price file, for a Region and a day.

    Raises:
        OSError: It is missing.
        ValueError: It is malformed.
    """
    book = price_book()

    def rate(item: str) -> float | None:
        found = book.find(item, region, on)
        return found.usd if isinstance(found, Price) else None

    return rate


def per_request(
    option: SwitchPatternSettings, targets: SwitchTargets, architecture: str, model: str | None, rate: Rate
) -> Cost | None:
    """What the router adds up for each attempt; ``None`` where a part of it has no price.

    Args:
        option: The pattern.
        targets: What it calls.
        architecture: ``arm64``, or ``local`` for this machine's.
        model: Model id of Bedrock that tokens are billed by, or ``None``.
        rate: Prices.
    """
    pattern = Pattern(option.pattern)
    if pattern in BY_THE_HOUR:
        return dict(NOTHING)
    if pattern is Pattern.SAGEMAKER_SERVERLESS:
        memory = targets.endpoint(pattern).memory_mb or 0
        return _known(per_second=_times(rate("sagemaker.serverless/duration"), memory / MB_PER_GB))
    if pattern is Pattern.LAMBDA_ON_DEMAND:
        duration = rate(f"lambda/duration/{lambda_architecture(architecture)}")
        memory = targets.called_function().memory_mb
        return _known(per_request=rate("lambda/requests"), per_second=_times(duration, memory / MB_PER_GB))
    if option.service_tier not in (None, "default"):
        return None  # other tiers have prices of their own
    return _known(
        per_input_token=rate(f"bedrock.tokens/{model}/in"), per_output_token=rate(f"bedrock.tokens/{model}/out")
    )


def hourly(option: SwitchPatternSettings, targets: SwitchTargets, rate: Rate) -> float | None:
    """Dollars an hour of what a pattern keeps there at least, used or not; ``None`` where that is not known.

    Nobody knows it of instances that come and go down to none: no metric counts them.
    """
    pattern = Pattern(option.pattern)
    if pattern not in BY_THE_HOUR:
        return 0.0
    if pattern is Pattern.BEDROCK_PROVISIONED:
        return targets.provisioned_model(option).hourly_usd
    target = targets.endpoint(pattern)
    if not target.least_instances:
        return None
    return _times(rate(f"sagemaker.hosting/{target.instance_type}"), target.least_instances)


def _times(price: float | None, amount: float) -> float | None:
    return None if price is None else price * amount


def _known(**parts: float | None) -> Cost | None:
    found = {name: part for name, part in parts.items() if part is not None}
    return found if len(found) == len(parts) else None
