"""What may go wrong with one endpoint without ending the run."""

from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.errors import PlatformError

FAILURES: Final = (BotoCoreError, ClientError, PlatformError)


def told(error: Exception) -> str:
    """Return an error as one line for people: what AWS said, and to which call."""
    return " ".join(str(error).split())
