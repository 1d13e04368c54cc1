"""Provisioned concurrency of functions, which moto does not have: kept and checked.

The setting is all that is played: how a function's processes start does not change.
https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.runtime.spec import find_function, split_name
from sandbox.service import BaseService

Key = tuple[str, str, str]
"""Region, function name, and alias or version."""

_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class _Setting:
    requested: int
    modified: str


class ProvisionedConcurrency(BaseService):
    """Answers the four operations on provisioned concurrency; the rest of `lambda` belongs to others."""

    names = frozenset({"lambda"})

    def __init__(self) -> None:
        self._settings: dict[Key, _Setting] = {}
        self._lock = threading.RLock()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The answer of an operation that is played here."""
        operations = {
            "PutProvisionedConcurrencyConfig": self._put,
            "GetProvisionedConcurrencyConfig": self._get,
            "DeleteProvisionedConcurrencyConfig": self._delete,
            "ListProvisionedConcurrencyConfigs": self._list,
        }
        operation = operations.get(request.operation)
        return operation(request) if operation else None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Forgets what belonged to a function, version or alias that was deleted."""
        if request.operation in ("DeleteFunction", "DeleteAlias") and response.status < 300:
            name, inner = split_name(request.path_params["FunctionName"])
            qualifier = request.path_params.get("Name") or request.query.get("Qualifier") or inner
            with self._lock:
                for key in [key for key in self._settings if key[:2] == (request.region, name)]:
                    if qualifier in (None, key[2]):
                        del self._settings[key]
        return response

    def requested(self, region: str, function: str, qualifier: str) -> int:
        """The concurrency that was asked for; 0 where there is no setting.

        Raises:
            AwsError: There is no such function, alias or version, or it is `$LATEST`.
        """
        key = _checked((region, function, qualifier))
        with self._lock:
            found = self._settings.get(key)
        return found.requested if found else 0

    def request(self, region: str, function: str, qualifier: str, concurrency: int) -> None:
        """Asks for a concurrency, >= 0; 0 takes the setting away.

        Raises:
            AwsError: As `requested`, or it is more than the function reserves.
        """
        key = _checked((region, function, qualifier))
        reserved = find_function(region, function, qualifier).reserved
        with self._lock:
            others = sum(
                one.requested for known, one in self._settings.items() if known[:2] == key[:2] and known != key
            )
            if reserved is not None and others + concurrency > reserved:
                message = "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution"
                raise _invalid(f"{message} for function ({others + concurrency} of {reserved})")
            if concurrency:
                modified = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
                self._settings[key] = _Setting(concurrency, modified)
            else:
                self._settings.pop(key, None)

    def _put(self, request: AwsRequest) -> AwsResponse:
        region, function, qualifier = key = _key(request)
        wanted = request.json().get("ProvisionedConcurrentExecutions")
        if not isinstance(wanted, int) or wanted < 1:
            raise _invalid(f"ProvisionedConcurrentExecutions is {wanted!r}; accepted: 1 or more")
        self.request(region, function, qualifier, wanted)
        return _answer({**self._described(key), "Status": "IN_PROGRESS"}, 202)

    def _get(self, request: AwsRequest) -> AwsResponse:
        return _answer(self._described(_checked(_key(request))))

    def _delete(self, request: AwsRequest) -> AwsResponse:
        with self._lock:
            self._settings.pop(_checked(_key(request)), None)
        return AwsResponse(status=204)

    def _list(self, request: AwsRequest) -> AwsResponse:
        region, name = request.region, split_name(request.path_params["FunctionName"])[0]
        arn = find_function(region, name, None).arn
        with self._lock:
            keys = sorted(key for key in self._settings if key[:2] == (region, name))
        found = [{"FunctionArn": f"{arn}:{key[2]}", **self._described(key)} for key in keys]
        return _answer({"ProvisionedConcurrencyConfigs": found})

    def _described(self, key: Key) -> dict[str, Any]:
        with self._lock:
            setting = self._settings.get(key)
        if setting is None:
            message = "No Provisioned Concurrency Config found for this function"
            raise AwsError("ProvisionedConcurrencyConfigNotFoundException", message, 404)
        return {
            "RequestedProvisionedConcurrentExecutions": setting.requested,
            "AvailableProvisionedConcurrentExecutions": setting.requested,
            "AllocatedProvisionedConcurrentExecutions": setting.requested,
            "Status": "READY",
            "LastModified": setting.modified,
        }


def _key(request: AwsRequest) -> Key:
    name, inner = split_name(request.path_params["FunctionName"])
    return request.region, name, str(request.query.get("Qualifier") or inner or "")


def _checked(key: Key) -> Key:
    """The key of a version or alias that exists.

    Raises:
        AwsError: It does not, or it is `$LATEST`.
    """
    region, function, qualifier = key
    if qualifier in ("", "$LATEST"):
        raise _invalid("Provisioned Concurrency Configs cannot be applied to unpublished function versions.")
    find_function(region, function, qualifier)
    return key


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterValueException", message, 400)


def _answer(body: Mapping[str, Any], status: int = 200) -> AwsResponse:
    return AwsResponse.of_json(body, status=status, content_type=_JSON)
