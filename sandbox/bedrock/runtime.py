"""The data plane: Converse, InvokeModel and CountTokens, with the errors and metrics of the real one.

Metrics: https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-runtime-metrics.html. `Invocations` counts
successes, `InvocationThrottles` what was refused for a quota.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from domain.bedrock.models import MODELS
from sandbox.bedrock import catalog, prompts
from sandbox.bedrock.book import Book
from sandbox.bedrock.prompts import Prompt
from sandbox.bedrock.quotas import Quota, Quotas, burndown
from sandbox.bedrock.text import Generated, trained
from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse

OPERATIONS: Final = frozenset({"Converse", "InvokeModel", "CountTokens"})
NAMESPACE: Final = "AWS/Bedrock"
TIER_HEADER: Final = "x-amzn-bedrock-service-tier"
LATENCY_HEADER: Final = "x-amzn-bedrock-performanceconfig-latency"


@dataclass(frozen=True, slots=True)
class Target:
    """What a model id of a call stands for.

    Attributes:
        metric_id: Value of the metrics' dimension ModelId.
        model_id: The foundation model.
        quota_id: Whose quota it uses.
        quota: That of a provisioned model; None for what the account has on demand.
    """

    metric_id: str
    model_id: str
    quota_id: str
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an answer takes beyond its computation, seconds >= 0."""

    first_token_s: float = 0.0
    seconds_per_output_token: float = 0.0

    def __post_init__(self) -> None:
        for name in ("first_token_s", "seconds_per_output_token"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 60:
                raise ValueError(f"{name} is {value!r}; accepted: 0 to 60 seconds")

    def seconds(self, tokens: int) -> float:
        """For an answer of so many tokens."""
        return self.first_token_s + tokens * self.seconds_per_output_token


class Runtime:
    """Answers `bedrock-runtime`.

    Args:
        context: Metrics.
        book: Provisioned models and profiles.
        quotas: Requests and tokens a minute.
        now: The present moment, UTC.

    Attributes:
        pace: How long answers take.
    """

    def __init__(
        self,
        context: SandboxContext,
        book: Book,
        quotas: Quotas,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._context, self._book, self._quotas, self._now = context, book, quotas, now
        self._closed = threading.Event()
        self.pace = Pace()

    def close(self) -> None:
        """Answers what is still waiting."""
        self._closed.set()

    def handle(self, request: AwsRequest) -> AwsResponse:
        """The answer of one call.

        Raises:
            AwsError: It is refused.
        """
        target = self.target(request.region, request.path_params["modelId"])
        if request.operation == "CountTokens":
            return _answer({"inputTokens": _counted(target.model_id, request.json()).tokens})
        prompt = self._prompt(request, target)
        try:
            use = self._quotas.begin(
                request.region,
                target.quota_id,
                prompt.tokens + prompt.max_tokens * burndown(target.model_id),
                target.quota,
            )
        except AwsError:
            self._put(request.region, target, {"InvocationThrottles": (1, "Count")})
            raise
        started = time.perf_counter()
        said = trained().generate(
            prompt.text, max_tokens=prompt.max_tokens, temperature=prompt.temperature, stop=prompt.stop
        )
        self._closed.wait(self.pace.seconds(said.tokens))
        self._quotas.end(use, prompt.tokens + said.tokens * burndown(target.model_id))
        latency_ms = max(1, round((time.perf_counter() - started) * 1000))
        self._publish(request.region, target, prompt, said, latency_ms)
        if request.operation == "Converse":
            return _answer(prompts.converse_answer(prompt, said, latency_ms))
        return _answer(prompts.invoke_answer(target.model_id, prompt, said), _headers(prompt, said, latency_ms))

    def target(self, region: str, model: str) -> Target:
        """What a model id, a profile or an ARN stands for.

        Raises:
            AwsError: There is no such thing, it is not ready, or it is not called so.
        """
        if ":provisioned-model/" in model:
            return self._provisioned(region, model)
        name, today = model.rpartition("/")[2], self._now().date()
        own = self._book.profile(region, model)
        if own is not None:
            return Target(own.identity, own.model_id, own.source)
        system = catalog.system_profile(name, region, today)
        if system is not None:
            return Target(name, system.model_id, name)
        if catalog.facts_of(name, today) is None:
            raise _unknown(name)
        if not catalog.writes_text(name):
            message = "This action doesn't support the model that you provided. Try again with a supported text or chat"
            raise AwsError("ValidationException", f"{message} model.")
        if catalog.needs_profile(name):
            message = f"Invocation of model ID {name} with on-demand throughput isn\u2019t supported. "
            more = "Retry your request with the ID or ARN of an inference profile that contains this model."
            raise AwsError("ValidationException", message + more)
        return Target(name, name, name)

    def _provisioned(self, region: str, arn: str) -> Target:
        one = self._book.provisioned(region, arn)
        if one.status(self._now()) != "InService":
            raise AwsError("ModelNotReadyException", f"The provisioned model {one.name} is not in service yet.", 429)
        facts = catalog.sold_facts(one.model_id, self._now().date())
        if facts is None:
            raise _unknown(one.model_id)
        quota = Quota(tokens_per_minute=one.units * self._quotas.tokens_per_unit)
        return Target(one.arn, facts.model_id, one.arn, quota)

    def _prompt(self, request: AwsRequest, target: Target) -> Prompt:
        try:
            if request.operation == "Converse":
                return prompts.of_converse(_body(request))
            tier, latency = request.headers.get(TIER_HEADER), request.headers.get(LATENCY_HEADER)
            return prompts.of_invoke(target.model_id, _body(request), tier=tier, latency=latency)
        except AwsError:
            self._put(request.region, target, {"InvocationClientErrors": (1, "Count")})
            raise

    def _publish(self, region: str, target: Target, prompt: Prompt, said: Generated, latency_ms: int) -> None:
        figures = {
            "Invocations": (1.0, "Count"),
            "InvocationLatency": (latency_ms, "Milliseconds"),
            "InputTokenCount": (prompt.tokens, "Count"),
            "OutputTokenCount": (said.tokens, "Count"),
        }
        self._put(region, target, figures)

    def _put(self, region: str, target: Target, figures: Mapping[str, tuple[float, str]]) -> None:
        for name, (value, unit) in figures.items():
            self._context.put_metric(region, NAMESPACE, name, value, unit, {"ModelId": target.metric_id})


def _body(request: AwsRequest) -> Mapping[str, Any]:
    try:
        return request.json()
    except (ValueError, TypeError) as error:
        raise AwsError("ValidationException", f"Malformed input request: {error}.") from error


def _counted(model_id: str, body: Mapping[str, Any]) -> Prompt:
    given = body.get("input") or {}
    if "converse" in given:
        return prompts.of_converse(given["converse"])
    try:
        inner = json.loads(base64.b64decode((given.get("invokeModel") or {}).get("body") or ""))
    except ValueError as error:
        raise AwsError("ValidationException", f"input.invokeModel.body is not JSON: {error}.") from error
    return prompts.of_invoke(model_id, {"max_tokens": 1, **inner}, tier=None, latency=None)


def _headers(prompt: Prompt, said: Generated, latency_ms: int) -> dict[str, str]:
    return {
        "x-amzn-bedrock-input-token-count": str(prompt.tokens),
        "x-amzn-bedrock-output-token-count": str(said.tokens),
        "x-amzn-bedrock-invocation-latency": str(latency_ms),
        TIER_HEADER: prompt.tier,
        LATENCY_HEADER: prompt.latency,
    }


def _answer(payload: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AwsResponse:
    body = json.dumps(payload).encode()
    return AwsResponse(headers={"Content-Type": "application/json", **(headers or {})}, body=body)


def _unknown(name: str) -> AwsError:
    if name in MODELS:
        message = f"The model version {name} has reached the end of its life."
        return AwsError("ResourceNotFoundException", message, 404)
    return AwsError("ValidationException", "The provided model identifier is invalid.")
