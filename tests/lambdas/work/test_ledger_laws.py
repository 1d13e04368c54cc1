"""The ledger's conditions say what the domain's verdicts say, for any item and any claim."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.resilience import (
    Acceptance,
    Outcome,
    Work,
    WorkState,
    committed_by,
    may_accept,
    may_claim,
    may_commit,
)
from lambdas.clients.work_accepts import WorkAccepts
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from tests.lambdas.work.ledger_cloud import EAST, LEDGER, accepted, new_key, raw_item

EPOCHS, ATTEMPTS = st.integers(1, 3), st.integers(1, 3)
LATER_MS = 1_800_000_100_000
laws = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Work in any state that the writes can lead to."""
    state = draw(st.sampled_from(WorkState))
    if state is WorkState.ACCEPTED:
        return accepted(input_hash=draw(st.sampled_from("ab")))
    given: dict[str, Any] = {
        "key": new_key(),
        "state": state,
        "input_hash": draw(st.sampled_from("ab")),
        "epoch": draw(EPOCHS),
        "attempt": draw(ATTEMPTS),
        "region": EAST,
        "at_ms": 1_800_000_000_000,
    }
    if state is WorkState.DONE:
        return Work(result='{"label":7}', outcome=draw(st.sampled_from(Outcome)), **given)
    return Work(input="{}", **given)


def there(client: Any, work: Work | None) -> WorkLedger:
    if work is not None:
        client.put_item(TableName=LEDGER, Item=raw_item(work))
    return WorkLedger(client, LEDGER)


@laws
@given(work=works())
def test_an_item_is_read_as_what_was_written(ledger_client: Any, work: Work) -> None:
    assert there(ledger_client, work).read(work.key) == work


@laws
@given(work=works(), epoch=EPOCHS, attempt=ATTEMPTS)
def test_claim(ledger_client: Any, work: Work, epoch: int, attempt: int) -> None:
    ledger = there(ledger_client, work)
    change = WorkChanges(ledger_client, LEDGER, ledger).claim(
        Claim(work.key, epoch, attempt), region="us-east-2", now_ms=LATER_MS
    )
    after = ledger.read(work.key)
    assert after is not None
    assert change.found == after
    if may_claim(work, epoch, attempt).ok:
        assert change.done
        assert (after.state, after.epoch, after.attempt, after.region) == (
            WorkState.CLAIMED,
            epoch,
            attempt,
            "us-east-2",
        )
        assert (after.input, after.input_hash, after.at_ms) == (work.input, work.input_hash, work.at_ms)
    else:
        assert after == work
        assert change.done == (work.state is WorkState.CLAIMED and (work.epoch, work.attempt) == (epoch, attempt))


@laws
@given(work=works(), epoch=EPOCHS, attempt=ATTEMPTS, outcome=st.sampled_from(Outcome))
def test_commit(ledger_client: Any, work: Work, epoch: int, attempt: int, outcome: Outcome) -> None:
    ledger = there(ledger_client, work)
    change = WorkChanges(ledger_client, LEDGER, ledger).commit(
        Claim(work.key, epoch, attempt), outcome, '{"new":1}', now_ms=LATER_MS
    )
    after = ledger.read(work.key)
    assert after is not None
    assert change.found == after
    if may_commit(work, epoch, attempt).ok:
        assert change.done
        assert (after.state, after.outcome, after.result, after.at_ms) == (
            WorkState.DONE,
            outcome,
            '{"new":1}',
            LATER_MS,
        )
        assert (after.input, after.input_hash) == ("", work.input_hash)
    else:
        assert after == work
        assert change.done == committed_by(work, epoch, attempt)


@laws
@given(work=st.none() | works(), digest=st.sampled_from("ab"))
def test_accept(ledger_client: Any, work: Work | None, digest: str) -> None:
    ledger = there(ledger_client, work)
    new = accepted(key=work.key if work else None, input_hash=digest, at_ms=LATER_MS)
    change = WorkAccepts(ledger_client, LEDGER, ledger).accept(new)
    assert change.done == (may_accept(work, digest) is Acceptance.NEW)
    assert change.found == ledger.read(new.key) == (new if work is None else work)


@laws
@given(claims=st.lists(st.tuples(EPOCHS, ATTEMPTS, st.booleans()), max_size=8))
def test_whatever_comes_in_whatever_order_one_result_stands(
    ledger_client: Any, claims: list[tuple[int, int, bool]]
) -> None:
    work = accepted()
    ledger = there(ledger_client, work)
    changes = WorkChanges(ledger_client, LEDGER, ledger)
    results = set()
    for epoch, attempt, commits in claims:
        claim = Claim(work.key, epoch, attempt)
        if commits:
            changes.commit(claim, Outcome.SUCCEEDED, f"{epoch}.{attempt}", now_ms=LATER_MS)
        else:
            changes.claim(claim, region=EAST, now_ms=LATER_MS)
        found = ledger.read(work.key)
        assert found is not None
        if found.result:
            results.add(found.result)
    assert len(results) <= 1
