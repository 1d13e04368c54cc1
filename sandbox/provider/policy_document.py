"""`aws.iam.getPolicyDocument`: an IAM policy document from statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Props

_LISTS: Final = {
    "actions": "Action",
    "notActions": "NotAction",
    "resources": "Resource",
    "notResources": "NotResource",
}
_PRINCIPALS: Final = {"principals": "Principal", "notPrincipals": "NotPrincipal"}


def policy_document(args: Props) -> Props:
    """The document of `args`: source documents, then statements, then overriding documents (by Sid).

    Raises:
        ProviderError: A given document isn't JSON, or two statements have one Sid.
    """
    statements: dict[str, dict[str, Any]] = {}
    for text in [args.get("sourceJson"), *(args.get("sourcePolicyDocuments") or ())]:
        _add(statements, _statements_of(text), may_replace=False)
    _add(statements, map(_statement, args.get("statements") or ()), may_replace=True)
    for text in [args.get("overrideJson"), *(args.get("overridePolicyDocuments") or ())]:
        _add(statements, _statements_of(text), may_replace=True)
    document: dict[str, Any] = {"Version": args.get("version", "2012-10-17")}
    if args.get("policyId"):
        document["Id"] = args["policyId"]
    document["Statement"] = list(statements.values())
    return {
        **args,
        "id": "policy-document",
        "json": json.dumps(document, indent=2),
        "minifiedJson": json.dumps(document, separators=(",", ":")),
    }


def _add(statements: dict[str, dict[str, Any]], more: Iterable[dict[str, Any]], *, may_replace: bool) -> None:
    for statement in more:
        sid = statement.get("Sid")
        if sid and sid in statements and not may_replace:
            raise ProviderError(f"getPolicyDocument: two source documents have a statement with the Sid {sid!r}")
        statements[sid or f"#{len(statements)}"] = statement


def _statements_of(text: str | None) -> list[dict[str, Any]]:
    if not text:
        return []
    try:
        found = json.loads(text).get("Statement", [])
    except (ValueError, AttributeError) as error:
        raise ProviderError(f"getPolicyDocument: a given document is not a policy in JSON: {text!r:.80}") from error
    return found if isinstance(found, list) else [found]


def _statement(given: Mapping[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = {"Sid": given["sid"]} if given.get("sid") else {}
    statement["Effect"] = given.get("effect", "Allow")
    for name, member in _LISTS.items():
        if given.get(name):
            statement[member] = _one_or_many(given[name])
    for name, member in _PRINCIPALS.items():
        if given.get(name):
            statement[member] = _principals(given[name])
    if given.get("conditions"):
        statement["Condition"] = _conditions(given["conditions"])
    return statement


def _one_or_many(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else sorted(values)


def _principals(given: Iterable[Mapping[str, Any]]) -> str | dict[str, Any]:
    found: dict[str, list[str]] = {}
    for item in given:
        if item["type"] == "*" and item["identifiers"] == ["*"]:
            return "*"
        found.setdefault(item["type"], []).extend(item["identifiers"])
    return {kind: _one_or_many(names) for kind, names in found.items()}


def _conditions(given: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, list[str]]] = {}
    for item in given:
        found.setdefault(item["test"], {}).setdefault(item["variable"], []).extend(item["values"])
    return {test: {key: _one_or_many(values) for key, values in keys.items()} for test, keys in found.items()}
