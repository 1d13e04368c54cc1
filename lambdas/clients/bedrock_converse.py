"""Asks a foundation model by Converse: one attempt, with its own time limit, no retries of the SDK."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    HTTPClientError,
    ParamValidationError,
    ReadTimeoutError,
)
from botocore.exceptions import ConnectionError as NoConnectionError

from domain.batches.outcomes import TIMEOUT, UNREACHABLE, EndpointError
from lambdas.clients.endpoints import EndpointCallError, describe, rung

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "foundation_model": ("bedrock:InvokeModel",),
    "inference_profile": ("bedrock:InvokeModel", "bedrock:GetInferenceProfile"),
    "provisioned_model": ("bedrock:InvokeModel", "bedrock:GetProvisionedModelThroughput"),
}
"""A profile needs the models behind it too (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-prereq.html):
the theme gives both."""


@dataclass(frozen=True)
class Conversed:
    """What the model said: the message as Converse gives it, why it stopped, and the tokens that are billed."""

    message: Mapping[str, Any]
    stop_reason: str
    tokens_in: int
    tokens_out: int


class BedrockConverse:
    """Converses with one model.

    Args:
        model: Id or ARN of a model, an inference profile or a provisioned throughput.
        service_tier: Bedrock's tier, or None.
        full_timeout_s: The longest that one call may take.
        clients: Makes a Bedrock runtime client for a timeout in seconds.
    """

    def __init__(
        self, model: str, service_tier: str | None, full_timeout_s: float, clients: Callable[[float], Any]
    ) -> None:
        self._model = model
        self._tier: dict[str, Any] = {"serviceTier": {"type": service_tier}} if service_tier else {}
        self._full_timeout_s = full_timeout_s
        self._clients = clients

    def converse(self, asked: Mapping[str, Any], timeout_s: float) -> Conversed:
        """Return the answer within about `timeout_s` seconds.

        Args:
            asked: `messages`, and where wanted `system` and `inferenceConfig`, as Converse takes them.
            timeout_s: For connecting and waiting.

        Raises:
            EndpointCallError: The call failed or took too long.
        """
        client = self._clients(rung(timeout_s, self._full_timeout_s))
        try:
            answer = client.converse(modelId=self._model, **asked, **self._tier)
        except ParamValidationError as error:  # the SDK's own look at the caller's fields
            raise EndpointCallError(EndpointError("ValidationException", 400, str(error))) from error
        except ClientError as error:
            raise EndpointCallError(describe(error)) from error
        except (ReadTimeoutError, ConnectTimeoutError) as error:
            raise EndpointCallError(EndpointError(TIMEOUT, 0, str(error))) from error
        except (HTTPClientError, NoConnectionError) as error:
            raise EndpointCallError(EndpointError(UNREACHABLE, 0, str(error))) from error
        usage = answer.get("usage", {})
        return Conversed(
            answer["output"]["message"],
            str(answer.get("stopReason", "")),
            int(usage.get("inputTokens", 0)),
            int(usage.get("outputTokens", 0)),
        )
