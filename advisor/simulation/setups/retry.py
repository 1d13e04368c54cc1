"""A client that tries again when it is throttled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.checks import finite_number, whole_number


@dataclass(frozen=True, slots=True)
class Retry:
    """Waits a random part of a time that doubles, as the standard mode of AWS's SDKs does.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html. The random part is drawn with the
    request, so that it is the same for every pattern.

    Args:
        attempts: In all, the first one included; at least 1.
        backoff_s: The longest wait before the second attempt, in seconds.
        cap_s: The longest wait at all, in seconds.

    Raises:
        ValueError: An argument out of its range.
    """

    attempts: int = 3
    backoff_s: float = 1.0
    cap_s: float = 20.0

    def __post_init__(self) -> None:
        whole_number("attempts", self.attempts, 1)
        finite_number("backoff_s", self.backoff_s, 0)
        finite_number("cap_s", self.cap_s, 0)


NO_RETRY: Final = Retry(attempts=1)
