"""Two keepers on real tables, with whatever may happen to them: one holder an epoch, one result a key, nothing lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from unittest import mock

from botocore.exceptions import ClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from moto import mock_aws

from domain.batches.outcomes import TIMEOUT, EndpointError
from domain.resilience import Order, Outcome, WorkState, execution_name
from lambdas import sdk
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.errors import LedgerUnknownError, OrderRefusedError
from lambdas.keep_lease import sweep
from tests.lambdas.keep_lease.two_regions import Site, TwoRegions
from tests.lambdas.work.ledger_cloud import EAST, LATE, LEDGER, LOST, UNREACHABLE, WEST, Shaky, accepted, code

SITES = st.sampled_from([EAST, WEST])
ILL = EndpointError(TIMEOUT, 0, "no answer")
FAULTS = st.sampled_from([LOST, LATE, UNREACHABLE, code("ReplicatedWriteConflictException"), code("Oops", 500)])
WRITES = ("put_item", "update_item")
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": EAST,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
}


class Crash(BaseException):
    """The function ends in the middle of what it does."""


class TwoKeepers(RuleBasedStateMachine):
    """Everything that may happen, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(mock.patch.dict(os.environ, ENVIRONMENT))
        sdk.forget_clients()
        self.stack.enter_context(mock_aws())
        # One at a time, so that the same example is the same again.
        self.stack.enter_context(mock.patch.object(sweep, "CONNECTIONS", 1))
        self.regions = TwoRegions(return_after_ms=60_000)
        self.holders: dict[int, str] = {}
        self.results: dict[str, set[str]] = {}

    def teardown(self) -> None:
        try:
            self.all_ends_well()
        finally:
            self.stack.close()
            sdk.forget_clients()

    def site(self, name: str) -> Site:
        return self.regions.east if name == EAST else self.regions.west

    @contextmanager
    def meanwhile(self, site: Site) -> Iterator[None]:
        try:
            with suppress(Crash):
                yield
        finally:
            site.ledger_client.on_call = lambda _: None
            site.ledger_client.before.clear()
            site.ledger_client.after.clear()

    @initialize(east=st.floats(-1, 1), west=st.floats(-1, 1), held=st.booleans())
    def clocks(self, east: float, west: float, held: bool) -> None:
        """The clocks are apart by no more than the rules allow for."""
        self.regions.east.skew_s, self.regions.west.skew_s = east, west
        if held:
            self.regions.settle()

    @rule()
    def accept(self) -> None:
        work = self.regions.put(accepted(f"key-{len(self.results)}", at_ms=int(self.regions.time.now * 1000)))
        self.results[work.key] = set()

    @rule(name=SITES)
    def look(self, name: str) -> None:
        self.site(name).look()

    @rule(name=SITES, write=st.sampled_from(WRITES), error=FAULTS, arrives=st.booleans())
    def look_with_a_lost_answer(self, name: str, write: str, error: Exception, arrives: bool) -> None:
        site = self.site(name)
        with self.meanwhile(site):
            (site.ledger_client.after if arrives and error is not LATE else site.ledger_client.before)[write] = [error]
            site.look()

    @rule(name=SITES, after=st.integers(0, 12))
    def look_that_crashes(self, name: str, after: int) -> None:
        site, left = self.site(name), [after]

        def crash(_: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Crash

        with self.meanwhile(site):
            site.ledger_client.on_call = crash
            site.look()

    @rule(name=SITES, other=SITES, after=st.integers(0, 12), waits_s=st.sampled_from([0, 30, 70]))
    def look_that_another_meets(self, name: str, other: str, after: int, waits_s: int) -> None:
        """Also of the same Region: two invocations at the same time. And one that stands still meanwhile."""
        site, left = self.site(name), [after]

        def meet(_: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                site.ledger_client.on_call = lambda _: None
                self.regions.time.now += waits_s
                self.site(other).look()

        with self.meanwhile(site):
            site.ledger_client.on_call = meet
            site.look()

    @rule(name=SITES)
    def a_late_write_arrives(self, name: str) -> None:
        client = self.site(name).ledger_client
        while client.late:
            with suppress(ClientError):  # refused, where it is too late
                client.late.pop(0)()

    @rule(seconds=st.sampled_from([1, 5, 10, 10, 25, 63]))
    def wait(self, seconds: int) -> None:
        self.regions.time.now += seconds

    @rule()
    def heartbeats_arrive(self) -> None:
        self.regions.replicate()

    @rule(name=SITES, ill=st.booleans())
    def health(self, name: str, ill: bool) -> None:
        self.site(name).endpoint.error = ILL if ill else None

    @rule(name=SITES, order=st.sampled_from(Order), to=SITES)
    def order(self, name: str, order: Order, to: str) -> None:
        with suppress(OrderRefusedError, LedgerUnknownError):
            self.site(name).operator().order(order, None if order in (Order.UNPIN, Order.FAIL_BACK) else to)

    @rule(which=st.integers(0, 99), fails=st.booleans())
    def an_execution_ends(self, which: int, fails: bool) -> None:
        """At any time, also long after its Region lost the lease: only the ledger's condition is in its way."""
        running = sorted(self.running())
        if running:  # no precondition: what is drawn may not hang on which thread was first
            name, key, epoch, attempt = running[which % len(running)]
            self.end(name, Claim(key, epoch, attempt), fails=fails)

    def end(self, name: str, claim: Claim, *, fails: bool) -> None:
        client = Shaky(self.regions.ledger)
        changes = WorkChanges(client, LEDGER, WorkLedger(client, LEDGER))
        if not fails:
            told = f"{name} {claim.epoch} {claim.attempt}"
            changes.commit(claim, Outcome.SUCCEEDED, told, now_ms=int(self.regions.time.now * 1000))
        machine = self.site(name).machine
        machine.executions[execution_name(claim.key, claim.epoch, claim.attempt)].status = (
            "FAILED" if fails else "SUCCEEDED"
        )

    def running(self) -> list[tuple[str, str, int, int]]:
        found = []
        names = {execution_name(key, 1, 1).split("-")[0]: key for key in self.results}
        for site in (self.regions.east, self.regions.west):
            for name, execution in site.machine.executions.items():
                digest, epoch, attempt = name.split("-")
                if execution.status == "RUNNING":
                    found.append((site.name, names[digest], int(epoch), int(attempt)))
        return found

    @invariant()
    def an_epoch_has_one_holder(self) -> None:
        lease = self.regions.lease
        if lease is not None:
            assert self.holders.setdefault(lease.epoch, lease.holder) == lease.holder
            assert lease.epoch == max(self.holders)

    @invariant()
    def only_the_holder_of_an_epoch_started_anything_in_it(self) -> None:
        for site in (self.regions.east, self.regions.west):
            for name in site.machine.executions:
                assert self.holders.get(int(name.split("-")[1])) == site.name

    @invariant()
    def a_key_has_one_result(self) -> None:
        for key, results in self.results.items():
            work = self.regions.work(key)
            if work.state is WorkState.DONE:
                results.add(work.result)
            assert len(results) <= 1

    def all_ends_well(self) -> None:
        """When nothing goes wrong any more, all that was accepted gets its result."""
        for site in (self.regions.east, self.regions.west):
            site.endpoint.error = None
        for _ in range(40):
            self.regions.round()
            for name, key, epoch, attempt in self.running():
                self.end(name, Claim(key, epoch, attempt), fails=False)
            if all(self.regions.work(key).state is WorkState.DONE for key in self.results):
                break
        self.a_key_has_one_result()
        for key in self.results:
            assert self.regions.work(key).state is WorkState.DONE


TestTwoKeepers = TwoKeepers.TestCase
TestTwoKeepers.settings = settings(max_examples=6, stateful_step_count=25, deadline=None)
