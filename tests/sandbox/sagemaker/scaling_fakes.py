"""What is scaled and what time it is, where a test says both."""

from __future__ import annotations

from sandbox.errors import AwsError


class Copies:
    """One capacity that the test sets; it refuses to change while `busy`."""

    def __init__(self) -> None:
        self.desired, self.in_service, self.busy = 0, True, False

    def read(self, region: str, resource_id: str, dimension: str) -> int:
        return self.desired

    def write(self, region: str, resource_id: str, dimension: str, capacity: int) -> None:
        if self.busy:
            raise AwsError("ValidationException", "currently being updated")
        self.desired = capacity

    def reached(self, region: str, resource_id: str, dimension: str) -> bool:
        return self.in_service

    def most(self, region: str, resource_id: str, dimension: str) -> int | None:
        return None

    def burstable(self, region: str, resource_id: str, dimension: str) -> bool:
        return False


class Clock:
    """Monotonic seconds that only the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now
