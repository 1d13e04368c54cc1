"""Mistakes that were found in writings and programs about this kind of platform, each fed into the pack.

58 of them are sentences, snippets and functions that were read on the way to this project, the others are bugs of a
repository like it. ``tests/policies/test_errata.py`` proves of each that a rule names it, or says why none can.
"""

from __future__ import annotations

from tests.policies.errata import apis, control, machines, models, scaling, unseen
from tests.policies.errata.entry import Erratum, Mistake

__all__ = ["ERRATA", "ORIGIN", "Erratum", "Mistake"]

ERRATA: tuple[Erratum, ...] = (
    *control.ERRATA,
    *scaling.ERRATA,
    *machines.ERRATA,
    *models.ERRATA,
    *apis.ERRATA,
    *unseen.ERRATA,
)
"""Those with a number from 1 to 58, in no order."""

ORIGIN: tuple[Erratum, ...] = (*control.ORIGIN, *scaling.ORIGIN, *models.ORIGIN, *unseen.ORIGIN)
"""The bugs of the other repository."""
