"""Turns a prefix into a stored listing of parts, page by page: memory does not grow with the number of files."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final, Protocol

from domain.batches.manifest import InputFile, ListingKeys, RunIdHasher, part_name, parts_index
from domain.limits import Verdict, content_type_of, largest_payload_bytes, refusal
from lambdas.clients.input_listing import ListedObject
from lambdas.discover.settings import Settings

JSON_LINES: Final = "application/x-ndjson"
JSON: Final = "application/json"


class Store(Protocol):
    """Where parts go."""

    def write_stream(self, key: str, chunks: Iterable[str], *, content_type: str, if_absent: bool = False) -> bool:
        """Store text piece by piece."""
        ...


@dataclass
class Listing:
    """A stored listing; the counts are final once it is written."""

    keys: ListingKeys
    hasher: RunIdHasher
    file_count: int = 0
    refused_count: int = 0
    part_count: int = 0

    @property
    def servable_count(self) -> int:
        """Files that some path can serve."""
        return self.file_count - self.refused_count


def judge(settings: Settings) -> Callable[[ListedObject], InputFile]:
    """Return the function that makes an input of a listed object, refused when no deployed path can serve it."""
    limit = largest_payload_bytes(settings.deployed, settings.batch_max_bytes)
    accepted = tuple(settings.content_types)

    def to_input(found: ListedObject) -> InputFile:
        content_type = content_type_of(found.key, settings.content_types)
        admission = refusal(found.key, found.size, content_type, limit, accepted)
        refused = None
        if admission.verdict is Verdict.REFUSE:
            refused = {"code": str(admission.code), "message": admission.message}
        return InputFile(found.key, found.size, found.etag, content_type, refused)

    return to_input


def write_listing(objects: Iterable[ListedObject], listing_id: str, store: Store, settings: Settings) -> Listing:
    """Write the parts of a listing and, last, the array that names them."""
    listing = Listing(ListingKeys.of(listing_id), RunIdHasher(settings.run_bucket, settings.model_version))
    files = _counted(map(judge(settings), objects), listing)
    for first in files:
        part = chain((first,), islice(files, settings.part_size - 1))
        key = listing.keys.part(part_name(listing.part_count))
        store.write_stream(key, (file.to_line() for file in part), content_type=JSON_LINES)
        listing.part_count += 1
    if listing.part_count:
        store.write_stream(listing.keys.index, parts_index(listing.part_count), content_type=JSON)
    return listing


def _counted(files: Iterable[InputFile], listing: Listing) -> Iterator[InputFile]:
    """Pass files on, counting and hashing each."""
    for file in files:
        listing.file_count += 1
        listing.refused_count += file.refused is not None
        listing.hasher.add(file)
        yield file
