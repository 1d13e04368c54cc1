"""Listings, and what an API's document says when it is asked for by parts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sandbox.apigateway.apis import Apis, shown, stage_shown
from sandbox.apigateway.limits import Quotas
from sandbox.apigateway.plans import Plans
from sandbox.apigateway.state import Api, Fields, State, find, refused
from sandbox.request import AwsRequest

Operation = Callable[[AwsRequest, dict[str, Any]], Mapping[str, Any]]
_PAGE: Final = 500


def add_reads(operations: dict[str, Operation], state: State, apis: Apis, plans: Plans, quotas: Quotas) -> None:
    """Adds the operations that list things.

    Args:
        operations: By name.
        state: What exists.
        apis: Of REST APIs.
        plans: Of usage plans and keys.
        quotas: Counted requests.
    """

    def api(request: AwsRequest) -> Api:
        return apis.get(request.region, request.path_params["restapi_id"])

    def keys(request: AwsRequest) -> list[Fields]:
        with_values = request.query.get("includeValues") == "true"
        wanted = request.query.get("name", "")
        found = [plans.key(request.region, one, with_value=with_values) for one in state.region(request.region).keys]
        return [key for key in found if str(key.get("name", "")).startswith(wanted)]

    def of_plan(request: AwsRequest) -> list[Fields]:
        plan = request.path_params["usageplanId"]
        return [plans.plan_key(request.region, plan, key) for key in plans.plan(request.region, plan).keys]

    operations |= {
        "GetRestApis": lambda r, _: page(r, [shown(one) for one in state.region(r.region).apis.values()]),
        "GetDeployment": lambda r, _: find(api(r).deployments, "Deployment", r.path_params["deployment_id"]).fields,
        "GetDeployments": lambda r, _: page(r, [one.fields for one in api(r).deployments.values()]),
        "GetStage": lambda r, _: stage_shown(find(api(r).stages, "Stage", r.path_params["stage_name"])),
        "GetStages": lambda r, _: {"item": [stage_shown(one) for one in api(r).stages.values()]},
        "GetUsagePlans": lambda r, _: page(r, [one.fields for one in state.region(r.region).plans.values()]),
        "GetUsagePlanKeys": lambda r, _: page(r, of_plan(r)),
        "GetApiKeys": lambda r, _: page(r, keys(r)),
        "GetDomainNames": lambda r, _: page(r, [one.fields for one in state.region(r.region).domains.values()]),
        "GetBasePathMappings": lambda r, _: page(
            r, list(find(state.region(r.region).domains, "domain name", r.path_params["domain_name"]).mappings.values())
        ),
        "GetUsage": lambda r, _: _usage(r, plans, quotas),
        "GetExport": lambda r, _: _export(r, api(r)),
        "GetResources": lambda r, _: page(r, _resources(api(r))),
        "GetGatewayResponses": lambda r, _: page(r, _responses(api(r))),
        "GetRequestValidators": lambda r, _: page(r, _validators(api(r))),
        "GetModels": lambda r, _: page(r, _models(api(r))),
    }


def page(request: AwsRequest, found: list[Fields]) -> Fields:
    """One page; the token of the next one is its start."""
    start = int(request.query.get("position") or 0)
    size = min(int(request.query.get("limit") or 25), _PAGE)
    more = {"position": str(start + size)} if start + size < len(found) else {}
    return {"item": found[start : start + size], **more}


def _usage(request: AwsRequest, plans: Plans, quotas: Quotas) -> Fields:
    identity = request.path_params["usageplanId"]
    plan = plans.plan(request.region, identity)
    first, last = (date.fromisoformat(request.query[name]) for name in ("startDate", "endDate"))
    if last < first:
        raise refused("Usage start date must be before the end date")
    days = [(first + timedelta(days=back)).isoformat() for back in range((last - first).days + 1)]
    quota = plan.fields.get("quota") or {}

    def row(key: str, day: str) -> list[int]:
        left = int(quota["limit"]) - quotas.used(identity, key, quota) if quota.get("limit") else -1
        return [quotas.usage(identity, key, day), left]

    wanted = [request.query["keyId"]] if request.query.get("keyId") else plan.keys
    values = {key: [row(key, day) for day in days] for key in wanted}
    return {"usagePlanId": identity, "startDate": days[0], "endDate": days[-1], "values": values}


def _export(request: AwsRequest, api: Api) -> Fields:
    """The deployed document; without its extensions unless they are asked for (`parameters.extensions`)."""
    stage = find(api.stages, "Stage", request.path_params["stage_name"])
    kind = request.path_params["export_type"]
    if kind != "oas30":
        raise refused(f"exportType is {kind!r}; the sandbox exports oas30")
    raw = api.deployments[stage.fields["deploymentId"]].document.raw
    extended = "apigateway" in request.query.get("extensions", "")
    exported: Fields = json.loads(json.dumps(raw)) if extended else _plain(raw)
    return exported


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if not str(key).startswith("x-amazon-apigateway-")}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _resources(api: Api) -> list[Fields]:
    paths: dict[str, set[str]] = {"/": set()}
    for route in api.document.routes:
        paths.setdefault(route.path, set()).add(route.method)
    root = api.fields["rootResourceId"]
    return [
        {
            "id": root if path == "/" else f"{abs(hash((api.identity, path))) % 36**6:06d}",
            "path": path,
            "resourceMethods": {method: {} for method in sorted(methods)},
        }
        for path, methods in sorted(paths.items())
    ]


def _responses(api: Api) -> list[Fields]:
    return [
        {"responseType": kind, "defaultResponse": False, **fields} for kind, fields in api.document.responses.items()
    ]


def _validators(api: Api) -> list[Fields]:
    known: Mapping[str, Any] = api.document.raw.get("x-amazon-apigateway-request-validators") or {}
    return [{"id": name, "name": name, **fields} for name, fields in known.items()]


def _models(api: Api) -> list[Fields]:
    schemas: Iterable[tuple[str, Any]] = ((api.document.raw.get("components") or {}).get("schemas") or {}).items()
    return [
        {"id": name, "name": name, "schema": json.dumps(schema), "contentType": "application/json"}
        for name, schema in schemas
    ]
