"""A time limit of AWS's, which a set-up may shorten."""

from __future__ import annotations

from domain.checks import finite_number, refuse


def time_limit(argument: str, seconds: float, most: float) -> float:
    """Return ``seconds`` when it is greater than 0 and at most ``most``.

    Raises:
        ValueError: It is not.
    """
    if finite_number(argument, seconds, 0, above=True) > most:
        refuse(argument, seconds, f"a number of seconds greater than 0 and at most {most:g}")
    return float(seconds)
