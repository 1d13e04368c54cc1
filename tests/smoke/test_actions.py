"""What the smoke tests call is what their list of IAM actions says, both ways."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.smoke.actions import READ_ACTIONS, WRITE_ACTIONS, required_actions
from lambdas.clients import endpoint_state, endpoints
from smoke import functions
from smoke.clients import http_calls, input_files, machines, run_results, runs, scheduled_actions, stack_alarms

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = ROOT / "smoke" / "clients"
CALLS = {
    "describe_alarms": {"cloudwatch:DescribeAlarms"},
    "describe_scheduled_actions": {"application-autoscaling:DescribeScheduledActions"},
    "put_object": {"s3:PutObject"},
    "delete_object": {"s3:DeleteObject"},
    # Without s3:ListBucket a missing object is AccessDenied; the bucket's key decrypts.
    "get_object": {"s3:GetObject", "s3:ListBucket", "kms:Decrypt"},
    "start_execution": {"states:StartExecution"},
    "describe_execution": {"states:DescribeExecution"},
    "stop_execution": {"states:StopExecution"},
    "describe_state_machine": {"states:DescribeStateMachine"},
    "get_caller_identity": set(),  # needs no permission
}
READING = (stack_alarms, scheduled_actions, machines, http_calls, functions)
WRITING = (input_files, run_results, runs)
NOT_CALLED = {"sagemaker:ListTags", "sagemaker:DescribeEndpointConfig"}
"""Of the functions' client of endpoints only the descriptions are used."""


def called(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            makes = isinstance(owner, ast.Call) and getattr(owner.func, "attr", "") == "client"
            if makes or getattr(owner, "attr", "") == "_client":
                yield node.func.attr


def declared(modules: tuple[object, ...]) -> set[tuple[str, str]]:
    found = [module.REQUIRED_ACTIONS for module in modules]  # type: ignore[attr-defined]
    return {(kind, action) for actions in found for kind, names in actions.items() for action in names}


@pytest.mark.parametrize("path", sorted(CLIENTS.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_a_client_declares_what_it_calls(path: Path) -> None:
    methods = set(called(path))
    module = next(one for one in (*READING, *WRITING) if one.__name__ == f"smoke.clients.{path.stem}")
    if module is http_calls:  # it speaks HTTP itself
        assert not methods
        return
    actions = set().union(*(CALLS[method] for method in methods))
    assert {action for _, action in declared((module,))} == actions


def test_nobody_but_the_clients_calls_aws() -> None:
    outside = [path for path in (ROOT / "smoke").rglob("*.py") if CLIENTS not in path.parents]
    found = {f"{path.name}: {method}" for path in outside for method in called(path)}
    assert found == {"connections.py: get_caller_identity"}


def test_the_list_for_a_role_is_what_the_clients_declare() -> None:
    shared = {one for one in declared((endpoint_state, endpoints)) if one[1] not in NOT_CALLED}
    reads = {(kind, action) for kind, names in READ_ACTIONS.items() for action in names}
    writes = {(kind, action) for kind, names in WRITE_ACTIONS.items() for action in names}
    assert reads == declared(READING) | shared
    assert writes == declared(WRITING)


@pytest.mark.parametrize("writes", [False, True])
def test_what_a_role_gets_has_no_wildcard_and_no_double(writes: bool) -> None:
    found = required_actions(writes=writes)
    for actions in found.values():
        assert list(actions) == sorted(set(actions))
        assert all(re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+", action) for action in actions)
    put = "s3:PutObject" in {action for actions in found.values() for action in actions}
    assert put is writes
