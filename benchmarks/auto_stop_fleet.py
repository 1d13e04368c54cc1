"""The endpoints of the auto-stop benchmark: in the sandbox, or made up page by page where only memory is measured."""

import time
from typing import Any

REGION = "us-east-1"
TAGS = {"Project": "bench", "Environment": "staging"}


def populate(server: Any, count: int, idle_every: int) -> None:
    """Puts endpoints, their configurations and their metrics where the sandbox keeps them: no models are started."""
    from sandbox.sagemaker import SageMakerService
    from sandbox.sagemaker.records import CONFIG, ENDPOINT

    sagemaker = next(one for one in server._services if isinstance(one, SageMakerService))
    tags = [{"Key": key, "Value": value} for key, value in TAGS.items()]
    for index in range(count):
        name = f"bench-{index:05d}"
        variant = {"VariantName": "primary", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 2}
        config = {"EndpointConfigName": name, "ProductionVariants": [variant]}
        sagemaker.records.add(CONFIG, REGION, config)
        counts = {"VariantName": "primary", "CurrentInstanceCount": 2, "DesiredInstanceCount": 2}
        endpoint = {"EndpointName": name, "EndpointConfigName": name, "EndpointStatus": "InService", "Tags": tags}
        made = sagemaker.records.add(ENDPOINT, REGION, {**endpoint, "ProductionVariants": [counts]})
        made.fields.update(CreationTime=time.time() - 86_400, LastModifiedTime=time.time() - 86_400)
        place = {"EndpointName": name, "VariantName": "primary"}
        server.context.put_metric(REGION, "/aws/sagemaker/Endpoints", "CPUUtilization", 1.0, "Percent", place)
        if index % idle_every:
            server.context.put_metric(REGION, "AWS/SageMaker", "Invocations", 1.0, "Count", place)


def index_metrics() -> None:
    """Gives moto's list of metrics an index: its answers stay the same."""
    from moto.cloudwatch.models import cloudwatch_backends

    from sandbox.request import ACCOUNT_ID

    backend: Any = cloudwatch_backends[ACCOUNT_ID][REGION]
    by_metric: dict[Any, list[Any]] = {}
    for datum in backend.metric_data:
        place = frozenset((one.name, one.value) for one in datum.dimensions)
        by_metric.setdefault((datum.name, place), []).append(datum)

    def listed(name: str, namespace: str, _dimensions: Any) -> list[Any]:
        first = (data[0] for data in by_metric.values())
        return [datum for datum in first if datum.name == name and datum.namespace == namespace]

    backend.get_filtered_metrics = listed


class Pages:
    """Tagging and CloudWatch clients whose endpoints nobody stored: each page is made when it is asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def _page(self, token: str, size: int) -> tuple[range, str]:
        start, end = int(token), min(int(token) + size, self.count)
        return range(start, end), str(end) if end < self.count else ""

    def get_resources(self, *, PaginationToken: str = "0", **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's name
        page, token = self._page(PaginationToken, 100)
        tags = [{"Key": key, "Value": value} for key, value in TAGS.items()]
        found = [{"ResourceARN": f"arn:aws:sagemaker:r:a:endpoint/bench-{index:05d}", "Tags": tags} for index in page]
        return {"ResourceTagMappingList": found, "PaginationToken": token}

    def list_metrics(self, *, NextToken: str = "0", **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's name
        page, token = self._page(NextToken, 500)
        names = [{"EndpointName": f"bench-{index:05d}", "VariantName": "primary"} for index in page]
        dimensions = [[{"Name": key, "Value": value} for key, value in one.items()] for one in names]
        return {"Metrics": [{"Dimensions": one} for one in dimensions], "NextToken": token}

    def list_inference_components(self, **_: Any) -> dict[str, Any]:
        return {"InferenceComponents": []}

    def get_metric_data(self, *, MetricDataQueries: list[Any], **_: Any) -> dict[str, Any]:  # noqa: N803
        results = [{"Id": one["Id"], "Values": [1.0] * 12, "StatusCode": "Complete"} for one in MetricDataQueries]
        return {"MetricDataResults": results}
