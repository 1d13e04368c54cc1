"""Puts ``Analyzer`` in front of the SDK's servicer, where the SDK registers that with gRPC.

It rests on one function of the SDK's generated code, so the version of the SDK is pinned. With an SDK that has no such
place the pack does not start: policies that check nothing would let everything pass.
"""

from __future__ import annotations

import gc
import os
from datetime import UTC, date, datetime
from typing import Any

import pulumi_policy.policy as sdk

from guardrails.catalog import Catalog
from guardrails.crossguard.analyzer import Analyzer


class UnknownSdkError(RuntimeError):
    """The installed SDK is not one that the pack knows how to serve with."""


def serve_with(catalog: Catalog) -> None:
    """Make the next ``PolicyPack`` answer with ``Analyzer``.

    Raises:
        UnknownSdkError: The SDK has no place for it.
    """
    generated = getattr(sdk, "analyzer_pb2_grpc", None)
    register = getattr(generated, "add_AnalyzerServicer_to_server", None)
    if generated is None or register is None:
        raise UnknownSdkError(
            "guardrails cannot serve with the installed pulumi-policy; install the version of its requirements.txt"
        )
    stack, project = os.environ.get("PULUMI_STACK", ""), os.environ.get("PULUMI_PROJECT", "")

    def add_in_front(servicer: Any, server: Any) -> None:
        register(Analyzer(servicer, catalog, stack, project, _today), server)

    generated.add_AnalyzerServicer_to_server = add_in_front
    gc.freeze()  # the rules live as long as the process: without this each collection would walk through all of them


def _today() -> date:
    return datetime.now(UTC).date()
