"""Metric math, ranges and rules of composite alarms: pure decisions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.scaling.alarm_state import AlarmState, Sample, statistic
from sandbox.scaling.composite import RuleError, alarms_in, holds, parse_rule
from sandbox.scaling.metric_math import ExpressionError, Series, compute, names_in, parse_expression

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
VALUES = st.lists(st.none() | NUMBERS, min_size=1, max_size=5)
STATES = st.sampled_from(list(AlarmState))


def computed(text: str, **ids: Series) -> Series:
    return compute(parse_expression(text), ids, len(next(iter(ids.values()), [None])))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e / n", [0.1, None, None]),
        ("FILL(e, 0) / n", [0.1, 0.0, None]),
        ("IF(n >= 20, e / n, 0)", [0.1, 0.0, 0.0]),
        ("IF(FILL(e, 0) > 1 AND n > 5, 1, 0)", [1.0, 0.0, 0.0]),
        ("e > 1 || n == 0", [1.0, None, 1.0]),
        ("2 + 3 * 4 - 1", [13.0] * 3),
        ("(2 + 3) * 4", [20.0] * 3),
        ("-e + 2 ^ 3", [6.0, None, 7.0]),
        ("10 - 3 - 2", [5.0] * 3),
        ("SUM([e, n])", [22.0, 10.0, 1.0]),
        ("SUM(n)", [30.0] * 3),
        ("AVG([e, n]) + MAX([e, n]) - MIN([e, n])", [29.0, 10.0, 1.5]),
        ("FILL(e, REPEAT)", [2.0, 2.0, 1.0]),
        ("IF(n, 1)", [1.0, 1.0, None]),
        ("CEIL(e / 3) + FLOOR(e / 3) + ABS(-1)", [2.0, None, 2.0]),
        ("n != 10", [1.0, 0.0, 1.0]),
        ("1.5e1", [15.0] * 3),
    ],
)
def test_expressions_have_the_values_of_metric_math(text: str, expected: Series) -> None:
    assert computed(text, e=[2.0, None, 1.0], n=[20.0, 10.0, 0.0]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a value is missing"),
        ("m1 +", "a value is missing"),
        ("m1 m2", "was not expected"),
        ("(m1", r"\) is missing"),
        ("m1 ; m2", "not understood"),
        ("ANOMALY_DETECTION_BAND(m1)", "has no function"),
        ("IF(m1)", "takes 2 to 3"),
        ("FILL(m1)", "takes 2 to 2"),
        ("* 2", "was not expected"),
        ("[m1]", "only inside"),
        ("other", "no id 'other'"),
    ],
)
def test_what_is_no_expression_says_why(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        computed(text, m1=[1.0], m2=[1.0])


@given(VALUES, NUMBERS)
def test_filling_leaves_no_gap_and_changes_no_value(values: Series, filler: float) -> None:
    filled = computed(f"FILL(m, {abs(filler)!r})" if filler >= 0 else f"FILL(m, -{abs(filler)!r})", m=values)
    assert None not in filled
    assert all(new == old for new, old in zip(filled, values, strict=True) if old is not None)


@given(VALUES)
def test_missing_data_stays_missing_in_arithmetic(values: Series) -> None:
    for text in ("m + 1", "m * 2", "m > 0", "-m", "m / 1"):
        assert [value is None for value in computed(text, m=values)] == [value is None for value in values]


def test_the_ids_of_an_expression() -> None:
    assert names_in(parse_expression("IF(a > 1, b / c, FILL(d, REPEAT))")) == {"a", "b", "c", "d"}


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=20), st.floats(0, 1000))
def test_a_range_counts_what_lies_in_it(values: list[float], limit: float) -> None:
    samples = [Sample(0, value, value, value) for value in values]
    limit = round(limit, 3)
    inside = sum(value <= limit for value in values)
    assert statistic(samples, f"TC(:{limit:.3f})") == inside
    assert statistic(samples, f"PR(:{limit:.3f})") == pytest.approx(100 * inside / len(values))
    assert statistic(samples, f"TC({limit:.3f}:)") == len(values) - inside


def test_rules_of_composite_alarms() -> None:
    rule = parse_rule(
        'ALARM("fast: 5 min") AND (OK(slow) OR NOT INSUFFICIENT_DATA(arn:aws:cloudwatch:r:1:alarm:third))'
    )
    assert alarms_in(rule) == {"fast: 5 min", "slow", "third"}
    states = {"fast: 5 min": AlarmState.ALARM, "slow": AlarmState.ALARM, "third": AlarmState.INSUFFICIENT_DATA}
    assert not holds(rule, states)
    assert holds(rule, {**states, "slow": AlarmState.OK})
    assert holds(rule, {**states, "third": AlarmState.OK})
    assert not holds(rule, {**states, "third": AlarmState.OK, "fast: 5 min": AlarmState.OK})
    assert holds(parse_rule("TRUE"), {})
    assert not holds(parse_rule("FALSE OR ALARM(gone)"), {})


@given(STATES, STATES)
def test_rules_follow_the_laws_of_logic(one: AlarmState, other: AlarmState) -> None:
    states = {"a": one, "b": other}
    both, either = parse_rule("NOT (ALARM(a) AND ALARM(b))"), parse_rule("NOT ALARM(a) OR NOT ALARM(b)")
    assert holds(both, states) == holds(either, states)
    assert holds(parse_rule("ALARM(a) OR OK(a) OR INSUFFICIENT_DATA(a)"), states)


@pytest.mark.parametrize(
    "text", ["", "ALARM(", "ALARM(a", "a", "ALARM(a) OK(b)", "WARN(a)", "ALARM(a) AND", "x" * 10_241]
)
def test_what_is_no_rule_says_why(text: str) -> None:
    with pytest.raises(RuleError, match="AlarmRule"):
        parse_rule(text)
