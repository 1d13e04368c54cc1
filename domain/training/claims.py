"""Who works on a run. The claim is one object in S3; whoever changes it must have seen it as it stands."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from domain.training.fields import Fields, read_object
from domain.training.run_id import checked_run_id

_LONGEST_ARN = 2048


class ClaimState(StrEnum):
    """How a claim stands: an execution works on the run, the run is complete, or nobody does."""

    WORKING = "working"
    DONE = "done"
    RELEASED = "released"


class Standing(StrEnum):
    """What a start means for a run that has a claim."""

    DONE = "done"
    OURS = "ours"
    ASK = "ask"
    FREE = "free"


@dataclass(frozen=True)
class Claim:
    """A claim.

    Attributes:
        run_id: The run.
        execution: ARN of the execution that holds it, or held it last.
        attempt: How often the run was claimed, from 1. It never falls, so an attempt is a fence: who holds an older
            one may not complete or release the run.
        state: How it stands.
    """

    run_id: str
    execution: str
    attempt: int
    state: ClaimState = ClaimState.WORKING

    def to_json(self) -> str:
        """The stored form."""
        return json.dumps(asdict(self), indent=1)


def parse_claim(text: str | bytes) -> Claim:
    """Read what :meth:`Claim.to_json` wrote.

    Raises:
        ValueError: The text is something else.
    """
    fields = Fields(read_object(text, "the claim"), "claim", ("run_id", "execution", "attempt", "state"))
    return Claim(
        checked_run_id(fields.raw("run_id")),
        fields.text("execution", longest=_LONGEST_ARN),
        fields.whole("attempt", 1, 10**6),
        fields.choice("state", ClaimState, tuple(ClaimState)),
    )


def standing(claim: Claim | None, execution: str) -> Standing:
    """What a claim means for an execution that wants the run.

    Args:
        claim: The claim, or None where there is none.
        execution: ARN of the execution.

    Returns:
        DONE: the run is complete. OURS: it already holds the claim, because its first answer was lost. ASK: another
        execution holds it, and it depends on whether that one still runs. FREE: it may be taken.
    """
    if claim is None or claim.state is ClaimState.RELEASED:
        return Standing.FREE
    if claim.state is ClaimState.DONE:
        return Standing.DONE
    return Standing.OURS if claim.execution == execution else Standing.ASK
