"""Finds and loads the model that a new one must not be worse than."""

from dataclasses import dataclass

from domain.models.names import current_deployment_key, package_key, release_key
from domain.models.release import parse_release
from domain.rollouts.current import parse_current
from lambdas.clients.model_packages import ModelPackages
from lambdas.errors import PlatformError
from lambdas.models.session import ModelFaultError, OnnxModel
from lambdas.packages.open import PackageRefused
from lambdas.packages.signature import Verifier
from lambdas.packages.stored import load_stored


class BaselineUnavailable(PlatformError):  # noqa: N818 - the name is what people read as the cause of a failed run
    """The model in service cannot be read, so nobody can say that the new one is not worse."""


@dataclass(frozen=True)
class InService:
    """What of a model is in service.

    Attributes:
        packages: Packages, releases and what deployments keep.
        verifier: Asks the configured key; None when packages are not signed.
        max_bytes: Most bytes that a package may unpack to.
    """

    packages: ModelPackages
    verifier: Verifier | None
    max_bytes: int

    def find(self, name: str) -> tuple[str, OnnxModel] | None:
        """Return the version in service and its model; None when there is none.

        Raises:
            BaselineUnavailable: It cannot be loaded, or nobody can say which one it is.
        """
        try:
            version = self._version(name)
            return None if version is None else (version, self._load(name, version))
        except (ValueError, ModelFaultError) as error:
            remedy = "roll it back (`advisor model rollback`) and start again"
            raise BaselineUnavailable(f"the model in service cannot be loaded: {error}; {remedy}") from error

    def _version(self, name: str) -> str | None:
        """What the HTTP API serves; where it serves none, what the last deployment put on the endpoint.

        Raises:
            ValueError: A document is damaged.
        """
        released = self.packages.read(release_key(name))
        live = None if released is None else parse_release(released.data.decode("utf-8", "replace")).live
        if live is not None:
            return live
        deployed = self.packages.read(current_deployment_key(name))
        served = None if deployed is None else parse_current(deployed.data.decode("utf-8", "replace")).live
        # What was on the endpoint before the first deployment of ours has no version.
        return None if served is None else served.version or None

    def _load(self, name: str, version: str) -> OnnxModel:
        found = self.packages.read(package_key(name, version))
        if found is None:
            raise PackageRefused(f"{name} {version}", ["it is in service, and its package is not there"])
        package = load_stored(
            self.packages, found.data, name, version, verifier=self.verifier, max_bytes=self.max_bytes
        )
        return OnnxModel(package.model, package.features)
