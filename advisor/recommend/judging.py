"""From what was simulated to candidates in order: limits, money, scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from advisor.recommend.assumptions import Assumption
from advisor.recommend.candidates import Candidate, Outcome, State
from advisor.recommend.load import Load
from advisor.recommend.measured import Observed
from advisor.recommend.month import usage_of
from advisor.recommend.sizing import NoSizeError, Request, Sized, sizes_of
from advisor.recommend.timing import timing_of
from advisor.recommend.trials import Limits, Trial, run_trials
from advisor.recommend.workload import Workload
from advisor.simulation import Trace
from domain.advice.filters import Needs, exclusions
from domain.advice.price_finder import finder
from domain.advice.score import OPERATIONS, Scores, Weights, score_cost, score_latency, score_throughput
from domain.advice.usage import cost_of
from domain.patterns import BEDROCK, Pattern
from domain.pricing import PriceBook

FOR_EVER_MS: Final = 1e12
"""What scores as an answer that never comes."""
TOLD_BY_FILE: Final = frozenset({"provisioning_s", "wake_s"})
"""Of the simulator's assumptions those that are listed as keys of the workload file."""
ORDER: Final = (State.FITS, State.MISSES, State.UNPRICED, State.UNKNOWN, State.EXCLUDED)


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        workload: The file.
        trace: Its requests.
        load: Their rates.
        observed: Latencies that were measured.
        book: Prices.
        on: The day on which a price must hold.
        seed: Of the simulation.
    """

    workload: Workload
    trace: Trace
    load: Load
    observed: Observed
    book: PriceBook
    on: date
    seed: int

    @property
    def limits(self) -> Limits:
        """What a size has to hold."""
        return Limits(self.workload.target_p99_ms, self.workload.accepted_loss)


def candidates_of(question: Question) -> tuple[Candidate, ...]:
    """Every pattern, the best first."""
    sizes: dict[Pattern, tuple[Sized, ...]] = {}
    found: dict[Pattern, Candidate] = {}
    for pattern in Pattern:
        candidate, tries = _prepared(pattern, question)
        found[pattern] = candidate
        if tries:
            sizes[pattern] = tries
    trials = run_trials(question.trace, sizes, question.limits, question.seed)
    for pattern, trial in trials.items():
        found[pattern] = judged(found[pattern], trial, question)
    return ordered(found.values())


def ordered(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The best first: those that fit before those that miss, by their total; equal ones by their cost."""
    return tuple(sorted(candidates, key=_place))


def _place(candidate: Candidate) -> tuple[int, float, float, str]:
    usd = candidate.monthly_usd
    return (
        ORDER.index(candidate.state),
        -(candidate.total if candidate.total is not None else 0.0),
        usd if usd is not None else 0.0,
        candidate.pattern.value,
    )


def _prepared(pattern: Pattern, question: Question) -> tuple[Candidate, tuple[Sized, ...]]:
    """A pattern before its simulation, and the sizes to simulate; none when it is ruled out."""
    workload = question.workload
    timing = timing_of(pattern, workload, question.observed)
    reasons = exclusions(pattern, needs_of(pattern, workload, timing.p99_ms / 1000 if timing else 0.0))
    if pattern not in workload.needs.patterns:
        reasons = ("needs.patterns of the workload leaves it out", *reasons)
    if timing is None and not reasons:
        reasons = ("the workload names no foundation model" if pattern in BEDROCK else "the workload brings no model",)
    if reasons or timing is None:
        return Candidate(pattern, State.EXCLUDED, reasons, timing), ()
    try:
        sizes = sizes_of(pattern, Request(workload, question.load, timing))
    except NoSizeError as error:
        return Candidate(pattern, State.UNKNOWN, (str(error),), timing), ()
    return Candidate(pattern, State.MISSES, (), timing, assumptions=timing.assumptions), sizes


def needs_of(pattern: Pattern, workload: Workload, duration_s: float) -> Needs:
    """What the workload needs of a pattern; with both kinds of model each pattern is asked for its own."""
    model = workload.model
    own = model.own is not None and (pattern not in BEDROCK or model.foundation is None)
    return Needs(
        target_p99_ms=workload.target_p99_ms,
        request_kb=workload.payload_kb,
        response_kb=workload.answer_kb,
        duration_s=duration_s,
        own_model=own,
        foundation_model=None if own or model.foundation is None else model.foundation.model_id,
        gpu=workload.needs.gpu,
        private_network=workload.needs.private_network,
        synchronous=workload.needs.synchronous,
    )


def judged(candidate: Candidate, trial: Trial, question: Question) -> Candidate:
    """A pattern after its simulation."""
    usage = usage_of(question.workload, trial.sized, trial.outcome.simulated, question.trace.duration_s)
    costed = cost_of(usage, finder(question.book, question.workload.region, question.on))
    made = replace(
        candidate,
        sized=trial.sized,
        outcome=trial.outcome,
        costed=costed,
        tried=trial.tried,
        step=trial.step,
        assumptions=(*candidate.assumptions, *simulated_assumptions(candidate.pattern, trial.sized)),
    )
    return scored(made, question.workload, question.load.burst_rps)


def simulated_assumptions(pattern: Pattern, sized: Sized) -> Iterator[Assumption]:
    """What the simulator takes for granted and no key of the workload file sets."""
    for item in sized.setup.assumptions():
        if item.name not in TOLD_BY_FILE and item.value is not None:
            value = "as Application Auto Scaling does it" if item.name == "tracking" else item.value
            yield Assumption(f"simulation of {pattern}: {item.name}", value, item.source or "a guess", item.why)


def scored(candidate: Candidate, workload: Workload, needed_rps: float) -> Candidate:
    """A simulated and priced pattern with its scores and what it misses.

    Args:
        candidate: With size, outcome and cost.
        workload: Target, budget, weights.
        needed_rps: Requests a second of the busiest half minute.
    """
    sized, outcome, usd = candidate.sized, candidate.outcome, candidate.monthly_usd
    if sized is None or outcome is None:
        return candidate
    missed = tuple(_missed(outcome, usd, workload))
    if usd is None:
        return replace(candidate, state=State.UNPRICED, reasons=(*_unpriced(candidate), *missed))
    scores = Scores(
        score_latency(min(outcome.p99_ms, FOR_EVER_MS), workload.target_p99_ms),
        score_throughput(sized.capacity_rps * (1 - outcome.loss), needed_rps),
        score_cost(usd, workload.monthly_budget_usd),
        OPERATIONS[candidate.pattern],
    )
    total = scores.total(Weights(**workload.weights.model_dump()))
    state = State.MISSES if missed else State.FITS
    return replace(candidate, state=state, reasons=missed, scores=scores, total=total)


def _missed(outcome: Outcome, usd: float | None, workload: Workload) -> Iterator[str]:
    if outcome.loss > workload.accepted_loss:
        how = ", ".join(f"{count:,} {reason}" for reason, count in outcome.errors.items())
        yield f"loses {outcome.loss:.2%} of the requests ({how}); accepted is {workload.accepted_loss:.2%}"
    if outcome.p99_ms > workload.target_p99_ms:
        yield f"a p99 of {outcome.p99_ms:,.0f} ms is above the target of {workload.target_p99_ms:,.0f} ms"
    if usd is not None and usd > workload.monthly_budget_usd:
        yield f"${usd:,.2f} a month is above the budget of ${workload.monthly_budget_usd:,.2f}"


def _unpriced(candidate: Candidate) -> Iterator[str]:
    for item in candidate.costed.unpriced if candidate.costed else ():
        yield f"unpriced: {item.describe()}; give one with --price {item.item}=USD"
