"""Step Functions: moto's interpreter, with what it gets wrong for us put right; each patch says why.

The interpreter itself (ASL, retries, catchers, callbacks, maps) stays moto's. Waits are real: `IntervalSeconds`,
`TimeoutSeconds` and `Wait` are never shortened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from sandbox import asl_trace
from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.iam import Guard, Principal
from sandbox.interpreter import history, tokens
from sandbox.interpreter.calls import accept_definitions, call_as_role
from sandbox.interpreter.ends import end_executions
from sandbox.interpreter.maps import fail_maps
from sandbox.interpreter.names import name_api_errors, name_errors
from sandbox.interpreter.paths import parse_paths_once
from sandbox.interpreter.payloads import convert_payloads
from sandbox.interpreter.training import MANAGED_RULE, RESOURCE, RULE_ACTIONS, play_training_jobs
from sandbox.permissions import Permission
from sandbox.policy import Verdict
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse
from sandbox.service import BaseService


class StatesService(BaseService):
    """Task tokens, the check of a state machine's role that AWS makes at once, and what executions were seen to do.

    Args:
        guard: Knows trust policies.
    """

    names = frozenset({"states"})

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._trace = asl_trace.Trace()
        self._untrace = asl_trace.install(self._trace)

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Checks roles and settles task tokens; moto does the rest."""
        if request.operation in tokens.OPERATIONS:
            tokens.settle(request.region, request.operation, request.json())
            return AwsResponse.of_json({}, content_type="application/x-amz-json-1.0")
        role_arn = request.json().get("roleArn") if request.operation.endswith("StateMachine") else None
        if role_arn and not self._guard.role_trusts(role_arn, "states.amazonaws.com"):
            message = (
                "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to "
                f"assume the provided role. (role {role_arn})"
            )
            raise AwsError("AccessDeniedException", message)
        if role_arn and RESOURCE in str(request.json().get("definition", "")):
            self._check_managed_rule(request.region, role_arn)
        return None

    def _check_managed_rule(self, region: str, role_arn: str) -> None:
        """A `.sync` task hears of its job by a rule that Step Functions makes with the state machine's role."""
        name = role_arn.rsplit("/", 1)[-1]
        rule = f"arn:aws:events:{region}:{ACCOUNT_ID}:rule/{MANAGED_RULE}"
        for action in RULE_ACTIONS:
            verdict = self._guard.verdict(Principal(role_arn, "role", name), Permission(action, rule), region)
            if verdict is not Verdict.ALLOW:
                message = f"'{role_arn}' is not authorized to create managed-rule. (it lacks {action} on {rule})"
                raise AwsError("AccessDeniedException", message)

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Gives the part of a history that was asked for."""
        return history.page(request.json(), response) if request.operation == history.OPERATION else response

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ARG002
        """`GET asl/<state machine>`: every state, transition, retrier and catcher that its executions have used."""
        kind, _, name = path.partition("/")
        if (method, kind) != ("GET", "asl"):
            return None
        return {"steps": self._trace.steps(unquote(name))}

    def close(self) -> None:
        """Takes the trace off the interpreter."""
        self._untrace()


def patch_interpreter(context: SandboxContext) -> None:
    """Applies every patch; called once, before the first execution."""
    call_as_role(context)
    accept_definitions()
    tokens.settle_tokens_once()
    fail_maps()
    name_errors()
    name_api_errors()
    convert_payloads()
    parse_paths_once()
    play_training_jobs(context)
    end_executions(context)
