"""Workload files: every problem at once with what is accepted, and every silent default as an assumption."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.places import PROJECT
from advisor.recommend.assumptions import assumptions_of
from advisor.recommend.measured import read_observed
from advisor.recommend.reading import parse_workload, read_workload, told_values

GOOD = """
name: digits
traffic: {daily_requests: 1e4}
target_p99_ms: 500
monthly_budget_usd: 100
model:
  own:
    service_ms: {p50: 50, p99: 120}
    instance: {type: ml.m5.large}
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


REFUSED = {
    "negative traffic": (changed("1e4", "-5"), "traffic.daily_requests = -5: Input should be greater than"),
    "no number": (changed("500", ".nan"), "target_p99_ms = nan: Input should be"),
    "endless": (changed("500", ".inf"), "target_p99_ms = inf: Input should be"),
    "true is no number": (changed("500", "true"), "target_p99_ms = True: Input should be a valid number"),
    "weights": (
        GOOD + "weights: {latency: 0.5, throughput: 0.5, cost: 0.5, operations: 0.5}",
        "weights: weights = 2.0 is not accepted: weights whose sum is 1",
    ),
    "negative weight": (
        GOOD + "weights: {latency: -0.1, throughput: 0.7, cost: 0.2, operations: 0.2}",
        "weights.latency = -0.1",
    ),
    "unknown key": (changed("target_p99_ms", "target_p9_ms"), "target_p9_ms: unknown key; did you mean target_p99_ms?"),
    "unknown key below": (changed("{type:", "{kind:"), "model.own.instance.kind: unknown key; accepted: concurrency"),
    "what is missing": (changed("monthly_budget_usd: 100", ""), "monthly_budget_usd is missing: What a month may cost"),
    "instance type": (changed("ml.m5.large", "m5large"), "model.own.instance.type: 'm5large' is not accepted: a name"),
    "region": (GOOD + "region: useast1", "region: 'useast1' is not accepted: a name such as ap-northeast-1"),
    "zone": (
        changed("1e4}", "1e4, timezone: Asia/Tokio}"),
        "traffic.timezone = Asia/Tokio: accepted: a name of IANA's",
    ),
    "percentiles": (changed("p99: 120", "p99: 20"), "model.own.service_ms: p50 50 is above p99 20"),
    "two sources": (changed("1e4}", "1e4, trace: a.csv}"), "traffic: give either trace (a recorded CSV) or daily"),
    "shape of a trace": (
        changed("daily_requests: 1e4", "trace: a.csv, shape: steady"),
        "traffic: shape: a trace says it itself",
    ),
    "too much peak": (
        changed("1e4}", "1e4, peak_multiplier: 6, peak_hours: 8}"),
        "peak_multiplier 6 x peak_hours 8 is more than 24",
    ),
    "no model": (GOOD[: GOOD.index("model:")] + "model: {}", "model: give own (a model that you bring), foundation"),
    "pattern of hours": (
        GOOD + "operations: {engineer_hourly_usd: 90, hours: {sagemaker_realtme: 4}}",
        "operations.hours.sagemaker_realtme: no such pattern; did you mean sagemaker_realtime?",
    ),
    "twice": (GOOD + "name: other", "name is there twice"),
    "list": ("- 1", "holds list; accepted: keys as in examples/workloads/"),
    "nothing": ("", "holds nothing; accepted: keys"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused_with_what_is_accepted(case: str) -> None:
    text, says = REFUSED[case]
    with pytest.raises(InputError) as refused:
        parse_workload(text, "w.yaml")
    assert says in str(refused.value)
    assert "w.yaml" in str(refused.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        parse_workload(changed("target_p99_ms: 500", "target_p99_ms: 0").replace("1e4", "0"), "w.yaml")
    assert str(refused.value).count("\n") == 2


def test_what_was_not_told_is_an_assumption_with_its_value_and_a_way_to_measure_it() -> None:
    found = {item.path: item for item in assumptions_of(parse_workload(GOOD, "w"))}
    assert found["traffic.peak_multiplier"].value == 3.0
    assert "requests per minute" in found["traffic.peak_multiplier"].measure
    assert "model.own.serverless.memory_mb" in found
    assert "model.own.serverless.service_ms" not in found  # filled in elsewhere, and listed there
    assert all(item.measure for item in found.values())


def test_what_was_told_is_none() -> None:
    told = parse_workload(changed("1e4}", "1e4, peak_multiplier: 3.0, shape: diurnal}") + "payload_kb: 10", "w")
    paths = {item.path for item in assumptions_of(told)}
    assert paths.isdisjoint({"traffic.peak_multiplier", "traffic.shape", "payload_kb"})


def test_figures_of_another_shape_are_no_assumption() -> None:
    steady = parse_workload(changed("1e4}", "1e4, shape: steady}"), "w")
    assert not {item.path for item in assumptions_of(steady)} & {"traffic.peak_multiplier", "traffic.peak_hours"}


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "examples" / "workloads").glob("*.yaml")), ids=lambda path: path.name
)
def test_the_examples_are_accepted(path: Path) -> None:
    assert read_workload(path).name == path.stem


def test_values_of_the_command_line_take_the_place_of_the_files() -> None:
    told = told_values(["traffic.daily_requests=77", "needs.gpu=true"])
    found = parse_workload(GOOD, "w", told)
    assert found.traffic is not None
    assert (found.traffic.daily_requests, found.needs.gpu) == (77, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("target_p99_ms", "accepted is KEY=VALUE"),
        ("=3", "accepted is KEY=VALUE"),
        ("name.first=x", "name is 'digits', which has no keys below it"),
        ("traffic.dayly_requests=3", "traffic.dayly_requests: unknown key; did you mean daily_requests?"),
    ],
)
def test_a_wrong_value_of_the_command_line_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says.replace("?", r"\?")):
        parse_workload(GOOD, "w", told_values([text]))


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none.yaml could not be read: No such file"):
        read_workload(tmp_path / "none.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is no text in UTF-8"):
        read_workload(tmp_path / "b.yaml")


def observed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "observed.yaml"
    path.write_text(text)
    return path


def test_measurements_with_enough_samples_count_and_others_are_told(tmp_path: Path) -> None:
    found = read_observed(
        observed(
            tmp_path,
            "sagemaker_realtime: {p50_ms: 40, p99_ms: 90, samples: 5000, source: load test}\n"
            "lambda_on_demand: {p50_ms: 40, p99_ms: 90, samples: 12}\n",
        )
    )
    assert list(found.latencies) == ["sagemaker_realtime"]
    assert "lambda_on_demand: 12 answers were measured (a file); a p99 needs 299" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sagemaker_realtme: {}", "sagemaker_realtme: no such pattern; did you mean sagemaker_realtime?"),
        ("lambda_on_demand: {p50_ms: 9, p99_ms: 5, samples: 500}", "p50_ms 9, p90_ms 9, p99_ms 5 are out of order"),
        ("lambda_on_demand: {p50_ms: 9, p99_ms: .nan, samples: 500}", "p99_ms = nan"),
        ("lambda_on_demand: {p50_ms: 9, p99_ms: 10}", "samples is missing: How many answers were measured."),
        ("- 1", "accepted: a mapping of bedrock_on_demand"),
    ],
)
def test_wrong_measurements_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        read_observed(observed(tmp_path, text))
    assert says in str(refused.value)
