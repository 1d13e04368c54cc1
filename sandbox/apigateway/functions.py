"""Calls the function behind a method, with the permission and within the time that API Gateway has for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as OutOfTimeError
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.apigateway.document import Integration
from sandbox.apigateway.proxy import malformed
from sandbox.apigateway.replies import GatewayError
from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.events.targets import function_policy
from sandbox.iam import Guard

_PRINCIPAL: Final = "apigateway.amazonaws.com"
_INTERNAL: Final = "Internal server error"


class Functions:
    """Calls functions; safe to use from many threads.

    Args:
        context: Clients.
        guard: Resource policies of functions, trust policies of roles.
    """

    def __init__(self, context: SandboxContext, guard: Guard) -> None:
        self._context = context
        self._guard = guard
        self._workers = ThreadPoolExecutor(256, "apigateway")

    def invoke(
        self, integration: Integration, variables: Mapping[str, str], event: Mapping[str, Any], source_arn: str
    ) -> bytes:
        """What the function returned, as JSON text.

        Args:
            integration: Where it is and how long it may take.
            variables: Stage variables.
            event: What it is given.
            source_arn: The method that calls, for the function's resource policy.

        Raises:
            GatewayError: It may not be called, was throttled, failed, or took too long.
        """
        arn = integration.function_arn(variables)
        if arn is None:
            raise _misconfigured(f"Invalid function ARN or invalid uri {integration.uri}")
        role = integration.credentials or None
        self._check_permission(arn, role, source_arn)
        payload = json.dumps(event).encode()
        future = self._workers.submit(self._call, arn, role, payload)
        try:
            return future.result(integration.timeout_s)
        except OutOfTimeError as error:
            raise GatewayError("INTEGRATION_TIMEOUT", "Endpoint request timed out") from error
        except ClientError as error:
            raise _refused(error) from error
        except BotoCoreError as error:
            raise GatewayError("INTEGRATION_FAILURE", _INTERNAL, str(error)) from error

    def close(self) -> None:
        """Lets go of calls that nobody waits for any more."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _check_permission(self, arn: str, role: str | None, source_arn: str) -> None:
        if role is not None:
            if not self._guard.role_trusts(role, _PRINCIPAL):
                raise _misconfigured(f"API Gateway does not have permission to assume the provided role {role}")
            return
        try:
            policy = function_policy(arn)
        except AwsError as error:
            raise _misconfigured(f"{error.message}") from error
        if not self._guard.service_allowed(policy, "lambda:InvokeFunction", arn, _PRINCIPAL, source_arn):
            raise _misconfigured(f"Invalid permissions on Lambda function {arn} for {source_arn}")

    def _call(self, arn: str, role: str | None, payload: bytes) -> bytes:
        client = self._context.client("lambda", arn.split(":")[3], role)
        answer = client.invoke(FunctionName=arn, Payload=payload)
        content: bytes = answer["Payload"].read()
        if answer.get("FunctionError"):
            raise malformed(f"the function failed: {content[:500].decode('utf-8', 'replace')}")
        return content


def _misconfigured(detail: str) -> GatewayError:
    message = f"Execution failed due to configuration error: {detail}"
    return GatewayError("API_CONFIGURATION_ERROR", _INTERNAL, message)


def _refused(error: ClientError) -> GatewayError:
    code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    if code == "RequestTooLargeException":
        return GatewayError("REQUEST_TOO_LARGE", "Request Too Long", message)
    if code in ("ResourceNotFoundException", "AccessDeniedException"):
        return _misconfigured(message)
    return GatewayError("INTEGRATION_FAILURE", _INTERNAL, f"Lambda invocation failed with {code}: {message}")
