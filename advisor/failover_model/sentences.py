"""A step in plain English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from advisor.failover_model.step import REGIONS


def _claim(region: int, epoch: int, attempt: int) -> str:
    of = f"epoch {epoch}" if attempt == 1 else f"epoch {epoch}, attempt {attempt}"
    return f"Region {REGIONS[region]} ({of})"


def _look(region: int, text: str) -> str:
    return f"the keeper of Region {REGIONS[region]} looks and writes the lease: {text}"


def _pause(region: int, text: str) -> str:
    return f"the keeper of Region {REGIONS[region]} looks, and stands still before it writes: {text}"


def _resume(region: int) -> str:
    return f"the keeper of Region {REGIONS[region]} goes on and writes what it had decided"


def _order(region: int, text: str) -> str:
    return f"in Region {REGIONS[region]} an {text}"


def _keeper(region: int, *rest: Any) -> str:
    passes, arrives, said = rest
    heard = "" if arrives else ", which the other Region does not hear of"
    return f"the keeper of Region {REGIONS[region]} looks, its canary {'passes' if passes else 'fails'}{heard}: {said}"


def _tick() -> str:
    return "time passes"


def _drift(region: int, change: int) -> str:
    return f"the clock of Region {REGIONS[region]} is set {'forward' if change > 0 else 'back'} by a tick"


def _accept() -> str:
    return "a caller sends it, and the ledger accepts it"


def _claimed(region: int, epoch: int, attempt: int, *rest: Any) -> str:
    now = rest[0]
    return f"{_claim(region, epoch, attempt)} claims it{'' if now else ', though it may not act any more'}"


def _commit(region: int, epoch: int, attempt: int, *rest: Any) -> str:
    newer = rest[0]
    late = "" if not newer else ", AND THE LEDGER TAKES IT THOUGH A NEWER CLAIM HAS THE WORK"
    return f"{_claim(region, epoch, attempt)} writes its result{late}"


def _phrase(words: str) -> Callable[..., str]:
    return lambda *name: f"{_claim(*name)} {words}"


SENTENCES: Final[dict[str, Callable[..., str]]] = {
    "look": _look,
    "keeper": _keeper,
    "pause": _pause,
    "resume": _resume,
    "order": _order,
    "tick": _tick,
    "drift": _drift,
    "accept": _accept,
    "claim": _claimed,
    "start": _phrase("starts the execution"),
    "token": _phrase("stores the task's token"),
    "crossed": _phrase("has a token that the other Region takes for its own"),
    "deliver": _phrase("gets the token's event, reads the lease, and may act: the request begins"),
    "refuse": _phrase("gets the token's event, may not act, and ends the execution as fenced"),
    "crash": _phrase("loses the function that works on it"),
    "predict": _phrase("has the prediction, and has not written it yet"),
    "fail": _phrase("gets no prediction, and ends the execution as failed"),
    "commit": _commit,
    "repeat": _phrase("finds that its own result is stored already"),
    "refused": _phrase("writes its result, and the ledger refuses it"),
    "answer": _phrase("answers the task's token"),
    "fence": _phrase("ends the execution as fenced"),
}


def sentence(label: tuple[Any, ...]) -> str:
    """What a step's label says.

    Args:
        label: Name of a sentence, and its values.
    """
    name, *values = label
    return SENTENCES[name](*values)
