"""Facts about Bedrock's models: until when each is there, what is sold for it in model units, and who saw that when.

Dates are those of AWS's tables, https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html, for
models launched before 2026-09-07, and of the models' cards after. What is sold in model units:
https://docs.aws.amazon.com/bedrock/latest/userguide/prov-thru-supported.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

LIFECYCLE: Final = "docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html"
REGISTRY: Final = f"{LIFECYCLE} and the models' cards, as recorded in a public registry of models (GAISe)"
NOTES: Final = f"{LIFECYCLE}, as recorded in public notes on which models not to build on"
SOLD: Final = "docs.aws.amazon.com/bedrock/latest/userguide/prov-thru-supported.html"
SEPTEMBER: Final = date(2026, 9, 12)
JUNE: Final = date(2026, 6, 16)
NOVEMBER: Final = date(2026, 11, 26)

GEOGRAPHIES: Final = ("us.", "eu.", "apac.", "au.", "ca.", "jp.", "us-gov.", "global.")
"""How the ids of cross-Region inference profiles of AWS begin; the model's follows.
https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html"""


@dataclass(frozen=True)
class Sold:
    """Provisioned throughput in model units.

    Attributes:
        ids: What is named in a purchase: a model in one of its context lengths.
        regions: Where it is sold.
        without_commitment: Whether it is sold by the hour too.
        source: Where that was found.
    """

    ids: tuple[str, ...]
    regions: tuple[str, ...]
    without_commitment: bool = True
    source: str = SOLD


@dataclass(frozen=True)
class ModelFacts:
    """What is known of a model.

    Attributes:
        model_id: Its id, without a context length.
        legacy_on: The day from which it is Legacy; none while nothing was announced.
        eol_on: The day from which calls fail; none while nothing was announced.
        sold: What is sold in model units; none where AWS's table has no row.
        source: Where the dates were found.
        seen: The day on which they were true there.
    """

    model_id: str
    legacy_on: date | None
    eol_on: date | None
    sold: Sold | None
    source: str
    seen: date


def _active(model_id: str, sold: Sold | None = None) -> ModelFacts:
    return ModelFacts(model_id, None, None, sold, REGISTRY, SEPTEMBER)


def _leaving(model_id: str, legacy_on: date | None, eol_on: date, source: str, seen: date) -> ModelFacts:
    return ModelFacts(model_id, legacy_on, eol_on, None, source, seen)


def _nova(model_id: str, *lengths: str) -> ModelFacts:
    return _active(model_id, Sold(tuple(f"{model_id}:{length}" for length in lengths), ("us-east-1",)))


_FACTS: Final = (
    _nova("amazon.nova-micro-v1:0", "24k", "128k"),
    _nova("amazon.nova-lite-v1:0", "24k", "300k"),
    _nova("amazon.nova-pro-v1:0", "24k", "300k"),
    _nova("amazon.nova-2-lite-v1:0", "256k"),
    _active("amazon.titan-embed-text-v1", Sold(("amazon.titan-embed-text-v1:2:8k",), ("us-east-1", "us-west-2"))),
    _active("amazon.titan-embed-text-v2:0"),
    _active("anthropic.claude-haiku-4-5-20251001-v1:0"),
    _active("anthropic.claude-sonnet-4-5-20250929-v1:0"),
    _active("anthropic.claude-opus-4-5-20251101-v1:0"),
    _active("anthropic.claude-sonnet-4-6"),
    _active("anthropic.claude-opus-4-7"),
    _active("anthropic.claude-opus-4-8"),
    _active("anthropic.claude-sonnet-5"),
    _active("anthropic.claude-opus-5"),
    _active("meta.llama4-maverick-17b-instruct-v1:0"),
    _active("openai.gpt-oss-20b-1:0"),
    _active("openai.gpt-oss-120b-1:0"),
    _leaving("anthropic.claude-opus-4-1-20250805-v1:0", date(2026, 7, 8), date(2027, 1, 8), REGISTRY, SEPTEMBER),
    _leaving("anthropic.claude-sonnet-4-20250514-v1:0", date(2026, 4, 14), date(2026, 10, 14), REGISTRY, SEPTEMBER),
    _leaving("anthropic.claude-3-haiku-20240307-v1:0", date(2026, 3, 10), date(2026, 9, 10), REGISTRY, SEPTEMBER),
    _leaving("anthropic.claude-3-5-haiku-20241022-v1:0", None, date(2026, 6, 19), REGISTRY, SEPTEMBER),
    _leaving("anthropic.claude-3-sonnet-20240229-v1:0", date(2026, 1, 30), date(2026, 7, 30), NOTES, JUNE),
    _leaving("anthropic.claude-3-5-sonnet-20240620-v1:0", None, date(2026, 3, 1), LIFECYCLE, NOVEMBER),
    _leaving("anthropic.claude-3-5-sonnet-20241022-v2:0", None, date(2026, 3, 1), LIFECYCLE, NOVEMBER),
    _leaving("anthropic.claude-3-7-sonnet-20250219-v1:0", None, date(2026, 4, 28), LIFECYCLE, NOVEMBER),
    _leaving("amazon.nova-premier-v1:0", date(2026, 3, 13), date(2026, 9, 14), NOTES, JUNE),
    _leaving("amazon.nova-sonic-v1:0", date(2026, 3, 13), date(2026, 9, 14), NOTES, JUNE),
    _leaving("amazon.nova-canvas-v1:0", date(2026, 3, 30), date(2026, 9, 30), REGISTRY, SEPTEMBER),
    _leaving("amazon.titan-image-generator-v2:0", date(2025, 12, 30), date(2026, 6, 30), NOTES, JUNE),
    _leaving("cohere.command-r-v1:0", date(2026, 2, 19), date(2026, 8, 19), REGISTRY, SEPTEMBER),
    _leaving("cohere.command-r-plus-v1:0", None, date(2026, 8, 19), REGISTRY, SEPTEMBER),
)

MODELS: Final[Mapping[str, ModelFacts]] = MappingProxyType({facts.model_id: facts for facts in _FACTS})
"""By model id. A model that is not here is not known, which is not the same as active."""


def behind(model_id: str) -> str:
    """The model behind the id of an inference profile of AWS; a model's own is its id.

    >>> behind("us.amazon.nova-2-lite-v1:0"), behind("amazon.nova-2-lite-v1:0")
    ('amazon.nova-2-lite-v1:0', 'amazon.nova-2-lite-v1:0')
    """
    return next((model_id.removeprefix(start) for start in GEOGRAPHIES if model_id.startswith(start)), model_id)


def base_of(model_id: str) -> str:
    """The model's id of an ARN, of an inference profile of AWS, or of an id with a context length.

    >>> base_of("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k")
    'amazon.nova-lite-v1:0'
    >>> base_of("us.amazon.nova-2-lite-v1:0")
    'amazon.nova-2-lite-v1:0'
    """
    name = behind(model_id.rpartition("/")[2])
    known = (model for model in MODELS if name == model or name.startswith(f"{model}:"))
    return max(known, key=len, default=name)


def facts_of(model_id: str) -> ModelFacts | None:
    """What is known of a model, by any of the names that ``base_of`` takes."""
    return MODELS.get(base_of(model_id))
