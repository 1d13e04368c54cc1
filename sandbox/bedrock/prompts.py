"""What is asked of a text model, out of the bodies of Converse and InvokeModel, and answers in their shapes: pure.

Bodies of InvokeModel are those of Anthropic's Messages
(https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html) and of Nova
(https://docs.aws.amazon.com/nova/latest/userguide/using-invoke-api.html), which is Converse's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.bedrock.text import Generated, tokens_of
from sandbox.errors import AwsError

Fields = Mapping[str, Any]
LARGEST_ANSWER: Final = 4096
"""`maxTokens` where the caller sets none; on AWS it is the model's own largest."""
MOST_TOKENS: Final = 128_000
"""That any model writes; AWS has a limit for each."""
MOST_STOPS: Final = 2500
TIERS: Final = ("default", "flex", "priority", "reserved")
LATENCIES: Final = ("standard", "optimized")
ANTHROPIC_VERSION: Final = "bedrock-2023-05-31"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request.

    Attributes:
        text: Everything that was said, one turn a line.
        max_tokens: Longest answer, >= 1.
        temperature: 0 to 1.
        stop: Texts that end the answer.
        tier: Service tier.
        latency: `standard` or `optimized`.
    """

    text: str
    max_tokens: int = LARGEST_ANSWER
    temperature: float = 1.0
    stop: tuple[str, ...] = ()
    tier: str = "default"
    latency: str = "standard"

    @property
    def tokens(self) -> int:
        """Its length."""
        return len(tokens_of(self.text))


def of_converse(body: Fields, *, tier: str | None = None, latency: str | None = None) -> Prompt:
    """The prompt of a body of Converse.

    Args:
        body: The request.
        tier: From elsewhere than the body.
        latency: From elsewhere than the body.

    Raises:
        AwsError: `ValidationException` that names the member.
    """
    config = _object(body.get("inferenceConfig"), "inferenceConfig")
    if body.get("toolConfig") or body.get("guardrailConfig"):
        raise _invalid("toolConfig and guardrailConfig are not played by the sandbox.")
    system = _blocks(body.get("system") or (), "system")
    return Prompt(
        text="\n".join([*system, *_turns(body.get("messages"))]),
        max_tokens=_count(config.get("maxTokens", LARGEST_ANSWER), "inferenceConfig.maxTokens"),
        temperature=_share(config.get("temperature", 1.0), "inferenceConfig.temperature"),
        stop=_stops(config.get("stopSequences"), "inferenceConfig.stopSequences"),
        tier=_choice(tier or _object(body.get("serviceTier"), "serviceTier").get("type"), TIERS, "serviceTier.type"),
        latency=_choice(
            latency or _object(body.get("performanceConfig"), "performanceConfig").get("latency"),
            LATENCIES,
            "performanceConfig.latency",
        ),
    )


def of_invoke(model_id: str, body: Fields, *, tier: str | None, latency: str | None) -> Prompt:
    """The prompt of a body of InvokeModel.

    Raises:
        AwsError: `ValidationException`.
    """
    if model_id.startswith("amazon.nova"):
        return of_converse(body, tier=tier, latency=latency)
    if not model_id.startswith("anthropic."):
        raise _invalid(f"The sandbox plays InvokeModel for anthropic.* and amazon.nova*; use Converse for {model_id}.")
    if body.get("anthropic_version") != ANTHROPIC_VERSION:
        raise _invalid(f"anthropic_version is {body.get('anthropic_version')!r}; it must be {ANTHROPIC_VERSION!r}.")
    if "max_tokens" not in body:
        raise _invalid("max_tokens: Field required")
    system = body.get("system") or ()
    said = [system] if isinstance(system, str) else _blocks(system, "system")
    return Prompt(
        text="\n".join([*said, *_turns(body.get("messages"))]),
        max_tokens=_count(body["max_tokens"], "max_tokens"),
        temperature=_share(body.get("temperature", 1.0), "temperature"),
        stop=_stops(body.get("stop_sequences"), "stop_sequences"),
        tier=_choice(tier, TIERS, "serviceTier"),
        latency=_choice(latency, LATENCIES, "performanceConfigLatency"),
    )


def converse_answer(prompt: Prompt, said: Generated, latency_ms: int) -> dict[str, Any]:
    """An answer of Converse."""
    usage = {"inputTokens": prompt.tokens, "outputTokens": said.tokens, "totalTokens": prompt.tokens + said.tokens}
    return {
        "output": {"message": {"role": "assistant", "content": [{"text": said.text}]}},
        "stopReason": said.stop_reason,
        "usage": usage,
        "metrics": {"latencyMs": latency_ms},
        "performanceConfig": {"latency": prompt.latency},
        "serviceTier": {"type": prompt.tier},
    }


def invoke_answer(model_id: str, prompt: Prompt, said: Generated) -> dict[str, Any]:
    """An answer of InvokeModel."""
    usage = {"inputTokens": prompt.tokens, "outputTokens": said.tokens, "totalTokens": prompt.tokens + said.tokens}
    if model_id.startswith("amazon.nova"):
        message = {"role": "assistant", "content": [{"text": said.text}]}
        return {"output": {"message": message}, "stopReason": said.stop_reason, "usage": usage}
    return {
        "type": "message",
        "role": "assistant",
        "model": model_id.removeprefix("anthropic."),
        "content": [{"type": "text", "text": said.text}],
        "stop_reason": said.stop_reason,
        "stop_sequence": None,
        "usage": {"input_tokens": prompt.tokens, "output_tokens": said.tokens},
    }


def _turns(messages: Any) -> list[str]:
    if not isinstance(messages, Sequence) or isinstance(messages, str) or not messages:
        raise _invalid("messages is empty; a conversation must have at least one message.")
    turns = []
    for at, message in enumerate(messages):
        message = _object(message, f"messages.{at}")  # noqa: PLW2901
        role = "assistant" if at % 2 else "user"
        if message.get("role") != role:
            rule = "A conversation must start with a user message, and roles must alternate"
            raise _invalid(f"{rule}: messages.{at}.role is {message.get('role')!r}, not {role!r}.")
        content = message.get("content")
        turns += [content] if isinstance(content, str) else _blocks(content, f"messages.{at}.content")
    return turns


def _blocks(blocks: Any, where: str) -> list[str]:
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        raise _invalid(f"{where} must be a list of blocks.")
    texts = [_object(block, where).get("text") for block in blocks]
    if not all(isinstance(text, str) and text.strip() for text in texts) or (not texts and where != "system"):
        raise _invalid(f"{where} must have text, and the sandbox plays blocks of text only.")
    return [str(text) for text in texts]


def _object(value: Any, where: str) -> Fields:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _invalid(f"{where} must be an object, not {type(value).__name__}.")
    return value


def _count(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_TOKENS:
        raise _invalid(f"{where} is {value!r}; it must be an integer of 1 to {MOST_TOKENS}.")
    return value


def _share(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _invalid(f"{where} is {value!r}; it must be between 0 and 1.")
    return float(value)


def _stops(value: Any, where: str) -> tuple[str, ...]:
    given = value or ()
    if not isinstance(given, Sequence) or len(given) > MOST_STOPS or not all(isinstance(one, str) for one in given):
        raise _invalid(f"{where} must be a list of at most {MOST_STOPS} texts.")
    return tuple(given)


def _choice(value: Any, accepted: Sequence[str], where: str) -> str:
    if value is None:
        return accepted[0]
    if value not in accepted:
        raise _invalid(f"{where} is {value!r}; accepted: {', '.join(accepted)}.")
    return str(value)


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
