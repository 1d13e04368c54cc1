"""What `pulumi preview --json` plans, resource by resource: the state before, the state after, and why.

The format is Pulumi's: https://github.com/pulumi/pulumi/blob/master/pkg/display/json.go (PreviewDigest, PreviewStep). A
replacement is several steps of one URN; here it is one plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from advisor.errors import InputError
from advisor.report.model import Operation
from advisor.stack.plain import blinded, decoded

ACCEPTED: Final = "accepted: what `pulumi preview --json --show-sames` or `python -m sandbox previews` writes"
OPERATIONS: Final[Mapping[str, Operation]] = {
    "same": Operation.SAME,
    "create": Operation.CREATE,
    "import": Operation.CREATE,
    "update": Operation.UPDATE,
    "delete": Operation.DELETE,
    "replace": Operation.REPLACE,
    "create-replacement": Operation.REPLACE,
    "import-replacement": Operation.REPLACE,
    "delete-replaced": Operation.REPLACE,
    "read": Operation.READ,
    "read-replacement": Operation.READ,
    "read-discard": Operation.READ,
    "discard": Operation.FORGET,
    "discard-replaced": Operation.REPLACE,
}
"""The engine's steps: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step.go"""
SILENT: Final = frozenset({"refresh", "remove-pending-replace"})
"""Steps that look, or tidy up, and change nothing that the program asks for."""
STACK_TYPE: Final = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Plan:
    """What is planned for one resource.

    Args:
        urn: Which.
        operation: What happens.
        before: Its state as it is deployed; ``None`` when it is not.
        after: Its state as the program asks for; ``None`` when it goes.
        differs: Property paths that differ, each with the kind of its difference.
        forced_by: Properties for which it must be made anew.
        deleted_first: Whether the old one goes before the new one is there.
    """

    urn: str
    operation: Operation
    before: Mapping[str, Any] | None = field(default=None, compare=False)
    after: Mapping[str, Any] | None = field(default=None, compare=False)
    differs: Mapping[str, str] = field(default_factory=dict, compare=False)
    forced_by: tuple[str, ...] = ()
    deleted_first: bool = False

    @property
    def state(self) -> Mapping[str, Any]:
        """The state after the change, or before when it goes."""
        return self.after if self.after is not None else self.before or {}

    @property
    def type(self) -> str:
        """Its type token."""
        return str(self.state.get("type", ""))

    @property
    def name(self) -> str:
        """Its logical name."""
        return self.urn.split("::", 3)[-1]

    @property
    def retained(self) -> bool:
        """Whether its old one stays in AWS when it is deleted or replaced."""
        return self.before is not None and self.before.get("retainOnDelete") is True

    @property
    def stays(self) -> bool:
        """Whether it leaves the stack and goes on in AWS."""
        return self.operation is Operation.FORGET or (self.operation is Operation.DELETE and self.retained)

    @cached_property
    def old(self) -> Mapping[str, Any]:
        """Its inputs before, decoded."""
        return _inputs(self.before)

    @cached_property
    def new(self) -> Mapping[str, Any]:
        """Its inputs afterwards, decoded."""
        return _inputs(self.after)


@dataclass(frozen=True)
class Preview:
    """What a preview says.

    Args:
        document: The whole file, secrets hidden.
        source: What to call it in messages.
        plans: One for each resource, in the order of the file.
        errors: What failed, one line each.
        warnings: What it warns of.
        hidden: Unchanged resources that it counts and does not list.
    """

    document: Mapping[str, Any] = field(compare=False, repr=False)
    source: str
    plans: tuple[Plan, ...]
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    hidden: int = 0

    @property
    def config(self) -> Mapping[str, str]:
        """The stack's configuration, secrets hidden."""
        found = self.document.get("config")
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, Mapping) else {}

    @property
    def named(self) -> tuple[str, str]:
        """Stack and project, from any URN; empty when it lists nothing."""
        parts = self.plans[0].urn.removeprefix("urn:pulumi:").split("::") if self.plans else []
        return (parts[0], parts[1]) if len(parts) > 1 else ("", "")

    @property
    def is_new(self) -> bool:
        """Whether nothing of the stack is deployed: no resource of it has a state."""
        return not self.hidden and not any(plan.before for plan in self.plans if plan.type != STACK_TYPE)


def read_preview(text: str, source: str) -> Preview:
    """Read a preview, also one that failed: then its errors say why.

    Args:
        text: Its content.
        source: What to call it in messages.

    Raises:
        InputError: It is no preview, or a damaged one.
    """
    document = _document(text, source)
    steps = [_checked(step, source) for step in _list(document, "steps", source)]
    plans = tuple(_plans(steps))
    told = tuple(_told(document, source))
    errors = tuple(line for severity, line in told if severity == "error")
    if steps and not errors and not document.get("changeSummary"):
        errors = ("it was cut off before its end: it has no summary of changes; preview again",)
    if not steps and not errors:
        raise InputError(f"{source} plans nothing, not even the stack itself; preview again. {_capital(ACCEPTED)}")
    warnings = tuple(line for severity, line in told if severity == "warning")
    return Preview(document, source, plans, errors, warnings, _hidden(document, steps))


def _document(text: str, source: str) -> Mapping[str, Any]:
    if not text.strip():
        raise InputError(f"{source} is empty: the preview wrote nothing, so what it said is in its log; {ACCEPTED}")
    try:
        document = json.loads(text, object_hook=blinded)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source} is not JSON ({error}); {ACCEPTED}") from None
    if isinstance(document, dict) and "deployment" in document:
        raise InputError(f"{source} is an export: it says what is deployed, not what would change; {ACCEPTED}")
    if not isinstance(document, dict) or not ({"steps", "diagnostics"} & document.keys()):
        raise InputError(f"{source} is no preview; {ACCEPTED}")
    return document


def _list(document: Mapping[str, Any], key: str, source: str) -> list[Any]:
    found = document.get(key) or []
    if not isinstance(found, list):
        raise InputError(f"{source} is damaged: its {key} are {str(found)[:40]!r}; {ACCEPTED}")
    return found


def _checked(step: Any, source: str) -> Mapping[str, Any]:
    if not isinstance(step, dict) or not isinstance(step.get("urn"), str) or step["urn"].count("::") < 3:
        raise InputError(f"{source} is damaged: a step without a URN, {str(step)[:60]!r}; {ACCEPTED}")
    if step.get("op") not in OPERATIONS and step.get("op") not in SILENT:
        raise InputError(f"{source}: the step {step.get('op')!r} of {step['urn']} is not known here; {ACCEPTED}")
    for key in ("oldState", "newState"):
        if step.get(key) is not None and not isinstance(step[key], dict):
            raise InputError(f"{source} is damaged: {key} of {step['urn']} is no object; {ACCEPTED}")
    return step


def _plans(steps: list[Mapping[str, Any]]) -> Iterator[Plan]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for step in steps:
        if step["op"] not in SILENT and not _is_leftover(step):
            grouped.setdefault(step["urn"], []).append(step)
    yield from (_plan(urn, found) for urn, found in grouped.items())


def _is_leftover(step: Mapping[str, Any]) -> bool:
    """Whether it deletes what an earlier, interrupted update has replaced already."""
    old = step.get("oldState")
    return step["op"] == "delete" and isinstance(old, dict) and old.get("delete") is True


def _plan(urn: str, steps: list[Mapping[str, Any]]) -> Plan:
    operation = _operation([OPERATIONS[step["op"]] for step in steps])
    before = next((step["oldState"] for step in steps if step.get("oldState")), None)
    after = next((step["newState"] for step in reversed(steps) if step.get("newState")), None)
    order = [step["op"] for step in steps]
    replaced, made = _first(order, "delete-replaced"), _first(order, "create-replacement")
    differs = {str(path): str(told.get("kind")) for step in steps for path, told in _details(step)}
    for step in steps if not differs else ():
        differs |= {str(key): "update" for key in step.get("diffReasons") or ()}
    return Plan(
        urn,
        operation,
        None if operation is Operation.CREATE else before,
        None if operation in (Operation.DELETE, Operation.FORGET) else after,
        differs,
        tuple(dict.fromkeys(str(key) for step in steps for key in step.get("replaceReasons") or ())),
        deleted_first=0 <= replaced < made,
    )


def _operation(found: list[Operation]) -> Operation:
    """What the steps of one URN come to. One that goes and comes again is replaced: what it held is gone."""
    if {Operation.CREATE, Operation.DELETE} <= set(found):
        return Operation.REPLACE
    worst = (Operation.REPLACE, Operation.DELETE, Operation.FORGET, Operation.CREATE, Operation.UPDATE, Operation.READ)
    return next((one for one in worst if one in found), Operation.SAME)


def _first(order: list[str], op: str) -> int:
    return order.index(op) if op in order else -1


def _details(step: Mapping[str, Any]) -> list[tuple[Any, Mapping[str, Any]]]:
    found = step.get("detailedDiff")
    return [(path, told) for path, told in found.items() if isinstance(told, dict)] if isinstance(found, dict) else []


def _told(document: Mapping[str, Any], source: str) -> Iterator[tuple[str, str]]:
    """Diagnostics: their severity, and their text in one line with whom they are about."""
    for told in _list(document, "diagnostics", source):
        if not isinstance(told, dict):
            continue
        line = " ".join(str(told.get("message") or "it does not say why").split())
        urn = str(told.get("urn") or "")
        yield str(told.get("severity")), f"{urn.split('::', 3)[-1]}: {line}" if urn.count("::") >= 3 else line


def _hidden(document: Mapping[str, Any], steps: list[Mapping[str, Any]]) -> int:
    summary = document.get("changeSummary")
    same = summary.get("same") if isinstance(summary, dict) else 0
    listed = sum(step["op"] == "same" for step in steps)
    return max(0, same - listed) if isinstance(same, int) else 0


def _inputs(state: Mapping[str, Any] | None) -> Mapping[str, Any]:
    found = decoded((state or {}).get("inputs") or {})
    return found if isinstance(found, Mapping) else {}


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
