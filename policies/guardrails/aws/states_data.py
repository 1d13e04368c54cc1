"""Where a value that a state passes comes from: whether it is new in each execution, or the caller's.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html,
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
"""

from __future__ import annotations

import re
from typing import Final

from guardrails.aws.states_language import EXPRESSION, JSONATA, JSONPATH, Scope, State, reached
from guardrails.props import Props

_UNIQUE: Final = re.compile(
    r"(\$\$|\$states\.context)\.(Execution\.(Id|Name|StartTime)|State\.EnteredTime|Task\.Token)"
    r"|States\.UUID|\$(uuid|now|millis|random)\b"
)
_CALLER: Final = re.compile(r"(\$\$|\$states\.context)\.Execution\.Input\b")
_KEY: Final = re.compile(r"\$\.(\w+)")
_JSONATA_INPUT: Final = re.compile(r"\$states\.input\b")
_MAKERS: Final = ("Task", "Pass", "Map", "Parallel")
"""Types of states that can give something else than their input."""


def argument(state: State, name: str) -> Props:
    """What a state gives to a service under a name, whether it is a value or an expression."""
    if state.arguments.is_map:
        for key, value in state.arguments.items():
            if key in {name, f"{name}.$"}:
                return value
    return state.arguments if state.arguments.unknown else Props(None)


def is_given(scope: Scope, state: State, value: Props) -> bool:
    """True when a value is sure to be fixed, or made of nothing but what the caller passed to the execution."""
    text = value.text()
    if text is None or _UNIQUE.search(text):
        return False
    rest = _CALLER.sub("", text)
    if state.language == JSONPATH and value.path.endswith(".$"):
        return "$" not in _KEY.sub("", rest) and all(_untouched(scope, state, key) for key in _KEY.findall(rest))
    if state.language == JSONATA and text.startswith(EXPRESSION):
        inner = _JSONATA_INPUT.sub("", rest)
        return "$" not in inner and (inner == rest or (not scope.nested and not _before(scope, state)))
    return state.language is not None


def _untouched(scope: Scope, state: State, key: str) -> bool:
    """True when no state that may come before can have made the key; in a branch or a map the input is another's."""
    return (
        not scope.nested
        and state.node["InputPath"].missing
        and all(_keeps(each, key) for each in _before(scope, state))
    )


def _before(scope: Scope, state: State) -> list[State]:
    return [each for each in scope.states if each is not state and state.name in reached(scope, each.name)]


def _keeps(state: State, key: str) -> bool:
    """True when a state hands on its input, and adds at most something under another key."""
    if state.language != JSONPATH or state.node["OutputPath"].present:
        return False
    if state.type not in _MAKERS:
        return state.type is not None
    result = dict(state.node.items()).get("ResultPath")
    if result is None:
        return state.type == "Pass" and all(state.node[name].missing for name in ("Result", "Parameters"))
    added = _KEY.match(result.text() or "")
    return result.missing or (added is not None and added[1] != key)
