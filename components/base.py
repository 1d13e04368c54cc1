"""The base of every component: one token, one way to own children, outputs that cannot be forgotten.

Children get ``parent=self`` and nothing else of the caller's options: a merge of those options would copy the caller's
aliases and ``ignore_changes`` onto each child. Protection and providers are inherited through the parent anyway.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar

import pulumi

TOKEN_PACKAGE = "inference-platform"  # noqa: S105 - a type token, not a secret
ROOT_THEME = "platform"


class PlatformComponent(pulumi.ComponentResource):
    """A component whose public annotations are its outputs.

    Args:
        name: Logical name; the names of its children start with it.
        inputs: Plain values that a policy or a reader of the state should see on the component itself.
        opts: The caller's options.
    """

    token: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.token = f"{TOKEN_PACKAGE}:{theme_of(cls.__module__)}:{cls.__name__}"

    def __init__(
        self, name: str, inputs: Mapping[str, Any] | None = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(self.token, name, dict(inputs or {}), opts)
        self._logical_name = name

    def child(self, **extra: Any) -> pulumi.ResourceOptions:
        """Options for a child of this component: ``parent`` is always this component.

        Args:
            **extra: Further resource options, such as ``depends_on`` or ``protect``.

        Raises:
            TypeError: When ``parent`` is given: re-parenting changes the URN, that is, replaces the resource.
        """
        return pulumi.ResourceOptions(parent=self, **extra)

    def child_name(self, role: str) -> str:
        """Logical name of the child that plays ``role``."""
        return f"{self._logical_name}-{role}"

    def finish(self) -> None:
        """Register every annotated output.

        Raises:
            AttributeError: When an annotated output was not set: a forgotten output would be invisible in the state.
        """
        names = output_names(type(self))
        unset = [name for name in names if name not in self.__dict__]
        if unset:
            raise AttributeError(
                f"{type(self).__name__} {self._logical_name!r}: annotated outputs without a value: {', '.join(unset)}; "
                "set each (None is an explicit choice) before finish()"
            )
        self.register_outputs({name: self.__dict__[name] for name in names})


def theme_of(module: str) -> str:
    """Theme of a module: its folder below ``components``, or the platform itself for a module at the top.

    >>> theme_of("components.inference.component")
    'inference'
    >>> theme_of("components.function")
    'platform'
    """
    parts = module.split(".")
    return parts[1].replace("_", "-") if parts[0] == "components" and len(parts) > 2 else ROOT_THEME


def output_names(cls: type[PlatformComponent]) -> tuple[str, ...]:
    """Names of the outputs of a component class: its public annotations, in order of declaration, bases first."""
    names: dict[str, None] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, PlatformComponent) and base is not PlatformComponent:
            annotations = inspect.get_annotations(base)
            names.update(
                {
                    name: None
                    for name, hint in annotations.items()
                    if not name.startswith("_") and "ClassVar" not in str(hint)
                }
            )
    return tuple(names)
