"""Reads which code functions run, so that two Regions can be compared."""

from collections.abc import Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"function": ("lambda:GetFunctionConfiguration",)}


class DeployedCode:
    """The live code of functions."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Lambda) of the Region that is looked at."""
        self._client = client

    def hashes(self, functions: Mapping[str, str]) -> dict[str, str]:
        """Return the SHA-256 of what is deployed, as Lambda tells it, by role.

        Args:
            functions: Name or ARN of each function, by role: names differ between Regions, roles do not.
        """
        return {
            role: str(self._client.get_function_configuration(FunctionName=name)["CodeSha256"])
            for role, name in functions.items()
        }
