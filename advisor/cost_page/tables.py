"""The generated parts of docs/cost.md, so that a price that changes changes the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from advisor.cost_page import figures
from advisor.cost_page.claims import CLAIMS, Claim
from advisor.cost_page.rates import Rates, UnpricedError, newest, usd
from advisor.prices.book import load_prices
from advisor.prices.queries import items_for
from advisor.prices.refresh import lacking
from domain.pricing import ANYWHERE, HOURS_PER_MONTH, PriceBook

REGIONS: Final = ("us-east-1", "ap-northeast-1")
INSTANCE_TYPES: Final = ("ml.m5.large", "ml.m5.xlarge")
"""What the stack files ask for."""
Row = Sequence[str]


def claims_table(book: PriceBook | None = None) -> str:
    """The figures of the brief beside ours."""
    rates = _rates(book, REGIONS[0])
    rows = [(claim.source, claim.what, claim.said, _figure(claim, rates), claim.why) for claim in CLAIMS]
    return _as_of(rates) + _table(("text", "about", "it says", "it comes to", "why"), rows)


def options_table(book: PriceBook | None = None) -> str:
    """What each option of the theme costs a month."""
    options = {
        "schedules": figures.nothing,
        "billing alarms (always in us-east-1)": figures.alarms,
        "budget": lambda rates: usd(rates("budgets/budget")),
        "anomaly detection": figures.nothing,
        "auto-stop function": figures.auto_stop,
        "overrides": figures.nothing,
    }
    rates = [_rates(book, region) for region in REGIONS]
    rows = []
    for name, compute in options.items():
        home = [rates[0]] * len(rates) if name.startswith("billing") else rates
        cells = [_figure(Claim("", name, "", compute, ""), each) for each in home]
        rows.append((name, *cells))
    return f"Prices as of {rates[0].on}.\n\n" + _table(("option", *REGIONS), rows)


def prices_table(book: PriceBook | None = None) -> str:
    """The prices that a stack of this platform meets most."""
    rates = [_rates(book, region) for region in REGIONS]
    items = (
        "sagemaker.hosting/ml.m5.large",
        "sagemaker.serverless/duration",
        "sagemaker.serverless/provisioned",
        "lambda/requests",
        "lambda/duration/arm64",
        "dynamodb/write",
        "dynamodb/read",
        "cloudwatch/alarm",
        "cloudwatch/metric",
        "cloudwatch/logs-ingest",
        "kms/key",
        "vpc/interface-endpoint",
    )
    rows = [(f"`{item}`", *(_price(each, item) for each in rates)) for item in items]
    return _table(("item", *REGIONS), rows)


def lacking_table(book: PriceBook | None = None) -> str:
    """What has no price that counts on the day of the newest fact."""
    book = book or load_prices()
    found = {
        (price.item, price.region): price for price in lacking(book, items_for(INSTANCE_TYPES), REGIONS, newest(book))
    }
    items = dict.fromkeys(item for item, _ in found)
    if not items:
        return "Every price is known.\n"
    known = {(price.item, price.region): price.observed for price in book.prices}

    def cell(item: str, region: str) -> str:
        if (item, region) not in found:
            return "known"
        seen = known.get((item, region)) or known.get((item, ANYWHERE))
        return "missing" if seen is None else f"too old: {seen}"

    rows = [(f"`{item}`", *(cell(item, region) for region in REGIONS)) for item in items]
    return _table(("item", *REGIONS), rows)


def _rates(book: PriceBook | None, region: str) -> Rates:
    book = book or load_prices()
    return Rates(book, region, newest(book))


def _figure(claim: Claim, rates: Rates) -> str:
    try:
        return claim.compute(rates)
    except UnpricedError as error:
        return f"**unpriced**: {error}"


def _price(rates: Rates, item: str) -> str:
    try:
        amount = rates(item)
    except UnpricedError:
        return "**unpriced**"
    found = next(
        price for price in rates.book.prices if price.item == item and price.region in (rates.region, ANYWHERE)
    )
    return f"${amount:.10f}".rstrip("0").rstrip(".") + f" per {found.unit}, {found.observed}"


def _as_of(rates: Rates) -> str:
    return f"Prices of {rates.region} as of {rates.on}; a month has {HOURS_PER_MONTH} hours.\n\n"


def _table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
