"""Names a run and claims it: of all starts on the same data, one trains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain.training.claims import Claim, Standing, standing
from domain.training.plan import TrainingPlan
from domain.training.run_id import DataObject, TrainingRun, run_fields, run_id
from domain.training.start import DataPlace, is_folder_marker
from lambdas.begin_training.request import BeginRequest
from lambdas.clients.data_source import DataSource
from lambdas.clients.executions import Executions
from lambdas.clients.training_claims import TrainingClaims
from lambdas.pipeline.errors import ClaimContested, DataRefused, StartRefused

NEW: Final = "new"
RUNNING: Final = "running"
DONE: Final = "done"
_TRIES: Final = 5


@dataclass(frozen=True)
class Begin:
    """Begins runs.

    Attributes:
        plan: What is trained.
        place: Where data arrives.
        source: Reads there.
        claims: Who works on which run.
        executions: Which of them still run.
    """

    plan: TrainingPlan
    place: DataPlace
    source: DataSource
    claims: TrainingClaims
    executions: Executions

    def __call__(self, request: BeginRequest) -> dict[str, Any]:
        """Begin a run, or say that it is under way or done.

        Raises:
            StartRefused: There is no data.
            DataRefused: The data is empty, or too large.
            ClaimContested: Others changed the claim again and again.
        """
        data = self._data(request.start.key)
        forced_by = request.execution_name if request.start.force else ""
        found = run_id(data, self.plan.sha256, forced_by)
        status, attempt = self._claim(found, request.execution)
        run = TrainingRun(run_id=found, model=self.plan.model, version=found, attempt=attempt, data=data)
        return dict(run_fields(run, status))

    def _data(self, key: str | None) -> DataObject:
        if key is None:
            key = self.source.newest(self.place.prefix)
        if key is None:
            raise StartRefused(
                f"there is no data under s3://{self.place.bucket}/{self.place.prefix}; put a CSV file there"
            )
        data = self.source.find(key)
        if data is None:
            raise StartRefused(
                f"s3://{self.place.bucket}/{key} is not there; name an object that is, or none for the newest"
            )
        most = self.plan.quality.max_data_mb * 10**6
        if is_folder_marker(key, data.size):
            raise DataRefused(f"{data.uri} is empty; accepted: a CSV file with a header and rows")
        if data.size > most:
            raise DataRefused(f"{data.uri} has {data.size} bytes; quality.max_data_mb accepts {most}")
        return data

    def _claim(self, found: str, execution: str) -> tuple[str, int]:
        for _ in range(_TRIES):
            seen = self.claims.read(found)
            stands = standing(seen.claim if seen else None, execution)
            if seen is not None and stands is Standing.DONE:
                return DONE, seen.claim.attempt
            if seen is not None and stands is Standing.OURS:
                return NEW, seen.claim.attempt
            if seen is not None and stands is Standing.ASK and self.executions.is_running(seen.claim.execution):
                return RUNNING, seen.claim.attempt
            mine = Claim(found, execution, seen.claim.attempt + 1 if seen else 1)
            if self.claims.claim(mine, seen):
                return NEW, mine.attempt
        raise ClaimContested(
            f"the claim on run {found} changed {_TRIES} times while this start looked at it; try again"
        )
