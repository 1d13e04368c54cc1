"""What targets are given, and what functions print."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.events.transform import at_path, fill, target_input
from sandbox.runtime.output import Datum, embedded_metrics

EVENT: dict[str, Any] = {
    "id": "1",
    "source": "app",
    "time": "t",
    "detail": {"jobs": [{"name": "a"}], "text": 'say "hi"'},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", EVENT),
        ("$.source", "app"),
        ("$.detail.jobs[0].name", "a"),
        ("$['detail']['text']", 'say "hi"'),
        ("$.detail.jobs[3]", None),
        ("$.source.more", None),
        ("$.none", None),
    ],
)
def test_paths(path: str, value: Any) -> None:
    assert at_path(EVENT, path) == value


def test_the_four_ways_to_say_what_a_target_gets() -> None:
    def given_to(target: dict[str, Any]) -> str:
        return target_input(EVENT, target, "arn:rule", "rule")

    assert json.loads(given_to({})) == EVENT
    assert given_to({"Input": '{"fixed": 1}'}) == '{"fixed": 1}'
    assert json.loads(given_to({"InputPath": "$.detail.jobs"})) == [{"name": "a"}]
    template = (
        '{"jobs": <jobs>, "line": "<text> by <aws.events.rule-name>", "whole": <aws.events.event.json>, "x": "<un>"}'
    )
    transformer = {"InputPathsMap": {"jobs": "$.detail.jobs", "text": "$.detail.text"}, "InputTemplate": template}
    assert json.loads(given_to({"InputTransformer": transformer})) == {
        "jobs": [{"name": "a"}],
        "line": 'say "hi" by rule',
        "whole": EVENT,
        "x": "<un>",
    }


@given(JSON, st.text(max_size=20))
def test_a_filled_template_is_json_whatever_the_values(value: Any, text: str) -> None:
    assert json.loads(fill('{"v": <v>, "t": "<t>"}', {"v": value, "t": text})) == {"v": value, "t": text}


def test_metrics_are_found_in_output_and_anything_else_is_passed_over() -> None:
    directive = {
        "Namespace": "N",
        "Dimensions": [["s", "e"], ["s"]],
        "Metrics": [{"Name": "A", "Unit": "Count"}, {"Name": "B"}],
    }
    document = {"_aws": {"CloudWatchMetrics": [directive]}, "s": "x", "e": "y", "A": [1, 2], "B": 3.5}
    lines = ["plain", '{"_aws": broken', '["_aws"]', "prefix " + json.dumps(document)]

    found = list(embedded_metrics(lines))

    assert len(found) == 6
    assert found[0] == Datum("N", "A", 1.0, "Count", {"s": "x", "e": "y"})
    assert found[-1] == Datum("N", "B", 3.5, "None", {"s": "x"})
