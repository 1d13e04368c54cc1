"""The training state machine: a pure builder of its Amazon States Language definition.

What it decides: the order of the steps, which errors are tried again, where each failure ends, and that each execution
tells once how it ended. What it refuses: replies that say none of what was agreed. Only names, counts and reasons pass
between the states; data, models and evaluations lie in the bucket. ``$.<place>.reply`` is what a step's function said.

Two ends tell nobody: an execution that finds its data trained already, or being trained, did nothing.

Sources: https://states-language.net/spec.html,
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html and
https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.asl import State, Step, catch, equals
from components.training.endings import Notice, failing, failure_tail, interrupted, is_text, refused, unclear
from components.training.job_state import JobPlan, train
from components.training.longest import longest_seconds
from components.training.packages import packages
from components.training.rollout_states import Watching, deploy
from components.training.steps import call


@dataclass(frozen=True, kw_only=True)
class DefinitionArgs:
    """Inputs of the definition.

    Attributes:
        notice: Who is told.
        steps: The functions, by package: those that deploy too where ``watching`` is given.
        job: The training job.
        bucket: Where runs are kept.
        watching: How a deployment is watched; ``None`` when an approved model is deployed nowhere.
    """

    notice: Notice
    steps: Mapping[str, Step]
    job: JobPlan
    bucket: pulumi.Input[str]
    watching: Watching | None


def definition(args: DefinitionArgs) -> dict[str, Any]:
    """The whole definition.

    Raises:
        ValueError: A step is missing.
    """
    missing = [name for name in packages(deploying=args.watching is not None) if name not in args.steps]
    if missing:
        raise ValueError(f"steps lacks {', '.join(missing)}; accepted: every package of the pipeline")
    states: dict[str, State] = {
        **_start(args),
        **_data(args),
        **_model(args),
        **_register(args),
        **_deploy(args),
        **interrupted(),
        **failure_tail(args.notice, args.steps["clean_up_training"]),
        "Succeeded": {"Type": "Succeed"},
    }
    rounds = 0 if args.watching is None else args.watching.rounds
    return {
        "Comment": f"Train {args.notice.model}: validate, train, judge, register, deploy; one notification.",
        "StartAt": "Prepare",
        "TimeoutSeconds": longest_seconds(states, rounds),
        "States": states,
    }


def task(args: DefinitionArgs, name: str, package: str, place: str, payload: Mapping[str, Any], then: str) -> State:
    """A step: a function is called, its reply lies at ``$.<place>.reply``, its failure has a name."""
    state = call(args.notice.partition, args.steps[package], place, payload)
    return {**state, "Catch": [catch(f"{name}Failed")], "Next": then}


def _start(args: DefinitionArgs) -> dict[str, State]:
    """What the execution is asked to do. Its input is set aside: nothing in it can pass for what a step said."""
    deploys = "Adopt" if args.watching is not None else "NowhereToDeploy"
    begin = {
        "input.$": "$.input",
        "execution_arn.$": "$.execution.arn",
        "execution_name.$": "$.execution.name",
    }
    return {
        "Prepare": {
            "Type": "Pass",
            "Parameters": {
                "input.$": "$",
                "execution": {"arn.$": "$$.Execution.Id", "name.$": "$$.Execution.Name"},
                "places": {"bucket": args.bucket},
                "run": {"reply": None},
                "registration": {"reply": None},
                "deployment": {"reply": None},
                "blank": {"Error": "Unknown", "Cause": ""},
            },
            "Next": "Route",
        },
        "Route": {
            "Type": "Choice",
            "Choices": [
                {**is_text("$.input.interrupted.execution_arn", "$.input.interrupted.status"), "Next": "Interrupted"},
                {**is_text("$.input.deploy.model_package_arn"), "Next": deploys},
            ],
            "Default": "Begin",
        },
        "Begin": task(args, "Begin", "begin_training", "run", begin, "Begun"),
        "Begun": {
            "Type": "Choice",
            "Choices": [
                {**_new_run(), "Next": "ValidateData"},
                {**equals("$.run.reply.status", "done"), "Next": "AlreadyTrained"},
                {**equals("$.run.reply.status", "running"), "Next": "AlreadyRunning"},
            ],
            "Default": "BeginUnclear",
        },
        "AlreadyTrained": {"Type": "Succeed"},
        "AlreadyRunning": {"Type": "Succeed"},
        **unclear("Begin", "begin_training said neither new, done nor running."),
        **failing("Begin"),
    }


def _data(args: DefinitionArgs) -> dict[str, State]:
    run = {"run.$": "$.run.reply"}
    return {
        "ValidateData": task(args, "ValidateData", "validate_data", "validation", run, "CheckQuality"),
        "CheckQuality": task(args, "CheckQuality", "check_quality", "quality", run, "EngineerFeatures"),
        "EngineerFeatures": task(args, "EngineerFeatures", "engineer_features", "features", run, "Train"),
        **failing("ValidateData"),
        **failing("CheckQuality"),
        **failing("EngineerFeatures"),
    }


def _model(args: DefinitionArgs) -> dict[str, State]:
    evaluate = {"run.$": "$.run.reply", "training.$": "$.training"}
    judge = {"run.$": "$.run.reply", "evaluation.$": "$.evaluation.reply"}
    reasons = "States.JsonToString($.gate.reply.reasons)"
    known = {"Variable": "$.gate.reply.reasons", "IsPresent": True}
    return {
        "Train": {**train(args.notice.partition, args.job), "Catch": [catch("TrainFailed")], "Next": "Evaluate"},
        "Evaluate": task(args, "Evaluate", "evaluate_model", "evaluation", evaluate, "QualityGate"),
        "QualityGate": task(args, "QualityGate", "judge_model", "gate", judge, "GateVerdict"),
        "GateVerdict": {
            "Type": "Choice",
            "Choices": [
                {**_is("$.gate.reply.passed", value=True), "Next": "Register"},
                {"And": [known, *_is("$.gate.reply.passed", value=False)["And"]], "Next": "NotifyPoorPerformance"},
            ],
            "Default": "QualityGateUnclear",
        },
        "NotifyPoorPerformance": args.notice.state(
            "model below its gate", "The model was not registered: {}", reasons, then="BelowGate"
        ),
        "BelowGate": {
            "Type": "Fail",
            "Error": "BelowGate",
            "CausePath": f"States.Format('BelowGate: {{}}', {reasons})",
        },
        **unclear("QualityGate", "judge_model did not say whether the model passed."),
        **failing("Train"),
        **failing("Evaluate"),
        **failing("QualityGate"),
    }


def _register(args: DefinitionArgs) -> dict[str, State]:
    payload = {
        "run.$": "$.run.reply",
        "training.$": "$.training",
        "evaluation.$": "$.evaluation.reply",
        "gate.$": "$.gate.reply",
    }
    package = {"Variable": "$.registration.reply.model_package_arn", "IsPresent": True}
    said = "States.JsonToString($.registration.reply)"
    approved = "NotifySuccess" if args.watching is None else "Deploy"
    return {
        "Register": task(args, "Register", "register_model", "registration", payload, "Approval"),
        "Approval": {
            "Type": "Choice",
            "Choices": [
                {"And": [package, *_is("$.registration.reply.approved", value=True)["And"]], "Next": approved},
                {"And": [package, *_is("$.registration.reply.approved", value=False)["And"]], "Next": "NotifyApproval"},
            ],
            "Default": "RegisterUnclear",
        },
        "NotifyApproval": args.notice.state(
            "model waits for approval",
            "The model passed its gate and waits for approval in the registry: {}",
            said,
            then="AwaitingApproval",
        ),
        "AwaitingApproval": {"Type": "Succeed"},
        "NotifySuccess": args.notice.state("model accepted", "The model is in place: {}", said, then="Succeeded"),
        **unclear("Register", "register_model did not say what it registered, or whether it is approved."),
        **failing("Register"),
    }


def _deploy(args: DefinitionArgs) -> dict[str, State]:
    if args.watching is None:
        error = {
            "Error": "NowhereToDeploy",
            "Cause": "The stack deploys no model; set training.deployment.endpoint.kind, or turn the HTTP API on.",
        }
        return {"NowhereToDeploy": refused(error, "DeployFailed"), **failing("Deploy")}
    payload = {"model_package_arn.$": "$.registration.reply.model_package_arn"}
    following = {"deployment_id.$": "$.deployment.reply.deployment_id"}
    return deploy(
        args.notice,
        args.watching,
        task(args, "Deploy", "start_deployment", "deployment", payload, "DeploymentStarted"),
        task(args, "Watch", "watch_deployment", "watch", following, "DeploymentVerdict"),
    )


def _is(path: str, *, value: bool) -> State:
    return {"And": [{"Variable": path, "IsPresent": True}, {"Variable": path, "BooleanEquals": value}]}


def _new_run() -> State:
    needed = [{"Variable": f"$.run.reply.{name}", "IsPresent": True} for name in ("run_id", "attempt")]
    return {"And": [*equals("$.run.reply.status", "new")["And"], *needed]}
