"""What AWS says about IAM actions: which can be limited to named resources, and which manage permissions.

``iam_actions.json`` is taken from the Service Authorization Reference. ``scopable`` holds actions that write, or that
read data, and for which AWS accepts an ARN in ``Resource``. What works on ``Resource: "*"`` alone
(``ec2:Describe*``, ``cloudwatch:PutMetricData``, ``xray:PutTraceSegments``, ``logs:DescribeLogGroups``) is not in it,
nor is what every function does (``logs:CreateLogGroup``, ``ec2:CreateNetworkInterface``, pulls from ECR).
``privileged`` holds actions of the access level "Permissions management".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("iam_actions.json")


def scopable(pattern: str) -> tuple[str, ...]:
    """The actions reached by an ``Action`` pattern that write or read data and could be limited to resources."""
    return _reached("scopable", pattern)


def privileged(pattern: str) -> tuple[str, ...]:
    """The actions reached by an ``Action`` pattern that manage permissions."""
    return _reached("privileged", pattern)


def matches(pattern: str, action: str) -> bool:
    """True when an ``Action`` pattern reaches an action, both in any letter case."""
    pattern, action = pattern.lower(), action.lower()
    if "*" not in pattern and "?" not in pattern:
        return pattern == action  # most are written out; fnmatch would compile each of them
    return fnmatchcase(action, pattern.replace("[", "[[]"))


@lru_cache(maxsize=4096)
def _reached(table: str, pattern: str) -> tuple[str, ...]:
    service, _, name = pattern.lower().partition(":")
    return tuple(f"{service}:{known}" for known in _tables()[table].get(service, ()) if matches(name, known))


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Table and service to the names of the actions."""
    read: Mapping[str, Mapping[str, Sequence[str]]] = json.loads(_FILE.read_text(encoding="utf-8"))["actions"]
    return read
