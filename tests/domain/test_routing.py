"""Routing is deterministic, total over what it accepts, and refuses the rest by name."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.routing import (
    INFERENCE_TYPES,
    InferencePath,
    RoutingContext,
    determine_inference_path,
    explain_inference_path,
    resolve_inference_strategy,
)

counts = st.integers(0, 10**7)
thresholds = st.integers(1, 10**6)
kinds = st.sampled_from(INFERENCE_TYPES)
contexts = st.builds(
    RoutingContext,
    file_count=counts,
    batch_threshold=thresholds,
    requested_mode=st.text(min_size=1),
    current_hour=st.integers(0, 23),
    is_business_hours=st.booleans(),
)


def test_the_paths_have_the_names_that_stored_runs_use() -> None:
    assert {path.name: path.value for path in InferencePath} == {
        "BATCH_TRANSFORM": "batch_transform",
        "REALTIME_ENDPOINT": "realtime_endpoint",
        "SERVERLESS_INFERENCE": "serverless_inference",
        "INFERENCE_COMPONENTS": "inference_components",
    }


@given(counts, thresholds, kinds)
def test_every_accepted_input_has_one_path_and_always_the_same(count: int, threshold: int, kind: str) -> None:
    path = determine_inference_path(count, threshold, kind)
    assert path in InferencePath
    assert determine_inference_path(count, threshold, kind) is path
    assert explain_inference_path(count, threshold, kind)


@given(counts, thresholds)
def test_none_is_batch_and_serverless_is_serverless_whatever_the_count(count: int, threshold: int) -> None:
    assert determine_inference_path(count, threshold, "none") is InferencePath.BATCH_TRANSFORM
    assert determine_inference_path(count, threshold, "serverless") is InferencePath.SERVERLESS_INFERENCE


@given(counts, thresholds, st.sampled_from(["provisioned", "components"]))
def test_an_endpoint_hands_over_to_batch_exactly_at_the_threshold(count: int, threshold: int, kind: str) -> None:
    path = determine_inference_path(count, threshold, kind)
    assert (path is InferencePath.BATCH_TRANSFORM) == (count >= threshold)


@given(counts, st.integers(0, 1000), thresholds, kinds)
def test_more_files_never_leave_batch_again(count: int, more: int, threshold: int, kind: str) -> None:
    if determine_inference_path(count, threshold, kind) is InferencePath.BATCH_TRANSFORM:
        assert determine_inference_path(count + more, threshold, kind) is InferencePath.BATCH_TRANSFORM


def test_below_the_threshold_each_type_has_its_own_endpoint() -> None:
    assert determine_inference_path(1, 2, "provisioned") is InferencePath.REALTIME_ENDPOINT
    assert determine_inference_path(1, 2, "components") is InferencePath.INFERENCE_COMPONENTS


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        ((-1, 1, "none"), "file_count", "-1"),
        ((True, 1, "none"), "file_count", "True"),
        ((1, 0, "none"), "batch_threshold", "0"),
        ((1, 2.5, "none"), "batch_threshold", "2.5"),
        ((1, 1, "Serverless"), "inference_type", "'Serverless'"),
        ((1, 1, None), "inference_type", "None"),
        ((1, 1, ["none"]), "inference_type", "['none']"),
    ],
)
def test_a_refusal_names_argument_value_and_what_is_accepted(
    arguments: tuple[object, ...], name: str, value: str
) -> None:
    with pytest.raises(ValueError, match="is not accepted: ") as refused:
        determine_inference_path(*arguments)  # type: ignore[arg-type]  # the wrong types are the point
    assert str(refused.value).startswith(f"{name} = {value} is not accepted: ")


@given(contexts)
def test_a_strategy_is_found_for_every_context_and_always_the_same(context: RoutingContext) -> None:
    assert resolve_inference_strategy(context) is resolve_inference_strategy(context)


@pytest.mark.parametrize(("mode", "count", "open_now"), list(product(["serverless", "auto"], [1, 9], [True, False])))
def test_the_first_matching_rule_wins(mode: str, count: int, open_now: bool) -> None:
    path = resolve_inference_strategy(RoutingContext(count, 5, mode, 12, open_now))
    if mode == "serverless":
        assert path is InferencePath.SERVERLESS_INFERENCE
    elif count >= 5:
        assert path is InferencePath.BATCH_TRANSFORM
    else:
        assert path is (InferencePath.REALTIME_ENDPOINT if open_now else InferencePath.SERVERLESS_INFERENCE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"file_count": -1},
        {"batch_threshold": 0},
        {"requested_mode": ""},
        {"current_hour": 24},
        {"is_business_hours": 1},
    ],
)
def test_a_context_that_cannot_be_is_refused_by_name(wrong: dict[str, object]) -> None:
    fine = {
        "file_count": 1,
        "batch_threshold": 1,
        "requested_mode": "auto",
        "current_hour": 0,
        "is_business_hours": True,
    }
    with pytest.raises(ValueError, match=next(iter(wrong))):
        RoutingContext(**{**fine, **wrong})  # type: ignore[arg-type]  # the wrong types are the point
