"""What the functions do with one input, one write at a time; each verdict is the shipped one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from advisor.failover_model.delivery import takes
from advisor.failover_model.one_input import INPUT, KEY, At, Claim, OneInput, Stage, Worker
from advisor.failover_model.scope import Scope
from advisor.failover_model.step import REGIONS, By, Invariant, only
from domain.resilience import (
    Acceptance,
    Work,
    WorkState,
    committed_by,
    may_accept,
    may_claim,
    may_commit,
    next_attempt,
)


class Standing(NamedTuple):
    """What an input's steps need to know of the control part: few distinct ones, so that steps are computed once.

    Args:
        owners: Which Region held each epoch.
        allowed: For each epoch: whether a request of it may be started now.
    """

    owners: tuple[int, ...]
    allowed: tuple[bool, ...]


class Change(NamedTuple):
    """A step of an input, before it has a number."""

    after: OneInput
    by: By
    label: tuple[Any, ...]
    broken: tuple[Invariant, ...] = ()


class InputSteps:
    """Steps of one input.

    Args:
        scope: What may happen.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def of(self, one: OneInput, standing: Standing) -> Iterator[Change]:
        """Every step that some actor may take now."""
        if one.item is None:
            yield from self._accept(one)
            return
        yield from self._claims(one, one.item, standing)
        for place, claim in enumerate(one.claims):
            yield from self._execution(one, place, claim)
            yield from self._deliveries(one, place, claim, standing)
            for worker in dict.fromkeys(claim.workers):
                yield from self._worker(one, place, claim, worker)

    def _accept(self, one: OneInput) -> Iterator[Change]:
        """A caller sends the input, to whichever Region; sent again, it meets what is there."""
        item = Work(KEY, WorkState.ACCEPTED, INPUT)
        broken = []
        if may_accept(item, INPUT) is not Acceptance.KNOWN or may_accept(item, "other") is not Acceptance.REUSED:
            broken.append(Invariant.ONE_INPUT)
        if may_accept(None, INPUT) is Acceptance.NEW:
            yield Change(one._replace(item=item), By.EITHER, ("accept",), tuple(broken))

    def _claims(self, one: OneInput, item: Work, standing: Standing) -> Iterator[Change]:
        """A dispatcher claims the work for an epoch that its Region holds; or held, when it stood still since."""
        for epoch, owner in enumerate(standing.owners, 1):
            now = standing.allowed[epoch - 1]
            wanted = next_attempt(item, epoch) if epoch >= item.epoch else 0
            ended = epoch > item.epoch or not one.claims or one.claims[-1].stage is Stage.ENDED
            for attempt in range(1, self.scope.attempts + 1):
                if not may_claim(item, epoch, attempt).ok or (epoch == item.epoch and not ended):
                    continue  # the keeper asks Step Functions how the execution is before it makes another attempt
                by = only(owner) if now and attempt == wanted and ended else By.NOBODY
                late = one.claims and (epoch, attempt) <= (one.claims[-1].epoch, one.claims[-1].attempt)
                claimed = replace(item, state=WorkState.CLAIMED, epoch=epoch, attempt=attempt, region=REGIONS[owner])
                after = one._replace(item=claimed, claims=(*one.claims, Claim(epoch, attempt, owner)))
                label = ("claim", owner, epoch, attempt, now)
                yield Change(after, by, label, (Invariant.EPOCH_GROWS,) if late else ())

    def _execution(self, one: OneInput, place: int, claim: Claim) -> Iterator[Change]:
        """The execution is started (again: the same name), and its first state makes the token durable."""
        by, name = only(claim.region), (claim.region, claim.epoch, claim.attempt)
        if claim.stage is Stage.CLAIMED:
            yield Change(one.with_claim(place, claim._replace(stage=Stage.STARTED)), by, ("start", *name))
        elif claim.stage is Stage.STARTED:
            yield Change(one.with_claim(place, claim._replace(stage=Stage.WAITING)), by, ("token", *name))

    def _deliveries(self, one: OneInput, place: int, claim: Claim, standing: Standing) -> Iterator[Change]:
        """The token's event arrives: now or later, once or again, here or in the other Region."""
        if claim.stage in (Stage.CLAIMED, Stage.STARTED) or len(claim.workers) >= self.scope.deliveries:
            return
        name = (claim.region, claim.epoch, claim.attempt)
        crossed = takes(1 - claim.region, claim.region, claim.epoch, claim.attempt)
        if crossed:
            yield Change(one, By.NOBODY, ("crossed", *name), (Invariant.OWN_CALLBACK,))
        if standing.allowed[claim.epoch - 1]:
            left = self.scope.ticks.longest_request if self.scope.bounded else 0
            after = _with_worker(one, place, claim, Worker(At.CHECKED, left))
            yield Change(after, only(claim.region), ("deliver", *name))
        elif claim.stage is Stage.WAITING:
            after = one.with_claim(place, claim._replace(stage=Stage.ENDED))
            yield Change(after, only(claim.region), ("refuse", *name))

    def _worker(self, one: OneInput, place: int, claim: Claim, worker: Worker) -> Iterator[Change]:
        """A worker takes its next step, or is gone."""
        by, name = only(claim.region), (claim.region, claim.epoch, claim.attempt)
        rest = list(claim.workers)
        rest.remove(worker)
        alone = claim._replace(workers=tuple(rest))
        # Its Region is gone, as far as the other is concerned: what stands still there is over.
        yield Change(one.with_claim(place, alone), only(1 - claim.region), ("crash", *name))
        if worker.at is At.CHECKED:
            after = _with_worker(one, place, alone, worker._replace(at=At.PREDICTED))
            yield Change(after, by, ("predict", *name))
            if self.scope.attempts > 1:
                failed = alone._replace(stage=Stage.ENDED)
                yield Change(one.with_claim(place, failed), By.NOBODY, ("fail", *name))
        elif worker.at is At.PREDICTED:
            yield self._commit(one, place, alone, by)
        else:
            done = worker.at is At.COMMITTED
            after = one.with_claim(place, alone._replace(stage=Stage.ENDED))
            yield Change(after, by, ("answer" if done else "fence", *name))

    def _commit(self, one: OneInput, place: int, alone: Claim, by: By) -> Change:
        """The result is written, if the condition of the write holds; without fencing, whatever the epoch."""
        item, name = one.item, (alone.region, alone.epoch, alone.attempt)
        if item is None:
            raise AssertionError("a claim without an item")
        accepted = may_commit(item, alone.epoch, alone.attempt).ok if self.scope.fencing else not alone.wrote
        if not accepted:
            own = committed_by(item, alone.epoch, alone.attempt) if self.scope.fencing else True
            after = _with_worker(one, place, alone, Worker(At.COMMITTED if own else At.FENCED))
            return Change(after, by, ("repeat" if own else "refused", *name))
        broken = []
        if one.effects:
            broken.append(Invariant.ONE_EFFECT)
        if place != len(one.claims) - 1:
            broken.append(Invariant.LATEST_CLAIM)
        wrote = alone._replace(wrote=not self.scope.fencing)
        after = _with_worker(one, place, wrote, Worker(At.COMMITTED))
        done = replace(item, state=WorkState.DONE)
        after = after._replace(item=done, effects=min(one.effects + 1, 2))
        return Change(after, by, ("commit", *name, len(one.claims) - 1 - place), tuple(broken))


def _with_worker(one: OneInput, place: int, claim: Claim, worker: Worker) -> OneInput:
    return one.with_claim(place, claim._replace(workers=tuple(sorted((*claim.workers, worker)))))
