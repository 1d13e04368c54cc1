"""JSON Patch (RFC 6902), as Cloud Control takes it for an update: pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any


class PatchError(ValueError):
    """A patch that does not fit its document; the message names the operation and the path."""


def apply_patch(document: Any, operations: Sequence[Mapping[str, Any]]) -> Any:
    """The document after all operations; the one given is left alone.

    Raises:
        PatchError: An unknown operation, or a path that is not there.
    """
    result = copy.deepcopy(document)
    for number, operation in enumerate(operations):
        kind, path = operation.get("op"), str(operation.get("path", ""))
        try:
            result = _apply(result, operation)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise PatchError(f"operation {number} ({kind} {path}) does not fit: {error}") from error
    return result


def _apply(document: Any, operation: Mapping[str, Any]) -> Any:
    kind, path = operation["op"], _tokens(operation["path"])
    if kind == "test":
        if _get(document, path) != operation["value"]:
            raise ValueError("the value is another one")
        return document
    if kind in ("move", "copy"):
        source = _tokens(operation["from"])
        value = copy.deepcopy(_get(document, source))
        if kind == "move":
            document = _change(document, source, "remove", None)
        return _change(document, path, "add", value)
    if kind not in ("add", "replace", "remove"):
        raise ValueError("accepted: add, replace, remove, test, move, copy")
    return _change(document, path, kind, operation["value"] if kind != "remove" else None)


def _change(document: Any, path: list[str], kind: str, value: Any) -> Any:
    if not path:
        return value
    parent, last = _get(document, path[:-1]), path[-1]
    if isinstance(parent, list):
        index = len(parent) if last == "-" else int(last)
        if kind == "add":
            if index > len(parent):
                raise IndexError(f"the list has {len(parent)} entries")
            parent.insert(index, value)
        elif kind == "replace":
            parent[index] = value
        else:
            del parent[index]
    elif kind == "remove":
        del parent[last]
    elif kind == "replace" and last not in parent:
        raise KeyError(last)
    else:
        parent[last] = value
    return document


def _get(document: Any, path: list[str]) -> Any:
    for token in path:
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document


def _tokens(path: str) -> list[str]:
    if path and not path.startswith("/"):
        raise ValueError("a path starts with /")
    return [token.replace("~1", "/").replace("~0", "~") for token in path.split("/")[1:]]
