"""Finds the handler of a model folder and runs one request through its four functions."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from domain.models.archive import HANDLER_MEMBER, REFUSED_SUFFIXES, ModelArchiveError
from lambdas.serving import default_handler

FUNCTIONS: Final = ("model_fn", "input_fn", "predict_fn", "output_fn")
MODULE_NAME: Final = "model_inference"


@dataclass(frozen=True, slots=True)
class Handler:
    """The functions that serve one model.

    Attributes:
        model_fn: Folder -> model.
        input_fn: (body, content type) -> data.
        predict_fn: (data, model) -> prediction.
        output_fn: (prediction, accept) -> body, or (body, content type).
    """

    model_fn: Callable[[str], Any]
    input_fn: Callable[[bytes, str], Any]
    predict_fn: Callable[[Any, Any], Any]
    output_fn: Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gets: body and content type."""

    body: bytes
    content_type: str


def load_handler(model_dir: Path) -> Handler:
    """Imports `code/inference.py`; a function that it lacks is the default handler's.

    Raises:
        ModelArchiveError: The folder holds a file that could carry pickled code, or has no handler.
        TypeError: The handler has one of the four names, but it is no function.
    """
    refused = sorted(
        str(p.relative_to(model_dir)) for p in model_dir.rglob("*") if p.name.lower().endswith(REFUSED_SUFFIXES)
    )
    if refused:
        raise ModelArchiveError(
            str(model_dir), [f"{name} may hold pickled code, which is never loaded" for name in refused]
        )
    source = model_dir / HANDLER_MEMBER
    if not source.is_file():
        raise ModelArchiveError(str(model_dir), [f"it has no {HANDLER_MEMBER}"])
    module = _import(source)
    return Handler(**{name: _function(module, name) for name in FUNCTIONS})


def respond(handler: Handler, model: Any, body: bytes, content_type: str, accept: str) -> Answer:
    """Runs one request.

    Raises:
        InputError: The input is at fault.
        TypeError: `output_fn` gave neither bytes, text nor a pair of body and content type.
    """
    data = handler.input_fn(body, content_type)
    output = handler.output_fn(handler.predict_fn(data, model), accept)
    payload, answered = output if isinstance(output, tuple) else (output, accept or default_handler.JSON_TYPE)
    if isinstance(payload, str):
        payload = payload.encode()
    if not isinstance(payload, bytes):
        raise TypeError(f"output_fn returned {type(payload).__name__}; accepted: bytes, str or (body, content type)")
    return Answer(payload, str(answered))


def _import(source: Path) -> ModuleType:
    folder = str(source.parent)
    if folder not in sys.path:
        sys.path.append(folder)
    spec = importlib.util.spec_from_file_location(MODULE_NAME, source)
    if spec is None or spec.loader is None:
        raise ImportError(f"{source} cannot be imported as a module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[MODULE_NAME] = module  # a dataclass looks for its module there
    spec.loader.exec_module(module)
    return module


def _function(module: ModuleType, name: str) -> Any:
    found = getattr(module, name, None)
    if found is None:
        return getattr(default_handler, name)
    if not callable(found):
        raise TypeError(f"{HANDLER_MEMBER}: {name} is {type(found).__name__}; accepted: a function")
    return found
