"""A workload in, a decision record out: the same for the same file, prices, day and seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from advisor.errors import InputError
from advisor.recommend.arrivals import of_minutes, trace_of
from advisor.recommend.candidates import Candidate, State
from advisor.recommend.judging import Question, candidates_of
from advisor.recommend.live import Live
from advisor.recommend.load import load_of
from advisor.recommend.measured import NOTHING, Observed, read_observed
from advisor.recommend.record import Record
from advisor.recommend.sensitivity import by_price, by_target, by_traffic
from advisor.recommend.sizing import BUSY_SHARE
from advisor.recommend.stack_settings import settings_for
from advisor.recommend.workload import Workload
from advisor.simulation import Trace
from domain.advice.latency_budget import INFERENCE, LatencyBudget, Stage, budget
from domain.patterns import Pattern
from domain.pricing import PriceBook
from domain.serving.break_even import Analysis, Plan, analyse
from domain.serving.options import LambdaOption, Option, RealtimeOption, ServerlessOption, Traffic

NOT_IN_COST: Final = (
    "A month is 730 hours like the trace. Not in the cost: free tiers, Savings Plans, logs, API Gateway, and "
    "the router of `switching` before a pattern."
)
NOT_IN_LATENCY: Final = (
    "Not in the latency: the network to AWS and back. Nobody tries again what was throttled or failed."
)
JUDGEMENT: Final = "Points of operations are a judgement of this program's; weights.operations = 0 leaves them out."


@dataclass(frozen=True)
class Basis:
    """What an answer stands on beside the workload.

    Attributes:
        folder: Where relative paths of the workload start.
        book: Prices.
        on: The day on which a price must hold.
        seed: Of everything that is drawn.
        live: What a deployed stack's metrics say, or ``None``; they go over the file.
    """

    folder: Path
    book: PriceBook
    on: date
    seed: int = 0
    live: Live | None = None


def recommend(workload: Workload, basis: Basis) -> Record:
    """Simulate, price, score and rank every pattern, and say what the answer stands on.

    Args:
        workload: What is to be served.
        basis: Prices, day, seed, and what a live stack says.

    Raises:
        InputError: A file that the workload names cannot be used, or nothing says when requests come.
    """
    question = question_of(workload, basis)
    found = candidates_of(question)
    record = Record(
        question=question,
        candidates=found,
        traffic=by_traffic(question, found),
        targets=by_target(question, found),
        shifts=by_price(question, found),
        break_even=_break_even(question, found),
        budget=_budget(workload, found[0]),
        settings=None,
        notes=_notes(workload, basis, question.observed),
    )
    if not record.choice:
        return record
    return replace(record, settings=settings_for(workload, record.fitting, question.load))


def question_of(workload: Workload, basis: Basis) -> Question:
    """The workload with its requests, their rates, and what was measured.

    Raises:
        InputError: As ``recommend``.
    """
    trace = _trace(workload, basis)
    return Question(workload, trace, load_of(trace), _observed(workload, basis), basis.book, basis.on, basis.seed)


def _trace(workload: Workload, basis: Basis) -> Trace:
    if basis.live is not None:
        live = basis.live
        return of_minutes(live.per_minute, live.minutes, f"the last {live.hours} h of the stack", basis.seed)
    if workload.traffic is None:
        raise InputError(
            "traffic is missing: give traffic.trace or traffic.daily_requests in the workload file, or --from-stack"
        )
    return trace_of(workload.traffic, basis.folder, basis.seed)


def _observed(workload: Workload, basis: Basis) -> Observed:
    """The file's measurements, with those of the stack over them."""
    told = NOTHING if workload.observed is None else read_observed(basis.folder / workload.observed)
    if basis.live is None:
        return told
    live = basis.live.observed
    return Observed({**told.latencies, **live.latencies}, (*told.notes, *live.notes))


def _notes(workload: Workload, basis: Basis, observed: Observed) -> tuple[str, ...]:
    notes = [*observed.notes]
    if workload.operations.engineer_hourly_usd is None:
        notes.append("People are not in the cost: operations.engineer_hourly_usd and hours are not given.")
    if basis.live is not None:
        errors = [f"{pattern}: {count:,} requests failed" for pattern, count in basis.live.errors.items()]
        notes += [*errors, *basis.live.missing]
        if workload.traffic is not None:
            notes.append("traffic of the workload file is not used: the stack's own requests are.")
    notes += [NOT_IN_COST, NOT_IN_LATENCY, JUDGEMENT]
    return tuple(notes)


def _budget(workload: Workload, best: Candidate) -> LatencyBudget | None:
    """The stages as given; one named `inference` says where the model is, else the best pattern's p99 comes last."""
    if not workload.stages or best.outcome is None:
        return None
    stages = [Stage(stage.name, stage.ms) for stage in workload.stages]
    model = Stage(INFERENCE, min(best.outcome.p99_ms, 1e9))
    if INFERENCE in {stage.name for stage in stages}:
        stages = [model if stage.name == INFERENCE else stage for stage in stages]
    else:
        stages.append(model)
    return budget(stages, workload.request_budget_ms)


def _break_even(question: Question, found: tuple[Candidate, ...]) -> Analysis | None:
    """Where the cheapest way changes by traffic alone, with evenly spread requests: ``advisor break-even``.

    Only between patterns that could serve the workload; one alone changes with nothing.
    """
    own = question.workload.model.own
    if own is None:
        return None
    mean = {
        item.pattern: item.timing.mean_s * 1000
        for item in found
        if item.state != State.EXCLUDED and item.timing is not None
    }
    options: list[Option] = []
    if Pattern.SAGEMAKER_SERVERLESS in mean:
        at_once = own.serverless.most_concurrency
        options.append(ServerlessOption(mean[Pattern.SAGEMAKER_SERVERLESS], own.serverless.memory_mb, 0, at_once))
    if Pattern.SAGEMAKER_REALTIME in mean:
        host = own.instance
        options.append(RealtimeOption(mean[Pattern.SAGEMAKER_REALTIME], host.type, host.concurrency, BUSY_SHARE))
    if Pattern.LAMBDA_ON_DEMAND in mean:
        function = own.function
        options.append(
            LambdaOption(
                mean[Pattern.LAMBDA_ON_DEMAND],
                function.memory_mb,
                function.architecture,
                max_concurrency=function.concurrency,
            )
        )
    if len(options) < 2:
        return None
    size = Traffic(question.workload.payload_kb, question.workload.answer_kb)
    return analyse(Plan(tuple(options), size, question.workload.region, question.on), question.book)
