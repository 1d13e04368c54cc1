"""The keepers of a deployed stack: which function to ask in which Region, and whether it is a production stack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from advisor.deployed import outputs_of, text_output
from advisor.errors import InputError
from advisor.function_call import Answer, invoked

KEEPER: Final = "keepLeaseFunction"
SECONDARY_KEEPER: Final = "secondaryKeepLeaseFunction"
PRIMARY: Final = "primaryRegion"
SECONDARY: Final = "secondaryRegion"
REMEDY: Final = "Set resilience.enabled to true and deploy it."
CONNECT_S: Final = 5
"""A Region that is gone is found out soon: somebody waits in front of a terminal."""
LONGEST_S: Final = 95
"""A little longer than the keeper may take."""
STATUS_S: Final = 15
"""A status only reads; a Region that is silent for so long does not answer."""
PRODUCTION: Final = "prod"


@dataclass(frozen=True)
class Sites:
    """A stack's two Regions.

    Attributes:
        where: How messages call the stack.
        primary: The stack's own Region.
        secondary: The other.
        functions: The keeper's function by Region; a Region without functions has none.
        production: It is called prod.
    """

    where: str
    primary: str
    secondary: str
    functions: Mapping[str, str]
    production: bool

    def other(self, region: str) -> str:
        """The other Region."""
        return self.secondary if region == self.primary else self.primary

    def ask(self, region: str, event: Mapping[str, Any], longest_s: int = LONGEST_S) -> Answer:
        """Ask the keeper of a Region, and wait so long for its answer.

        Raises:
            InputError: It cannot be asked; the text says why.
        """
        name = self.functions.get(region)
        if name is None:
            known = ", ".join(self.functions)
            raise InputError(
                f"{self.where} has no functions in {region} (tier 3 before a restore); there are some in {known}"
            )
        return invoked(client(region, longest_s), name, event)


def sites_of(stack: str | None, outputs: Path | None) -> Sites:
    """The keepers of a stack, from its outputs.

    Raises:
        InputError: The outputs cannot be read, or the theme is not deployed.
    """
    found = outputs_of(stack, outputs)
    where = str(outputs) if outputs is not None else f"stack {stack}"
    primary, secondary, own = (text_output(found, name, where, REMEDY) for name in (PRIMARY, SECONDARY, KEEPER))
    there = found.get(SECONDARY_KEEPER)
    functions = {primary: own} | ({secondary: there} if isinstance(there, str) and there else {})
    named = [stack or "", *functions.values()]
    return Sites(where, primary, secondary, functions, any(PRODUCTION in re.split(r"[^a-z0-9]+", one) for one in named))


def client(region: str, longest_s: int) -> Any:
    """A client of Lambda that asks once: a second attempt would be a second order.

    Raises:
        InputError: The shell has no credentials.
    """
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    config = Config(connect_timeout=CONNECT_S, read_timeout=longest_s, retries={"total_max_attempts": 1})
    try:
        return boto3.Session(region_name=region).client("lambda", config=config)
    except BotoCoreError as error:
        raise InputError(f"AWS cannot be asked: {error}") from error
