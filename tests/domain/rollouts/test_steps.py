"""Laws of a deployment: live only changes at its good end, weights only rise, and a crash changes no end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.models.release import Candidate, Release
from domain.rollouts.facts import AlarmState, EndpointFacts, Facts
from domain.rollouts.record import Deployment, Phase, Stage
from domain.rollouts.steps import Action, after, next_step
from domain.rollouts.targets import HttpTarget, Targets
from domain.rollouts.wanted import NoData, Rollout, RolloutKind
from tests.domain.rollouts.world import (
    OLD,
    SOURCE,
    START,
    World,
    deployment,
    endpoint_target,
    http_target,
    run,
)

OURS = "digits-v2-0123456789ab"
ROLLOUTS = st.builds(
    Rollout,
    kind=st.sampled_from([RolloutKind.ALL_AT_ONCE, RolloutKind.CANARY, RolloutKind.LINEAR]),
    percent=st.integers(10, 50),
    step_minutes=st.sampled_from([0.0, 1.0, 5.0]),
    keep_minutes=st.sampled_from([0.0, 3.0]),
    timeout_minutes=st.just(120.0),
    no_data=st.sampled_from(list(NoData)),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Targets, World]:
    endpoint = endpoint_target(draw(ROLLOUTS)) if draw(st.booleans()) else None
    http = http_target(draw(ROLLOUTS)) if endpoint is None or draw(st.booleans()) else None
    world = World(
        endpoint=draw(st.sampled_from([None, EndpointFacts("InService", OLD)])),
        release=draw(st.sampled_from([Release(), Release("v1"), Release("v1", "v0"), Release("v2", "v1")])),
        shift_minutes=draw(st.sampled_from([0.0, 10.0, 200.0])),
        healthy=draw(st.booleans()),
        rings_after=draw(st.sampled_from([None, None, 0.0, 2.0, 8.0])),
        silent=draw(st.booleans()),
    )
    return Targets(endpoint, http), world


@given(cases(), st.lists(st.booleans(), max_size=30))
def test_every_deployment_ends_in_service_or_as_it_was(case: tuple[Targets, World], crashes: list[bool]) -> None:
    targets, world = case
    began = deployment(targets, world)
    endpoint, release = world.endpoint, world.release
    ended = run(began, world, crashes)
    assert ended.reason
    if ended.phase is Phase.DONE:
        assert world.settled
        assert targets.http is None or (world.release.live, world.release.candidate) == ("v2", None)
        assert targets.endpoint is None or world.endpoint == EndpointFacts("InService", OURS)
        assert world.parts == (set() if targets.endpoint is None else {OURS})
    else:
        assert not world.settled
        assert world.release == release
        if "could not be taken back" in ended.reason:  # SageMaker was still at it, long after the deadline
            assert world.parts == {OURS}
            assert ended.left == ended.served, "so the next deployment removes it"
            return
        there = world.endpoint
        assert (there and (there.config, there.status)) == (endpoint and (endpoint.config, endpoint.status))
        assert world.parts == set()
        assert ended.left is None


@given(cases(), st.lists(st.booleans(), max_size=30))
def test_weights_only_rise_and_live_changes_at_the_end_only(case: tuple[Targets, World], crashes: list[bool]) -> None:
    targets, world = case
    before = world.release.live
    run(deployment(targets, world), world, crashes)
    assert world.weights == sorted(world.weights)
    changes = [one for one, next_one in zip(world.served, world.served[1:], strict=False) if one != next_one]
    assert len(changes) <= 1
    assert set(world.served) <= {before, "v2"}


@given(cases(), st.integers(0, 12))
def test_a_crash_between_a_change_and_its_record_changes_no_end(case: tuple[Targets, World], at: int) -> None:
    targets, world = case
    twin = replace(world, parts=set(), weights=[], served=[], done=[])
    smooth = run(deployment(targets, world), world)
    crashed = run(deployment(targets, twin), twin, [number == at for number in range(13)])
    assert crashed.phase is smooth.phase
    assert (twin.release, twin.parts, twin.settled) == (world.release, world.parts, world.settled)


def test_a_good_version_is_tried_watched_and_promoted() -> None:
    world = World(release=Release("v1", "v0"))
    targets = Targets(None, http_target(Rollout(RolloutKind.LINEAR, 40, step_minutes=5, keep_minutes=10)))
    ended = run(deployment(targets, world), world)
    assert ended.phase is Phase.DONE
    assert world.weights == [0.4, 0.8, 1.0]
    assert world.release == Release("v2", "v1")
    assert world.now - START == timedelta(minutes=20)


@pytest.mark.parametrize("kind", [RolloutKind.ALL_AT_ONCE, RolloutKind.CANARY, RolloutKind.LINEAR])
def test_a_broken_version_is_taken_back_by_its_alarm_and_live_never_changed(kind: RolloutKind) -> None:
    world = World(release=Release("v1", "v0"), rings_after=2.0)
    ended = run(deployment(Targets(None, http_target(Rollout(kind))), world), world)
    assert ended.phase is Phase.ROLLED_BACK
    assert ended.reason == "alarm errors is in ALARM"
    assert world.release == Release("v1", "v0")
    assert set(world.served) == {"v1"}


def test_one_target_that_is_rolled_back_takes_the_other_back() -> None:
    world = World(EndpointFacts("InService", OLD), Release("v1"), shift_minutes=3.0, healthy=False)
    ended = run(deployment(Targets(endpoint_target(), http_target(Rollout(RolloutKind.CANARY))), world), world)
    assert ended.phase is Phase.ROLLED_BACK
    assert "rolled endpoint 'digits' back to 'digits-v1-old'" in ended.reason
    assert "SageMaker gives no reason" in ended.reason
    assert world.release == Release("v1")


def test_an_endpoint_in_service_is_reverted_when_the_http_api_fails() -> None:
    world = World(EndpointFacts("InService", OLD), Release("v1"), shift_minutes=1.0, rings_after=4.0)
    ended = run(deployment(Targets(endpoint_target(), http_target(Rollout(RolloutKind.CANARY))), world), world)
    assert ended.phase is Phase.ROLLED_BACK
    assert world.endpoint == EndpointFacts("InService", OLD)
    assert Action.REVERT_ENDPOINT in world.done


def test_a_first_endpoint_that_fails_is_deleted_again() -> None:
    world = World(healthy=False)
    ended = run(deployment(Targets(endpoint_target()), world), world)
    assert (ended.phase, world.endpoint, world.parts) == (Phase.ROLLED_BACK, None, set())
    assert ended.reason == "endpoint 'digits' is Failed: ping"


def test_no_data_is_waited_for_and_not_healthy() -> None:
    world = World(release=Release("v1"), silent=True)
    targets = Targets(None, http_target(Rollout(timeout_minutes=30)))
    ended = run(deployment(targets, world), world)
    assert ended.phase is Phase.ROLLED_BACK
    assert "did not end within 30 minutes" in ended.reason
    assert "alarm errors has no data" in ended.reason
    assert world.release == Release("v1")


def test_no_data_is_accepted_where_the_stack_says_so() -> None:
    world = World(release=Release("v1"), silent=True)
    ended = run(deployment(Targets(None, http_target(Rollout(no_data=NoData.ACCEPT))), world), world)
    assert (ended.phase, world.release) == (Phase.DONE, Release("v2", "v1"))


def at_work(http: HttpTarget, **changes: object) -> Deployment:
    world = World(release=Release("v1"))
    return replace(deployment(Targets(None, http), world), **changes)  # type: ignore[arg-type]


def test_an_alarm_that_does_not_exist_condemns_before_anything_is_tried() -> None:
    step = next_step(at_work(http_target()), Facts(release=Release("v1")), START)
    assert (step.action, "alarm errors does not exist" in step.reason) == (Action.CONDEMN, True)


def test_an_alarm_from_before_is_waited_out() -> None:
    step = next_step(at_work(http_target()), Facts(release=Release("v1"), alarms={"errors": AlarmState.ALARM}), START)
    assert (step.action, step.reason.startswith("alarm errors is in ALARM from before")) == (Action.WAIT, True)


@pytest.mark.parametrize(
    ("release", "said"),
    [
        (Release("v1", None, Candidate("v3", 0.5)), "version 'v3' is the candidate already"),
        (Release("v1", None, Candidate("v2", 0.5, "other")), "version 'v2' is the candidate already"),
        (Release("v1"), "taken back by hand"),
        (Release("v3", "v1"), "version 'v3' was put in service meanwhile"),
    ],
)
def test_what_others_did_to_the_release_ends_the_rollout_and_stays(release: Release, said: str) -> None:
    one = at_work(http_target(), step=0, step_at=START)
    facts = Facts(release=release, alarms={"errors": AlarmState.OK})
    step = next_step(one, facts, START)
    assert step.action is Action.CONDEMN
    assert said in step.reason
    assert next_step(after(one, step, START), facts, START).action is Action.CLOSE


def test_a_candidate_that_was_promoted_by_hand_is_in_service() -> None:
    one = at_work(http_target(), step=0, step_at=START)
    step = next_step(one, Facts(release=Release("v2", "v1"), alarms={"errors": AlarmState.OK}), START)
    assert step.action is Action.PROMOTE


def test_an_endpoint_that_cannot_be_taken_back_ends_with_what_to_do() -> None:
    world = World(EndpointFacts("Failed", OURS))
    one = replace(deployment(Targets(endpoint_target()), world), phase=Phase.TAKING_BACK, stage=Stage.SHIFTING)
    one = replace(one, reason="it failed", before=replace(one.before, config=OLD))
    late = START + timedelta(minutes=241)
    assert next_step(one, world.facts(("errors",)), START).action is Action.WAIT
    step = next_step(one, world.facts(("errors",)), late)
    assert step.action is Action.CLOSE
    assert step.reason == (
        f"it failed; the endpoint could not be taken back: the endpoint is Failed: delete it and make it from {OLD!r}"
    )


def test_an_endpoint_that_failed_before_is_left_alone() -> None:
    world = World(EndpointFacts("Failed", OLD, "", "out of memory"))
    ended = run(deployment(Targets(endpoint_target()), world), world)
    assert ended.phase is Phase.ROLLED_BACK
    assert "takes no update: delete it first" in ended.reason
    assert world.endpoint == EndpointFacts("Failed", OLD, "", "out of memory")


def test_a_busy_endpoint_is_waited_for() -> None:
    world = World(EndpointFacts("Updating", OLD, "somebody-elses"))
    one = after(
        deployment(Targets(endpoint_target()), world),
        next_step(deployment(Targets(endpoint_target()), world), world.facts(("errors",)), START),
        START,
    )
    step = next_step(one, world.facts(("errors",)), START)
    assert (step.action, step.reason) == (Action.WAIT, "endpoint 'digits' is Updating")


def test_an_ended_deployment_stays() -> None:
    one = at_work(http_target(), phase=Phase.DONE, reason="in service")
    assert next_step(one, Facts(), START).action is Action.STAY
    assert SOURCE.version == "v2"
