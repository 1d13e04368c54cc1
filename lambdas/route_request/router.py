"""Answers one event: read, plan, attempt, reply. Every event gets exactly one reply."""

import base64
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from domain.prediction.limits import MAX_BODY_BYTES, MAX_REPLY_BYTES, too_large
from domain.switching.plan import Asked, plan
from lambdas.errors import InvalidEventError
from lambdas.patterns.callers import Answer
from lambdas.patterns.outcomes import Outcome
from lambdas.patterns.served import ServedPattern
from lambdas.route_request.attempts import Attempts
from lambdas.route_request.known_state import KnownState
from lambdas.route_request.request import Request, parse_request
from lambdas.route_request.run import Attempt, Served
from lambdas.telemetry import log

ANSWERED: Final = "answered"
FAILED: Final = "failed"
INVALID: Final = "invalid_request"
NOT_TAKEN: Final = "not_taken"
ANSWER_TOO_LARGE: Final = "answer_too_large"
INTERNAL: Final = "internal"
_CALLERS_FAULT: Final = frozenset({INVALID, NOT_TAKEN, Outcome.REFUSED.value, Outcome.TOO_LARGE.value})
_SKIPPED: Final = "no pattern was asked: {outcomes}"
_TOLD: Final = frozenset(
    {Outcome.REFUSED, Outcome.TOO_LARGE, Outcome.THROTTLED, Outcome.CIRCUIT_OPEN, Outcome.DEADLINE}
)
"""Outcomes of which the caller gets the words; those of others are about the stack: roles, accounts, hosts."""
_NOT_TOLD: Final = "no pattern could answer; the function's log has what they said, by the request's id"

Reply = dict[str, Any]


class Counted(Protocol):
    """Is told of each request: `lambdas.route_request.meter.RouterMeter`."""

    def done(self, *, failed: bool, fell_back: bool) -> None:
        """Count it."""
        ...


class Router:
    """Answers events.

    Args:
        patterns: What there is to ask, in order of preference.
        state: What the switch said.
        attempts: Asks.
        meter: Counts requests.
        deadline_ms: How long a request may take that names no deadline, in milliseconds.
        clock: Seconds, never backwards; the clock of `attempts`.
    """

    def __init__(
        self,
        patterns: Sequence[ServedPattern],
        state: KnownState,
        attempts: Attempts,
        meter: Counted,
        deadline_ms: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._names = [served.pattern for served in patterns]
        self._candidates = [served.candidate for served in patterns]
        self._state = state
        self._attempts = attempts
        self._meter = meter
        self._deadline_ms = deadline_ms
        self._clock = clock

    def respond(self, event: object, own_id: str, remaining_s: float) -> Reply:
        """Answer an event; whatever happens the caller gets one of our replies.

        Args:
            event: What `request.parse_request` reads.
            own_id: The id of a request that has none.
            remaining_s: Seconds until the function is ended.
        """
        begun = self._clock()
        reply: Reply = {"id": own_id, "status": FAILED, "pattern": None, "decision_id": None, "attempts": []}
        made: tuple[Attempt, ...] = ()
        try:
            request = parse_request(event, own_id, self._names)
            reply["id"] = request.call.id
            made = self._answer(reply, request, begun, remaining_s)
        except InvalidEventError as error:
            _fail(reply, INVALID, str(error))
        except Exception:  # noqa: BLE001 - what nobody foresaw is logged whole and told to nobody
            log().exception("request failed", extra={"id": reply["id"]})
            _fail(reply, INTERNAL, "the request could not be answered; the function's log has its id")
        reply["latency_ms"] = round((self._clock() - begun) * 1000, 3)
        self._told(reply, made)
        return reply

    def _answer(self, reply: Reply, request: Request, begun: float, remaining_s: float) -> tuple[Attempt, ...]:
        """Fill the reply; return what was done for it."""
        state = self._state.current()
        if state is not None:
            reply["decision_id"] = state.decision_id
        call = request.call
        asked = Asked(call.id, call.content_type, len(call.body), request.pattern)
        found = plan(asked, self._candidates, state.order if state else (), state.weights if state else {})
        if not found.order:
            left_out = "; ".join(f"{name}: {why}" for name, why in found.left_out.items())
            _fail(reply, NOT_TAKEN, f"no pattern takes the request: {left_out}")
            return ()
        seconds = (self._deadline_ms if request.deadline_ms is None else request.deadline_ms) / 1000
        served = self._attempts.serve(call, found.order, begun + min(seconds, remaining_s))
        reply["attempts"] = [_line(made) for made in served.attempts]
        _fill(reply, served)
        return served.attempts

    def _told(self, reply: Reply, made: Sequence[Attempt]) -> None:
        """Count the request, and log what the reply says but for what was asked and answered."""
        failed = reply["status"] == FAILED and reply["error"]["code"] not in _CALLERS_FAULT
        fell_back = reply["pattern"] is not None and reply["pattern"] != reply["attempts"][0]["pattern"]
        self._meter.done(failed=failed, fell_back=fell_back)
        told = ("status", "pattern", "decision_id", "latency_ms", "error")
        facts = {name: reply[name] for name in told if name in reply}
        facts["attempts"] = [{**_line(each), **({"said": each.said} if each.said else {})} for each in made]
        (log().warning if failed else log().info)("routed", extra={"id": reply["id"], **facts})


def _line(made: Attempt) -> dict[str, Any]:
    return {"pattern": made.pattern, "outcome": made.outcome.value, "latency_ms": round(made.latency_ms, 3)}


def _fill(reply: Reply, served: Served) -> None:
    if served.answer is None or served.pattern is None:
        if served.error is not None:
            text = str(served.error) if served.error.outcome in _TOLD else _NOT_TOLD
            return _fail(reply, served.error.outcome.value, text)
        last = served.attempts[-1].outcome.value
        skipped = ", ".join(f"{made.pattern} {made.outcome.value}" for made in served.attempts)
        return _fail(reply, last, _SKIPPED.format(outcomes=skipped))
    content = _content(served.answer)
    if content is None:
        size = len(served.answer.body)
        text = f"{served.pattern} answered {size} bytes, more than Lambda can hand on ({MAX_BODY_BYTES} bytes in all)"
        return _fail(reply, ANSWER_TOO_LARGE, text)
    reply.update(status=ANSWERED, pattern=served.pattern, content_type=served.answer.content_type, **content)
    return None


def _content(answer: Answer) -> Mapping[str, str] | None:
    """The body as text where it is text, else as base64; None when it is too large for Lambda's answer."""
    if answer.content_type.startswith(("application/json", "text/")):
        try:
            body = answer.body.decode()
        except UnicodeDecodeError:
            pass
        else:
            return None if too_large(body) else {"body": body}
    encoded = base64.b64encode(answer.body).decode()
    return None if len(encoded) > MAX_REPLY_BYTES else {"body_base64": encoded}


def _fail(reply: Reply, code: str, message: str) -> None:
    reply["error"] = {"code": code, "message": message}
