"""Bedrock: model units by the hour, used or not; a profile is billed by the calls through it, which no stack knows.

https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.costing.units import month_hours
from advisor.errors import NotKnownError
from advisor.stack.resources import Resource
from domain.bedrock.commitments import commitment_of, price_item

THROUGHPUT: Final = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
CUSTOM: Final = ":custom-model/"


def throughput(resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """Units times the hours of a month, at the price of the model and its commitment.

    A custom model costs what the model under it does. Its ARN names that, but for those that were imported.
    """
    properties = resource.properties
    units, model = properties.required_number("modelUnits"), properties.required_text("modelArn")
    if CUSTOM in model:
        model = model.partition(CUSTOM)[2].partition("/")[0]
    duration = properties.text("commitmentDuration")
    try:
        commitment = commitment_of(duration)
    except ValueError:
        raise NotKnownError(
            f"commitmentDuration {duration!r} is none; accepted: OneMonth, SixMonths, nothing"
        ) from None
    yield Charge("model units", price_item(model, commitment), month_hours(units))


PRICERS: Final[Mapping[str, Pricer]] = {THROUGHPUT: throughput}
