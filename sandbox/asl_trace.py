"""Sees what moto's Step Functions interpreter does: states entered, transitions, retriers and catchers used.

An execution's history would tell most of it, but moto keeps no history of a Distributed Map's child executions. So the
interpreter's own classes are wrapped, once, when the server starts; the admin interface hands the steps out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sandbox.asl_coverage import Step


class Trace:
    """The steps that were seen, by state machine name."""

    def __init__(self) -> None:
        self._steps: dict[str, set[Step]] = {}
        self._lock = threading.Lock()

    def add(self, machine: str, step: Step) -> None:
        """Notes a step."""
        with self._lock:
            self._steps.setdefault(machine, set()).add(step)

    def steps(self, machine: str) -> list[Step]:
        """The steps of a state machine, sorted."""
        with self._lock:
            return sorted(self._steps.get(machine, ()))


def _place(env: Any) -> tuple[str, str]:
    """The state machine's and the state's name of an evaluation."""
    data = env.states.context_object.context_object_data
    return str(data["StateMachine"]["Name"]), str(data["State"]["Name"])


def install(trace: Trace) -> Callable[[], None]:
    """Wraps the interpreter; returns what takes the wrapping off again."""
    from moto.stepfunctions.parser.asl.component.common.catch import catch_decl, catcher_decl, catcher_outcome
    from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl, retrier_outcome, retry_decl
    from moto.stepfunctions.parser.asl.component.state import state

    # The class that every state's evaluation goes through is the module's only one with this method.
    base: Any = next(kind for kind in vars(state).values() if isinstance(kind, type) and "_set_next" in vars(kind))
    retries = (retry_decl.RetryDecl, retrier_decl.RetrierDecl)
    wrapped: tuple[Any, ...] = (base, *retries, catch_decl.CatchDecl, catcher_decl.CatcherDecl)
    originals = [(kind, kind._eval_body) for kind in wrapped]
    state_body, retry_body, retrier_body, catch_body, catcher_body = (body for _, body in originals)
    used = threading.local()

    def traced_state(self: Any, env: Any) -> None:
        machine = str(env.states.context_object.context_object_data["StateMachine"]["Name"])
        trace.add(machine, Step(self.name, "entered"))
        state_body(self, env)
        if env.is_running() and env.next_state_name != self.name:
            trace.add(machine, Step(self.name, "next", env.next_state_name))

    def traced_retry(self: Any, env: Any) -> None:
        used.retrier = None
        retry_body(self, env)
        if used.retrier is not None:
            trace.add(_place(env)[0], Step(_place(env)[1], "retry", str(self.retriers.index(used.retrier))))

    def traced_retrier(self: Any, env: Any) -> None:
        retrier_body(self, env)
        if env.stack[-1] == retrier_outcome.RetrierOutcome.Executed:
            used.retrier = self

    def traced_catch(self: Any, env: Any) -> None:
        used.catcher = None
        machine, name = _place(env)
        catch_body(self, env)
        if used.catcher is not None:
            trace.add(machine, Step(name, "catch", str(self.catchers.index(used.catcher))))

    def traced_catcher(self: Any, env: Any) -> None:
        catcher_body(self, env)
        if isinstance(env.stack[-1], catcher_outcome.CatcherOutcomeCaught):
            used.catcher = self

    for (kind, _), wrapper in zip(
        originals, (traced_state, traced_retry, traced_retrier, traced_catch, traced_catcher), strict=True
    ):
        kind._eval_body = wrapper

    def restore() -> None:
        for kind, body in originals:
            kind._eval_body = body

    return restore
