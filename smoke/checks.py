"""All questions of a stack, by theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from domain.smoke import Theme
from smoke.asks import alarms, api, cost, endpoints, regions, routing, switching, training
from smoke.context import Context
from smoke.question import Question

THEMES: Final[Mapping[Theme, Callable[[Context], Iterator[Question]]]] = {
    Theme.ENDPOINTS: endpoints.questions,
    Theme.ROUTING: routing.questions,
    Theme.API: api.questions,
    Theme.COST: cost.questions,
    Theme.ALARMS: alarms.questions,
    Theme.SWITCHING: switching.questions,
    Theme.REGIONS: regions.questions,
    Theme.TRAINING: training.questions,
}


def questions_of(context: Context, only: frozenset[Theme] = frozenset()) -> list[Question]:
    """The questions of the themes; of all of them when none is named."""
    return [one for theme, ask in THEMES.items() if not only or theme in only for one in ask(context)]
