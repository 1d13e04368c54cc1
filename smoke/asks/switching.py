"""The router answers, and the switch knows where the traffic belongs."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import partial

from domain.smoke import Finding, Theme, failed, off
from domain.smoke.functions import judge_router, judge_switch
from smoke.context import Context
from smoke.functions import asked
from smoke.question import Question, stated


def questions(context: Context) -> Iterator[Question]:
    """One for each of the two functions."""
    if not context.stack.settings.switching.enabled:
        yield stated(Theme.SWITCHING, "router and switch", off("switching is off"))
        return
    for name, output, ask in (("router", "routerFunction", router_answers), ("switch", "switchFunction", _decides)):
        function = context.stack.text(output)
        if function is None:
            yield stated(Theme.SWITCHING, name, failed("switching is on and not deployed: deploy it"))
        else:
            yield Question(Theme.SWITCHING, name, partial(ask, context, function))


def router_answers(context: Context, function: str) -> Finding:
    """Send the first known file through the router."""
    known = context.known.files[0]
    event = {"content_type": known.content_type, "body_base64": base64.b64encode(known.body).decode()}
    answer = asked(context, function, event)
    return judge_router(answer.payload, raised=answer.failed)


def _decides(context: Context, function: str) -> Finding:
    """A look that changes nothing."""
    answer = asked(context, function, {"dry_run": True})
    return judge_switch(answer.payload, raised=answer.failed)
