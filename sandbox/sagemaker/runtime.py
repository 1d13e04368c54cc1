"""InvokeEndpoint: the data plane, with the errors and metrics of the real one.

Metrics: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html (latencies in microseconds).
Errors: botocore's service model of `sagemaker-runtime`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.sagemaker.container import ContainerError, ContainerTimeoutError, ModelAnswer
from sandbox.sagemaker.hosting import Host, Served
from sandbox.sagemaker.service import SageMakerService
from sandbox.service import BaseService

COMPONENT_HEADER = "x-amzn-sagemaker-inference-component"
VARIANT_HEADER = "x-amzn-sagemaker-target-variant"


class RuntimeService(BaseService):
    """Answers `sagemaker-runtime`, which signs as `sagemaker` and differs by its path.

    Args:
        context: Account and log.
        sagemaker: The control plane, which knows what is deployed.
    """

    names = frozenset({"sagemaker"})

    def __init__(self, context: SandboxContext, sagemaker: SageMakerService) -> None:
        self._context = context
        self._sagemaker = sagemaker

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The model's answer, or its error as SageMaker wraps it."""
        if request.api != "sagemaker-runtime":
            return None
        if request.operation != "InvokeEndpoint":
            raise AwsError("ValidationError", f"{request.operation} is not played by the sandbox; use InvokeEndpoint.")
        endpoint = request.path_params["EndpointName"]
        component = request.headers.get(COMPONENT_HEADER, "")
        if component:
            variant, host = self._sagemaker.components.host(request.region, endpoint, component)
            dimensions = {"InferenceComponentName": component}
        else:
            deployment = self._sagemaker.endpoints.deployment(request.region, endpoint)
            if not deployment.hosts:
                message = f"Inference Component Name header is required for endpoint {endpoint}."
                raise AwsError("ValidationError", message)
            variant, host = deployment.choose(request.headers.get(VARIANT_HEADER, ""))
            dimensions = {"EndpointName": endpoint, "VariantName": variant}
        answer = self._invoke(request, host, endpoint, dimensions)
        headers = {
            "Content-Type": answer.content_type or "application/octet-stream",
            "x-Amzn-Invoked-Production-Variant": variant,
        }
        return AwsResponse(status=200, headers=headers, body=answer.body)

    def _invoke(self, request: AwsRequest, host: Host, endpoint: str, dimensions: Mapping[str, str]) -> ModelAnswer:
        _check_body(request.body, host.max_body_bytes)
        metrics, region = self._sagemaker.metrics, request.region
        metrics.count(region, "Invocations", dimensions)
        self._sagemaker.demand.count_share(region, dimensions)
        started = time.perf_counter()
        try:
            sent = request.body, request.headers.get("content-type", ""), request.headers.get("accept", "")
            served = self._sagemaker.demand.worked(region, endpoint, dimensions, lambda: host.invoke(*sent))
        except ContainerError as error:
            metrics.count(region, "Invocation5XXErrors", dimensions)
            raise self._broken(request, endpoint, error) from error
        self._publish(region, dimensions, served, time.perf_counter() - started)
        if served.answer.status >= 400:
            raise self._refused(request, endpoint, served.answer)
        return served.answer

    def _publish(self, region: str, dimensions: Mapping[str, str], served: Served, total_s: float) -> None:
        metrics = self._sagemaker.metrics
        status = served.answer.status
        metrics.count(region, "Invocation4XXErrors", dimensions, float(400 <= status < 500))
        metrics.count(region, "Invocation5XXErrors", dimensions, float(status >= 500))
        metrics.micros(region, "ModelLatency", dimensions, served.model_s)
        metrics.micros(region, "OverheadLatency", dimensions, max(0.0, total_s - served.model_s))
        if served.setup_s:
            metrics.micros(region, "ModelSetupTime", dimensions, served.setup_s)

    def _refused(self, request: AwsRequest, endpoint: str, answer: ModelAnswer) -> AwsError:
        text = answer.body.decode("utf-8", "replace")
        kind = "client" if answer.status < 500 else "server"
        see = self._see(request, endpoint)
        message = f'Received {kind} error ({answer.status}) from primary with message "{text}". {see}'
        return self._model_error(request, endpoint, message, answer.status, text)

    def _broken(self, request: AwsRequest, endpoint: str, error: ContainerError) -> AwsError:
        text = f"Your invocation failed in the container primary: {error}"
        if isinstance(error, ContainerTimeoutError):
            text = (
                "Your invocation timed out while waiting for a response from container primary. "
                "Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again."
            )
        message = f'Received server error (0) from primary with message "{text}". {self._see(request, endpoint)}'
        return self._model_error(request, endpoint, message, 0, text)

    def _model_error(self, request: AwsRequest, endpoint: str, message: str, status: int, text: str) -> AwsError:
        fields = {
            "OriginalStatusCode": status,
            "OriginalMessage": text,
            "LogStreamArn": (
                f"arn:aws:logs:{request.region}:{self._context.account_id}:log-group:/aws/sagemaker/Endpoints/{endpoint}"
            ),
        }
        return AwsError("ModelError", message, 424, fields)

    def _see(self, request: AwsRequest, endpoint: str) -> str:
        console = f"https://{request.region}.console.aws.amazon.com/cloudwatch/home?region={request.region}"
        group = f"#logEventViewer:group=/aws/sagemaker/Endpoints/{endpoint}"
        return f"See {console}{group} in account {self._context.account_id} for more information."


def _check_body(body: bytes, limit: int) -> None:
    if len(body) > limit:
        message = (
            "1 validation error detected: Value at 'body' failed to satisfy constraint: "
            f"Member must have length less than or equal to {limit}"
        )
        raise AwsError("ValidationError", message)
