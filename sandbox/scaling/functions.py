"""How the provisioned concurrency of a function is read and set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.errors import AwsError
from sandbox.runtime.provisioned import ProvisionedConcurrency
from sandbox.scaling.capacity import matched


class FunctionCapacities:
    """Implements `Capacities` for aliases and versions of functions.

    Args:
        provisioned: Keeps the settings.
    """

    def __init__(self, provisioned: ProvisionedConcurrency) -> None:
        self._provisioned = provisioned

    def read(self, region: str, resource_id: str, dimension: str) -> int:
        """The requested concurrency; 0 where there is no setting."""
        match = matched(resource_id, dimension)
        with _as_validation():
            return self._provisioned.requested(region, match["function"], match["qualifier"])

    def reached(self, region: str, resource_id: str, dimension: str) -> bool:  # noqa: ARG002
        """Always: here instances take no time to become ready."""
        return True

    def write(self, region: str, resource_id: str, dimension: str, capacity: int) -> None:
        """Sets it; at 0 the setting is deleted, because Lambda has none of 0."""
        match = matched(resource_id, dimension)
        with _as_validation():
            self._provisioned.request(region, match["function"], match["qualifier"], capacity)

    def most(self, region: str, resource_id: str, dimension: str) -> int | None:  # noqa: ARG002
        """No limit of its own; the function's reserved concurrency is checked when it is set."""
        return None

    def burstable(self, region: str, resource_id: str, dimension: str) -> bool:  # noqa: ARG002
        """Never."""
        return False


@contextmanager
def _as_validation() -> Iterator[None]:
    """Turns Lambda's errors into those of Application Auto Scaling."""
    try:
        yield
    except AwsError as error:
        raise AwsError("ValidationException", error.message) from error
