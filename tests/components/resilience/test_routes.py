"""Work that is put on either bus reaches a function, the other Region's when the own one fails, and goes no circle.

The rules are run as the program registers them: patterns by moto's matcher, inputs by the sandbox's transformer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from moto.events.models import EventPattern

from components.resilience.buses import (
    DETAIL_TYPE,
    SOURCE,
    failed_pattern,
    requested_input,
    requested_pattern,
    taken_over_input,
)
from sandbox.events.transform import target_input

ONE, TWO = "us-east-1", "us-east-2"
OTHER = {ONE: TWO, TWO: ONE}
LONGEST = 20
"""Steps after which a circle is certain."""

WORKS = st.lists(
    st.fixed_dictionaries({"key": st.text(min_size=1, max_size=9), "input": st.dictionaries(st.text(), st.text())}),
    min_size=1,
    max_size=3,
)


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    return bool(EventPattern(json.dumps(pattern), dict(pattern)).matches_event(dict(event)))


def handed(how: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Any]:
    transformer = {"InputPathsMap": how["input_paths"], "InputTemplate": how["input_template"]}
    found: dict[str, Any] = json.loads(target_input(event, {"InputTransformer": transformer}, "arn", "rule"))
    return found


def record(region: str, payload: Mapping[str, Any], condition: str) -> dict[str, Any]:
    """What Lambda puts on a bus for a call that failed for good."""
    return {
        "source": "lambda",
        "detail-type": "Lambda Function Invocation Result - Failure",
        "region": region,
        "detail": {"requestContext": {"condition": condition}, "requestPayload": dict(payload)},
    }


def delivered(works: list[Any], start: str, failing: set[str], condition: str) -> list[tuple[str, dict[str, Any]]]:
    """Every call that one event leads to, in order."""
    requested = {"source": SOURCE, "detail-type": DETAIL_TYPE, "region": start, "detail": {"works": works}}
    queue: list[tuple[str, dict[str, Any]]] = [(start, requested)]
    calls: list[tuple[str, dict[str, Any]]] = []
    while queue and len(calls) < LONGEST:
        region, event = queue.pop(0)
        for pattern, how in (
            (requested_pattern(), requested_input(region)),
            (failed_pattern(began_in=OTHER[region]), taken_over_input(began_in=OTHER[region], by=region)),
        ):
            if matches(pattern, event):
                payload = handed(how, event)
                calls.append((region, payload))
                if region in failing:
                    queue.append((region, record(region, payload, condition)))
        if matches(failed_pattern(began_in=region), event):
            queue.append((OTHER[region], event))
    return calls


@given(
    works=WORKS,
    start=st.sampled_from([ONE, TWO]),
    failing=st.sets(st.sampled_from([ONE, TWO])),
    condition=st.sampled_from(["RetriesExhausted", "EventAgeExceeded"]),
)
def test_each_region_is_called_once_at_most_and_the_other_only_after_a_failure(
    works: list[Any], start: str, failing: set[str], condition: str
) -> None:
    calls = delivered(works, start, failing, condition)
    assert [region for region, _ in calls] == ([start, OTHER[start]] if start in failing else [start])
    assert all(payload["works"] == works for _, payload in calls)
    assert [payload["origin"] for _, payload in calls] == [start, f"{start} via {OTHER[start]}"][: len(calls)]


def test_a_call_that_succeeded_is_not_sent_on() -> None:
    event = record(ONE, {"works": [], "origin": ONE}, "Success")
    assert not matches(failed_pattern(began_in=ONE), event)


def test_an_event_of_another_kind_reaches_nobody() -> None:
    event = {"source": "somebody.else", "detail-type": DETAIL_TYPE, "region": ONE, "detail": {"works": []}}
    assert not matches(requested_pattern(), event)
    assert not matches(failed_pattern(began_in=ONE), event)
