"""Whether an endpoint is in service, and whether what it answers is what a known request is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.smoke.check import Finding, failed, passed, unknown

IN_SERVICE: Final = "InService"
SHOWN: Final = 160


@dataclass(frozen=True)
class EndpointFacts:
    """An endpoint as it stands.

    Attributes:
        name: Its name.
        status: What SageMaker says; ``None`` when there is none of that name.
        copies: Copies of its inference component; ``None`` where it has none.
        component_status: What SageMaker says of the component; ``None`` where there is none.
    """

    name: str
    status: str | None
    copies: int | None = None
    component_status: str | None = None

    @property
    def asleep(self) -> bool:
        """Whether it has a component without a copy: the next request wakes it up, and is not answered."""
        return self.copies == 0


def judge_endpoint(facts: EndpointFacts, *, component: bool) -> Finding:
    """It must be in service, and so must its component.

    Args:
        facts: How it stands.
        component: Whether it is one of inference components.
    """
    if facts.status is None:
        return failed(f"there is no endpoint {facts.name}, though the stack made one: deploy again")
    if facts.status != IN_SERVICE:
        return failed(f"{facts.name} is {facts.status}; expected: {IN_SERVICE}")
    return _component(facts) if component else passed(f"{facts.name} is {IN_SERVICE}")


def _component(facts: EndpointFacts) -> Finding:
    if facts.component_status is None:
        return failed(f"{facts.name} has no inference component, though the stack made one: deploy again")
    if facts.component_status != IN_SERVICE:
        return failed(f"the component of {facts.name} is {facts.component_status}; expected: {IN_SERVICE}")
    if facts.copies is None:
        return unknown(f"SageMaker does not say how many copies the component of {facts.name} has")
    return passed(f"{facts.name} is {IN_SERVICE}, {'asleep: 0 copies' if facts.asleep else f'{facts.copies} copies'}")


def judge_answer(answer: Any, expected: Mapping[str, Any] | None) -> Finding:
    """A known request must be answered with a JSON object that holds what is expected.

    Args:
        answer: What was answered, read as JSON.
        expected: Names and values that it must have; ``None`` where nobody said any.
    """
    if not isinstance(answer, Mapping):
        return failed(f"the answer is {str(answer)[:SHOWN]!r}; expected: a JSON object")
    wrong = differences(answer, expected or {})
    if wrong:
        return failed(wrong)
    return passed("answered as expected" if expected else "answered with a JSON object; what is right nobody said")


def differences(answer: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    """Say what of an answer is not as expected; empty when all is."""
    return "; ".join(
        f"{name} is {str(answer.get(name))[:SHOWN]}, expected {value}"
        for name, value in expected.items()
        if name not in answer or answer[name] != value
    )
