"""The functions of the pipeline: what each is told (environment), and its size; what it may touch is in grants."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.base import PlatformComponent
from components.function import Access, PythonFunction, PythonFunctionArgs
from components.function_host import FunctionHost
from components.settings.training import TrainingSettings
from components.sources import function_sources
from components.training.grants import GrantsArgs, conditions, grants
from components.training.packages import packages

NONE = "-"
MEMORY_PER_PACKAGE = 10
"""Bytes of memory for each byte of a package. What judges a model holds it packed, unpacked and as a session, which
alone takes up to 6 (lambdas/models/session.py)."""
EVALUATE_MEMORY_MB = 1024
"""ONNX Runtime and the model that is in service beside the new one."""


@dataclass(frozen=True, kw_only=True)
class TrainingFunctionsArgs:
    """Inputs.

    Attributes:
        host: What all functions share.
        settings: The theme's settings.
        grants: What the functions' clients may touch.
        run_bucket: Where runs are kept.
        data_bucket: Where data arrives.
        plan_key: Where the plan lies.
        code_sha256: Hash of the training code.
        model_layer_arn: NumPy and ONNX Runtime.
        targets: Where an approved model goes, as JSON; ``None`` for nowhere.
        tags: Tags of everything that a deployment makes.
    """

    host: FunctionHost
    settings: TrainingSettings
    grants: GrantsArgs
    run_bucket: pulumi.Input[str]
    data_bucket: pulumi.Input[str]
    plan_key: pulumi.Input[str]
    code_sha256: str
    model_layer_arn: pulumi.Input[str]
    targets: pulumi.Input[str] | None
    tags: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a function is made beside its name.

    Attributes:
        description: What it does.
        environment: Its own variables.
        memory_mb, timeout_seconds: Its size.
        models: Whether it runs models.
    """

    description: str
    environment: Mapping[str, pulumi.Input[str]]
    memory_mb: int = 256
    timeout_seconds: int = 60
    models: bool = False


class TrainingFunctions(PlatformComponent):
    """Every function of the pipeline, by package. Without a target none deploys."""

    names: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: TrainingFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"model": args.settings.model}, opts)
        self.args = args
        self._grants = grants(args.grants)
        self.made = {package: self._make(package, shape) for package, shape in shapes(args).items()}
        self.names = {package: function.function_name for package, function in self.made.items()}
        self.finish()

    def _make(self, package: str, shape: Shape) -> PythonFunction:
        args = self.args
        function = PythonFunctionArgs(
            host=args.host,
            package=package,
            description=shape.description,
            environment=shape.environment,
            access=self._access(package),
            conditions=conditions(),
            memory_mb=shape.memory_mb,
            timeout_seconds=shape.timeout_seconds,
            layers=[args.model_layer_arn] if shape.models else (),
            alarmed=False,  # the state machine tells of each failure, once, with its step and cause
        )
        return PythonFunction(self.child_name(package.replace("_", "-")), function, opts=self.child())

    def _access(self, package: str) -> Access:
        """The grants of the clients that the function imports.

        Raises:
            ValueError: It imports a client that has none here.
        """
        clients = function_sources(self.args.host.root, package).actions
        unknown = sorted(set(clients) - set(self._grants))
        if unknown:
            raise ValueError(
                f"function {package!r} imports {', '.join(unknown)}; add them to components/training/grants"
            )
        return {client: self._grants[client] for client in clients}


def shapes(args: TrainingFunctionsArgs) -> dict[str, Shape]:
    """The functions, in the order of the pipeline: exactly the theme's packages."""
    found = {**_data(args), **_models(args)}
    if args.targets is not None:
        found |= _deployments(args, args.targets)
    return {package: found[package] for package in packages(deploying=args.targets is not None)}


def _package_room(args: TrainingFunctionsArgs) -> tuple[dict[str, pulumi.Input[str]], int]:
    """What a function that holds a whole package is told, and its memory."""
    key = args.grants.signing_key_arn
    memory = max(EVALUATE_MEMORY_MB, args.settings.functions.memory_mb)
    return {
        "SIGNING_KEY_ARN": "" if key is None else key,
        "MAX_PACKAGE_MB": str(largest_package_mb(memory)),
    }, memory


def _data(args: TrainingFunctionsArgs) -> dict[str, Shape]:
    reads, size = _run(args), args.settings.functions
    source: dict[str, pulumi.Input[str]] = {"DATA_BUCKET": args.data_bucket, "DATA_PREFIX": args.settings.data.prefix}
    memory, timeout = size.memory_mb, size.timeout_seconds
    return {
        "begin_training": Shape(
            description="Names and claims a run: one for each data", environment={**reads, **source}
        ),
        "validate_data": Shape(
            description="Takes a snapshot and checks its structure",
            environment=reads,
            memory_mb=memory,
            timeout_seconds=timeout,
        ),
        "check_quality": Shape(
            description="Checks ranges, duplicates and drift",
            environment=reads,
            memory_mb=memory,
            timeout_seconds=timeout,
        ),
        "engineer_features": Shape(
            description="Fits features on the training split",
            environment=reads,
            memory_mb=memory,
            timeout_seconds=timeout,
        ),
    }


def _models(args: TrainingFunctionsArgs) -> dict[str, Shape]:
    settings = args.settings
    room, memory = _package_room(args)
    return {
        "evaluate_model": Shape(
            description="Judges the new model and the one in service on rows that none has seen",
            environment={**_run(args), **room},
            memory_mb=memory,
            timeout_seconds=settings.functions.timeout_seconds,
            models=True,
        ),
        "judge_model": Shape(description="Says whether a model passes its gate, and why not", environment=_run(args)),
        "register_model": Shape(
            description="Makes the package and registers it, once",
            environment={
                "RUN_BUCKET": args.run_bucket,
                **room,
                "CODE_SHA256": args.code_sha256,
                "PACKAGE_GROUP": args.grants.package_group,
                "APPROVAL": settings.approval,
                "SERVING_IMAGE_URI": settings.deployment.image_uri or "",
            },
            memory_mb=memory,
            timeout_seconds=settings.functions.timeout_seconds,
        ),
        "clean_up_training": Shape(
            description="Takes back what a failed run left half made",
            environment={**_place(args), "MODEL": settings.model, "PACKAGE_GROUP": args.grants.package_group},
            timeout_seconds=120,
        ),
    }


def largest_package_mb(memory_mb: int) -> int:
    """What a model's package may unpack to in a function of this memory.

    >>> largest_package_mb(1769), largest_package_mb(10_240)
    (176, 1024)
    """
    return memory_mb // MEMORY_PER_PACKAGE


def _deployments(args: TrainingFunctionsArgs, targets: pulumi.Input[str]) -> dict[str, Shape]:
    place = _place(args)
    room, memory = _package_room(args)
    return {
        "start_deployment": Shape(
            description="Verifies an approved package, and begins to bring it into service",
            environment={**place, "DEPLOY_TARGETS": targets, **room},
            memory_mb=memory,
            timeout_seconds=max(120, args.settings.functions.timeout_seconds),
        ),
        "watch_deployment": Shape(
            description="Takes a deployment one step on, or back", environment=place, timeout_seconds=120
        ),
    }


def _run(args: TrainingFunctionsArgs) -> dict[str, pulumi.Input[str]]:
    return {"RUN_BUCKET": args.run_bucket, "TRAINING_PLAN_KEY": args.plan_key}


def _place(args: TrainingFunctionsArgs) -> dict[str, pulumi.Input[str]]:
    """What a deployment's resources get. Serverless endpoints have no network."""
    network = args.host.network if args.settings.deployment.endpoint.kind == "realtime" else None
    return {
        "RUN_BUCKET": args.run_bucket,
        "MODEL_ROLE_ARN": args.grants.model_role_arn,
        "KEY_ARN": args.host.key_arn,
        "SUBNETS": NONE if network is None else pulumi.Output.all(*network.subnet_ids).apply(",".join),
        "SECURITY_GROUPS": NONE if network is None else network.model_group_id,
        "TAGS": json.dumps(dict(args.tags), sort_keys=True),
    }
