"""The definition: its structure as the language demands it, and the decisions that it must make."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from components.asl import LAMBDA_SERVICE_ERRORS, Step
from components.inference.parts_map import NO_CAPACITY, STATE_NAMES, EndpointBranch, Wake
from components.inference.state_machine import DefinitionArgs, definition
from domain.routing import InferencePath

ENDPOINT_PATHS = tuple(STATE_NAMES)
WAKE = Wake(seconds=60, attempts=12)


def step(name: str) -> Step:
    return Step(alias_arn=f"arn:aws:lambda:us-east-1:123456789012:function:{name}:live", timeout_seconds=300)


def built(*paths: InferencePath, predict: bool = True) -> dict[str, Any]:
    branches = [
        EndpointBranch(path=path, parallel_parts=4, wake=WAKE if path is InferencePath.INFERENCE_COMPONENTS else None)
        for path in paths
    ]
    args = DefinitionArgs(
        partition="aws",
        discover=step("discover"),
        predict=step("predict") if predict else None,
        submit_batch=step("submit"),
        collect=step("collect"),
        branches=branches,
        batch_timeout_seconds=3600,
        timeout_seconds=7200,
    )
    return definition(args)


SUBSETS = [subset for size in range(len(ENDPOINT_PATHS) + 1) for subset in itertools.combinations(ENDPOINT_PATHS, size)]
ALL = built(*ENDPOINT_PATHS)


def machines(machine: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The machine and those inside its maps."""
    yield machine
    for state in machine["States"].values():
        if "ItemProcessor" in state:
            yield from machines(state["ItemProcessor"])


def edges(state: dict[str, Any]) -> Iterator[str]:
    for key in ("Next", "Default"):
        if key in state:
            yield state[key]
    for rule in (*state.get("Choices", ()), *state.get("Catch", ())):
        yield rule["Next"]


@pytest.mark.parametrize("paths", SUBSETS, ids=lambda paths: "+".join(STATE_NAMES[path] for path in paths) or "batch")
def test_every_state_is_reached_and_every_edge_leads_somewhere(paths: tuple[InferencePath, ...]) -> None:
    for machine in machines(built(*paths)):
        states = machine["States"]
        reached, waiting = set(), [machine["StartAt"]]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting.extend(edges(states[name]))
        assert reached == set(states)
        for name, state in states.items():
            ends = state["Type"] in {"Succeed", "Fail", "Choice"} or state.get("End") is True or "Next" in state
            assert ends, name


@pytest.mark.parametrize("paths", SUBSETS, ids=lambda paths: "+".join(STATE_NAMES[path] for path in paths) or "batch")
def test_the_interpreter_reads_it(paths: tuple[InferencePath, ...]) -> None:
    program, *_ = AmazonStateLanguageParser.parse(json.dumps(built(*paths)))
    assert program is not None


def test_only_deployed_paths_have_a_branch_and_batch_always_has() -> None:
    def targets(machine: dict[str, Any]) -> dict[str, str]:
        rules = machine["States"]["ChoosePath"]["Choices"]
        return {rule["And"][1]["StringEquals"]: rule["Next"] for rule in rules}

    assert targets(built()) == {"batch_transform": "SubmitBatch"}
    assert targets(ALL) == {
        "batch_transform": "SubmitBatch",
        **{path.value: STATE_NAMES[path] for path in ENDPOINT_PATHS},
    }
    assert ALL["States"]["ChoosePath"]["Default"] == "PathNotDeployed"


def tasks(machine: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, state)
        for inner in machines(machine)
        for name, state in inner["States"].items()
        if state["Type"] == "Task"
    ]


@pytest.mark.parametrize(("name", "task"), tasks(ALL), ids=lambda value: value if isinstance(value, str) else "")
def test_every_task_has_a_timeout_and_tries_again_what_lambda_fails(name: str, task: dict[str, Any]) -> None:
    assert 0 < task["TimeoutSeconds"] <= 3600
    assert task["Catch"][-1]["ErrorEquals"] == ["States.ALL"]
    if ":lambda:" in task["Resource"]:
        assert task["Retry"][-1]["ErrorEquals"] == LAMBDA_SERVICE_ERRORS
        assert "States.ALL" not in [error for rule in task["Retry"] for error in rule["ErrorEquals"]]


def test_every_state_of_the_whole_machine_has_a_name_of_its_own() -> None:
    names = [name for machine in machines(ALL) for name in machine["States"]]
    assert len(names) == len(set(names))


def test_each_step_fails_in_its_own_state_with_its_own_cause() -> None:
    states = ALL["States"]
    caught = {name: state["Catch"] for name, state in states.items() if "Catch" in state}
    maps = {"Serverless", "Realtime", "Components"}
    assert set(caught) == {"Discover", "SubmitBatch", "Collect", *maps, *(f"Explain{name}" for name in maps)}
    for name, rules in caught.items():
        end, place = f"{name.removeprefix('Explain')}Failed", "$.untold" if name.startswith("Explain") else "$.failure"
        following = f"Explain{name}" if name in maps else end
        assert rules == [{"ErrorEquals": ["States.ALL"], "ResultPath": place, "Next": following}]
        cause = "States.Format('{}: {}', $.failure.Error, $.failure.Cause)"
        assert states[end] == {"Type": "Fail", "Error": end, "CausePath": cause}


@pytest.mark.parametrize("name", STATE_NAMES.values())
def test_a_part_keeps_its_error_where_the_end_of_the_map_reads_it(name: str) -> None:
    place = {"Bucket.$": "$.parts.bucket", "Key.$": ALL["States"][f"Explain{name}"]["Parameters"]["Key.$"]}
    assert ALL["States"][name]["ItemSelector"]["failures"] == ALL["States"][f"Explain{name}"]["Parameters"] == place
    assert "$$.Execution.Name" in place["Key.$"], "a later execution of the run must not read an earlier one's error"
    told = ALL["States"][name]["ItemProcessor"]["States"][f"Tell{name}Part"]
    assert told["Parameters"] == {
        "Bucket.$": "$.failures.Bucket",
        "Key.$": "$.failures.Key",
        "Body.$": "$.failure",
    }


def test_a_map_reads_its_items_from_the_bucket_and_keeps_nothing() -> None:
    serverless = ALL["States"]["Serverless"]
    assert serverless["ItemReader"] == {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON"},
        "Parameters": {"Bucket.$": "$.parts.bucket", "Key.$": "$.parts.key"},
    }
    assert serverless["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    assert serverless["ItemSelector"] == {
        "run_id.$": "$.run_id",
        "path": "serverless_inference",
        "part.$": "$$.Map.Item.Value.part",
        "failures": ALL["States"]["ExplainServerless"]["Parameters"],
    }
    assert serverless["ResultPath"] is None
    assert [rule["ErrorEquals"] for rule in serverless["Retry"]] == [["States.ItemReaderFailed"]], "parts run once"
    assert not [key for key in serverless if key.startswith("ToleratedFailure")], "none tolerated is the default"
    assert serverless["ItemProcessor"]["States"]["PredictServerless"]["OutputPath"] is None


def test_only_the_path_that_sleeps_waits_for_capacity_and_leaves_to_batch() -> None:
    predict = {name: ALL["States"][name]["ItemProcessor"]["States"][f"Predict{name}"] for name in STATE_NAMES.values()}
    waits = {
        name: [rule for rule in task["Retry"] if NO_CAPACITY in rule["ErrorEquals"]] for name, task in predict.items()
    }
    assert waits == {
        "Serverless": [],
        "Realtime": [],
        "Components": [{"ErrorEquals": [NO_CAPACITY], "IntervalSeconds": 60, "BackoffRate": 1.0, "MaxAttempts": 12}],
    }
    assert predict["Components"]["Catch"][0]["Next"] == "LeftToBatch"
    assert NO_CAPACITY not in predict["Serverless"]["Catch"][0]["ErrorEquals"]


def test_batch_waits_for_a_callback_and_never_polls() -> None:
    submit = ALL["States"]["SubmitBatch"]
    assert submit["Resource"] == "arn:aws:states:::lambda:invoke.waitForTaskToken"
    assert submit["TimeoutSeconds"] == 3600
    assert submit["Parameters"]["Payload"] == {
        "run_id.$": "$.run_id",
        "task_token.$": "$$.Task.Token",
        "execution_id.$": "$$.Execution.Id",
        "state_machine_arn.$": "$$.StateMachine.Id",
    }
    assert not [name for name, state in ALL["States"].items() if state["Type"] == "Wait"]


def decide(choice: dict[str, Any], state: dict[str, Any]) -> str:
    """Runs a Choice over a state; reading what is absent is the error that it is on AWS."""

    def value(path: str) -> Any:
        found: Any = state
        for part in path.removeprefix("$.").split("."):
            found = found[part]
        return found

    def holds(rule: dict[str, Any]) -> bool:
        if "And" in rule:
            return all(holds(inner) for inner in rule["And"])
        if "Not" in rule:
            return not holds(rule["Not"])
        if "IsPresent" in rule:
            try:
                value(rule["Variable"])
            except (KeyError, TypeError):
                return not rule["IsPresent"]
            return bool(rule["IsPresent"])
        found = value(rule["Variable"])
        comparison = next(key for key in rule if key not in {"Variable", "Next"})
        compare = {
            "StringEquals": lambda: found == rule[comparison],
            "NumericEquals": lambda: found == rule[comparison],
            "NumericGreaterThan": lambda: found > rule[comparison],
        }
        return bool(compare[comparison]())

    return str(next((rule["Next"] for rule in choice["Choices"] if holds(rule)), choice["Default"]))


@given(deferred=st.integers(0, 10**6), ok=st.integers(0, 10**6), batch=st.booleans())
def test_what_remains_goes_to_batch_once_and_nothing_succeeding_fails(deferred: int, ok: int, *, batch: bool) -> None:
    state: dict[str, Any] = {"collected": {"Payload": {"deferred": deferred, "summary": {"ok": ok}}}}
    if batch:
        state["batch"] = {"job": "ip-1"}
    wanted = "SubmitBatch" if deferred and not batch else "NoFileSucceeded" if ok == 0 else "Reply"
    assert decide(ALL["States"]["Remaining"], state) == wanted


def test_a_state_without_the_fields_never_ends_uncaught() -> None:
    assert decide(ALL["States"]["AlreadyComplete"], {}) == "ChoosePath"
    assert decide(ALL["States"]["ChoosePath"], {}) == "PathNotDeployed"
    assert decide(ALL["States"]["Remaining"], {"collected": {"Payload": {"deferred": 0, "summary": None}}}) == "Reply"


def test_a_stored_answer_has_the_shape_of_a_fresh_one() -> None:
    assert decide(ALL["States"]["AlreadyComplete"], {"status": "complete"}) == "StoredReply"
    stored = ALL["States"]["StoredReply"]
    assert stored["Parameters"] == {"Payload": {"deferred": 0, "summary.$": "$.summary"}}
    assert stored["Next"] == "Remaining"  # a stored run of which nothing succeeded fails again
    assert stored["ResultPath"] == ALL["States"]["Collect"]["ResultPath"] == "$.collected"
    assert ALL["States"]["Reply"] == {"Type": "Succeed", "OutputPath": "$.collected.Payload"}


def test_endpoint_paths_need_a_function_to_call_them() -> None:
    with pytest.raises(ValueError, match="predict is None"):
        built(InferencePath.REALTIME_ENDPOINT, predict=False)
    assert "Predict" not in json.dumps(built(predict=False))
