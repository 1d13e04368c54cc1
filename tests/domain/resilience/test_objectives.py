"""Recovery objectives: they follow from the settings, more waiting never helps, and a tier that is not met says why."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience.objectives import Objectives, objectives
from domain.resilience.recovery_paths import DNS, GRACEFUL, RESTORE, WORK
from domain.resilience.recovery_plan import (
    WAKE_UP,
    DnsPlan,
    RecoveryPlan,
    RestorePlan,
    Standby,
    standby_start,
)
from domain.resilience.spans import Span, exactly
from domain.resilience.tiers import TIERS, tier_of


@dataclass(frozen=True)
class Rules:
    """The rules of a lease, as far as they take time; the real ones refuse combinations that laws need."""

    lease_ms: int = 60_000
    drain_ms: int = 25_000
    look_ms: int = 10_000
    max_skew_ms: int = 2_000
    unhealthy_after: int = 3


def plan(tier: int = 1, rules: Rules | None = None, **changes: object) -> RecoveryPlan:
    start = changes.pop("start", standby_start(Standby.SERVERLESS))
    return RecoveryPlan(tier=tier, rules=rules or Rules(), start=start, **changes)  # type: ignore[arg-type]


def found(*args: object, **changes: object) -> Objectives:
    return objectives(plan(*args, **changes))  # type: ignore[arg-type]


def test_a_region_that_is_gone_costs_the_rest_of_its_lease_the_margin_a_look_and_a_start() -> None:
    path = found(take_over=exactly(1), start=exactly(4), schedule_jitter_s=0).path(WORK)
    # A lease of 60 s renewed half a look ago, 2 s for clocks, half a look of the other Region, its start.
    assert path.expected_s == 55 + 2 + 5 + 1 + 4
    # Just renewed, clocks apart by 2 s the wrong way, a whole look and a silent canary of 5 s.
    assert path.worst_s == 60 + 4 + 10 + 5 + 1 + 4


def test_a_region_that_is_ill_costs_three_looks_a_silence_a_drain_and_a_look() -> None:
    path = found(take_over=exactly(1), start=exactly(4), schedule_jitter_s=0).path(GRACEFUL)
    assert path.expected_s == 25 + 2.5 + 25 + 2 + 5 + 1 + 4
    assert path.worst_s == 30 + 5 + 25 + 4 + 10 + 5 + 1 + 4


@pytest.mark.parametrize(
    ("dns", "expected_s", "worst_s"),
    [
        (DnsPlan(health="https", ttl_s=60, request_interval_s=10), 25 + 4 + 5 + 30, 30 + 6 + 30 + 60),
        (DnsPlan(health="https", ttl_s=60, request_interval_s=30), 75 + 4 + 5 + 30, 90 + 6 + 30 + 60),
        (DnsPlan(health="alarm", ttl_s=60, alarm_datapoints=3), 210 + 20 + 5 + 30, 240 + 60 + 30 + 60),
    ],
)
def test_a_name_follows_its_health_check_and_then_its_time_to_live(
    dns: DnsPlan, expected_s: float, worst_s: float
) -> None:
    path = found(dns=dns).path(DNS)
    assert (path.expected_s, path.worst_s) == (expected_s, worst_s)


def test_an_alarm_is_no_faster_than_its_periods_whatever_the_interval_says() -> None:
    checked, alarmed = (
        found(dns=DnsPlan(health=health, ttl_s=60, request_interval_s=10)).path(DNS) for health in ("https", "alarm")
    )
    assert checked.worst_s < alarmed.worst_s


def test_a_stack_that_keeps_to_its_tier_has_nothing_to_change() -> None:
    result = found(1)
    assert result.holds
    assert result.meets == 1
    assert result.findings == ()
    assert result.rto_s <= TIERS[1].rto_s
    assert result.rpo_s == 0


def test_a_tier_that_is_not_met_names_the_path_and_what_to_change_first() -> None:
    result = found(1, Rules(lease_ms=400_000))
    assert not result.holds
    assert result.meets == 2
    assert result.dominated_by.name == "rest of the lease"
    (finding,) = result.findings
    assert "path work takes 554 s at worst, 254 s more than the 300 s of tier 1" in finding
    assert "rest of the lease takes 400 s: shorten the lease" in finding


def test_a_hand_over_waits_for_two_schedules_and_a_loss_for_one() -> None:
    """Each Region has its own: the holder's may be late to see that it is ill, the other's to see that it may act."""
    punctual, late = found(schedule_jitter_s=0), found(schedule_jitter_s=60)
    assert late.path(GRACEFUL).worst_s - punctual.path(GRACEFUL).worst_s == 120
    assert late.path(WORK).worst_s - punctual.path(WORK).worst_s == 60


def test_components_that_are_asleep_are_no_standby_of_tier_1() -> None:
    result = found(1, start=standby_start(Standby.COMPONENTS_ASLEEP))
    assert result.meets == 2
    assert result.dominated_by.span == WAKE_UP
    assert found(1, start=standby_start(Standby.REALTIME)).meets == 1


def test_without_a_bound_for_artifacts_no_tier_is_met() -> None:
    result = found(3, restore=RestorePlan(), artifacts_bounded=False)
    assert result.meets is None
    assert result.artifact_rpo_s is None
    assert "models and artifacts: nothing bounds what may be lost" in result.findings[0]
    assert "Replication Time Control" in result.findings[0]


def test_before_a_restore_people_and_an_update_decide() -> None:
    result = found(3, restore=RestorePlan())
    assert [path.name for path in result.paths] == [RESTORE]
    assert result.meets == 3
    assert result.dominated_by.name == "decision"
    assert found(3, restore=RestorePlan(decide=Span(3600, 14_400))).meets is None


def test_after_a_restore_tier_3_takes_over_by_itself() -> None:
    assert [path.name for path in found(3).paths] == [WORK, GRACEFUL]


def test_every_part_says_where_its_figure_is_from() -> None:
    for result in (found(1, dns=DnsPlan(health="alarm", ttl_s=60)), found(3, restore=RestorePlan())):
        assert all(part.source for part in result.parts)
        assert {part.path for part in result.parts} == {path.name for path in result.paths}


def test_a_lease_that_a_late_schedule_lets_run_out_is_a_warning() -> None:
    assert "longer than 70 s" in found(1, Rules(lease_ms=70_000)).warnings[0]
    assert found(1, Rules(lease_ms=70_001)).warnings == ()
    assert found(1, Rules(lease_ms=60_000), schedule_jitter_s=0).warnings == ()


def test_what_no_tier_covers_is_said_and_held_against_none() -> None:
    (other,) = (one for one in found().data if not one.promised)
    assert other.seconds is None


def test_the_name_of_another_path_is_refused() -> None:
    with pytest.raises(ValueError, match="path = 'dns' is not accepted: work, graceful"):
        found().path(DNS)


# Laws: a longer wait is never a faster recovery, and a stricter tier is never met where a laxer one is not.

LONGER = ("lease_ms", "drain_ms", "look_ms", "max_skew_ms", "unhealthy_after")
RULES = st.builds(
    Rules,
    lease_ms=st.integers(1, 1_000_000),
    drain_ms=st.integers(1, 1_000_000),
    look_ms=st.integers(1, 60_000),
    max_skew_ms=st.integers(0, 60_000),
    unhealthy_after=st.integers(1, 20),
)
SECONDS = st.floats(0, 10_000)
SPANS = st.tuples(SECONDS, SECONDS).map(lambda pair: Span(min(pair), max(pair)))
DNS_PLANS = st.builds(
    DnsPlan,
    health=st.sampled_from(["https", "alarm"]),
    ttl_s=SECONDS,
    request_interval_s=st.sampled_from([10, 30]),
    failure_threshold=st.integers(1, 9),
    alarm_period_s=st.integers(1, 60).map(lambda minutes: 60 * minutes),
    alarm_datapoints=st.integers(1, 9),
)
PLANS = st.builds(
    RecoveryPlan,
    tier=st.sampled_from([1, 2, 3]),
    rules=RULES,
    start=SPANS,
    take_over=SPANS,
    canary_timeout_s=st.floats(0.1, 60),
    schedule_jitter_s=st.floats(0, 60),
    dns=st.none() | DNS_PLANS,
    artifacts_bounded=st.booleans(),
)


@given(PLANS, st.sampled_from(LONGER), st.integers(1, 100_000))
def test_a_longer_wait_is_never_a_faster_recovery(plan: RecoveryPlan, name: str, more: int) -> None:
    slower = replace(plan, rules=replace(plan.rules, **{name: getattr(plan.rules, name) + more}))
    before, after = objectives(plan), objectives(slower)
    assert after.rto_s >= before.rto_s - 1e-6
    assert (after.meets or 4) >= (before.meets or 4)


@given(PLANS, st.sampled_from(["start", "take_over"]), SPANS)
def test_a_slower_step_is_never_a_faster_recovery(plan: RecoveryPlan, name: str, more: Span) -> None:
    before, after = objectives(plan), objectives(replace(plan, **{name: getattr(plan, name) + more}))
    assert after.rto_s >= before.rto_s - 1e-6
    assert after.rto_expected_s >= before.rto_expected_s - 1e-6
    assert (after.meets or 4) >= (before.meets or 4)


@given(
    PLANS.filter(lambda plan: plan.dns is not None), st.sampled_from(["ttl_s", "failure_threshold", "alarm_datapoints"])
)
def test_a_slower_name_is_never_a_faster_recovery(plan: RecoveryPlan, name: str) -> None:
    assert plan.dns is not None
    slower = replace(plan, dns=replace(plan.dns, **{name: getattr(plan.dns, name) + 1}))
    assert objectives(slower).rto_s >= objectives(plan).rto_s - 1e-6


@given(PLANS)
def test_a_name_that_has_to_follow_is_never_a_faster_recovery(plan: RecoveryPlan) -> None:
    assert objectives(plan).rto_s >= objectives(replace(plan, dns=None)).rto_s


@given(PLANS)
def test_the_declared_tier_is_met_exactly_when_it_is_no_stricter_than_what_is_met(plan: RecoveryPlan) -> None:
    result = objectives(plan)
    assert result.holds == (result.meets is not None and result.meets <= plan.tier)


@given(PLANS)
def test_the_worst_case_is_never_better_than_the_expected_one(plan: RecoveryPlan) -> None:
    result = objectives(plan)
    assert all(path.expected_s <= path.worst_s + 1e-6 for path in result.paths)
    assert result.rto_expected_s <= result.rto_s + 1e-6
    assert result.dominated_by in result.longest.parts


# Bad input.


@pytest.mark.parametrize("tier", [0, 4, True, "1", 1.0])
def test_another_tier_is_refused(tier: object) -> None:
    with pytest.raises(ValueError, match=r"tier = .* is not accepted: 1 \(active-active\)"):
        tier_of(tier)  # type: ignore[arg-type]


def test_tiers_are_ordered() -> None:
    strict, middle, lax = (TIERS[number] for number in (1, 2, 3))
    for name in ("rto_s", "rpo_s", "artifact_rpo_s"):
        assert getattr(strict, name) <= getattr(middle, name) <= getattr(lax, name)


@pytest.mark.parametrize(
    ("expected_s", "worst_s", "text"),
    [(2, 1, "worst_s = 1"), (-1, 1, "expected_s"), (0, float("inf"), "worst_s"), (float("nan"), 1, "expected_s")],
)
def test_what_is_no_span_is_refused(expected_s: float, worst_s: float, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Span(expected_s, worst_s)


@pytest.mark.parametrize(
    "wrong",
    [
        {"health": "ping"},
        {"ttl_s": -1},
        {"ttl_s": float("nan")},
        {"request_interval_s": 20},
        {"failure_threshold": 11},
        {"alarm_period_s": 90},
        {"alarm_period_s": 30},
        {"alarm_datapoints": 0},
    ],
)
def test_a_check_that_route_53_or_cloudwatch_would_refuse_is_refused(wrong: dict[str, object]) -> None:
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name} = "):
        DnsPlan(**{"health": "https", "ttl_s": 60, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"canary_timeout_s": 0}, {"schedule_jitter_s": -1}, {"restore": RestorePlan()}])
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name} = "):
        plan(1, None, **wrong)
