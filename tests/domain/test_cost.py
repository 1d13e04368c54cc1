"""What the cost theme decides: windows and tiers that are refused, and which endpoints are never touched."""

from __future__ import annotations

import itertools
import math
import zoneinfo
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cost import (
    AutoStopAction,
    BillingThresholds,
    EndpointFacts,
    Reason,
    ScheduledScaling,
    check_capacity,
    decide_auto_stop,
)

HOURS = st.integers(0, 23)
COUNTS = st.integers(0, 6)
ENVIRONMENTS = ("sandbox", "staging", "prod", "production", "")
ZONES = sorted(zoneinfo.available_timezones())


def scaling(**changed: Any) -> ScheduledScaling:
    good = {
        "business_hours_start": 9,
        "business_hours_end": 18,
        "business_min": 2,
        "business_max": 4,
        "off_hours_min": 1,
        "off_hours_max": 2,
    }
    return ScheduledScaling(**{**good, **changed})


@given(HOURS, HOURS)
def test_a_window_is_accepted_exactly_when_it_ends_after_it_begins(start: int, end: int) -> None:
    """Property 5."""
    if start < end:
        assert scaling(business_hours_start=start, business_hours_end=end).business_hours_end == end
    else:
        with pytest.raises(ValueError, match=f"business_hours_end = {end} is not accepted: an hour after"):
            scaling(business_hours_start=start, business_hours_end=end)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_capacities_are_accepted_exactly_when_leaving_the_window_never_adds_any(a: int, b: int, c: int, d: int) -> None:
    """Property 6."""
    sound = a <= b and c <= d <= a
    try:
        made = scaling(business_min=a, business_max=b, off_hours_min=c, off_hours_max=d)
    except ValueError:
        assert not sound
    else:
        assert sound
        assert made.off_hours_min <= made.off_hours_max <= made.business_min <= made.business_max


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"business_hours_start": 24}, "business_hours_start = 24 is not accepted: a whole number from 0 to 23"),
        ({"business_hours_start": True}, "business_hours_start = True"),
        ({"business_min": 5}, "business_max = 4 is not accepted: at least business_min = 5"),
        ({"off_hours_min": 3}, "off_hours_max = 2 is not accepted: at least off_hours_min = 3"),
        ({"off_hours_max": 3}, "off_hours_max = 3 is not accepted: at most business_min = 2"),
        ({"off_hours_min": -1}, "off_hours_min = -1 is not accepted"),
        ({"timezone": "Asia/Tokio"}, "timezone = 'Asia/Tokio' is not accepted: the name of an IANA time zone"),
        ({"timezone": ""}, "timezone = '' is not accepted"),
        ({"timezone": "../etc/passwd"}, "timezone = '../etc/passwd' is not accepted"),
        ({"timezone": None}, "timezone = None is not accepted"),
    ],
)
def test_a_refused_schedule_names_argument_value_and_what_is_accepted(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the text is compared below)
        scaling(**changed)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize("zone", ZONES[::23])
def test_every_zone_of_the_database_is_accepted(zone: str) -> None:
    assert scaling(timezone=zone).timezone == zone


def test_check_capacity_takes_what_is_equal_everywhere() -> None:
    check_capacity(1, 1, 1, 1)


NUMBERS = st.one_of(st.floats(), st.integers(-5, 1000))


@given(NUMBERS, NUMBERS, NUMBERS)
def test_tiers_are_accepted_exactly_when_they_are_positive_and_rise(a: float, b: float, c: float) -> None:
    """Property 7."""
    sound = all(math.isfinite(one) for one in (a, b, c)) and 0 < a < b < c
    if sound:
        assert [threshold for _, threshold in BillingThresholds(a, b, c).tiers()] == [a, b, c]
    else:
        with pytest.raises(ValueError, match=r"^(warning|critical|emergency) = "):
            BillingThresholds(a, b, c)


def test_a_tier_that_does_not_rise_is_told_beside_the_one_below() -> None:
    with pytest.raises(ValueError, match="critical = 100 is not accepted: more than warning = 100"):
        BillingThresholds(100, 100, 500)


def facts(**changed: Any) -> EndpointFacts:
    idle: dict[str, Any] = {
        "name": "e",
        "tags": {},
        "invocations": 0,
        "age_minutes": 1000,
        "supports_scale_to_zero": False,
        "current_instances": 3,
    }
    return EndpointFacts(**{**idle, **changed})


def decide(changed: dict[str, Any], **how: Any) -> Any:
    return decide_auto_stop(
        facts(**changed), **{"environment": "staging", "configured_action": "scale-down", "idle_minutes": 60, **how}
    )


TAGS = st.dictionaries(
    st.sampled_from(["DoNotAutoStop", "ProtectionLevel", "donotautostop", " DoNotAutoStop", "Project", "Owner"]),
    st.sampled_from(["true", "TRUE", " true ", "false", "", "critical", "Critical", "low", "yes"]),
    max_size=4,
)
FACTS = st.builds(
    EndpointFacts,
    name=st.text(max_size=5),
    tags=TAGS,
    invocations=st.one_of(st.just(0), st.integers(0, 5), st.floats()),
    age_minutes=st.one_of(st.floats(), st.integers(0, 200)),
    supports_scale_to_zero=st.booleans(),
    current_instances=st.integers(0, 5),
    tags_known=st.booleans(),
    invocations_known=st.booleans(),
)


@settings(max_examples=1000)
@given(FACTS, st.sampled_from(ENVIRONMENTS), st.sampled_from(sorted(AutoStopAction)), st.integers(1, 120))
def test_nothing_is_ever_done_to_what_is_protected_unknown_busy_or_young(
    one: EndpointFacts, environment: str, action: str, idle_minutes: int
) -> None:
    """Property 8, and fail closed."""
    made = decide_auto_stop(one, environment=environment, configured_action=action, idle_minutes=idle_minutes)
    plain = {(key.strip().lower(), value.strip().lower()) for key, value in one.tags.items()}
    protected = not plain.isdisjoint({("donotautostop", "true"), ("protectionlevel", "critical")})
    idle = one.invocations_known and one.invocations <= 0 and one.age_minutes >= idle_minutes
    if made.action is not AutoStopAction.KEEP:
        assert one.tags_known
        assert not protected
        assert idle
        assert action != AutoStopAction.KEEP
    if made.action is AutoStopAction.SCALE_DOWN:
        assert made.target_instances is not None
        assert (0 if one.supports_scale_to_zero else 1) <= made.target_instances < one.current_instances
    else:
        assert made.target_instances is None
    assert made.reason
    assert made.code in Reason


@settings(max_examples=400)
@given(FACTS, st.sampled_from(("prod", "production", "", "PROD")), st.sampled_from(sorted(AutoStopAction)))
def test_nothing_is_deleted_in_production_or_where_nobody_knows_the_environment(
    one: EndpointFacts, environment: str, action: str
) -> None:
    """Property 9."""
    made = decide_auto_stop(one, environment=environment, configured_action=action)
    assert made.action is not AutoStopAction.DELETE


def test_every_combination_of_what_can_be_known_is_decided_as_the_table_says() -> None:
    """All 2^6 states x 4 actions x 5 environments x what is left to give, against the rows of the contract."""
    flags = list(itertools.product((True, False), repeat=6))
    for known, protected, counted, busy, young, to_zero in flags:
        for action, environment, instances in itertools.product(AutoStopAction, ENVIRONMENTS, (0, 1, 2)):
            made = decide(
                {
                    "tags_known": known,
                    "tags": {"ProtectionLevel": "critical"} if protected else {"Project": "p"},
                    "invocations_known": counted,
                    "invocations": 7 if busy else 0,
                    "age_minutes": 59.9 if young else 60,
                    "supports_scale_to_zero": to_zero,
                    "current_instances": instances,
                },
                configured_action=action.value,
                environment=environment,
            )
            untouchable = not known or protected or not counted or busy or young
            deletable = environment in {"sandbox", "staging"}
            scales = action is AutoStopAction.SCALE_DOWN or (action is AutoStopAction.DELETE and not deletable)
            if untouchable or action is AutoStopAction.KEEP:
                assert made.action is AutoStopAction.KEEP
            elif scales:
                floor = 0 if to_zero else 1
                expected = AutoStopAction.SCALE_DOWN if instances > floor else AutoStopAction.KEEP
                assert made.action is expected
                assert made.target_instances == (floor if instances > floor else None)
            else:
                assert made.action is action


@pytest.mark.parametrize(
    ("changed", "how", "code", "words"),
    [
        ({"tags_known": False}, {}, Reason.TAGS_UNKNOWN, "could not be read"),
        ({"tags": {"DoNotAutoStop": "true"}}, {}, Reason.PROTECTED, "DoNotAutoStop=true"),
        ({"tags": {"ProtectionLevel": "critical"}}, {}, Reason.PROTECTED, "ProtectionLevel=critical"),
        ({"invocations_known": False}, {}, Reason.METRICS_UNKNOWN, "not known"),
        ({"invocations": 12}, {}, Reason.BUSY, "12 calls in the last 60 minutes"),
        ({"invocations": math.nan}, {}, Reason.BUSY, "nan calls"),
        ({"age_minutes": 59}, {}, Reason.YOUNG, "59 minutes old"),
        ({"age_minutes": math.nan}, {}, Reason.YOUNG, "minutes old"),
        ({"current_instances": 1}, {}, Reason.AT_FLOOR, "cannot go below 1"),
        ({}, {"configured_action": "keep"}, Reason.NOT_CONFIGURED, "configured action is keep"),
        (
            {},
            {"configured_action": "delete", "environment": "prod"},
            Reason.NEVER_IN_PROD,
            "nothing is deleted in prod",
        ),
        ({}, {}, Reason.IDLE, "no call in the last 60 minutes"),
    ],
)
def test_a_decision_says_why(changed: dict[str, Any], how: dict[str, Any], code: Reason, words: str) -> None:
    made = decide(changed, **how)
    assert made.code is code
    assert words in made.reason


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"configured_action": "stop"}, "configured_action = 'stop' is not accepted: one of keep, scale-down"),
        ({"idle_minutes": 0}, "idle_minutes = 0 is not accepted"),
    ],
)
def test_an_unknown_action_or_time_is_refused(how: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        decide({}, **how)
    assert str(refused.value).startswith(told)


def test_a_number_larger_than_any_float_is_refused_like_any_other() -> None:
    with pytest.raises(ValueError, match=r"emergency = 1000.* is not accepted: a finite number"):
        BillingThresholds(1, 2, 10**400)
