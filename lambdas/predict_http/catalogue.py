"""Which models there are, and what one of them takes and gives."""

from collections.abc import Callable
from typing import Any, Final

from domain.models.names import MODEL_NAME
from domain.models.release import Release
from domain.prediction.errors import ErrorCode, PredictionError
from lambdas.models.composition import Models

PAGE: Final = 50
"""Each name costs one read of its release until the cache has it."""


def page(models: Models, after: str, wait_s: Callable[[], float]) -> dict[str, Any]:
    """Names of models with their versions in service, in order.

    Args:
        models: Caches.
        after: The `next` of the page before; empty for the first one.
        wait_s: Seconds that are left.

    Raises:
        PredictionError: `after` is none that a page gave.
    """
    if after and not MODEL_NAME.fullmatch(after):
        text = "next is not one that a page of this list gave"
        raise PredictionError(ErrorCode.INVALID_REQUEST, text, field="next")
    found = models.packages.names(after, PAGE)
    listed = [_entry(models, name, wait_s) for name in found.names if MODEL_NAME.fullmatch(name)]
    return {"models": listed, **({"next": found.next} if found.next else {})}


def describe(models: Models, name: str, wait_s: Callable[[], float]) -> dict[str, Any]:
    """A model: its versions, the columns of a row in order, its classes, its metrics.

    Raises:
        PredictionError: There is no such model, or it cannot be loaded now.
    """
    predictor = models.predictor
    loaded = predictor.loaded(predictor.live(name, wait_s()), wait_s())
    features, manifest = loaded.features, loaded.manifest
    return {
        **_versions(name, predictor.release(name, wait_s())),
        "task": features.task,
        "columns": [
            {"name": column.name, "type": column.type, "required": column.required} for column in features.input_columns
        ],
        "classes": list(features.classes),
        "created_at": manifest.created_at,
        "metrics": dict(manifest.metrics),
    }


def _entry(models: Models, name: str, wait_s: Callable[[], float]) -> dict[str, Any]:
    try:
        return _versions(name, models.predictor.release(name, wait_s()))
    except PredictionError:  # uploaded and never released, or not to be read now
        return {"model": name}


def _versions(name: str, release: Release) -> dict[str, Any]:
    document: dict[str, Any] = {"model": name}
    if release.live is not None:
        document["version"] = release.live
    if release.previous is not None:
        document["previous"] = release.previous
    if release.candidate is not None:
        document["candidate"] = {"version": release.candidate.version, "weight": release.candidate.weight}
    return document
