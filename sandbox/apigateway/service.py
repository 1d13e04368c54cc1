"""API Gateway: answers the control plane, and calls of the APIs that are deployed.

Not moto's: it keeps an imported document's methods only, and calls none of them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote

from sandbox.apigateway.apis import Apis, shown
from sandbox.apigateway.callers import Callers
from sandbox.apigateway.domains import ROOT, Domains
from sandbox.apigateway.exchange import Address
from sandbox.apigateway.execution import Executor
from sandbox.apigateway.functions import Functions
from sandbox.apigateway.journal import Journal
from sandbox.apigateway.limits import Quotas, Throttles
from sandbox.apigateway.plans import Plans
from sandbox.apigateway.reads import add_reads
from sandbox.apigateway.state import State
from sandbox.apigateway.tagging import Tagging
from sandbox.apigateway.webacls import WebAcls
from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.iam import Guard
from sandbox.request import AwsRequest, AwsResponse
from sandbox.service import BaseService
from sandbox.wire import ConnectionDroppedError, RawRequest

PREFIX: Final = "/_execute-api/"
_HOST: Final = re.compile(r"(?P<api>[a-z0-9]+)\.execute-api\.(?P<region>[a-z0-9-]+)\.[^:]+")
_CREATED: Final = 201
_ACCEPTED: Final = 202
Operation = Callable[[AwsRequest, dict[str, Any]], Mapping[str, Any]]


class ApiGatewayService(BaseService):
    """REST APIs.

    Args:
        context: Shared by all services.
        guard: IAM.
    """

    names = frozenset({"apigateway", "wafv2"})

    def __init__(self, context: SandboxContext, guard: Guard) -> None:
        self.state = State()
        self._stands = context.borders.stands
        throttles, quotas = Throttles(time.monotonic), Quotas(time.time)
        self._functions = Functions(context, guard)
        journal = Journal(context, guard, self.state)
        callers = Callers(self.state, guard, throttles, quotas)
        self._execute = Executor(callers, self._functions, journal, throttles)
        self._web_acls = WebAcls(self.state)
        self._operations: dict[str, Operation] = {}
        apis, plans = Apis(self.state), Plans(self.state)
        self._add_apis(apis)
        self._add_plans(plans)
        self._add_domains(Domains(self.state, guard.role_trusts))
        add_reads(self._operations, self.state, apis, plans, quotas)
        Tagging(self.state).add(self._operations)

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Answers REST APIs' operations; HTTP and WebSocket APIs are moto's."""
        if request.service == "wafv2":
            return self._web_acls.handle(request)
        if request.api != "apigateway":
            return None
        operation = self._operations.get(request.operation)
        if operation is None:
            message = f"{request.operation}: the sandbox plays REST APIs out of an OpenAPI document (PutRestApi) only"
            raise AwsError("NotImplementedException", message, 501)
        raw_body = request.operation in ("ImportRestApi", "PutRestApi")
        with self.state.lock:
            answer = operation(request, {} if raw_body else request.json())
        return AwsResponse.of_json(answer, status=_status(request.operation), content_type="application/json")

    def raw(self, raw: RawRequest) -> AwsResponse | None:
        """The answer to a call of an API; None for any other request."""
        address = self._address(raw)
        if address is None:
            return None
        if address.api is not None and not self._stands(address.api.region):
            raise ConnectionDroppedError
        return self._execute(address, raw)

    def close(self) -> None:
        """Ends waiting calls."""
        self._functions.close()

    def _address(self, raw: RawRequest) -> Address | None:
        if raw.path.startswith(PREFIX):
            identity, _, rest = raw.path.removeprefix(PREFIX).partition("/")
            return self._staged(identity, rest)
        host = next((value for name, value in raw.headers if name.lower() == "host"), "").partition(":")[0]
        match = _HOST.fullmatch(host)
        if match:
            return self._staged(match["api"], raw.path.lstrip("/"))
        domain = self.state.domain(host) if "." in host else None
        if domain is None:
            return None
        first, _, rest = raw.path.lstrip("/").partition("/")
        mapping = domain.mappings.get(first) or domain.mappings.get(ROOT)
        if mapping is None:
            return Address(None, "", raw.path, host, raw.path)
        based = mapping["basePath"] == first
        stage, path = mapping.get("stage") or "", f"/{rest}" if based else raw.path
        if not stage:  # a mapping without a stage takes it from the path
            stage, _, path = path.lstrip("/").partition("/")
            path = f"/{path}"
        return Address(self.state.api(mapping["restApiId"]), stage, path, host, raw.path)

    def _staged(self, identity: str, rest: str) -> Address:
        stage, _, path = rest.partition("/")
        api = self.state.api(identity)
        if api is not None and api.fields.get("disableExecuteApiEndpoint"):
            api = None
        region = api.region if api else "us-east-1"
        return Address(api, stage, f"/{path}", f"{identity}.execute-api.{region}.amazonaws.com", f"/{rest}")

    def _add_apis(self, apis: Apis) -> None:
        self._operations |= {
            "CreateRestApi": lambda r, body: apis.create(r.region, body),
            "ImportRestApi": lambda r, _: apis.import_document(r.region, r.body, r.query),
            "PutRestApi": lambda r, _: apis.put(r.region, _id(r), r.body, r.query),
            "GetRestApi": lambda r, _: shown(apis.get(r.region, _id(r))),
            "UpdateRestApi": lambda r, body: apis.update(r.region, _id(r), body["patchOperations"]),
            "DeleteRestApi": lambda r, _: apis.delete(r.region, _id(r)),
            "CreateDeployment": lambda r, body: apis.deploy(r.region, _id(r), body),
            "UpdateDeployment": lambda r, body: apis.update_deployment(
                r.region, _id(r), r.path_params["deployment_id"], body["patchOperations"]
            ),
            "DeleteDeployment": lambda r, _: apis.delete_deployment(r.region, _id(r), r.path_params["deployment_id"]),
            "CreateStage": lambda r, body: apis.add_stage(apis.get(r.region, _id(r)), body),
            "UpdateStage": lambda r, body: apis.update_stage(
                r.region, _id(r), r.path_params["stage_name"], body["patchOperations"]
            ),
            "DeleteStage": lambda r, _: apis.delete_stage(r.region, _id(r), r.path_params["stage_name"]),
        }

    def _add_plans(self, plans: Plans) -> None:
        def plan(r: AwsRequest) -> str:
            return r.path_params["usageplanId"]

        self._operations |= {
            "CreateUsagePlan": lambda r, body: plans.create_plan(r.region, body),
            "GetUsagePlan": lambda r, _: plans.plan(r.region, plan(r)).fields,
            "UpdateUsagePlan": lambda r, body: plans.update_plan(r.region, plan(r), body["patchOperations"]),
            "DeleteUsagePlan": lambda r, _: plans.delete_plan(r.region, plan(r)),
            "CreateApiKey": lambda r, body: plans.create_key(r.region, body),
            "GetApiKey": lambda r, _: plans.key(
                r.region, r.path_params["api_Key"], with_value=r.query.get("includeValue") == "true"
            ),
            "UpdateApiKey": lambda r, body: plans.update_key(
                r.region, r.path_params["api_Key"], body["patchOperations"]
            ),
            "DeleteApiKey": lambda r, _: plans.delete_key(r.region, r.path_params["api_Key"]),
            "CreateUsagePlanKey": lambda r, body: plans.add_key(r.region, plan(r), body),
            "GetUsagePlanKey": lambda r, _: plans.plan_key(r.region, plan(r), r.path_params["keyId"]),
            "DeleteUsagePlanKey": lambda r, _: plans.remove_key(r.region, plan(r), r.path_params["keyId"]),
        }

    def _add_domains(self, domains: Domains) -> None:
        def name(r: AwsRequest) -> str:
            return r.path_params["domain_name"]

        def path(r: AwsRequest) -> str:
            return unquote(r.path_params["base_path"])

        self._operations |= {
            "CreateDomainName": lambda r, body: domains.create(r.region, body),
            "GetDomainName": lambda r, _: domains.get(r.region, name(r)).fields,
            "UpdateDomainName": lambda r, body: domains.update(r.region, name(r), body["patchOperations"]),
            "DeleteDomainName": lambda r, _: domains.delete(r.region, name(r)),
            "CreateBasePathMapping": lambda r, body: domains.map(r.region, name(r), body),
            "GetBasePathMapping": lambda r, _: domains.mapping(r.region, name(r), path(r)),
            "UpdateBasePathMapping": lambda r, body: domains.update_mapping(
                r.region, name(r), path(r), body["patchOperations"]
            ),
            "DeleteBasePathMapping": lambda r, _: domains.unmap(r.region, name(r), path(r)),
            "GetAccount": lambda r, _: self.state.region(r.region).account,
            "UpdateAccount": lambda r, body: domains.update_account(r.region, body["patchOperations"]),
        }


def _id(request: AwsRequest) -> str:
    return request.path_params["restapi_id"]


def _status(operation: str) -> int:
    if operation.startswith(("Create", "Import")):
        return _CREATED
    return _ACCEPTED if operation.startswith(("Delete", "Untag")) else 200
