"""Lists, chooses the path once, and stores the manifest of the run: the first writer wins."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from domain.batches.manifest import ListingKeys, RunKeys, RunManifest
from domain.routing import InferencePath, determine_inference_path, explain_inference_path
from lambdas.clients.input_listing import ListedObject
from lambdas.clients.run_store import RunStore
from lambdas.discover.listing import JSON, Listing, write_listing
from lambdas.discover.request import DiscoverRequest
from lambdas.discover.settings import Settings
from lambdas.errors import EmptyPrefixError, PathNotDeployedError
from lambdas.runs import read_manifest

READY: Final = "ready"
COMPLETE: Final = "complete"


class Listable(Protocol):
    """What is listed: an access point, or a generator in a benchmark."""

    def objects(self, prefix: str) -> Iterable[ListedObject]:
        """Yield the objects under a prefix in order."""
        ...


@dataclass(frozen=True)
class Discovery:
    """One discovery; ``listing_id`` must be new for each, ``now`` is ISO 8601 in UTC."""

    inputs: Listable
    store: RunStore
    settings: Settings
    listing_id: str
    now: str

    def __call__(self, request: DiscoverRequest) -> dict[str, Any]:
        """Return the state that the state machine goes on with.

        Raises:
            EmptyPrefixError: No file is stored under the prefix.
            PathNotDeployedError: The stack has no such path.
        """
        listing = write_listing(self.inputs.objects(request.prefix), self.listing_id, self.store, self.settings)
        if listing.file_count == 0:
            raise EmptyPrefixError(
                f"access point {self.settings.access_point!r} has no file under prefix {request.prefix!r}; "
                "put files there, or name the prefix that holds them"
            )
        manifest = self._store_first(self._manifest(request, listing))
        return self._state(manifest)

    def _manifest(self, request: DiscoverRequest, listing: Listing) -> RunManifest:
        choice = (listing.servable_count, request.batch_threshold, request.inference_type)
        path = determine_inference_path(*choice)
        self._check_deployed(path, request)
        return RunManifest(
            run_id=listing.hasher.run_id(path),
            prefix=request.prefix,
            path=path,
            path_reason=explain_inference_path(*choice),
            file_count=listing.file_count,
            refused_count=listing.refused_count,
            part_count=listing.part_count,
            parts_prefix=listing.keys.prefix,
            batch_max_bytes=self.settings.batch_max_bytes,
            model_version=self.settings.model_version,
            created_at=self.now,
        )

    def _check_deployed(self, path: InferencePath, request: DiscoverRequest) -> None:
        if path in self.settings.deployed:
            return
        deployed = ", ".join(sorted(self.settings.deployed))
        raise PathNotDeployedError(
            f"inference type {request.inference_type!r} needs the path {path.value!r}, which is not deployed "
            f"(deployed: {deployed}). Enable it in the stack's setting 'inference' (DEPLOYED_PATHS of this function), "
            "or ask for another inference_type"
        )

    def _store_first(self, manifest: RunManifest) -> RunManifest:
        """Store the manifest, or return the one that an earlier execution of the same run stored."""
        key = RunKeys(manifest.run_id).manifest
        if self.store.write(key, manifest.to_json(), content_type=JSON, if_absent=True):
            return manifest
        return read_manifest(self.store, manifest.run_id)

    def _state(self, manifest: RunManifest) -> dict[str, Any]:
        summary = self.store.read(RunKeys(manifest.run_id).summary)
        state: dict[str, Any] = {
            "run_id": manifest.run_id,
            "status": READY if summary is None else COMPLETE,
            "path": manifest.path.value,
            "path_reason": manifest.path_reason,
            "file_count": manifest.file_count,
            "part_count": manifest.part_count,
            "parts": {"bucket": self.store.bucket, "key": ListingKeys(manifest.parts_prefix).index},
        }
        return state if summary is None else {**state, "summary": json.loads(summary)}
