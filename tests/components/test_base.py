"""The base component: tokens, children, outputs that cannot be forgotten."""

from __future__ import annotations

import pulumi
import pytest

from components.base import PlatformComponent, output_names, theme_of
from components.foundation import Foundation
from components.function import PythonFunction
from tests.components.support.harness import program


class Complete(PlatformComponent):
    first: pulumi.Output[str]
    second: str | None

    def __init__(self, name: str, *, forget: bool = False) -> None:
        super().__init__(name, {"size": 3})
        self.first = pulumi.Output.from_input("a")
        if not forget:
            self.second = None
        self.finish()


class Derived(Complete):
    third: int

    def __init__(self, name: str) -> None:
        self.third = 3
        super().__init__(name)


@pytest.mark.parametrize(
    ("module", "theme"),
    [
        ("components.inference.component", "inference"),
        ("components.cost_control.component", "cost-control"),
        ("components.function", "platform"),
        ("somewhere.else_", "platform"),
    ],
)
def test_the_theme_is_the_folder(module: str, theme: str) -> None:
    assert theme_of(module) == theme


def test_tokens_are_derived() -> None:
    assert Foundation.token == "inference-platform:foundation:Foundation"
    assert PythonFunction.token == "inference-platform:platform:PythonFunction"


def test_annotated_outputs_are_registered_inherited_ones_too() -> None:
    assert output_names(Derived) == ("first", "second", "third")
    stack = program(lambda: Derived("one"))
    component = stack.only(Derived.token)
    assert component.inputs == {"size": 3}
    assert stack.outputs[component.urn] == {"first": "a", "third": 3}  # no value: none in the state


def test_a_forgotten_output_is_an_error() -> None:
    with pytest.raises(AttributeError, match="Complete 'one': annotated outputs without a value: second"):
        program(lambda: Complete("one", forget=True))


def test_a_child_cannot_be_given_another_parent() -> None:
    def build() -> None:
        Complete("one").child(parent=None)

    with pytest.raises(TypeError, match="parent"):
        program(build)
