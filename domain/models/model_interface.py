"""What a model of this platform takes and gives: one input, and outputs by its task.

| task | output | element | shape |
| --- | --- | --- | --- |
| classification | `label` | int64 | [N], index of the class |
| classification | `probabilities` | float32 | [N, classes] |
| regression | `value` | float32 | [N, 1] |
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.models.onnx_file import FLOAT, INT64, OnnxFacts, OnnxValue

INPUT: Final = "features"
LABEL: Final = "label"
PROBABILITIES: Final = "probabilities"
VALUE: Final = "value"
CLASSIFICATION: Final = "classification"

_ELEMENTS: Final = {FLOAT: "float32", INT64: "int64"}
_REMEDY: Final = "export it as lambdas/training does: no ZipMap, float32 input, renamed outputs"


def interface_problems(facts: OnnxFacts, task: str, width: int, classes: int) -> list[str]:
    """Where a model differs from the table; empty when it does not.

    Args:
        facts: What the model says of itself.
        task: `classification` or `regression`.
        width: Values of a row after feature engineering, >= 1.
        classes: Classes that there are; 0 for a regression.
    """
    problems = _differences("input", facts.inputs, {INPUT: (FLOAT, (None, width))})
    wanted: dict[str, tuple[int, tuple[int | None, ...]]] = {VALUE: (FLOAT, (None, 1))}
    if task == CLASSIFICATION:
        wanted = {LABEL: (INT64, (None,)), PROBABILITIES: (FLOAT, (None, classes))}
    return problems + _differences("output", facts.outputs, wanted)


def _differences(
    side: str, found: Sequence[OnnxValue], wanted: dict[str, tuple[int, tuple[int | None, ...]]]
) -> list[str]:
    names = [value.name for value in found]
    if sorted(names) != sorted(wanted):
        listed = ", ".join(name[:60] for name in names[:10]) or "none"
        return [f"the model's {side}s are {listed}; accepted: {' and '.join(wanted)}; {_REMEDY}"]
    problems = []
    for value in found:
        element, shape = wanted[value.name]
        if value.element != element:
            problems.append(
                f"{side} {value.name!r} has elements of type {_ELEMENTS.get(value.element, value.element)}; "
                f"accepted: {_ELEMENTS[element]}; {_REMEDY}"
            )
        if value.shape and not _fits(value.shape, shape):
            problems.append(f"{side} {value.name!r} has shape {_shown(value.shape)}; accepted: {_shown(shape)}")
    return problems


def _fits(found: Sequence[int | None], wanted: Sequence[int | None]) -> bool:
    """Whether a shape can be the one that is wanted; what a model leaves open fits, a fixed number of rows does not."""
    if len(found) != len(wanted):
        return False
    return found[0] is None and all(one in (None, other) for one, other in zip(found[1:], wanted[1:], strict=True))


def _shown(shape: Sequence[int | None]) -> str:
    return "[" + ", ".join("N" if one is None else str(one) for one in shape) + "]"
