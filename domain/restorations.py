"""What takes a stop back, by what was recorded and what stands there now.

Taking back never overwrites what somebody else set since. Capacity inside its bounds is different: scaling moves it all
the time, so it is never a conflict there.
"""

from dataclasses import dataclass

from domain.stops import Bounds, Capacity, Change


@dataclass(frozen=True)
class Restoration:
    """How a change is taken back.

    Attributes:
        change: What to do; ``None`` when it is as it was already, or when there is a conflict.
        conflict: What somebody else changed since; empty without one.
    """

    change: Change | None
    conflict: str = ""


def restoration(change: Change, present: Capacity | None, *, force: bool = False) -> Restoration:
    """Decide how one change is taken back.

    What the change did not touch stays as it is now. What it did is set back if it stands as the change left it.

    Args:
        change: What was done.
        present: How the unit stands now; ``None`` when it is gone.
        force: Set what was there before the stop, whatever stands there now.
    """
    if present is None:
        return Restoration(None, f"{change.resource_id} is gone")
    wanted = _forced(change, present) if force else _taken_back(change, present)
    if isinstance(wanted, str):
        return Restoration(None, f"{change.resource_id}: {wanted}; it stays as it is unless this is forced")
    if wanted == present:
        return Restoration(None)
    return Restoration(Change(change.resource_id, change.dimension, present, wanted))


def _forced(change: Change, present: Capacity) -> Capacity:
    bounds = change.before.bounds or present.bounds
    return Capacity(_inside(change.before.desired, bounds), bounds)


def _taken_back(change: Change, present: Capacity) -> Capacity | str:
    """The capacity as it shall be, or what somebody else set."""
    before, after, now = change.before.bounds, change.after.bounds, present.bounds
    if before is None or after is None:
        if now is not None:
            return "it has a scalable target now, which it had not"
        known = {change.before.desired, change.after.desired}
        if present.desired not in known:
            return f"its capacity is {present.desired} now, set by somebody else"
        return change.before
    if now is None:
        return "its scalable target is gone"
    for what in ("minimum", "maximum", "suspension"):
        was, left, stands = (getattr(one, what) for one in (before, after, now))
        if was != left and stands not in (was, left):
            return f"its {what} is {stands} now, set by a schedule or by somebody else"
    maximum = before.maximum if before.maximum != after.maximum else now.maximum
    bounds = Bounds(
        # A schedule may allow less by now than it did at the stop; a minimum above the maximum would be refused.
        min(before.minimum, maximum) if before.minimum != after.minimum else now.minimum,
        maximum,
        before.suspension if before.suspension != after.suspension else now.suspension,
    )
    as_left = present.desired == change.after.desired
    return Capacity(_inside(change.before.desired if as_left else present.desired, bounds), bounds)


def _inside(desired: int, bounds: Bounds | None) -> int:
    return desired if bounds is None else min(max(desired, bounds.minimum), bounds.maximum)
