"""What a report comes to: what fails it, what a person must look at, or that there is nothing to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from advisor.report.audit import violations
from advisor.report.model import Effect, Operation, ReviewReport, Risk, Status, Verdict


def judge(report: ReviewReport) -> Verdict:
    """The verdict of everything else in the report. What could not be looked at does not pass."""
    failures, reviews = tuple(_failures(report)), tuple(_reviews(report))
    if failures:
        return Verdict(Status.FAILURE, (*failures, *reviews))
    if reviews:
        return Verdict(Status.REVIEW, reviews)
    changed = len(report.changes)
    return Verdict(Status.SUCCESS, (f"{_count(changed, 'change')}, none of them risky" if changed else "no change",))


def _failures(report: ReviewReport) -> Iterator[str]:
    yield from report.problems
    if not report.audit.ran:
        yield from report.audit.notes or ("the policy pack did not run",)
    if found := Counter(one.rule for one in violations(report.audit)):
        yield f"{_count(found.total(), 'violation')} of the policy pack: {', '.join(sorted(found))}"
    if report.recovery is not None and not report.recovery.met:
        yield f"disaster recovery tier {report.recovery.declared_tier} is declared and not met"


def _reviews(report: ReviewReport) -> Iterator[str]:
    lost = [one for one in report.changes if one.risk is Risk.DATA_LOSS]
    if lost:
        yield f"data can be lost: {lost[0].summary}" + (f" And {len(lost) - 1} more." if len(lost) > 1 else "")
    replaced = sum(one.operation is Operation.REPLACE for one in report.changes)
    if replaced:
        yield f"{_count(replaced, 'resource')} made anew"
    wider = [one for one in report.access if one.effect in (Effect.NEW, Effect.WIDENED)]
    if wider:
        marked = sum(bool(one.reasons) for one in wider)
        yield f"{_count(len(wider), 'new grant')}" + (f", {marked} of them to look at twice" if marked else "")
    if hidden := sum(one.effect is Effect.UNKNOWN for one in report.access):
        policies = "1 policy is" if hidden == 1 else f"{hidden} policies are"
        yield f"{policies} not known before the deployment"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
