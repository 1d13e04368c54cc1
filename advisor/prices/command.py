"""``python -m advisor prices``: what is missing or too old in the file of prices, and a refresh from AWS's own list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from advisor.errors import InputError
from advisor.names import instance_type, region_name
from advisor.prices.book import SHIPPED, load_prices
from advisor.prices.file import write
from advisor.prices.price_list import ENDPOINT_REGION, PERMISSION, NoOffer, Offer, offer
from advisor.prices.queries import items_for, query_for
from advisor.prices.refresh import Key, Refresh, lacking, questions, refreshed
from domain.pricing import PriceBook

REGIONS: Final = ("us-east-1", "ap-northeast-1")
"""Where the stacks are, and where billing alarms always are."""
INSTANCE_TYPES: Final = ("ml.m5.large", "ml.m5.xlarge")
"""What the stack files ask for. Other types are checked with ``--instance``, and refreshed when the file has them."""


def prices(
    check: Annotated[
        bool, typer.Option("--check", help="Only list what is missing or too old; 1 if anything is.")
    ] = False,
    region: Annotated[list[str] | None, typer.Option(help="AWS Region; may be given again.")] = None,
    instance: Annotated[
        list[str] | None, typer.Option(help="Another instance type to price; may be given again.")
    ] = None,
    accept_jumps: Annotated[
        bool, typer.Option("--accept-jumps", help="Take also a price that is far from the old one.")
    ] = False,
    file: Annotated[Path, typer.Option(help="The file of prices.")] = SHIPPED,
) -> None:
    """Refresh the prices from the AWS Price List API, or check how old they are."""
    try:
        book = load_prices(file)
        items = items_for({*INSTANCE_TYPES, *map(instance_type, instance or ())})
        regions = [region_name(name) for name in region or REGIONS]
        if check:
            raise typer.Exit(_check(book, items, regions, _today()))
        with _told():
            answers = _answers(_client(), questions(book, items, regions))
        result = refreshed(book, answers, _today(), accept_jumps=accept_jumps)
        write(result.prices, file)
    except (InputError, ValueError, OSError) as error:
        typer.echo(f"prices: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(_report(result))


def _today() -> date:
    return datetime.now(UTC).date()


def _client() -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        "pricing", region_name=ENDPOINT_REGION, config=Config(retries={"mode": "standard", "total_max_attempts": 8})
    )


def _answers(client: Any, keys: Sequence[Key]) -> dict[Key, Offer | NoOffer]:
    answers: dict[Key, Offer | NoOffer] = {}
    for item, place in keys:
        query = query_for(item)
        answers[item, place] = NoOffer("there is no query for it") if query is None else offer(client, query, place)
    return answers


@contextmanager
def _told() -> Iterator[None]:
    """Turns what AWS or the network refuses into one line; nothing has been written then."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        need = f"the refresh needs AWS credentials with the permission {PERMISSION}"
        raise InputError(f"the AWS Price List API did not answer: {error}; {need}; no price was changed") from error


def _check(book: PriceBook, items: Sequence[str], regions: Sequence[str], today: date) -> int:
    found = lacking(book, items, regions, today)
    for price in found:
        typer.echo(price.describe())
    typer.echo(
        f"{len(found)} of {len(items) * len(regions)} prices cannot be used on {today}"
        if found
        else "all prices can be used"
    )
    return 1 if found else 0


def _report(result: Refresh) -> str:
    lines = [change.describe() for change in result.changes]
    lines += [f"kept as it was: {item.describe()}" for item in result.kept]
    lines.append(
        f"{len(result.changes)} changed or new, {result.confirmed} confirmed, {len(result.kept)} kept as they were"
    )
    return "\n".join(lines)
