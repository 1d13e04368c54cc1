"""The command refreshes all or nothing, and tells what it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from botocore.exceptions import ClientError, NoCredentialsError
from typer.testing import CliRunner

from advisor.prices import command as price_command
from advisor.prices.file import write
from advisor.prices.price_list import NoOffer, Offer
from advisor.prices.queries import items_for, query_for
from domain.pricing import Price, parse_price_book

TODAY = date(2026, 11, 26)
OLD = Price("kms/key", "us-east-1", "month", 1.0, "a note", date(2025, 1, 1))
APP = typer.Typer()
APP.command()(price_command.prices)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(price_command, "_today", lambda: TODAY)
    monkeypatch.setattr(price_command, "_client", lambda: None)
    path = tmp_path / "prices.json"
    write([OLD], path)
    return path


def answering(monkeypatch: pytest.MonkeyPatch, answer: Callable[..., Any]) -> None:
    monkeypatch.setattr(price_command, "offer", answer)


def run(file: Path, *arguments: str) -> Any:
    return CliRunner().invoke(APP, ["--file", str(file), *arguments])


def test_a_check_lists_what_cannot_be_used_and_fails(file: Path) -> None:
    result = run(file, "--check", "--region", "us-east-1")
    assert result.exit_code == 1
    assert "kms/key in us-east-1: the price of 2025-01-01 is 694 days old" in result.output
    assert "lambda/requests in us-east-1: no price is known" in result.output
    assert "prices cannot be used on 2026-11-26" in result.output


def test_a_check_passes_when_every_price_counts(file: Path) -> None:
    known = [
        Price(item, "*", query.unit, 1.0, "a note", TODAY)
        for item in items_for(price_command.INSTANCE_TYPES)
        if (query := query_for(item)) is not None
    ]
    write(known, file)
    result = run(file, "--check")
    assert result.exit_code == 0
    assert result.output == "all prices can be used\n"


def test_a_refresh_writes_what_it_learned_and_lists_what_it_did_not(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(client: Any, query: Any, region: str) -> Offer | NoOffer:
        return Offer(1.1, "SKU1", 1) if query.usage == "KMS-Keys" else NoOffer("nothing there")

    answering(monkeypatch, answer)
    result = run(file, "--region", "us-east-1")
    assert result.exit_code == 0
    (price,) = parse_price_book(file.read_text()).prices
    assert (price.usd, price.observed, price.source) == (1.1, TODAY, "AWS Price List API, SKU SKU1")
    assert "kms/key in us-east-1: 1 of 2025-01-01 -> 1.1 USD per month" in result.output
    assert "kept as it was: lambda/requests in us-east-1: nothing there" in result.output


@pytest.mark.parametrize(
    "error",
    [
        NoCredentialsError(),
        ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "GetProducts"),
    ],
)
def test_a_refresh_that_fails_in_the_middle_writes_nothing_and_says_what_it_needs(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    asked: list[str] = []

    def answer(client: Any, query: Any, region: str) -> Offer:
        asked.append(region)
        if len(asked) == 3:
            raise error
        return Offer(9.0, "SKU1", 1)

    answering(monkeypatch, answer)
    before = file.read_text()
    result = run(file)
    assert result.exit_code == 2
    assert file.read_text() == before
    assert "pricing:GetProducts" in result.output
    assert "no price was changed" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--region", "Tokyo"), "'Tokyo' is not accepted: a name such as ap-northeast-1"),
        (("--instance", "m5.large"), "'m5.large' is not accepted: a name such as ml.m5.large"),
    ],
)
def test_a_name_that_is_none_is_refused_before_anything_is_asked(
    file: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = run(file, *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_a_file_that_is_no_price_book_is_refused(file: Path) -> None:
    file.write_text("{}")
    result = run(file, "--check")
    assert result.exit_code == 2
    assert "is not accepted: prices" in result.output


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "none.json", "--check")
    assert result.exit_code == 2
    assert "none.json" in result.output


def test_the_list_is_asked_in_the_region_that_has_an_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    client = price_command._client()
    assert client.meta.region_name == "us-east-1"
    assert client.meta.endpoint_url == "https://api.pricing.us-east-1.amazonaws.com"
