"""Lambda's Invoke, in front of moto, which keeps the functions, versions, aliases, layers and permissions."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.iam import Guard
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.runtime.asynchronous import AsyncEvent, AsyncPolicy, AsyncRunner
from sandbox.runtime.extras import FunctionExtras
from sandbox.runtime.journal import TAIL_BYTES
from sandbox.runtime.routing import RoutingDice, check_routing
from sandbox.runtime.runner import Answer, Runner
from sandbox.runtime.spec import FunctionSpec, find_function, split_name
from sandbox.service import BaseService

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB synchronous, 1 MB asynchronous.
_MAX_REQUEST_BYTES: Final = {"RequestResponse": 6 * 1024 * 1024, "Event": 1024 * 1024}


class LambdaService(BaseService):
    """Runs functions.

    Args:
        context: Folder, options, clients.
        guard: Trust policies of execution roles, and their log permissions.
    """

    names = frozenset({"lambda"})

    def __init__(self, context: SandboxContext, guard: Guard) -> None:
        self._guard = guard
        self._runner = Runner(context, guard)
        self._async = AsyncRunner(context, self._runner)
        self._extras = FunctionExtras()
        self._dice = RoutingDice(lambda: context.options.alias_seed)
        self._route_motos_own_calls()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Answers Invoke; refuses a role that Lambda cannot assume; leaves the rest to moto."""
        if request.operation == "Invoke":
            return self._invoke(request)
        if request.operation in ("CreateFunction", "UpdateFunctionConfiguration"):
            self._check_role(request.json().get("Role"))
        if request.operation in ("CreateAlias", "UpdateAlias"):
            _check_alias(request)
        return None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Completes moto's answers and ends processes of deleted functions."""
        if request.operation == "DeleteFunction" and response.status < 300 and "Qualifier" not in request.query:
            name, qualifier = split_name(request.path_params["FunctionName"])
            if qualifier is None:
                self._runner.forget(request.region, name)
                self._extras.forget(request.region, name)
        return self._extras.after(request, response)

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ARG002
        """`GET functions`: what each function did."""
        return {"functions": self._runner.statistics.listing()} if (method, path) == ("GET", "functions") else None

    def close(self) -> None:
        """Ends every function process."""
        self._async.close()
        self._runner.close()

    def invoke_async(self, region: str, name_or_arn: str, payload: bytes, qualifier: str | None = None) -> str:
        """Accepts an event and returns its request id.

        Raises:
            AwsError: There is no such function.
        """
        spec = self._find(region, name_or_arn, qualifier)
        request_id = str(uuid4())
        arn = _invoked_arn(spec, split_name(name_or_arn)[1] or qualifier)
        self._async.accept(AsyncEvent(spec, payload or b"{}", arn, request_id, self._policy(spec)))
        return request_id

    def call(self, region: str, name_or_arn: str, payload: bytes) -> Answer:
        """Runs an event and waits for its answer, as readers of streams do.

        Raises:
            AwsError: There is no such function, or it was throttled.
        """
        spec = self._find(region, name_or_arn, None)
        return self._runner.run(spec, payload, arn=_invoked_arn(spec, split_name(name_or_arn)[1]))

    def _invoke(self, request: AwsRequest) -> AwsResponse:
        kind = request.headers.get("x-amz-invocation-type", "RequestResponse")
        qualifier = request.query.get("Qualifier") or None
        name = request.path_params["FunctionName"]
        _check_payload(kind, request.body)
        if kind == "DryRun":
            self._find(request.region, name, qualifier)
            return AwsResponse(status=204)
        if kind == "Event":
            request_id = self.invoke_async(request.region, name, request.body, qualifier)
            return AwsResponse(status=202, headers={"x-amzn-RequestId": request_id})
        spec = self._find(request.region, name, qualifier)
        arn = _invoked_arn(spec, split_name(name)[1] or qualifier)
        answer = self._runner.run(
            spec, request.body or b"{}", arn=arn, client_context=request.headers.get("x-amz-client-context")
        )
        return _response(answer, tail=request.headers.get("x-amz-log-type") == "Tail")

    def _find(self, region: str, name_or_arn: str, qualifier: str | None) -> FunctionSpec:
        spec = find_function(region, name_or_arn, qualifier, self._dice)
        return spec.logging_to(self._extras.of(region, spec.name).get("LoggingConfig") or {})

    def _check_role(self, role_arn: str | None) -> None:
        if role_arn and not self._guard.role_trusts(role_arn, "lambda.amazonaws.com"):
            message = f"The role defined for the function cannot be assumed by Lambda. (role {role_arn})"
            raise AwsError("InvalidParameterValueException", message, 400)

    def _policy(self, spec: FunctionSpec) -> AsyncPolicy:
        from moto.awslambda.models import lambda_backends

        storage: Any = lambda_backends[ACCOUNT_ID][spec.region]._lambdas
        record = storage._functions[spec.name]["latest"]
        configs = [config.response() for config in record.event_invoke_config]
        config: Mapping[str, Any] = configs[0] if configs else {}
        destinations = config.get("DestinationConfig") or {}
        dead_letter = self._extras.of(spec.region, spec.name).get("DeadLetterConfig") or {}
        return AsyncPolicy(
            retries=int(config.get("MaximumRetryAttempts", 2)),
            max_age_s=float(config.get("MaximumEventAgeInSeconds", 21600)),
            on_failure=(destinations.get("OnFailure") or {}).get("Destination"),
            on_success=(destinations.get("OnSuccess") or {}).get("Destination"),
            dead_letter=dead_letter.get("TargetArn"),
        )

    def _route_motos_own_calls(self) -> None:
        """SNS, S3 notifications, SQS mappings and streams of moto call its Lambda model: send them to our processes.

        SQS waits for the result (it deletes the batch on success); all the others are asynchronous on AWS.
        """
        from moto.awslambda.models import LambdaBackend, LambdaFunction

        def invoke_function(function: Any, body: Any, request_headers: Any, response_headers: Any) -> str:  # noqa: ARG001
            payload = body.encode() if isinstance(body, str) else body
            self.invoke_async(function.region, function.function_name, payload)
            return ""

        def invoke_backend(
            backend: Any,
            function_name: str,
            qualifier: str | None,
            body: Any,
            headers: Any,  # noqa: ARG001 - moto passes it by name
            response_headers: Any,
        ) -> bytes:
            spec = self._find(backend.region_name, function_name, qualifier)
            payload = body.encode() if isinstance(body, str) else body
            answer = self._runner.run(spec, payload, arn=_invoked_arn(spec, qualifier))
            if answer.error:
                response_headers["x-amz-function-error"] = "Unhandled"
            return answer.payload

        setattr(LambdaFunction, "invoke", invoke_function)  # noqa: B010 - assignment to a method is no mypy-clean way
        setattr(LambdaBackend, "invoke", invoke_backend)  # noqa: B010


def _check_alias(request: AwsRequest) -> None:
    """Refuses weights that Lambda does not take; moto keeps whatever it is told."""
    from moto.awslambda.models import lambda_backends

    body, name = request.json(), split_name(request.path_params["FunctionName"])[0]
    storage: Any = lambda_backends[ACCOUNT_ID][request.region]._lambdas
    arn = f"arn:aws:lambda:{request.region}:{ACCOUNT_ID}:function:{name}"
    known = storage._aliases[arn].get(request.path_params.get("Name", ""))
    primary = body.get("FunctionVersion") or (known.function_version if known else "")
    check_routing(body, str(primary), lambda version: storage._get_version(name, version) is not None)


def _invoked_arn(spec: FunctionSpec, qualifier: str | None) -> str:
    return f"{spec.arn}:{qualifier}" if qualifier else spec.arn


def _check_payload(kind: str, body: bytes) -> None:
    limit = _MAX_REQUEST_BYTES.get(kind)
    if limit is not None and len(body) > limit:
        message = f"Request must be smaller than {limit} bytes for the InvokeFunction operation"
        raise AwsError("RequestTooLargeException", message, 413)
    if not body:
        return
    try:
        json.loads(body)
    except ValueError as error:
        message = f"Could not parse request body into json: {error}"
        raise AwsError("InvalidRequestContentException", message, 400) from error


def _response(answer: Answer, *, tail: bool) -> AwsResponse:
    headers = {
        "Content-Type": "application/json",
        "x-amzn-RequestId": answer.request_id,
        "X-Amz-Executed-Version": answer.version,
    }
    if answer.error:
        headers["X-Amz-Function-Error"] = "Unhandled"
    if tail:
        text = "\n".join(answer.lines).encode()[-TAIL_BYTES:]
        headers["X-Amz-Log-Result"] = base64.b64encode(text).decode()
    return AwsResponse(headers=headers, body=answer.payload)
