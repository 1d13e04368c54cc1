"""Pulumi's generated protocol modules, without the SDK around them.

`import pulumi` takes most of a second, and the language host starts with every command: it needs the messages only.
So the packages above the generated modules are entered as bare namespaces, which Python's import system allows.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


def _namespace(name: str, folder: Path) -> None:
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    sys.modules[name] = module


if "pulumi" not in sys.modules:
    _spec = importlib.util.find_spec("pulumi")
    if _spec is None or not _spec.submodule_search_locations:
        raise SystemExit("the Pulumi SDK is not installed in this environment: run `make setup`")
    _root = Path(_spec.submodule_search_locations[0])
    _namespace("pulumi", _root)
    _namespace("pulumi.runtime", _root / "runtime")

import grpc  # noqa: E402
from google.protobuf import empty_pb2, json_format, struct_pb2  # noqa: E402
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2  # noqa: E402


def struct_to_dict(struct: struct_pb2.Struct) -> dict[str, Any]:
    """A protobuf struct as plain Python values."""
    return dict(json_format.MessageToDict(struct))


__all__ = ["empty_pb2", "grpc", "language_pb2", "language_pb2_grpc", "plugin_pb2", "struct_to_dict"]
