"""Who may call: what Lambda's permissions, a function's URL and an API's methods allow, as policy documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from advisor.report.access.identities import Side, links
from advisor.report.access.words import NO_SIGN_IN
from advisor.stack.plain import UNKNOWN

PERMISSION: Final = "aws:lambda/permission:Permission"
FUNCTION_URL: Final = "aws:lambda/functionUrl:FunctionUrl"
API: Final = "aws:apigateway/restApi:RestApi"
LATER: Final = str(UNKNOWN.value)
BOUNDS: Final = {
    "sourceArn": ("ArnLike", "aws:SourceArn"),
    "sourceAccount": ("StringEquals", "aws:SourceAccount"),
    "principalOrgId": ("StringEquals", "aws:PrincipalOrgID"),
    "functionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
}
"""What a permission of Lambda's may be bound to, as the condition that it becomes."""


def called(side: Side) -> str:
    """The function that a permission is of."""
    linked = links(side.state, "function")
    return f"function {linked[0].split('::', 3)[-1] if linked else _shown(side.inputs.get('function'))}"


def of_permission(side: Side) -> Any:
    """The statement that Lambda writes for a permission."""
    inputs = side.inputs
    if not inputs:
        return None
    principal = inputs.get("principal")
    if not isinstance(principal, str):
        return UNKNOWN
    kind = "Service" if principal.endswith(".amazonaws.com") else "AWS"
    condition: dict[str, dict[str, str]] = {}
    for key, (operator, of) in BOUNDS.items():
        if inputs.get(key) is not None:
            condition.setdefault(operator, {})[of] = _shown(inputs[key])
    action, version = inputs.get("action"), inputs.get("qualifier")
    statement = {
        "Effect": "Allow",
        "Principal": "*" if principal == "*" else {kind: principal},
        "Action": action if isinstance(action, str) else "lambda:*",
        "Resource": called(side) + (f":{_shown(version)}" if version is not None else ""),
    }
    return {"Statement": [{**statement, "Condition": condition} if condition else statement]}


def of_url(side: Side) -> Any:
    """A function's URL without authorisation is for anyone."""
    kind = side.inputs.get("authorizationType")
    if kind != "NONE":
        return UNKNOWN if kind is UNKNOWN else None
    return {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunctionUrl", "Resource": "*"}]}


def of_api(side: Side) -> Any:
    """What the methods of an API ask of a caller, by its OpenAPI document: API Gateway asks for all that is listed."""
    body = side.inputs.get("body")
    if not isinstance(body, str):
        return body
    try:
        paths = json.loads(body)["paths"]
        found = [
            {
                "Effect": "Allow",
                "Principal": {"API": _asked(method.get("security", ()))},
                "Action": "execute-api:Invoke",
                "Resource": f"{verb.upper()} {path}",
            }
            for path, verb, method in _methods(paths)
        ]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return body
    return {"Statement": found}


def _methods(paths: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in paths.items():
        for verb, method in methods.items():
            if isinstance(method, Mapping):
                yield path, verb, method


def _asked(security: Any) -> str:
    """Schemes with the scopes that they ask for."""
    schemes = {f"{name} {'|'.join(sorted(scopes))}".strip() for one in security for name, scopes in one.items()}
    return " and ".join(sorted(schemes)) or NO_SIGN_IN


def _shown(value: Any) -> str:
    return LATER if value is UNKNOWN else str(value)
