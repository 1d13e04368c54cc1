"""Routing: one execution for each path that the stack has, over the known files below a prefix of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from domain.routing import InferencePath
from domain.smoke import Finding, Theme, failed, left_out, off, unknown
from domain.smoke.runs import RUNNING, RunFacts, judge_run
from smoke.asks.endpoints import COMPONENTS, SETTING, component_sleeps
from smoke.asks.machine import active
from smoke.clients.input_files import InputFiles
from smoke.clients.run_results import RunResults
from smoke.clients.runs import Execution, Runs
from smoke.context import Context
from smoke.question import Question, stated

TYPES: Final = {
    InferencePath.BATCH_TRANSFORM: "none",
    InferencePath.SERVERLESS_INFERENCE: "serverless",
    InferencePath.REALTIME_ENDPOINT: "provisioned",
    InferencePath.INFERENCE_COMPONENTS: "components",
}
"""What an execution asks for, by the path that it gets below the batch threshold."""
UNLIMITED: Final = 1_000_000
"""A batch threshold that no known set reaches."""
PAUSE_S: Final = 2.0
FOLDER: Final = "smoke/"
STAYED: Final = "the known files stayed below"


def questions(context: Context) -> Iterator[Question]:
    """The state machine, and one question for each path."""
    inference, machine = context.stack.settings.inference, context.stack.text("stateMachineArn")
    if not inference.enabled:
        yield stated(Theme.ROUTING, "runs", off("inference is off"))
        return
    if machine is None:
        yield stated(Theme.ROUTING, "runs", failed("inference is on and not deployed: deploy it"))
        return
    yield Question(Theme.ROUTING, "state machine", partial(active, context, machine))
    for path in TYPES:
        if path in SETTING and not getattr(inference, SETTING[path]).enabled:
            yield stated(Theme.ROUTING, path.value, off(f"inference.{SETTING[path]} is off"))
        elif context.options.paths and path.value not in context.options.paths:
            yield stated(Theme.ROUTING, path.value, left_out("not one of --paths"))
        elif not context.options.writes:
            yield stated(Theme.ROUTING, path.value, left_out("it puts files and starts an execution: --no-writes"))
        else:
            yield Question(Theme.ROUTING, path.value, partial(_routed, context, machine, path))


def _routed(context: Context, machine: str, path: InferencePath) -> Finding:
    """Run over the path; a component that sleeps is left alone, for each try meanwhile is an error of `predict`.

    Step Functions is meant to see those and to try again, but the alarm on the function's errors rings all the same.
    """
    if path is COMPONENTS and not context.options.wake and component_sleeps(context):
        return left_out("it is asleep (0 copies); --wake wakes it up, which takes minutes and rings predict's alarm")
    access_point = context.stack.text("inputAccessPointAlias") or context.stack.text("inputAccessPointArn")
    if access_point is None:
        return unknown("the stack's outputs name no access point, so no file can be put")
    prefix = f"{FOLDER}{context.run_id}/{path.value}/"
    expected = {f"{prefix}{known.name}": known.expected for known in context.known.files}
    files = InputFiles(context.connections.client("s3"), access_point)
    try:
        for known in context.known.files:
            files.put(f"{prefix}{known.name}", known.body, known.content_type)
        found = judge_run(_ran(context, machine, path, prefix), expected)
    finally:
        left = _cleaned(files, expected)
    return Finding(found.outcome, f"{found.reason}; {left}") if left else found


def _cleaned(files: InputFiles, keys: Mapping[str, Any]) -> str:
    """Take the files away, whatever came of the run; say so when that failed: it hides no finding."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        files.remove(keys)
    except (BotoCoreError, ClientError) as error:
        return f"{STAYED} {FOLDER}, take them away by hand ({error})"
    return ""


def _ran(context: Context, machine: str, path: InferencePath, prefix: str) -> RunFacts:
    runs = Runs(context.connections.client("stepfunctions"), machine)
    request = {"prefix": prefix, "inference_type": TYPES[path], "batch_threshold": UNLIMITED}
    execution = runs.start(f"smoke-{context.run_id}-{path.value}", request)
    ended = _followed(context, runs, execution)
    if ended.status == RUNNING:
        runs.stop(execution, f"it took more than {context.options.run_s:g} s")
    return RunFacts(path.value, ended.status, ended.error, _records(context, ended))


def _followed(context: Context, runs: Runs, execution: str) -> Execution:
    limit = context.clock() + context.options.run_s
    while (found := runs.look(execution)).status == RUNNING and context.clock() < limit:
        context.sleep(PAUSE_S)
    return found


def _records(context: Context, ended: Execution) -> list[dict[str, Any]] | None:
    place = (ended.output.get("summary") or {}).get("results")
    if not isinstance(place, Mapping):
        return None
    return RunResults(context.connections.client("s3")).records(str(place["bucket"]), str(place["key"]))
