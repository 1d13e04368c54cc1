"""What the drill asks over and over, of a ledger that holds open work and results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from domain.resilience import Outcome
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.work.rows import work_item
from sandbox.drill.site import LONGEST_S, Site
from tests.lambdas.work.ledger_cloud import EAST, LEDGER, WEST, accepted, create_ledger

NOW_MS = 1_800_000_000_000
DAY_MS = 86_400_000


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name=EAST)
        create_ledger(client)
        outputs = {"primaryRegion": EAST, "secondaryRegion": WEST, "ledgerRegion": EAST, "ledgerTable": LEDGER}
        yield Site(outputs, {}, {("dynamodb", EAST, LONGEST_S): client})


def put(site: Site, key: str, epoch: int = 0, done_ms: int = 0) -> None:
    """Work that was accepted, claimed under an epoch, done at a moment."""
    client: Any = site.client("dynamodb", EAST)
    client.put_item(TableName=LEDGER, Item=work_item(accepted(key)))
    changes, claim = WorkChanges(client, LEDGER, WorkLedger(client, LEDGER)), Claim(key, epoch, 1)
    if epoch:
        assert changes.claim(claim, region=EAST, now_ms=NOW_MS).done
    if done_ms:
        assert changes.commit(claim, Outcome.SUCCEEDED, "{}", now_ms=done_ms).done


def test_work_is_open_until_it_has_a_result(site: Site) -> None:
    put(site, "a")
    put(site, "b", epoch=1)
    put(site, "c", epoch=1, done_ms=NOW_MS)
    assert sorted(site.open_keys(EAST)) == ["a", "b"]
    assert site.any_open(EAST)


def test_nothing_is_open_when_all_is_done(site: Site) -> None:
    assert not site.any_open(EAST)
    put(site, "a", epoch=1, done_ms=NOW_MS)
    assert not site.any_open(EAST)


def test_what_counts_as_done_is_later_and_of_a_later_epoch(site: Site) -> None:
    put(site, "open", epoch=9)
    put(site, "old", epoch=2, done_ms=NOW_MS)
    put(site, "before", epoch=3, done_ms=NOW_MS - 1)
    assert not site.any_done_since(EAST, 2, NOW_MS, NOW_MS + 1)
    put(site, "new", epoch=3, done_ms=NOW_MS)
    assert site.any_done_since(EAST, 2, NOW_MS, NOW_MS + 1)


def test_midnight_hides_no_result(site: Site) -> None:
    put(site, "next-day", epoch=3, done_ms=NOW_MS + DAY_MS)
    assert not site.any_done_since(EAST, 2, NOW_MS, NOW_MS)
    assert site.any_done_since(EAST, 2, NOW_MS, NOW_MS + DAY_MS)
