"""Whether AWS would take the parameters of a call: botocore's validator, made to skip what is not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from botocore.validate import ParamValidator, ValidationErrors, range_check

from sandbox.provider.values import UNKNOWN

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_SHOWN_CHOICES: Final = 12
_REFUSED: Final = "refused"


class Report(ValidationErrors):  # type: ignore[misc]  # botocore ships no types
    """botocore's errors and ours."""

    def refuse(self, name: str, text: str) -> None:
        """Add that the parameter `name` is not accepted, and what is."""
        self.report(name, _REFUSED, text=text)

    def _format_error(self, error: tuple[str, str, dict[str, Any]]) -> str:
        kind, name, details = error
        if kind == _REFUSED:
            return f"{self._get_name(name)} is {details['text']}"
        return str(super()._format_error(error))


class PreviewValidator(ParamValidator):  # type: ignore[misc]  # botocore ships no types
    """botocore's checks of kinds, required members and lower bounds, and the model's upper bounds and choices.

    Values that are unknown in a preview pass: they are checked when they are known.
    """

    def validate(self, params: Any, shape: Shape) -> Report:
        """All errors in `params` of the structure `shape`."""
        report = Report()
        self._validate(params, shape, report, name="")
        return report

    def _validate(self, params: Any, shape: Shape, errors: Report, name: str) -> None:
        if params is not UNKNOWN:
            super()._validate(params, shape, errors, name)

    def _validate_list(self, param: Any, shape: Shape, errors: Report, name: str) -> None:
        if not isinstance(param, list):
            super()._validate_list(param, shape, errors, name)  # says which types it takes
            return
        if UNKNOWN not in param:
            range_check(name, len(param), shape, "invalid length", errors)
        # botocore looks at plain elements itself, which would miss the unknown ones and the choices.
        for index, item in enumerate(param):
            self._validate(item, shape.member, errors, f"{name}[{index}]")

    def _validate_string(self, param: Any, shape: Shape, errors: Report, name: str) -> None:
        super()._validate_string(param, shape, errors, name)
        choices = shape.metadata.get("enum")
        if isinstance(param, str) and choices and param not in choices:
            shown = ", ".join(choices[:_SHOWN_CHOICES]) + (", …" if len(choices) > _SHOWN_CHOICES else "")
            errors.refuse(name, f"{param!r}; accepted: {shown}")
        _check_upper_bound(len(param) if isinstance(param, str) else None, "length", shape, errors, name)

    def _validate_integer(self, param: Any, shape: Shape, errors: Report, name: str) -> None:
        super()._validate_integer(param, shape, errors, name)
        _check_upper_bound(param if isinstance(param, int) else None, "value", shape, errors, name)


def _check_upper_bound(size: int | None, what: str, shape: Shape, errors: Report, name: str) -> None:
    most = shape.metadata.get("max")
    if size is not None and most is not None and size > most:
        errors.refuse(name, f"of {what} {size}; accepted: at most {most}")


# botocore keeps one method a shape kind; "long" has its own name for the same check.
PreviewValidator._validate_long = PreviewValidator._validate_integer


def problems(operation: OperationModel, params: Mapping[str, Any]) -> list[str]:
    """What AWS would refuse in `params` of `operation`, one sentence each; empty when nothing."""
    report = PreviewValidator().validate(params, operation.input_shape)
    return (
        [line.strip() for line in report.generate_report().splitlines() if line.strip()] if report.has_errors() else []
    )
