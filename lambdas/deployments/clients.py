"""Makes what the functions of deployments act with."""

from datetime import UTC, datetime

from lambdas import sdk
from lambdas.clients.alarm_states import AlarmStates
from lambdas.clients.deployment_store import DeploymentStore
from lambdas.clients.endpoint_rollouts import EndpointRollouts
from lambdas.deployments.acting import Acting
from lambdas.deployments.settings import Place
from lambdas.deployments.work import Work


def acting(place: Place) -> Acting:
    """Everything that acts, with the process's clients."""
    return Acting(
        DeploymentStore(sdk.client("s3"), place.run_bucket),
        EndpointRollouts(sdk.client("sagemaker")),
        AlarmStates(sdk.client("cloudwatch")),
        place,
    )


def working(actions: Acting) -> Work:
    """Work by the clock of this machine."""
    return Work(actions, lambda: datetime.now(UTC))
