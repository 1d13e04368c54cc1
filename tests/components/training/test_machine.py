"""The training definition: its structure, what each step may meet, and the laws of its ends."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import botocore.exceptions
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from components.asl import LAMBDA_SERVICE_ERRORS, Step
from components.settings.training_document import MOST_LOOKS
from components.training.endings import SUBJECT_LENGTH, Notice
from components.training.job_state import JobPlan
from components.training.longest import longest_seconds
from components.training.rollout_states import Watching
from components.training.state_machine import DEPLOYING, PACKAGES, DefinitionArgs, definition
from components.training.steps import PASSING_ERRORS
from domain.training.layout import JOB_NAME_LENGTH, job_name
from lambdas import errors as platform_errors
from lambdas.pipeline import errors as pipeline_errors

States = Mapping[str, Mapping[str, Any]]
LONGEST_MODEL = "m" * 32
SILENT = {"AlreadyTrained", "AlreadyRunning"}
HISTORY_EVENTS = 25_000
EVENTS_OF_A_ROUND = 11


def job(**changes: Any) -> JobPlan:
    given: dict[str, Any] = {
        "model": "digits",
        "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/training:1.0",
        "role_arn": "arn:role",
        "key_arn": "arn:key",
        "code_uri": "s3://bucket/training/code/abc/",
        "hyperparameters": {"framework": "sklearn", "task": "classification"},
        "metrics": ["accuracy"],
        "instance_type": "ml.m5.large",
        "volume_gb": 10,
        "max_runtime_seconds": 3600,
    }
    return JobPlan(**{**given, **changes})


def built(watching: Watching | None, name: str = "digits", **of_job: Any) -> dict[str, Any]:
    steps = {
        package: Step(alias_arn=f"arn:aws:lambda:us-east-1:123456789012:function:{package}:live", timeout_seconds=300)
        for package in PACKAGES + DEPLOYING
    }
    notice = Notice(partition="aws", topic_arn="arn:topic", model=name)
    return definition(
        DefinitionArgs(notice=notice, steps=steps, job=job(model=name, **of_job), bucket="bucket", watching=watching)
    )


DEPLOYS, REGISTERS = built(Watching(seconds=30, rounds=240)), built(None)
BOTH = pytest.mark.parametrize("machine", [DEPLOYS, REGISTERS], ids=["deploys", "registers"])


def edges(state: Mapping[str, Any]) -> Iterator[str]:
    for key in ("Next", "Default"):
        if key in state:
            yield state[key]
    for rule in (*state.get("Choices", ()), *state.get("Catch", ())):
        yield rule["Next"]


def tasks(machine: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {name: state for name, state in machine["States"].items() if state["Type"] == "Task"}


def is_notice(state: Mapping[str, Any]) -> bool:
    return str(state.get("Resource", "")).endswith(":sns:publish")


@BOTH
def test_every_state_is_reached_and_every_edge_leads_somewhere(machine: dict[str, Any]) -> None:
    states = machine["States"]
    reached, waiting = set(), [machine["StartAt"]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(edges(states[name]))
    assert reached == set(states)


@BOTH
def test_the_interpreter_reads_it(machine: dict[str, Any]) -> None:
    program, *_ = AmazonStateLanguageParser.parse(json.dumps(machine))
    assert program is not None


@BOTH
def test_every_task_has_a_timeout_a_retrier_and_a_catch_that_keeps_the_state(machine: dict[str, Any]) -> None:
    for name, state in tasks(machine).items():
        assert state["TimeoutSeconds"] > 0, name
        assert [rule["ErrorEquals"] for rule in state["Catch"]] == [["States.ALL"]], name
        assert state["Catch"][0]["ResultPath"].startswith("$."), name
        assert "$" not in (state["ResultPath"], state["Catch"][0]["ResultPath"]), f"{name} overwrites the state"
        assert all(retrier["JitterStrategy"] == "FULL" for retrier in state["Retry"]), name
        if ":lambda:" in state["Resource"]:
            retried = [retrier["ErrorEquals"] for retrier in state["Retry"]]
            unsettled = [["DeploymentUnsettledError"]] if name == "CleanUp" else []
            assert retried == [LAMBDA_SERVICE_ERRORS, PASSING_ERRORS, *unsettled], name


def test_what_is_tried_again_has_the_name_of_an_error_that_there_is() -> None:
    ours = {**vars(platform_errors), **vars(pipeline_errors)}
    assert [name for name in PASSING_ERRORS if not hasattr(botocore.exceptions, name) and name not in ours] == []


@BOTH
def test_a_failed_step_is_named_cleaned_up_after_told_and_ends_as_failed(machine: dict[str, Any]) -> None:
    states = machine["States"]
    steps = {name for name, state in tasks(machine).items() if not is_notice(state)} - {"CleanUp"}
    assert steps >= {"Begin", "ValidateData", "CheckQuality", "EngineerFeatures", "Train", "Evaluate", "QualityGate"}
    for name in steps:
        assert states[name]["Catch"] == [
            {"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": f"{name}Failed"}
        ]
        marked = states[f"{name}Failed"]
        assert marked["Result"] == {"step": name, "error": f"{name}Failed", "title": f"{name} failed"}
        way = [marked["Next"]]
        while following := states[way[-1]].get("Next", states[way[-1]].get("Default")):
            way.append(following)
        assert way == ["Explain", "CleanUp", "CauseIsJson", "NotifyFailure", "Failed"]
    assert states["CleanUp"]["Catch"][0]["Next"] == "CauseIsJson", "what cannot be cleaned up is told all the same"
    assert states["Failed"] == {
        "Type": "Fail",
        "ErrorPath": "$.ended.error",
        "CausePath": "States.Format('{}: {}', $.ended.failure.Error, $.ended.failure.Cause)",
    }


@BOTH
def test_on_every_path_exactly_one_notification_but_where_nothing_was_done(machine: dict[str, Any]) -> None:
    """Every simple path from the start to an end; the loop of a deployment tells nobody."""
    states, seen = machine["States"], set()

    def walk(name: str, told: int, way: frozenset[str]) -> None:
        state = states[name]
        told += is_notice(state)
        if state["Type"] in {"Succeed", "Fail"}:
            assert told == (0 if name in SILENT else 1), (name, sorted(way))
            seen.add(name)
            return
        following = {edge for edge in edges(state) if edge not in way}
        for edge in following:
            walk(edge, told, way | {edge})

    walk(machine["StartAt"], 0, frozenset({machine["StartAt"]}))
    assert seen == {name for name, state in states.items() if state["Type"] in {"Succeed", "Fail"}}


@BOTH
def test_a_notification_that_fails_changes_nothing_about_the_end(machine: dict[str, Any]) -> None:
    for name, state in tasks(machine).items():
        if is_notice(state):
            assert state["Catch"] == [
                {"ErrorEquals": ["States.ALL"], "ResultPath": "$.untold", "Next": state["Next"]}
            ], name
            assert state["ResultPath"] is None


def test_subjects_fit_for_the_longest_name_and_step() -> None:
    machine = built(Watching(seconds=30, rounds=240), LONGEST_MODEL)
    for state in tasks(machine).values():
        if is_notice(state):
            subject = state["Parameters"].get("Subject") or state["Parameters"]["Subject.$"]
            longest = max(map(len, machine["States"])) + len(" failed")
            text = subject.removeprefix("States.Format('").partition("',")[0].replace("{}", "s" * longest)
            assert LONGEST_MODEL in text
            assert len(text) <= SUBJECT_LENGTH


def value(state: Any, path: str) -> Any:
    for part in path.removeprefix("$.").split("."):
        state = state[part]
    return state


def holds(rule: Mapping[str, Any], state: Any) -> bool:
    """Evaluates a rule; reading what is absent raises KeyError, the error that nothing can catch on AWS."""
    if "And" in rule:
        return all(holds(inner, state) for inner in rule["And"])
    if "IsPresent" in rule:
        try:
            value(state, rule["Variable"])
        except (KeyError, TypeError):
            return not rule["IsPresent"]
        return bool(rule["IsPresent"])
    if "Or" in rule:
        return any(holds(inner, state) for inner in rule["Or"])
    found = value(state, rule["Variable"])
    comparison = next(key for key in rule if key not in {"Variable", "Next"})
    compare: dict[str, Callable[[], object]] = {
        "IsString": lambda: isinstance(found, str) is rule[comparison],
        "BooleanEquals": lambda: found is rule[comparison],
        "StringEquals": lambda: found == rule[comparison],
        "StringMatches": lambda: fnmatchcase(found, rule[comparison]),
        "NumericGreaterThanEquals": lambda: isinstance(found, int) and found >= rule[comparison],
    }
    return bool(compare[comparison]())


def decide(machine: Mapping[str, Any], name: str, state: Any) -> str:
    choice = machine["States"][name]
    return str(next((rule["Next"] for rule in choice["Choices"] if holds(rule, state)), choice["Default"]))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "Begin"),
        ("text", "Begin"),
        ([], "Begin"),
        (None, "Begin"),
        ({"deploy": {}}, "Begin"),
        ({"deploy": {"model_package_arn": 1}}, "Begin"),
        ({"deploy": {"model_package_arn": "arn"}}, "Adopt"),
        ({"interrupted": {"execution_arn": "arn", "status": "ABORTED"}}, "Interrupted"),
        ({"interrupted": {"execution_arn": "arn"}}, "Begin"),
    ],
)
def test_the_input_chooses_the_way_and_an_odd_one_is_left_to_begin(given: Any, wanted: str) -> None:
    assert decide(DEPLOYS, "Route", {"input": given}) == wanted


def test_a_stack_that_deploys_nowhere_says_so() -> None:
    request = {"input": {"deploy": {"model_package_arn": "arn"}}}
    assert decide(REGISTERS, "Route", request) == "NowhereToDeploy"
    assert REGISTERS["States"]["NowhereToDeploy"]["Next"] == "DeployFailed"
    assert "StartWatching" not in REGISTERS["States"]


RUN = {"run_id": "0" * 16, "attempt": 1}


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        ({"status": "new", **RUN}, "ValidateData"),
        ({"status": "done", **RUN}, "AlreadyTrained"),
        ({"status": "running", **RUN}, "AlreadyRunning"),
        ({"status": "new"}, "BeginUnclear"),
        ({"status": "maybe", **RUN}, "BeginUnclear"),
        ({}, "BeginUnclear"),
        (None, "BeginUnclear"),
    ],
)
def test_what_begin_says(reply: Any, wanted: str) -> None:
    assert decide(DEPLOYS, "Begun", {"run": {"reply": reply}}) == wanted


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["passed", "reasons", "status", "approved", "model_package_arn", "deployment_id", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=8,
)


@given(reply=ANYTHING)
def test_no_reply_whatever_it_is_ends_uncaught_or_passes_by_chance(reply: Any) -> None:
    """Only true passes, only ``approved: true`` with a package is deployed, only "done" is success."""
    said = reply if isinstance(reply, dict) else {}
    gate = decide(DEPLOYS, "GateVerdict", {"gate": {"reply": reply}})
    assert (gate == "Register") == (said.get("passed") is True)
    assert gate != "NotifyPoorPerformance" or (said["passed"] is False and "reasons" in said)
    approval = decide(DEPLOYS, "Approval", {"registration": {"reply": reply}})
    assert (approval == "Deploy") == (said.get("approved") is True and "model_package_arn" in said)
    state = {"watch": {"reply": reply}, "watching": {"rounds": 1}}
    verdict = decide(DEPLOYS, "DeploymentVerdict", state)
    assert (verdict == "NotifySuccess") == (said.get("status") == "done")
    assert decide(DEPLOYS, "DeploymentStarted", {"deployment": {"reply": reply}}) in {"StartWatching", "DeployUnclear"}


@pytest.mark.parametrize(
    ("cause", "wanted"),
    [
        ('{"errorMessage":"no rows","errorType":"DataRefused","stackTrace":[]}', "FunctionsMessage"),
        ('{"TrainingJobName":"a","FailureReason":"AlgorithmError: no rows","x":{}}', "JobsReason"),
        ('{"errorMessage":1}', "NotifyFailure"),
        ("Rate exceeded", "NotifyFailure"),
        ('{"errorMessage":"cut off in the mid', "NotifyFailure"),
        ('{"Cause":"of another kind"}', "NotifyFailure"),
        ("", "NotifyFailure"),
    ],
)
def test_of_a_cause_that_is_a_document_its_message_is_told(cause: str, wanted: str) -> None:
    state: dict[str, Any] = {"ended": {"failure": {"Error": "E", "Cause": cause}}}
    following = decide(DEPLOYS, "CauseIsJson", state)
    if following == "ReadCause":
        state["read"] = {"said": json.loads(cause)}
        following = decide(DEPLOYS, "WhoseCause", state)
    assert following == wanted


@given(rounds=st.integers(1, 10_000))
def test_a_deployment_is_looked_at_as_often_as_was_said(rounds: int) -> None:
    state = {"watch": {"reply": {"status": "in-progress"}}, "watching": {"rounds": rounds}}
    assert decide(DEPLOYS, "DeploymentVerdict", state) == ("WatchTooLong" if rounds >= 240 else "CountRound")


def test_the_longest_loop_stays_within_the_history_of_an_execution() -> None:
    assert MOST_LOOKS * EVENTS_OF_A_ROUND < HISTORY_EVENTS * 0.9
    with pytest.raises(ValueError, match="look less often"):
        Watching(seconds=1, rounds=MOST_LOOKS + 1)


def longest_path(states: States, name: str, way: frozenset[str] = frozenset()) -> int:
    """Seconds of the longest simple path from a state on."""
    here = {name: states[name]}
    return longest_seconds(here, 1) + max(
        (longest_path(states, edge, way | {name}) for edge in set(edges(states[name])) if edge not in way), default=0
    )


@BOTH
def test_the_machine_never_ends_before_its_states_do(machine: dict[str, Any]) -> None:
    assert machine["TimeoutSeconds"] >= longest_path(machine["States"], machine["StartAt"])
    loop = 240 * (30 + 305)
    assert DEPLOYS["TimeoutSeconds"] >= loop


def test_the_job_is_isolated_encrypted_and_named_after_its_run_and_try() -> None:
    parameters = DEPLOYS["States"]["Train"]["Parameters"]
    assert parameters["TrainingJobName.$"] == (
        "States.Format('digits-{}-a{}-r{}', $.run.reply.run_id, $.run.reply.attempt, $$.State.RetryCount)"
    )
    assert parameters["EnableNetworkIsolation"] is True
    assert parameters["OutputDataConfig"]["KmsKeyId"] == parameters["ResourceConfig"]["VolumeKmsKeyId"] == "arn:key"
    uris = {one["ChannelName"]: one["DataSource"]["S3DataSource"] for one in parameters["InputDataConfig"]}
    assert uris["code"]["S3Uri"] == "s3://bucket/training/code/abc/"
    assert (
        uris["train"]["S3Uri.$"]
        == "States.Format('s3://{}/training/runs/{}/train/', $.places.bucket, $.run.reply.run_id)"
    )
    assert "VpcConfig" not in parameters
    assert "CheckpointConfig" not in parameters


def test_a_name_in_the_definition_is_the_one_that_the_layout_makes() -> None:
    pattern = built(None, LONGEST_MODEL)["States"]["Train"]["Parameters"]["TrainingJobName.$"]
    text = pattern.removeprefix("States.Format('").partition("',")[0]
    assert text.format("0" * 16, 9999, 5) == job_name(LONGEST_MODEL, "0" * 16, 9999, 5)
    assert len(text.format("0" * 16, 9999, 5)) <= JOB_NAME_LENGTH


def test_spot_and_network() -> None:
    machine = built(None, max_wait_seconds=7200, subnet_ids=["s"], security_group_ids=["g"])
    parameters = machine["States"]["Train"]["Parameters"]
    assert parameters["StoppingCondition"] == {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200}
    assert parameters["EnableManagedSpotTraining"] is True
    assert parameters["CheckpointConfig"]["S3Uri.$"].startswith("States.Format('s3://{}/training/runs/{}/checkpoints/'")
    assert parameters["VpcConfig"] == {"Subnets": ["s"], "SecurityGroupIds": ["g"]}
    assert machine["States"]["Train"]["TimeoutSeconds"] > 7200


def test_a_step_that_is_missing_is_named() -> None:
    args = DefinitionArgs(
        notice=Notice(partition="aws", topic_arn="t", model="m"), steps={}, job=job(), bucket="b", watching=None
    )
    with pytest.raises(ValueError, match="steps lacks begin_training"):
        definition(args)


def test_building_twice_gives_the_same_definition() -> None:
    before = copy.deepcopy(DEPLOYS)
    assert built(Watching(seconds=30, rounds=240)) == before == DEPLOYS
