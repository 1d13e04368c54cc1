"""Rules over more than one setting of the training theme."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from components.settings.clash import Clash, Rule
from components.settings.stack import Settings
from components.settings.training import RolloutSettings
from components.settings.training_document import MOST_LOOKS, looks, rollout, training_plan
from domain.cost import time_zone
from domain.scheduling.cron import parse_schedule
from domain.training.images import is_managed
from domain.training.layout import INBOX

BASE: Final = "training"
ON: Final = f"{BASE}.enabled"
MOST_SECONDS_UNSEEN: Final = 60
"""Period of the candidate's alarms: the state of each is seen at least once."""
LEAST_STEP_MINUTES: Final = 2
"""One period of the candidate's alarms, and the minute in which CloudWatch evaluates it."""

MEMORY_PER_DATA_MB: Final = 4
MEMORY_PER_AGGREGATION_MB: Final = 1.4
"""MB of a function for each MB of data, beside what Python needs, and more for each aggregation, which keeps every
row's moment, group and value: up to 3.2 were measured without, 5.3 with one and 15.7 with ten (docs/models.md)."""
LEAST_MEMORY_MB: Final = 256
LOCAL_DISK: Final = re.compile(r"ml\.([a-z]+\d+[a-z]*d[a-z]*|g5|g6e?|gr6|p5\w*|p6\w*|trn\d\w*)(?:-\w+)?\.")
"""Instance families with disks of their own. The hardware encrypts them, and SageMaker takes no key for them
(VolumeKmsKeyId): https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html"""
SECONDS_PER_DATA_MB: Final = 2.5
SECONDS_PER_AGGREGATION_MB: Final = 0.6
"""Seconds of one core for each MB of data, and more for each aggregation: twice what the slowest data took that was
measured (1.2 and 0.27; see docs/models.md), because a function's core may be slower."""
CORE_MEMORY_MB: Final = 1769
"""Memory at which a function has one core; more cores do not help it. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""


def plan(settings: Settings) -> Iterator[Clash]:
    """The plan is one that the functions accept."""
    theme = settings.training
    if not theme.enabled:
        return
    try:
        training_plan(theme)
    except ValueError as error:
        yield Clash(f"{BASE}.plan", f"does not fit: {error}", (f"{BASE}.model", f"{BASE}.job.hyperparameters", ON))


def images(settings: Settings) -> Iterator[Clash]:
    """Training and serving each need an image, pinned."""
    theme = settings.training
    given = {f"{BASE}.job.image_uri": theme.job.image_uri, f"{BASE}.deployment.image_uri": theme.deployment.image_uri}
    for path, image in given.items():
        if image is None and theme.enabled:
            yield Clash(path, "is missing; SageMaker cannot run a model without it", (ON,))
        elif image is not None and image.endswith(":latest"):
            yield Clash(path, "ends with :latest; accepted: a fixed tag or a digest")
    if theme.job.image_uri is not None and is_managed(theme.job.image_uri):
        yield Clash(
            f"{BASE}.job.image_uri",
            "is an image of AWS's, which cannot export to ONNX; accepted: one of your own that "
            "lambdas/training/Dockerfile makes, with that image as its BASE if you like",
        )


def instances(settings: Settings) -> Iterator[Clash]:
    """Every disk is encrypted with the stack's key, so the instances must be ones that take it."""
    theme = settings.training
    given = {
        f"{BASE}.job.instance_type": theme.job.instance_type,
        f"{BASE}.deployment.endpoint.instance_type": theme.deployment.endpoint.instance_type,
    }
    for path, instance in given.items():
        if LOCAL_DISK.match(instance):
            yield Clash(
                path,
                f"is {instance}, whose own disk takes no key of the stack; accepted: an instance without one",
                (),
                "ml.m5.large",
            )


def data(settings: Settings) -> Iterator[Clash]:
    """In the stack's own bucket data has a place of its own: what a run writes must not start the next one."""
    found, path = settings.training.data, f"{BASE}.data"
    if found.bucket is None and not found.prefix.startswith(INBOX):
        yield Clash(
            f"{path}.prefix",
            f"is {found.prefix}; accepted in the stack's own bucket: {INBOX} or below",
            (f"{path}.bucket",),
            INBOX,
        )
    if found.bucket is None and found.key_arn is not None:
        yield Clash(
            f"{path}.key_arn", "is set without bucket; the stack's own bucket has its own key", (f"{path}.bucket",)
        )


def memory(settings: Settings) -> Iterator[Clash]:
    """The functions hold what they read."""
    theme = settings.training
    most = theme.plan.quality.max_data_mb
    aggregations = len(theme.plan.features.aggregations)
    least = LEAST_MEMORY_MB + math.ceil((MEMORY_PER_DATA_MB + MEMORY_PER_AGGREGATION_MB * aggregations) * most)
    if theme.enabled and theme.functions.memory_mb < least:
        yield Clash(
            f"{BASE}.functions.memory_mb",
            f"is {theme.functions.memory_mb}; accepted for plan.quality.max_data_mb = {most}: {least} or more",
            (f"{BASE}.plan.quality.max_data_mb", f"{BASE}.plan.features", ON),
            str(least),
        )


def time(settings: Settings) -> Iterator[Clash]:
    """The functions read the data before their time is over."""
    theme = settings.training
    most, core = theme.plan.quality.max_data_mb, min(1.0, theme.functions.memory_mb / CORE_MEMORY_MB)
    aggregations = len(theme.plan.features.aggregations)
    seconds = (SECONDS_PER_DATA_MB + SECONDS_PER_AGGREGATION_MB * aggregations) / core
    needed = math.ceil(seconds * most)
    if theme.enabled and theme.functions.timeout_seconds < needed:
        fits = max(1, math.floor(theme.functions.timeout_seconds / seconds))
        yield Clash(
            f"{BASE}.plan.quality.max_data_mb",
            f"is {most}, which may take {needed} s with {aggregations} aggregations and functions.memory_mb = "
            f"{theme.functions.memory_mb}; accepted for functions.timeout_seconds = {theme.functions.timeout_seconds}: "
            f"{fits} or less",
            (f"{BASE}.functions.timeout_seconds", f"{BASE}.functions.memory_mb", f"{BASE}.plan.features", ON),
            str(fits),
        )


def schedule(settings: Settings) -> Iterator[Clash]:
    """The schedule is one that EventBridge Scheduler takes, in a time zone that exists."""
    theme = settings.training
    if theme.schedule is not None:
        try:
            parse_schedule(theme.schedule)
        except ValueError as error:
            yield Clash(f"{BASE}.schedule", f"is not accepted: {error}", (), "'rate(1 day)'")
    try:
        time_zone("schedule_timezone", theme.schedule_timezone)
    except ValueError as error:
        yield Clash(f"{BASE}.schedule_timezone", f"is not accepted: {error}", (), "UTC")


def spot(settings: Settings) -> Iterator[Clash]:
    """SageMaker counts the wait and the run together.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html
    """
    job = settings.training.job
    if job.spot.enabled and job.spot.max_wait_minutes < job.max_runtime_minutes:
        yield Clash(
            f"{BASE}.job.spot.max_wait_minutes",
            f"is {job.spot.max_wait_minutes}; accepted: max_runtime_minutes = {job.max_runtime_minutes} or more",
            (f"{BASE}.job.spot.enabled", f"{BASE}.job.max_runtime_minutes"),
            str(job.max_runtime_minutes * 2),
        )


def deployment(settings: Settings) -> Iterator[Clash]:
    """Each rollout fits into its time, and can be watched to its end."""
    found, path = settings.training.deployment, f"{BASE}.deployment"
    yield from _rollout(f"{path}.endpoint.rollout", found.endpoint.rollout)
    yield from _rollout(f"{path}.http_rollout", found.http_rollout)
    if found.http_rollout.kind == "rolling":
        yield Clash(f"{path}.http_rollout.kind", "is rolling; accepted: all-at-once, canary, linear", (), "canary")
    if settings.environment != "sandbox" and _unwatched(found.http_rollout):
        yield Clash(
            f"{path}.http_rollout.step_minutes",
            f"is {found.http_rollout.step_minutes:g}; accepted: {LEAST_STEP_MINUTES} or more: the alarms look at whole "
            "minutes, and a step that ends before them watches nothing",
            (f"{path}.http_rollout.kind", "environment"),
            str(LEAST_STEP_MINUTES),
        )
    if found.http_rollout.kind in ("canary", "linear") and found.watch_seconds > MOST_SECONDS_UNSEEN:
        yield Clash(
            f"{path}.watch_seconds",
            f"is {found.watch_seconds}; accepted: {MOST_SECONDS_UNSEEN} or less: an alarm that rings for one period "
            "would not be seen",
            (f"{path}.http_rollout.kind",),
            "30",
        )
    if found.http == "on" and settings.training.enabled and not settings.prediction_api.enabled:
        yield Clash(
            f"{path}.http", "is on, but prediction_api.enabled is false", ("prediction_api.enabled", ON), "auto"
        )
    if looks(found) > MOST_LOOKS:
        least = math.ceil(looks(found) * found.watch_seconds / MOST_LOOKS)
        yield Clash(
            f"{path}.watch_seconds",
            f"is {found.watch_seconds}; accepted for the rollouts' timeout_minutes: {least} or more: the history of an "
            "execution holds no more looks",
            (f"{path}.endpoint.rollout.timeout_minutes", f"{path}.http_rollout.timeout_minutes"),
            str(least),
        )


def _unwatched(rollout: RolloutSettings) -> bool:
    return rollout.kind in ("canary", "linear") and rollout.step_minutes < LEAST_STEP_MINUTES


def _rollout(path: str, settings: RolloutSettings) -> Iterator[Clash]:
    try:
        rollout(settings)
    except ValueError as error:
        involved = (f"{path}.kind", f"{path}.percent", f"{path}.step_minutes", f"{path}.keep_minutes")
        yield Clash(f"{path}.timeout_minutes" if "timeout" in str(error) else f"{path}.percent", str(error), involved)


def production(settings: Settings) -> Iterator[Clash]:
    """In prod a person decides what serves."""
    theme = settings.training
    if settings.environment == "prod" and theme.enabled and theme.approval != "manual":
        yield Clash(f"{BASE}.approval", f"is {theme.approval}; accepted in prod: manual", ("environment", ON), "manual")


TRAINING_RULES: tuple[Rule, ...] = (plan, images, instances, data, memory, time, schedule, spot, deployment, production)
