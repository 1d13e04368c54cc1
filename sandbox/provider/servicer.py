"""gRPC: the engine's `ResourceProvider` protocol in front of `Lifecycle`.

The engine calls in parallel; grpc's threads carry the calls, because boto3 blocks.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

import grpc
from google.protobuf import empty_pb2

from sandbox.provider import functions
from sandbox.provider.check import NameRequest
from sandbox.provider.config import check_config, decode_config, read_config
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.lifecycle import Lifecycle, PartlyDoneError, Subject
from sandbox.provider.schema import package_schema
from sandbox.provider.session import AwsSession
from sandbox.provider.values import decode_struct, encode_struct, has_unknown
from sandbox.provider.wire import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

if TYPE_CHECKING:
    from sandbox.provider.compare import Difference

Request = TypeVar("Request")
Answer = TypeVar("Answer")
Handler = Callable[["AwsProvider", Request, grpc.ServicerContext], Answer]

# The version that the installed SDK asks for; build metadata doesn't count in semantic versions.
VERSION: Final = "7.51.1"
_STATUS_DETAILS: Final = "grpc-status-details-bin"


def answered(handler: Handler[Request, Answer]) -> Handler[Request, Answer]:
    """Turn what went wrong into what the engine shows its user."""

    @wraps(handler)
    def guarded(self: AwsProvider, request: Request, context: grpc.ServicerContext) -> Answer:
        try:
            return handler(self, request, context)
        except PartlyDoneError as error:
            context.set_trailing_metadata(((_STATUS_DETAILS, _partly_done_details(error)),))
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except ProviderError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except Exception as error:  # noqa: BLE001  # a bug of ours must reach the user with its place, not as a dead plugin
            traceback.print_exc(file=sys.stderr)
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{frame.filename}:{frame.lineno}"
            context.abort(grpc.StatusCode.INTERNAL, f"bug in the provider at {place}: {type(error).__name__}: {error}")
        raise AssertionError("abort raises")

    return guarded


def _partly_done_details(error: PartlyDoneError) -> bytes:
    detail = provider_pb2.ErrorResourceInitFailed(
        id=error.resource_id,
        properties=encode_struct(error.state),
        inputs=encode_struct(error.inputs),
        reasons=[str(error)],
    )
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error))
    status.details.add().Pack(detail)
    return bytes(status.SerializeToString())


def _failures(found: Iterable[Failure]) -> list[provider_pb2.CheckFailure]:
    return [provider_pb2.CheckFailure(property=item.property, reason=item.reason) for item in found]


class AwsProvider(provider_pb2_grpc.ResourceProviderServicer):
    """One plugin process: configured once, then asked about resources."""

    def __init__(self) -> None:
        self._lifecycle: Lifecycle | None = None

    @property
    def lifecycle(self) -> Lifecycle:
        """The configured provider.

        Raises:
            ProviderError: The engine has not configured it.
        """
        if self._lifecycle is None:
            raise ProviderError("the provider was asked about a resource before it was configured")
        return self._lifecycle

    # -- the provider itself ----------------------------------------------------------------------------------------

    def Handshake(self, request: Any, context: Any) -> provider_pb2.ProviderHandshakeResponse:  # noqa: N802, ARG002
        """What this plugin can do."""
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:  # noqa: N802, ARG002
        """The version."""
        return plugin_pb2.PluginInfo(version=VERSION)

    @answered
    def GetSchema(self, request: Any, context: Any) -> provider_pb2.GetSchemaResponse:  # noqa: N802, ARG002
        """The supported types with their properties."""
        return provider_pb2.GetSchemaResponse(schema=json.dumps(package_schema(VERSION)))

    @answered
    def CheckConfig(self, request: Any, context: Any) -> provider_pb2.CheckResponse:  # noqa: N802, ARG002
        """Validate the configuration."""
        return provider_pb2.CheckResponse(
            inputs=request.news, failures=_failures(check_config(decode_struct(request.news)))
        )

    @answered
    def DiffConfig(self, request: Any, context: Any) -> provider_pb2.DiffResponse:  # noqa: N802, ARG002
        """A changed configuration never replaces the provider: resources keep the Region they are in."""
        old, new = (decode_config(decode_struct(part)) for part in (request.old_inputs or request.olds, request.news))
        changed = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
        changes = provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(changes=changes, diffs=changed)

    @answered
    def Configure(self, request: Any, context: Any) -> provider_pb2.ConfigureResponse:  # noqa: N802, ARG002
        """Make the clients' settings; asks STS who we are unless told not to."""
        arguments = decode_struct(request.args)
        variables = {key.removeprefix("aws:config:"): value for key, value in request.variables.items()}
        raw = arguments or variables
        if not has_unknown(raw):
            session = AwsSession(read_config(raw))
            if session.config.check_credentials:
                _ = session.identity
            self._lifecycle = Lifecycle(session)
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    @answered
    def Invoke(self, request: Any, context: Any) -> provider_pb2.InvokeResponse:  # noqa: N802, ARG002
        """One of the functions of the package (`aws.getCallerIdentity`)."""
        answer, failures = functions.invoke(self.lifecycle.session, request.tok, decode_struct(request.args))
        return provider_pb2.InvokeResponse(**{"return": encode_struct(answer)}, failures=_failures(failures))

    def Cancel(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, ARG002
        """The engine stops: calls under way may finish, it ends the process itself."""
        return empty_pb2.Empty()

    SignalCancellation = Cancel

    # -- resources --------------------------------------------------------------------------------------------------

    @answered
    def Check(self, request: Any, context: Any) -> provider_pb2.CheckResponse:  # noqa: N802, ARG002
        """Fill in defaults and say what is wrong."""
        subject = Subject.of_urn(request.urn)
        naming = NameRequest(subject.name, request.randomSeed)
        if request.HasField("autonaming"):
            modes = provider_pb2.CheckRequest.AutonamingOptions
            naming = NameRequest(
                subject.name,
                request.randomSeed,
                proposed=request.autonaming.proposed_name or None,
                enforced=request.autonaming.mode == modes.ENFORCE,
                disabled=request.autonaming.mode == modes.DISABLE,
            )
        olds, news = decode_struct(request.olds), decode_struct(request.news)
        inputs, failures = self.lifecycle.check(subject, olds, news, naming)
        return provider_pb2.CheckResponse(inputs=encode_struct(inputs), failures=_failures(failures))

    @answered
    def Diff(self, request: Any, context: Any) -> provider_pb2.DiffResponse:  # noqa: N802, ARG002
        """What an update would do."""
        state, old_inputs, news = (decode_struct(part) for part in (request.olds, request.old_inputs, request.news))
        found = self.lifecycle.diff(Subject.of_urn(request.urn), state, old_inputs, news)
        response = provider_pb2.DiffResponse
        return provider_pb2.DiffResponse(
            changes=response.DIFF_SOME if found.changes else response.DIFF_NONE,
            replaces=found.replaces,
            diffs=sorted(found.names),
            detailedDiff={item.path: _property_diff(item, found.replaces) for item in found.changes},
            hasDetailedDiff=True,
            deleteBeforeReplace=found.delete_first,
        )

    @answered
    def Create(self, request: Any, context: Any) -> provider_pb2.CreateResponse:  # noqa: N802, ARG002
        """Make a resource, or say what making it would give."""
        subject, inputs = Subject.of_urn(request.urn), decode_struct(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=encode_struct(self.lifecycle.preview_create(subject, inputs)))
        resource_id, state = self.lifecycle.create(subject, inputs, request.timeout)
        return provider_pb2.CreateResponse(id=resource_id, properties=encode_struct(state))

    @answered
    def Read(self, request: Any, context: Any) -> provider_pb2.ReadResponse:  # noqa: N802, ARG002
        """Refresh or import; an empty id says that it is gone."""
        state, inputs = decode_struct(request.properties), decode_struct(request.inputs)
        found = self.lifecycle.read(Subject.of_urn(request.urn), request.id, state, inputs)
        if found is None:
            return provider_pb2.ReadResponse()
        new_state, new_inputs, resource_id = found
        return provider_pb2.ReadResponse(
            id=resource_id, properties=encode_struct(new_state), inputs=encode_struct(new_inputs)
        )

    @answered
    def Update(self, request: Any, context: Any) -> provider_pb2.UpdateResponse:  # noqa: N802, ARG002
        """Change a resource, or say what changing it would give."""
        subject = Subject.of_urn(request.urn)
        state, old_inputs, news = (decode_struct(part) for part in (request.olds, request.old_inputs, request.news))
        if request.preview:
            new_state = self.lifecycle.preview_update(subject, state, old_inputs, news)
        else:
            new_state = self.lifecycle.update(subject, request.id, state, old_inputs, news, request.timeout)
        return provider_pb2.UpdateResponse(properties=encode_struct(new_state))

    @answered
    def Delete(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802, ARG002
        """Remove a resource."""
        state = {**decode_struct(request.old_inputs), **decode_struct(request.properties)}
        self.lifecycle.delete(Subject.of_urn(request.urn), request.id, state, request.timeout)
        return empty_pb2.Empty()


def _property_diff(item: Difference, replaces: Iterable[str]) -> provider_pb2.PropertyDiff:
    from sandbox.provider.diff import top_level

    kind = item.kind.upper() + ("_REPLACE" if top_level(item.path) in replaces else "")
    return provider_pb2.PropertyDiff(kind=provider_pb2.PropertyDiff.Kind.Value(kind))
