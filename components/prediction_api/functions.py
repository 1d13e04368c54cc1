"""The functions of the theme: one that answers while the caller waits, and one that computes what takes longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components.base import PlatformComponent
from components.function import Access, PythonFunction, PythonFunctionArgs, VersionShare
from components.function_host import FunctionHost
from components.prediction_api.packages import FRONT, WORKER, packages
from components.settings.prediction_api import PredictionApiSettings
from domain.models.names import MODELS

RESULTS = "predictions/"
"""Where asynchronous requests and results lie; the foundation's bucket lets them expire."""


@dataclass(frozen=True, kw_only=True)
class ApiFunctionsArgs:
    """Inputs.

    Attributes:
        host: What all functions share.
        settings: The theme's settings.
        model: Model of requests that name none.
        model_layer_arn: NumPy and ONNX Runtime.
        bucket: Holds packages, requests and results.
        bucket_arn: Its ARN.
        signing_key_arn: Key that signed every package, or ``None`` when packages are not signed.
    """

    host: FunctionHost
    settings: PredictionApiSettings
    model: str
    model_layer_arn: pulumi.Input[str]
    bucket: pulumi.Input[str]
    bucket_arn: pulumi.Input[str]
    signing_key_arn: pulumi.Input[str] | None


class ApiFunctions(PlatformComponent):
    """The function behind the API, and the worker where predictions can be fetched later."""

    names: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: ApiFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"model": args.model}, opts)
        self.args = args
        self.worker = self._worker() if WORKER in packages(args.settings) else None
        self.front = self._front()
        found = {FRONT: self.front, WORKER: self.worker}
        self.names = {package: one.function_name for package, one in found.items() if one is not None}
        self.finish()

    def _front(self) -> PythonFunction:
        args, function = self.args, self.args.settings.function
        split = args.settings.split
        made = PythonFunctionArgs(
            host=args.host,
            package=FRONT,
            description="Answers the prediction API",
            environment={**self._models(), **self._front_only()},
            access={**self._access(), "workers": {"function": self._workers()}},
            layers=[args.model_layer_arn],
            memory_mb=function.memory_mb,
            timeout_seconds=function.timeout_seconds,
            reserved_concurrency=function.reserved_concurrency or None,
            snap_start=function.snap_start,
            rolled_out=args.settings.rollout.kind != "all-at-once",
            second=None if split.version is None else VersionShare(split.version, split.weight),
        )
        return PythonFunction(self.child_name("front"), made, opts=self.child())

    def _worker(self) -> PythonFunction:
        args, later = self.args, self.args.settings.asynchronous
        made = PythonFunctionArgs(
            host=args.host,
            package=WORKER,
            description="Computes predictions that are fetched later",
            environment={**self._models(), "ASYNC_PREFIX": RESULTS},
            access=self._access(),
            layers=[args.model_layer_arn],
            memory_mb=args.settings.function.memory_mb,
            timeout_seconds=later.timeout_seconds,
            reserved_concurrency=later.reserved_concurrency or None,
            asynchronous=True,
        )
        return PythonFunction(self.child_name("worker"), made, opts=self.child())

    def _models(self) -> dict[str, pulumi.Input[str]]:
        args, function = self.args, self.args.settings.function
        return {
            "MODEL_BUCKET": args.bucket,
            "CACHE_MB": str(function.cache_mb),
            "REVALIDATE_SECONDS": str(function.revalidate_seconds),
            "SIGNING_KEY_ARN": "" if args.signing_key_arn is None else args.signing_key_arn,
        }

    def _front_only(self) -> dict[str, pulumi.Input[str]]:
        args, function, later = self.args, self.args.settings.function, self.args.settings.asynchronous
        return {
            "DEFAULT_MODEL": args.model,
            "MAX_ROWS": str(function.max_rows),
            "ASYNC_PREFIX": RESULTS,
            "ASYNC_RETENTION_HOURS": str(later.retention_hours),
            "MAX_ASYNC_MB": str(later.max_mb),
            "WORKER_FUNCTION": "" if self.worker is None else self.worker.alias_arn,
            "PRELOAD": str(function.preload).lower(),
        }

    def _workers(self) -> Sequence[pulumi.Input[str]]:
        return [] if self.worker is None else [self.worker.alias_arn]

    def _access(self) -> Access:
        args = self.args
        key = [args.host.key_arn]
        results = self._objects(RESULTS) if args.settings.asynchronous.enabled else []
        store: Mapping[str, Sequence[pulumi.Input[str]]] = {"bucket": [args.bucket_arn], "key": key}
        return {
            "model_packages": {**store, "object": self._objects(MODELS)},
            "prediction_jobs": {**store, "object": results},
            "package_verifier": {"signing_key": [] if args.signing_key_arn is None else [args.signing_key_arn]},
        }

    def _objects(self, prefix: str) -> list[pulumi.Input[str]]:
        return [pulumi.Output.concat(self.args.bucket_arn, f"/{prefix}*")]
