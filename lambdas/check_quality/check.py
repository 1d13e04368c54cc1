"""Judges the snapshot of a run, against the plan's rules and against the last accepted run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.training.layout import RunPlaces, reference_key
from domain.training.plan import TrainingPlan
from domain.training.profile import Profile, parse_profile
from domain.training.quality import QualityCheck, QualityReport
from domain.training.run_id import TrainingRun
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import TrainingFiles
from lambdas.errors import RunCorruptError
from lambdas.pipeline.errors import QualityRefused
from lambdas.pipeline.stored_rows import StoredRows


@dataclass(frozen=True)
class Check:
    """Checks the quality of data.

    Attributes:
        plan: The rules.
        store: Where profiles lie and the report goes.
        files: Where the snapshot lies.
    """

    plan: TrainingPlan
    store: RunStore
    files: TrainingFiles

    def __call__(self, run: TrainingRun) -> dict[str, Any]:
        """Judge the data; the report is stored whatever the verdict.

        Raises:
            QualityRefused: Names every rule that is broken, the first ones in words.
            RunCorruptError: A stored document is not what the platform writes; so whether data drifted is unknown.
        """
        places = RunPlaces(run.run_id)
        profile = _profile(self.store, places.profile, self.store.need(places.profile))
        key = reference_key(self.plan.model)
        stored = self.store.read(key)
        reference = None if stored is None else _profile(self.store, key, stored)
        report = self._judge(run, profile, reference)
        self.store.write(places.quality, report.to_json().encode(), content_type="application/json")
        if not report.passed:
            more = report.reason_count - len(report.reasons)
            listed = "; ".join(report.reasons) + (f"; and {more} more" if more else "")
            raise QualityRefused(f"{run.data.uri} may not train {self.plan.model}: {listed}")
        furthest = report.drifts[0] if report.drifts else None
        return {
            "passed": True,
            "reference": "compared" if report.compared else "first-run",
            "largest_drift": {"column": furthest.column, "psi": round(furthest.psi, 4)} if furthest else None,
            "duplicate_share": round(profile.duplicates / profile.rows, 6),
        }

    def _judge(self, run: TrainingRun, profile: Profile, reference: Profile | None) -> QualityReport:
        snapshot = StoredRows(self.files, RunPlaces(run.run_id).data, self.plan)
        try:
            check = QualityCheck(snapshot.schema, profile, reference)
        except KeyError as error:
            raise RunCorruptError(
                f"the profile of run {run.run_id} lacks column {error}; start the run again"
            ) from error
        if check.needs_rows:
            for batch, columns in snapshot.batches():
                check.add(batch.numbers, columns)
        return check.finish()


def _profile(store: RunStore, key: str, data: bytes) -> Profile:
    try:
        return parse_profile(data)
    except ValueError as error:
        raise RunCorruptError(f"s3://{store.bucket}/{key}: {error}") from error
