"""A question to the stack, and putting many at the same time: what cannot be asked is unknown, with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from advisor.errors import InputError
from domain.smoke import Check, Finding, Theme, unknown

AT_ONCE: Final = 8
DENIED: Final = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
EXPIRED: Final = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"}
)


@dataclass(frozen=True)
class Question:
    """Something that must hold.

    Attributes:
        theme: What it is about.
        name: What must hold.
        ask: Asks, and judges the answer.
    """

    theme: Theme
    name: str
    ask: Callable[[], Finding]


def stated(theme: Theme, name: str, finding: Finding) -> Question:
    """A question whose answer is known without asking."""
    return Question(theme, name, lambda: finding)


def answered(questions: Sequence[Question], clock: Callable[[], float]) -> list[Check]:
    """Put all questions, some at the same time; the checks are in the order of the questions.

    Args:
        questions: What is asked.
        clock: Seconds that never go backwards.

    Raises:
        InputError: The caller has no credentials, or they are no longer valid.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda question: _check(question, clock), questions))


def _check(question: Question, clock: Callable[[], float]) -> Check:
    begun = clock()
    found = ask(question)
    return Check(question.theme, question.name, found, max(0.0, clock() - begun))


def ask(question: Question) -> Finding:
    """Put one question; what goes wrong while it is asked is unknown.

    Raises:
        InputError: The caller has no credentials, or they are no longer valid.
    """
    try:
        return question.ask()
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise no_credentials(error) from error
    except ClientError as error:
        return refused(error)
    except (BotoCoreError, InputError, OSError) as error:
        return unknown(f"it could not be asked: {error}")
    except (KeyError, TypeError, ValueError) as error:
        return unknown(f"the answer could not be read ({type(error).__name__}: {error}): another version made it")


def refused(error: ClientError) -> Finding:
    """What AWS refused.

    Raises:
        InputError: The caller's credentials are no longer valid.
    """
    found = error.response.get("Error", {})
    code, text = str(found.get("Code")), str(found.get("Message"))
    if code in EXPIRED:
        raise no_credentials(error) from error
    remedy = "; domain.smoke.actions lists what a caller needs" if code in DENIED else ""
    return unknown(f"AWS refused {error.operation_name}: {code}: {text[:300]}{remedy}")


def no_credentials(error: Exception) -> InputError:
    """The error of a caller that AWS does not know."""
    return InputError(f"AWS cannot be asked: {error}; configure the shell's credentials, or have them renewed")
