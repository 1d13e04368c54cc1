"""Which ONNX models the platform's runtimes read: what the function's layer and the model container both have.

The bounds are those of ONNX 1.22 (opset 27, IR version 13, ai.onnx.ml 5), the newest that ONNX Runtime 1.32 takes as
released: https://onnxruntime.ai/docs/reference/compatibility.html. A test loads a model at each bound with the runtime
that is locked, so that a newer lock is the only reason to change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ONNX_DOMAIN: Final = "ai.onnx"
"""A model spells it so, or leaves it empty."""
ML_DOMAIN: Final = "ai.onnx.ml"

OLDEST_OPSET: Final = 9
NEWEST_OPSETS: Final[Mapping[str, int]] = {ONNX_DOMAIN: 27, ML_DOMAIN: 5}
OLDEST_IR_VERSION: Final = 4
NEWEST_IR_VERSION: Final = 13

REMEDY: Final = "export it with target_opset=21 or lower, or raise ONNX Runtime in the layer and the container together"


def runtime_problems(ir_version: int, opsets: Mapping[str, int]) -> list[str]:
    """Why the runtime would not load a model; empty when it would.

    Args:
        ir_version: Version of ONNX's file format.
        opsets: Version of each set of operators that the model imports, by domain.
    """
    problems = []
    if ir_version > NEWEST_IR_VERSION:
        problems.append(f"the model has IR version {ir_version}, the runtime reads up to {NEWEST_IR_VERSION}: {REMEDY}")
    elif ir_version < OLDEST_IR_VERSION:
        problems.append(f"the model has IR version {ir_version}; accepted: {OLDEST_IR_VERSION} to {NEWEST_IR_VERSION}")
    for domain, version in sorted(opsets.items()):
        newest = NEWEST_OPSETS.get(domain)
        if newest is None:
            known = " and ".join(NEWEST_OPSETS)
            problems.append(f"the model uses operators of {domain[:60]!r}; accepted: {known}, without custom operators")
        elif version > newest:
            problems.append(f"the model needs opset {version} of {domain}, the runtime has {newest}: {REMEDY}")
    if ONNX_DOMAIN in opsets and opsets[ONNX_DOMAIN] < OLDEST_OPSET:
        problems.append(
            f"the model uses opset {opsets[ONNX_DOMAIN]} of {ONNX_DOMAIN}; accepted: {OLDEST_OPSET} or later"
        )
    if not opsets:
        problems.append("the model names no set of operators (opset_import); it was not exported as ONNX demands")
    return problems
