"""Finds endpoints by tags, with all their tags, a hundred a call."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("tag:GetResources",)}

PAGE: Final = 100
"""Largest page. https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html"""


class TaggedEndpoints:
    """Asks the Resource Groups Tagging API."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Resource Groups Tagging API)."""
        self._client = client

    def find(self, wanted: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the ARN and the tags of each endpoint that carries every tag of ``wanted``."""
        filters = [{"Key": key, "Values": [value]} for key, value in wanted.items()]
        position: dict[str, str] = {}
        while True:
            page = self._client.get_resources(
                TagFilters=filters, ResourceTypeFilters=["sagemaker:endpoint"], ResourcesPerPage=PAGE, **position
            )
            for found in page["ResourceTagMappingList"]:
                yield found["ResourceARN"], {tag["Key"]: tag["Value"] for tag in found["Tags"]}
            if not page.get("PaginationToken"):
                return
            position = {"PaginationToken": page["PaginationToken"]}
