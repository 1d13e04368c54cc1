"""The training pipeline is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from domain.smoke import Theme, failed, off
from smoke.asks.machine import active
from smoke.context import Context
from smoke.question import Question, stated


def questions(context: Context) -> Iterator[Question]:
    """Whether it can be started; a training costs money, so none is."""
    name, machine = "pipeline", context.stack.text("trainingStateMachineArn")
    if not context.stack.settings.training.enabled:
        yield stated(Theme.TRAINING, name, off("training is off"))
    elif machine is None:
        yield stated(Theme.TRAINING, name, failed("training is on and not deployed: deploy it"))
    else:
        yield Question(Theme.TRAINING, name, partial(active, context, machine))
