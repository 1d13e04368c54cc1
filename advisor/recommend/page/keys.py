"""Every key of a workload file, from its model: name, default, meaning, and how to find an assumed one."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from advisor.recommend.assumptions import shown
from advisor.recommend.reading import inner_model
from advisor.recommend.workload import Workload


def keys() -> str:
    """The table."""
    rows = [("key", "default", "meaning", "when it is not given"), ("---",) * 4, *_rows(Workload, "")]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows) + "\n"


def _rows(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        below = inner_model(field.annotation)
        path = f"{prefix}{name}"
        if below is not None and not isinstance(field.default, tuple):
            yield from _rows(below, f"{path}.")
        else:
            yield f"`{path}`", _default(field), field.description or "", _measure(field)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    if field.default in (None, (), {}):
        return ""
    if isinstance(field.default, tuple):
        return ", ".join(f"`{shown(item)}`" for item in field.default)
    return f"`{shown(field.default)}`"


def _measure(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return f"assumed; measure {extra['measure']}" if isinstance(extra, dict) else ""
