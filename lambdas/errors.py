"""Errors that end an invocation. Step Functions sees the class name: Retry and Catch match it."""


class PlatformError(Exception):
    """Base of the errors below; each message says what, where, what is accepted and what to do."""


class InvalidEnvironmentError(PlatformError):
    """The function's environment lacks variables or holds values that are not accepted."""


class InvalidEventError(PlatformError):
    """The event has a field that is missing, unknown or not accepted."""


class InputAccessError(PlatformError):
    """The access point cannot be read at all."""


class EmptyPrefixError(PlatformError):
    """Nothing is stored under the prefix."""


class PathNotDeployedError(PlatformError):
    """The path that was chosen is not deployed in this stack."""


class RunNotFoundError(PlatformError):
    """The run, or a part of it, is not in the artifact bucket."""


class RunCorruptError(PlatformError):
    """A stored object of a run is not what the platform writes."""


class ComponentNoCapacityError(PlatformError):
    """The inference component has no copy yet. Its alarm wakes it: try the part again later."""


class EndpointRefusedError(PlatformError):
    """The endpoint refused the call for a reason that is ours (name, permission): every file would fail alike."""


class TransformJobRefusedError(PlatformError):
    """SageMaker did not accept the transform job."""


class StopRecordTakenError(PlatformError):
    """Another run of auto-stop is acting on the endpoint."""


class AutoStopFailedError(PlatformError):
    """Some endpoints failed; all others were dealt with."""


class AutoStopRefusedError(PlatformError):
    """A stop or a restore that would break something; nothing was changed."""


class AutoStopHalfDoneError(PlatformError):
    """A stop failed half-way and could not be taken back yet."""


class ObjectTooLargeError(PlatformError):
    """An object that is larger than what may be read."""


class PackageNotApprovedError(PlatformError):
    """The model package is not there, not approved, or none of this platform."""


class DeploymentInProgressError(PlatformError):
    """Another deployment of the model is at work."""


class DeploymentNotFoundError(PlatformError):
    """There is no such deployment."""


class DeploymentCorruptError(PlatformError):
    """A document of deployments is not what the platform writes."""


class DeploymentChangedError(PlatformError):
    """Somebody else changed the same document: look again, then try again."""


class DeploymentUnsettledError(PlatformError):
    """What a deployment made cannot be taken back yet, because SageMaker is still at it: try again later."""


class SwitchStateError(PlatformError):
    """What the switch's table holds is no state.

    Args:
        message: What is wrong with it.
        version: Of the item, so that it can be replaced; 0 when it has none.
    """

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message)
        self.version = version


class LedgerUnknownError(PlatformError):
    """Whether a write to the ledger was made cannot be known; it may still arrive. Act on nothing, ask again."""


class LedgerCorruptError(PlatformError):
    """An item of the ledger is not what the platform writes."""


class OrderRefusedError(PlatformError):
    """An operator's order about the lease cannot be carried out; nothing was changed."""
