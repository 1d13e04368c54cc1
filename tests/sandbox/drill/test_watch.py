"""The watch sees each lease once, in order, from whichever Region answers."""

from __future__ import annotations

import pytest
from botocore.exceptions import ConnectionClosedError

from domain.resilience import Lease
from sandbox.drill.watch import LeaseWatch


class Replica:
    """Gives its leases, one a read; the last one for ever."""

    def __init__(self, *versions: int, dead: bool = False) -> None:
        self.versions, self.dead = list(versions), dead

    def __call__(self) -> Lease | None:
        if self.dead:
            raise ConnectionClosedError(endpoint_url="http://gone.example")
        version = self.versions.pop(0) if len(self.versions) > 1 else self.versions[0]
        return Lease("us-east-1", 1, 1, version=version) if version else None


def test_a_region_that_is_gone_and_one_that_lags_do_not_matter() -> None:
    with LeaseWatch((Replica(1, dead=True), Replica(0, 1, 1, 3, 2, 5))) as watch:
        assert watch.wait(lambda lease: lease.version == 5, 10.0).version == 5
        versions = [one.lease.version for one in watch.seen()]
    assert versions == [1, 3, 5]
    assert [one.lease.version for one in watch.seen(watch.seen()[1].at_s)] == [3, 5]


def test_what_does_not_come_is_an_error_that_says_what_was_last() -> None:
    with LeaseWatch((Replica(7),)) as watch, pytest.raises(TimeoutError, match="version=7"):
        watch.wait(lambda lease: lease.version == 8, 0.3)
