"""Reads workload files: every problem at once, each with what is accepted."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ValidationError

from advisor.errors import InputError
from advisor.names import instance_type, region_name
from advisor.recommend.workload import Workload
from domain.advice.score import Weights
from domain.patterns import Pattern

AnyModel = TypeVar("AnyModel", bound=BaseModel)
PATTERNS: Final = tuple(sorted(Pattern))


def read_workload(path: Path, told: Mapping[str, Any] | None = None) -> Workload:
    """Read a workload file.

    Args:
        path: A YAML file; ``examples/workloads/`` has some.
        told: Values by dotted key, such as ``traffic.daily_requests``, in the place of the file's.

    Raises:
        InputError: It cannot be read, or is refused: the text has every problem.
    """
    return parse_workload(text_of(path), str(path), told)


def text_of(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: It is not there or is no text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path} is no text in UTF-8") from None
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror or error}") from None


def parse_workload(text: str, source: str, told: Mapping[str, Any] | None = None) -> Workload:
    """Read a workload.

    Args:
        text: YAML.
        source: What to call it in messages.
        told: Values by dotted key, in the place of the text's.

    Raises:
        InputError: With every problem: a key that is not known (and which one is near), a value, what is missing.
    """
    from advisor.usage.document import read

    document = read(text, source)
    if not isinstance(document, dict):
        found = "nothing" if document is None else type(document).__name__
        raise InputError(f"{source} holds {found}; accepted: keys as in examples/workloads/")
    for key, value in (told or {}).items():
        _put(document, key, value)
    workload = validated(Workload, document, source)
    problems = list(_problems(workload))
    if problems:
        raise refusal(source, problems)
    return workload


def told_values(texts: Iterable[str]) -> Mapping[str, Any]:
    """What ``--set`` gives: dotted keys with values in YAML.

    Raises:
        InputError: A text has no ``=``, or its value is no YAML.
    """
    from advisor.usage.document import read

    found: dict[str, Any] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not key or not equals:
            raise InputError(f"--set {text}: accepted is KEY=VALUE, such as traffic.daily_requests=30000")
        found[key] = read(value, f"--set {text}")
    return found


def _put(document: dict[str, Any], key: str, value: Any) -> None:
    """Set a value at a dotted key; mappings on the way are made."""
    *way, last = key.split(".")
    place = document
    for number, part in enumerate(way):
        below = place.setdefault(part, {})
        if not isinstance(below, dict):
            raise InputError(f"--set {key}: {'.'.join(way[: number + 1])} is {below!r}, which has no keys below it")
        place = below
    place[last] = value


def validated(model: type[AnyModel], document: Any, source: str) -> AnyModel:
    """The document as the model has it.

    Raises:
        InputError: With every problem.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise refusal(source, [_explained(model, dict(problem)) for problem in error.errors()]) from None


def refusal(source: str, problems: list[str]) -> InputError:
    """The error of a file, a problem on a line."""
    return InputError("\n".join([f"{source}: not accepted", *(f"  {problem}" for problem in problems)]))


def _problems(workload: Workload) -> Iterator[str]:
    """What a single field cannot tell."""
    checks: dict[str, Callable[[], object]] = {"region": partial(region_name, workload.region)}
    if workload.model.own is not None:
        checks["model.own.instance.type"] = partial(instance_type, workload.model.own.instance.type)
    checks["weights"] = partial(Weights, **workload.weights.model_dump())
    for path, check in checks.items():
        try:
            check()
        except ValueError as error:
            yield f"{path}: {error}"
    if workload.traffic is not None and not _is_zone(workload.traffic.timezone):
        yield f"traffic.timezone = {workload.traffic.timezone}: accepted: a name of IANA's such as Asia/Tokyo"
    for name in workload.operations.hours:
        if name not in PATTERNS:
            yield f"operations.hours.{name}: no such pattern; {near(name, list(PATTERNS))}"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _explained(model: type[BaseModel], problem: Mapping[str, Any]) -> str:
    location = list(problem["loc"])
    path = _dotted(location)
    if problem["type"] == "extra_forbidden":
        return f"{path}: unknown key; {near(str(location[-1]), sorted(_keys_at(model, location[:-1])))}"
    if problem["type"] == "missing":
        return f"{path} is missing: {_described(model, location)}"
    said = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "value_error":
        return f"{path}: {said}" if path else said
    shown = str(problem["input"])
    return f"{path} = {shown if len(shown) <= 60 else shown[:60] + '…'}: {said}"


def near(name: str, known: list[str]) -> str:
    """The known name that was probably meant, or all of them."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else f"accepted: {', '.join(known)}"


def _dotted(location: list[Any]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _described(model: type[BaseModel], location: list[Any]) -> str:
    owner = _model_at(model, location[:-1])
    field = owner.model_fields.get(str(location[-1])) if owner else None
    return (field.description if field else None) or "it has no default"


def _keys_at(model: type[BaseModel], location: list[Any]) -> set[str]:
    owner = _model_at(model, location)
    return set(owner.model_fields) if owner else set()


def _model_at(model: type[BaseModel] | None, location: list[Any]) -> type[BaseModel] | None:
    for part in location:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(str(part)) if model else None
        model = inner_model(field.annotation) if field else None
    return model


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation: itself, of a union, or the items of a tuple."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for item in get_args(annotation) if (found := inner_model(item))), None)
