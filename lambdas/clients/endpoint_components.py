"""Lists the inference components of the Region, a hundred a call."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("sagemaker:ListInferenceComponents",)}

PAGE: Final = 100
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListInferenceComponents.html"""


class EndpointComponents:
    """Pages through SageMaker's listing."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def listed(self) -> Iterator[tuple[str, str]]:
        """Yield the endpoint and the name of every inference component."""
        position: dict[str, str] = {}
        while True:
            page = self._client.list_inference_components(MaxResults=PAGE, **position)
            for found in page["InferenceComponents"]:
                yield found["EndpointName"], found["InferenceComponentName"]
            if not page.get("NextToken"):
                return
            position = {"NextToken": page["NextToken"]}
