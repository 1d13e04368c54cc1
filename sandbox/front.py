"""The way of one request through the sandbox: admin, parse, faults, IAM, own services, moto, answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import getrandbits
from uuid import UUID

from sandbox.context import SandboxContext
from sandbox.errors import AwsError, error_response
from sandbox.faults import Fault, FaultBook, FaultKind, error_of
from sandbox.fsx.arn import path_of_host
from sandbox.iam import Guard
from sandbox.moto_app import MotoApp
from sandbox.operations import OperationIndex
from sandbox.parsing import parse
from sandbox.request import AwsRequest, AwsResponse
from sandbox.service import BaseService, Service
from sandbox.wire import ConnectionDroppedError, RawRequest

ADMIN_PREFIX = "/_sandbox/"


class Front:
    """Answers every request; called from many threads at once.

    Args:
        context: Shared by all services.
        guard: IAM.
        faults: Faults in force.
        services: Own services in the order in which they are asked.
        admin: Answers paths under `/_sandbox/`.
    """

    def __init__(
        self,
        context: SandboxContext,
        guard: Guard,
        faults: FaultBook,
        services: Sequence[Service],
        admin: Callable[[RawRequest], AwsResponse],
    ) -> None:
        self._context = context
        self._guard = guard
        self._faults = faults
        self._services = services
        self._admin = admin
        self._doors = [service for service in services if getattr(type(service), "raw", None) is not BaseService.raw]
        self._moto = MotoApp()
        self._index = OperationIndex()
        self.closing = threading.Event()

    def __call__(self, raw: RawRequest) -> AwsResponse:
        """The answer to one request.

        Raises:
            ConnectionDroppedError: A fault says that there shall be none.
        """
        if raw.path.startswith(ADMIN_PREFIX):
            return self._admin(raw)
        if (served := self._served(raw)) is not None:
            return served
        raw = self._addressed(raw)
        request = parse(raw, self._index)
        try:
            return self._answer(raw, request)
        except AwsError as error:
            return error_response(request, error)
        except ConnectionDroppedError:
            raise
        except Exception:  # a defect of one operation must not end the server; the caller sees AWS's 500
            self._context.log.exception("%s:%s failed", request.service, request.operation)
            return error_response(request, AwsError("InternalFailure", "The sandbox failed; see its log.", 500))

    def _served(self, raw: RawRequest) -> AwsResponse | None:
        """What a deployed API answers; None for a call of AWS's own."""
        return next((answer for door in self._doors if (answer := door.raw(raw)) is not None), None)

    def _addressed(self, raw: RawRequest) -> RawRequest:
        """boto3 makes the ARN of an access point part of the host; behind the front it is part of the path."""
        host = next((value for name, value in raw.headers if name.lower() == "host"), "")
        path = path_of_host(self._context.access_points, host, raw.path)
        if path == raw.path:
            return raw
        headers = tuple(
            (name, value.partition(".")[2] if name.lower() == "host" else value) for name, value in raw.headers
        )
        return replace(raw, target=path + raw.target[len(raw.path) :], headers=headers)

    def _answer(self, raw: RawRequest, request: AwsRequest) -> AwsResponse:
        home = self._context.borders.home_of(request.access_key_id)
        fault = self._faults.strike(request, home)
        if fault is not None:
            self._suffer(fault, request)
        self._guard.check(request)
        answer = self._ask(raw, request)
        if self._faults.cuts(request, home):  # it happened, but nobody hears of it
            raise ConnectionDroppedError
        return _with_request_id(answer)

    def _ask(self, raw: RawRequest, request: AwsRequest) -> AwsResponse:
        """What a service of the sandbox or moto answers."""
        concerned = [service for service in self._services if request.service in service.names]
        for service in concerned:
            answer = service.handle(request)
            if answer is not None:
                return answer
        answer = self._moto(raw, request)
        for service in concerned:
            answer = service.after(request, answer)
        return answer

    def _suffer(self, fault: Fault, request: AwsRequest) -> None:
        if fault.kind in (FaultKind.REGION_DOWN, FaultKind.ISOLATED):
            raise ConnectionDroppedError
        if fault.kind in (FaultKind.LATENCY, FaultKind.TIMEOUT):
            self.closing.wait(fault.duration_s)
        if fault.kind is FaultKind.TIMEOUT:
            raise ConnectionDroppedError
        error = error_of(fault, request)
        if error is not None:
            raise error


def _with_request_id(answer: AwsResponse) -> AwsResponse:
    if any(name.lower() in ("x-amzn-requestid", "x-amz-request-id") for name in answer.headers):
        return answer
    # No secret: the system's own source of randomness would cost a change of thread for each request.
    headers = {**answer.headers, "x-amzn-RequestId": str(UUID(int=getrandbits(128)))}  # nosec B311
    return AwsResponse(status=answer.status, headers=headers, body=answer.body)
