"""What fields of a workload file are made of: numbers as people write them, and what an untold one means."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from advisor.usage.sections import EXPONENT


def _exponent(value: Any) -> Any:
    """``1e6`` is a text to YAML 1.1 and a number to everybody else."""
    if isinstance(value, str) and EXPONENT.fullmatch(value):
        number = float(value)
        return int(number) if number.is_integer() else number
    return value


Number = Annotated[float, BeforeValidator(_exponent), Field(allow_inf_nan=False)]
Whole = Annotated[int, BeforeValidator(_exponent)]


class Part(BaseModel):
    """The base of every part of a workload: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def told(default: Any, description: str, **limits: Any) -> Any:
    """A field whose default is a choice of ours that no measurement could replace."""
    return Field(default=default, description=description, **limits)


def assumed(default: Any, description: str, measure: str, **limits: Any) -> Any:
    """A field whose default is an assumption: used and not given, it is listed with its value.

    Args:
        default: The value that is assumed; ``None`` when it comes from somewhere else, which then lists it.
        description: What it is, with its unit.
        measure: How to find the real value.
        limits: As ``pydantic.Field`` takes them.
    """
    return Field(default=default, description=description, json_schema_extra={"measure": measure}, **limits)
