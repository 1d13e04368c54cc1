"""What an analysis says, in sentences."""

from __future__ import annotations

from domain.serving.break_even import Analysis, Comparison
from domain.serving.curve import Order
from domain.serving.sensitivity import OFF_BY, Sensitivity, Shift

PER_CENT = int(OFF_BY * 100)


def same_duration_ms(analysis: Analysis) -> float | None:
    """The duration of a request when all options have the same; only then a crossing is also one in busy seconds."""
    durations = {option.duration_ms for option in analysis.plan.options}
    return durations.pop() if len(durations) == 1 else None


def traffic(requests: int, duration_ms: float | None) -> str:
    """A number of requests, with the busy time that it means."""
    if duration_ms is None:
        return f"{requests:,} requests a month"
    return f"{requests:,} requests a month ({requests * duration_ms / 1000:,.0f} busy seconds)"


def comparison(item: Comparison, duration_ms: float | None) -> str:
    """Who is cheaper when, in one sentence."""
    if not item.spans:
        return f"{item.first} and {item.second} share no traffic that both can serve."
    first, last = item.spans[0], item.spans[-1]
    winner = item.winner(first)
    if item.crossing is None:
        end = f"at any traffic up to {last.last:,} requests a month"
        if winner is None:
            return f"{item.first} and {item.second} {_undecided(first.order)} {end}."
        return f"{winner} is always cheaper than {_other(item, winner)}, {end}; {_other(item, winner)} never is."
    start = f"below {traffic(item.crossing, duration_ms)}"
    opening = f"{winner} is cheaper" if winner else f"{item.first} and {item.second} {_undecided(first.order)}"
    ending = f"{item.winner(last)} is cheaper" if item.winner(last) else f"they {_undecided(last.order)}"
    if item.changes <= 1:
        where = "from there on" if last.order != Order.EQUAL else "there"
        return f"{opening} {start}, {ending} {where}."
    return (
        f"{opening} {start}; then they take turns ({item.changes} changes: a further instance or job is bought whole); "
        f"from {last.first:,} on {ending}."
    )


def _other(item: Comparison, winner: str) -> str:
    return item.second if winner == item.first else item.first


def _undecided(order: Order) -> str:
    return "cost the same" if order == Order.EQUAL else "take turns at almost every step"


def sensitivity(item: Sensitivity, duration_ms: float | None) -> list[str]:
    """What moves a crossing, the heaviest first, and which of them dominates."""
    head = f"{item.first} and {item.second} cross at {traffic(item.base, duration_ms)}."
    moves = [f"{PER_CENT} % {shift.knob}: {_moves(shift, item.base)}" for shift in item.shifts]
    if not item.dominant:
        return [head, "None of the inputs moves it."]
    weigh = "dominates" if len(item.dominant) == 1 else "weigh most, and alike"
    return [head, *(f"±{move}" for move in moves), f"{_listed(item.dominant)} {weigh}."]


def _moves(shift: Shift, base: int) -> str:
    return f"less moves it to {_place(shift.lower, base)}, more to {_place(shift.higher, base)}"


def _place(requests: int | None, base: int) -> str:
    return "no crossing" if requests is None else f"{requests:,} ({(requests - base) / base:+.0%})"


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
