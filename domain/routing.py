"""Which path serves a prefix. Stateless and total: the same arguments give the same path, every argument is checked."""

from dataclasses import dataclass
from enum import StrEnum

from domain.checks import refuse, text, whole_number


class InferencePath(StrEnum):
    """The four ways in which files are served."""

    BATCH_TRANSFORM = "batch_transform"
    REALTIME_ENDPOINT = "realtime_endpoint"
    SERVERLESS_INFERENCE = "serverless_inference"
    INFERENCE_COMPONENTS = "inference_components"


class InferenceType(StrEnum):
    """What a stack, or one execution, asks for."""

    NONE = "none"
    SERVERLESS = "serverless"
    PROVISIONED = "provisioned"
    COMPONENTS = "components"


INFERENCE_TYPES: tuple[str, ...] = tuple(kind.value for kind in InferenceType)


def determine_inference_path(file_count: int, batch_threshold: int, inference_type: str) -> InferencePath:
    """Choose the path of a whole prefix.

    Args:
        file_count: Files to serve, 0 or more.
        batch_threshold: From this many files on, endpoints hand over to batch transform; at least 1.
        inference_type: ``none``, ``serverless``, ``provisioned`` or ``components``.

    Raises:
        ValueError: An argument is outside of what is accepted.
    """
    whole_number("file_count", file_count, 0)
    whole_number("batch_threshold", batch_threshold, 1)
    if not isinstance(inference_type, str) or inference_type not in INFERENCE_TYPES:
        refuse("inference_type", inference_type, "one of " + ", ".join(INFERENCE_TYPES))
    kind = InferenceType(inference_type)
    if kind is InferenceType.NONE:
        return InferencePath.BATCH_TRANSFORM
    if kind is InferenceType.SERVERLESS:
        return InferencePath.SERVERLESS_INFERENCE
    if file_count >= batch_threshold:
        return InferencePath.BATCH_TRANSFORM
    if kind is InferenceType.PROVISIONED:
        return InferencePath.REALTIME_ENDPOINT
    return InferencePath.INFERENCE_COMPONENTS


def explain_inference_path(file_count: int, batch_threshold: int, inference_type: str) -> str:
    """Say in one sentence why :func:`determine_inference_path` chose what it chose."""
    path = determine_inference_path(file_count, batch_threshold, inference_type)
    if inference_type in (InferenceType.NONE, InferenceType.SERVERLESS):
        return f"inference type {inference_type!r} always uses {path}"
    relation = "reaches" if path is InferencePath.BATCH_TRANSFORM else "is below"
    return f"{file_count} files {relation} the batch threshold of {batch_threshold}; inference type {inference_type!r}"


@dataclass(frozen=True)
class RoutingContext:
    """What is known when a request asks for the best path rather than for one by name.

    Attributes:
        file_count: Files to serve, 0 or more.
        batch_threshold: From this many files on, batch transform serves them; at least 1.
        requested_mode: The mode that the caller asked for; only ``serverless`` overrides the rules.
        current_hour: Hour of the day, 0 to 23.
        is_business_hours: Whether the provisioned endpoint is up.
    """

    file_count: int
    batch_threshold: int
    requested_mode: str
    current_hour: int
    is_business_hours: bool

    def __post_init__(self) -> None:
        """Check every field; ``ValueError`` names the first one that is not accepted."""
        whole_number("file_count", self.file_count, 0)
        whole_number("batch_threshold", self.batch_threshold, 1)
        text("requested_mode", self.requested_mode)
        whole_number("current_hour", self.current_hour, 0, 23)
        if not isinstance(self.is_business_hours, bool):
            refuse("is_business_hours", self.is_business_hours, "True or False")


def resolve_inference_strategy(context: RoutingContext) -> InferencePath:
    """Choose by first match: serverless when asked for, batch at the threshold, the endpoint in business hours."""
    if context.requested_mode == InferenceType.SERVERLESS:
        return InferencePath.SERVERLESS_INFERENCE
    if context.file_count >= context.batch_threshold:
        return InferencePath.BATCH_TRANSFORM
    if context.is_business_hours:
        return InferencePath.REALTIME_ENDPOINT
    return InferencePath.SERVERLESS_INFERENCE
