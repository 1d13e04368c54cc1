"""Judges the evaluation of a run and keeps the verdict beside it."""

import json
from collections.abc import Mapping
from typing import Any

from domain.training.gate import judge
from domain.training.layout import RunPlaces
from domain.training.plan import GatePlan
from lambdas.clients.run_store import RunStore
from lambdas.errors import RunCorruptError


def judge_run(store: RunStore, run_id: str, gate: GatePlan) -> dict[str, Any]:
    """Judge a run.

    Returns:
        `{"passed", "reasons"}`: what the state machine branches on.

    Raises:
        RunNotFoundError: It was not evaluated.
        RunCorruptError: Its evaluation is not what the platform writes.
    """
    places = RunPlaces(run_id)
    evaluation = _read(store, places.evaluation)
    baseline = evaluation.get("baseline")
    verdict = judge(evaluation["model"]["metrics"], baseline and baseline["metrics"], gate)
    notes = [evaluation["note"]] if evaluation.get("note") else []
    found = {"passed": verdict.passed, "reasons": [*verdict.reasons, *notes]}
    kept = {**found, "gate": {"metrics": dict(gate.metrics), "max_drop": gate.max_drop}}
    store.write(places.gate, json.dumps(kept, indent=1).encode(), content_type="application/json")
    return found


def _read(store: RunStore, key: str) -> Mapping[str, Any]:
    try:
        found = json.loads(store.need(key))
        baseline = found.get("baseline")
        shaped = [found["model"]["metrics"], *([] if baseline is None else [baseline["metrics"]])]
        if not all(isinstance(one, dict) for one in shaped):
            raise TypeError("metrics are no object")  # noqa: TRY301
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunCorruptError(f"{key} is no evaluation ({error}); run the pipeline again with force") from error
    else:
        return dict(found)
