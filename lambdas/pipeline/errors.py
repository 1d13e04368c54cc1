"""Errors that end a step of the training pipeline; Step Functions and its messages have the class's name."""

# ruff: noqa: N818 - the names are what people read as the cause of a failed run

from lambdas.errors import PlatformError


class StartRefused(PlatformError):
    """The start is about nothing that this pipeline trains on."""


class ClaimContested(PlatformError):
    """So many starts on the same data changed the claim at once that this one gave up; a retry may work."""


class DataChanged(PlatformError):
    """The data was written again, or removed, since the run began."""


class DataRefused(PlatformError):
    """The structure of the data is not what the plan declares."""


class QualityRefused(PlatformError):
    """The data breaks rules of quality, or has drifted."""


class PackageNotMade(PlatformError):
    """The model passed its gate and cannot be packed or registered."""
