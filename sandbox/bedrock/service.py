"""Bedrock over the wire: control plane and runtime, which sign with one name, and their admin paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.bedrock.access import Needed, model_needs
from sandbox.bedrock.book import Book
from sandbox.bedrock.control import ControlPlane
from sandbox.bedrock.quotas import Quotas
from sandbox.bedrock.runtime import OPERATIONS, Pace, Runtime
from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.service import BaseService


class BedrockService(BaseService):
    """Answers `bedrock` and `bedrock-runtime`; agents, guardrails and custom models are moto's.

    Args:
        context: Options and metrics.
    """

    names = frozenset({"bedrock"})

    def __init__(self, context: SandboxContext) -> None:
        self._book = Book()
        self._quotas = Quotas()
        self._control = ControlPlane(context, self._book, self._quotas)
        self._runtime = Runtime(context, self._book, self._quotas)

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """See `Service`."""
        if request.api == "bedrock-runtime":
            if request.operation not in OPERATIONS:
                accepted = ", ".join(sorted(OPERATIONS))
                message = f"{request.operation} is not played by the sandbox; it plays {accepted}."
                raise AwsError("ValidationException", message)
            return self._runtime.handle(request)
        return self._control.handle(request) if request.api == "bedrock" else None

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """`bedrock/quotas` and `bedrock/pace`: GET reads, POST changes.

        Raises:
            ValueError: An unknown member, or a value that is out of range.
        """
        if path == "bedrock/quotas":
            return self._quotas.configure(body if method == "POST" else {})
        if path == "bedrock/pace":
            if method == "POST":
                if unknown := sorted(set(body) - set(Pace.__dataclass_fields__)):
                    accepted = ", ".join(Pace.__dataclass_fields__)
                    raise ValueError(f"unknown member {', '.join(unknown)}; accepted: {accepted}")
                self._runtime.pace = Pace(**body)
            pace = self._runtime.pace
            return {
                "first_token_s": pace.first_token_s,
                "seconds_per_output_token": pace.seconds_per_output_token,
            }
        return None

    def also_needed(self, request: AwsRequest) -> list[Needed]:
        """What an application profile asks for beside itself: the models that it routes to."""
        if request.operation not in OPERATIONS:
            return []
        own = self._book.profile(request.region, request.path_params["modelId"])
        action = "bedrock:CountTokens" if request.operation == "CountTokens" else "bedrock:InvokeModel"
        return model_needs(action, own.arn, own.model_arns) if own else []

    def close(self) -> None:
        """Answers what waits."""
        self._runtime.close()
