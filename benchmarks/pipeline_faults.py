"""What is done to which execution of the training pipeline, and how it must end: 100 cases, each state among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from domain.training.layout import RunPlaces
from sandbox.pipeline_lab import MODEL, table

REGISTERED: Final = "AwaitingApproval"
DEPLOYED: Final = "Succeeded"
FOR_EVER: Final = 0
"""Count of a fault that stays until its execution has ended."""

OUTLASTS_SDK: Final = 8
"""More than the six attempts of a function's SDK: the state's own Retry has to help."""

KINDS: Final = ("throttle", "error_5xx", "region_down")
PASSES: Final = 3
"""Where a function has used up what its SDK may retry in all (500 tokens in a process, by botocore's standard mode),
each of the state's four attempts is one call."""

AT_ONCE: Final = "model_not_ready"
"""To any service but the runtime an error of no known kind."""

Place = Callable[[str, str], Mapping[str, Any]]
"""From the run and the execution's name to the calls that a fault hits."""


def _object(place: Callable[[RunPlaces], str]) -> Place:
    return lambda run, _name: {"service": "s3", "match": place(RunPlaces(run))}


STEPS: Final[Mapping[str, Place]] = {
    "Begin": _object(lambda places: places.claim),
    "ValidateData": _object(lambda places: places.profile),
    "CheckQuality": _object(lambda places: places.quality),
    "EngineerFeatures": _object(lambda places: places.features),
    "Train": lambda run, _name: {"service": "sagemaker", "operation": "CreateTrainingJob", "match": run},
    "Evaluate": _object(lambda places: places.evaluation),
    "QualityGate": _object(lambda places: places.gate),
    "Register": lambda run, _name: {"service": "sagemaker", "operation": "CreateModelPackage", "match": run},
}
"""The calls of a step, of one run and of no other."""


@dataclass(frozen=True)
class Case:
    """One execution.

    Attributes:
        name: Of the execution.
        ends: How it may end, see `Ended.end`.
        place: Calls that the fault hits; ``None`` for no fault.
        kind: Of the fault.
        times: How often it hits; 0 for ever.
        data: The file; ``None`` deploys a package.
        told: How many notifications it sends.
        cut: State in which it is stopped from outside.
        again: Whether the file was trained on before.
    """

    name: str
    ends: frozenset[str]
    place: Place | None = None
    kind: str = ""
    times: int = FOR_EVER
    data: bytes | None = None
    told: int = 1
    cut: str = ""
    again: bool = False


@dataclass
class _Numbers:
    """Names and data that no other case has."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def case(self, what: str, *ends: str, **of: Any) -> Case:
        number = next(self.numbers)
        given = {"data": table(number), **of}
        return Case(name=f"{what}-{number:03d}", ends=frozenset(ends), **given)


def trainings() -> list[Case]:
    """Executions that train; they run side by side."""
    new = _Numbers()
    found = [new.case("calm", REGISTERED) for _ in range(6)]
    for step, place in STEPS.items():
        # Step Functions itself makes the call that starts a job: each of its attempts is one.
        times = 3 if step == "Train" else OUTLASTS_SDK
        found += [new.case(f"{step}-passing", REGISTERED, place=place, kind=kind, times=times) for kind in KINDS]
        found += [new.case(f"{step}-lasting", f"{step}Failed", place=place, kind=kind) for kind in (AT_ONCE, KINDS[1])]
    return [*found, *_lambda(new), *_outcomes(new)]


def _lambda(new: _Numbers) -> Iterator[Case]:
    """Lambda itself fails: for a moment; for the whole execution, its clean-up too; from the evaluation on."""

    def by_name(_run: str, name: str) -> Mapping[str, Any]:
        return {"service": "lambda", "operation": "Invoke", "match": name}

    def by_run(run: str, _name: str) -> Mapping[str, Any]:
        return {"service": "lambda", "operation": "Invoke", "match": run}

    def by_job(run: str, _name: str) -> Mapping[str, Any]:
        return {"service": "lambda", "operation": "Invoke", "match": f"{MODEL}-{run}-a1"}

    for kind in (*KINDS[:2], *KINDS[:2]):
        yield new.case("lambda-passing", REGISTERED, place=by_run, kind=kind, times=3)
    for kind in KINDS[:2]:
        yield new.case("lambda-lasting", "BeginFailed", place=by_name, kind=kind)
        yield new.case("lambda-evaluate", "EvaluateFailed", place=by_job, kind=kind)


def _outcomes(new: _Numbers) -> Iterator[Case]:
    """What the data, the job, the notification and people do."""
    upload = _object(lambda places: places.output)
    yield from (new.case("job-fails", "TrainFailed", place=upload, kind=kind) for kind in (*KINDS[:2], AT_ONCE))
    poisoned, cut_short = table(901).replace(b"\n-5.", b"\n-500.", 20), table(902)[:-12]
    yield from (new.case("poisoned", "CheckQualityFailed", data=poisoned + b"-5.01,5.0,rose\r\n" * n) for n in (1, 2))
    yield from (new.case("truncated", "ValidateDataFailed", data=cut_short[:end]) for end in (-7, None))
    yield new.case("empty", "ValidateDataFailed", data=b"size_a,size_b,kind\n")
    yield from (new.case("worse", "BelowGate", data=table(910 + n, wrong=0.5)) for n in range(4))

    def publish(_run: str, name: str) -> Mapping[str, Any]:
        return {"service": "sns", "operation": "Publish", "match": name}

    kinds = (*KINDS, AT_ONCE)
    yield from (new.case("untold", REGISTERED, place=publish, kind=kind, times=2) for kind in kinds)
    states = ("ValidateData", "Train", "Train", "Evaluate")
    yield from (new.case("cut", "ABORTED", "TIMED_OUT", cut=state) for state in states)
    yield from (new.case("again", "AlreadyTrained", told=0, again=True) for _ in range(2))


def deployments(functions: Mapping[str, str]) -> list[Case]:
    """Executions that deploy; the endpoint is one, so they follow one another.

    Args:
        functions: Names of the functions by package.
    """
    new = _Numbers(count(1001))

    def deploy(what: str, *ends: str, times: int = FOR_EVER, kind: str = AT_ONCE, **where: Any) -> Case:
        place = (lambda _run, _name: where) if where else None
        return new.case(what, *ends, place=place, kind=kind, times=times, data=None)

    def api(operation: str, *ends: str, **of: Any) -> Case:
        return deploy(operation, *ends, service="sagemaker", operation=operation, **of)

    failed = ("DeployFailed", "WatchFailed")
    found = [deploy("deploy", DEPLOYED) for _ in range(3)]
    for operation in ("DescribeModelPackage", "CreateModel", "CreateEndpointConfig", "UpdateEndpoint"):
        found += [api(operation, DEPLOYED, times=PASSES, kind="throttle"), api(operation, *failed)]
    found += [api("DescribeEndpoint", DEPLOYED, times=PASSES, kind=kind) for kind in KINDS]
    found += [
        deploy("records", DEPLOYED, times=PASSES, kind=kind, service="s3", match=f"deployments/{MODEL}/")
        for kind in KINDS
    ]
    for package, end in (("start_deployment", "DeployFailed"), ("watch_deployment", "WatchFailed")):
        called: dict[str, Any] = {"service": "lambda", "operation": "Invoke", "match": functions[package]}
        found += [
            deploy(f"{package}-passing", DEPLOYED, times=3, kind="throttle", **called),
            deploy(f"{package}-lasting", end, kind="throttle", **called),
        ]
    found += [deploy("deploy", DEPLOYED) for _ in range(3)]
    return found
