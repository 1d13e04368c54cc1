"""The engine's protocol messages, imported without the Pulumi SDK around them.

`import pulumi` takes more than half a second and the engine starts this plugin for every command. The generated
modules only import each other, so their folder is entered as a package of its own, and `pulumi` stays unimported.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

_PACKAGE = "sandbox.provider._generated"


def _generated(name: str) -> ModuleType:
    if _PACKAGE not in sys.modules:
        spec = importlib.util.find_spec("pulumi")
        if spec is None or not spec.submodule_search_locations:
            raise ImportError("the Pulumi SDK is not installed for this interpreter: run `make setup`")
        package = ModuleType(_PACKAGE)
        package.__path__ = [str(Path(spec.submodule_search_locations[0]) / "runtime" / "proto")]
        sys.modules[_PACKAGE] = package
    return importlib.import_module(f"{_PACKAGE}.{name}")


if TYPE_CHECKING:
    from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2
else:
    plugin_pb2 = _generated("plugin_pb2")
    provider_pb2 = _generated("provider_pb2")
    provider_pb2_grpc = _generated("provider_pb2_grpc")
    status_pb2 = _generated("status_pb2")

__all__ = ["plugin_pb2", "provider_pb2", "provider_pb2_grpc", "status_pb2"]
