"""Callers of the drill: what they note, and that they ask again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from domain.resilience import CrossRegionClient
from sandbox.drill.callers import BATCH, Callers, Trickle

EAST, WEST = "us-east-1", "us-east-2"


class Platform:
    """Takes work; its first answer to each key is lost as often as it is told."""

    def __init__(self, losses: int = 0) -> None:
        self.losses, self.seen = losses, Counter[str]()

    def __call__(self, region: str, operation: str, *, works: list[dict[str, Any]]) -> dict[str, Any]:
        assert operation == "accept"
        self.seen.update(work["key"] for work in works)
        if self.seen[works[0]["key"]] <= self.losses:
            raise TimeoutError("lost")
        return {"region": region, "works": [{"key": work["key"], "status": "accepted"} for work in works]}


def callers(platform: Platform) -> Callers:
    return Callers(CrossRegionClient(EAST, WEST, execute=platform, emit_metric=lambda *_: None), b"1", "text/csv")


def test_every_key_is_submitted_in_full_requests() -> None:
    made = callers(platform := Platform())
    requests = made.submit_all([f"k{at}" for at in range(2 * BATCH + 3)], threads=2)
    assert sorted(len(one.keys) for one in requests) == [3, BATCH, BATCH]
    assert set(platform.seen.values()) == {1}
    assert made.requests == requests or len(made.requests) == 3


def test_what_got_no_answer_is_submitted_again_under_its_key() -> None:
    made = callers(platform := Platform(losses=2))
    requests = made.submit_all(["k"], threads=1)
    assert [bool(one.error) for one in requests] == [True, False]
    assert platform.seen["k"] == 3
    assert "TimeoutError" in requests[0].error


def test_a_trickle_goes_on_until_it_is_left() -> None:
    made = callers(Platform())
    with Trickle(made, lambda at: f"later/{at}", threads=2, pause_s=0.001) as trickle:
        while len(made.requests) < 10:
            pass
    assert set(trickle.keys) == {key for one in made.requests for key in one.keys}
    assert len(set(trickle.keys)) == len(trickle.keys)
