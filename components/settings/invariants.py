"""Rules over more than one setting. Each names the settings that clash and what to change."""

from __future__ import annotations

from collections.abc import Iterator

from components.settings import (
    capacity_rules,
    cost_rules,
    delivery_rules,
    prediction_api_rules,
    resilience_rules,
    switching_rules,
    training_rules,
)
from components.settings.clash import Clash, Rule
from components.settings.foundation import NetworkSettings
from components.settings.stack import Settings
from domain.serverless import RetryPolicy

MAX_TRANSFORM_PAYLOAD_MB = 100
"""``MaxConcurrentTransforms`` x ``MaxPayloadInMB``.
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"""

PROD_LOG_RETENTION_DAYS = 365

PREDICT_MARGIN_SECONDS = 30
"""What the predict function keeps back to write its records; a file with less time than its deadline goes to batch."""


def access_point(settings: Settings) -> Iterator[Clash]:
    """Inference needs exactly one source of files."""
    point, base = settings.foundation.access_point, "foundation.access_point"
    if point.volume_id and (point.arn or point.alias):
        yield Clash(
            f"{base}.volume_id",
            "is set together with arn or alias; accepted: volume_id, or arn and alias",
            (f"{base}.arn", f"{base}.alias"),
        )
    elif bool(point.arn) != bool(point.alias):
        missing = "alias" if point.arn else "arn"
        given = "arn" if point.arn else "alias"
        yield Clash(
            f"{base}.{missing}",
            f"is missing; {given} is set, and an existing access point needs both",
            (f"{base}.arn", f"{base}.alias"),
        )
    elif settings.inference.enabled and not point.volume_id and not point.arn:
        yield Clash(
            base,
            "is missing; inference reads its files through an S3 access point: "
            "set volume_id, or arn and alias of one that exists",
            (f"{base}.volume_id", f"{base}.arn", f"{base}.alias", "inference.enabled"),
            "volume_id fsvol-0123456789abcdef0",
        )


def network(settings: Settings) -> Iterator[Clash]:
    """A VPC is made, or named, or there is none."""
    net, base = settings.foundation.network, "foundation.network"
    named = (f"{base}.mode", f"{base}.vpc_id", f"{base}.subnet_ids")
    if net.mode == "existing":
        if not net.vpc_id:
            yield Clash(f"{base}.vpc_id", "is missing; mode existing needs the VPC", named)
        if not net.subnet_ids:
            yield Clash(f"{base}.subnet_ids", "is empty; mode existing needs at least one private subnet", named)
    elif net.vpc_id or net.subnet_ids:
        yield Clash(
            f"{base}.mode", f"is {net.mode}, but vpc_id or subnet_ids is set; accepted: existing", named, "existing"
        )
    if net.zone_names:
        yield from _zones(net)


def _zones(net: NetworkSettings) -> Iterator[Clash]:
    base, count = "foundation.network", len(net.zone_names)
    zones = f"{count} zone{'s' * (count != 1)}"
    named = (f"{base}.zone_names", f"{base}.availability_zones", f"{base}.mode")
    if net.mode != "create":
        yield Clash(f"{base}.mode", f"is {net.mode}, but zone_names is set; accepted: create", named, "create")
    if len(set(net.zone_names)) < count:
        yield Clash(f"{base}.zone_names", "names a zone twice; accepted: different ones", named)
    if count != net.availability_zones:
        yield Clash(
            f"{base}.zone_names",
            f"names {zones}, but availability_zones is {net.availability_zones}; make them agree",
            named,
        )


def model(settings: Settings) -> Iterator[Clash]:
    """Inference needs a model and an image."""
    if settings.inference.enabled:
        for name, example in (("archive", "build/model/model.tar.gz"), ("image_uri", None)):
            if getattr(settings.inference.model, name) is None:
                yield Clash(
                    f"inference.model.{name}",
                    "is missing; inference cannot predict without it",
                    ("inference.enabled",),
                    example,
                )


def pinned_image(settings: Settings) -> Iterator[Clash]:
    """A tag that moves would change the model under a running stack."""
    image = settings.inference.model.image_uri
    if image is not None and image.endswith(":latest"):
        yield Clash("inference.model.image_uri", "ends with :latest; accepted: a fixed tag or a digest")


def content_types(settings: Settings) -> Iterator[Clash]:
    """File endings are compared in lower case, with their dot."""
    for ending, kind in settings.inference.content_types.items():
        if not ending.startswith(".") or ending != ending.lower() or "/" not in kind:
            yield Clash(
                "inference.content_types",
                f"has {ending!r}: {kind!r}; accepted: lower-case endings with their dot, like .png: image/png",
            )


def deployed_type(settings: Settings) -> Iterator[Clash]:
    """The default path must be deployed."""
    theme = settings.inference
    needed = {"serverless": "serverless", "provisioned": "realtime", "components": "components"}.get(theme.type)
    if theme.enabled and needed and not getattr(theme, needed).enabled:
        yield Clash(
            "inference.type",
            f"is {theme.type}, but inference.{needed}.enabled is false; enable it or choose a type that is deployed",
            (f"inference.{needed}.enabled", "inference.enabled"),
            "none",
        )


def ranges(settings: Settings) -> Iterator[Clash]:
    """Smallest and largest belong together."""
    realtime, serverless, batch = settings.inference.realtime, settings.inference.serverless, settings.inference.batch
    if realtime.min_instances > realtime.max_instances:
        yield Clash(
            "inference.realtime.min_instances",
            f"is {realtime.min_instances}; accepted: 1 to max_instances = {realtime.max_instances}",
            ("inference.realtime.max_instances",),
            str(realtime.max_instances),
        )
    if serverless.provisioned_concurrency > serverless.max_concurrency:
        yield Clash(
            "inference.serverless.provisioned_concurrency",
            f"is {serverless.provisioned_concurrency}; accepted: 0 to max_concurrency = {serverless.max_concurrency}",
            ("inference.serverless.max_concurrency",),
            str(serverless.max_concurrency),
        )
    yield from _warm_functions(settings)
    in_flight = batch.max_concurrent_transforms * batch.max_payload_mb
    if in_flight > MAX_TRANSFORM_PAYLOAD_MB:
        yield Clash(
            "inference.batch.max_concurrent_transforms",
            f"times max_payload_mb is {in_flight} MB; accepted: at most {MAX_TRANSFORM_PAYLOAD_MB} MB",
            ("inference.batch.max_payload_mb",),
            str(MAX_TRANSFORM_PAYLOAD_MB // batch.max_payload_mb),
        )


def _warm_functions(settings: Settings) -> Iterator[Clash]:
    predict, base = settings.inference.predict, "inference.predict"
    if predict.provisioned_concurrency > predict.max_provisioned_concurrency:
        yield Clash(
            f"{base}.provisioned_concurrency",
            f"is {predict.provisioned_concurrency}; accepted: 0 to max_provisioned_concurrency = "
            f"{predict.max_provisioned_concurrency}",
            (f"{base}.max_provisioned_concurrency",),
            str(predict.max_provisioned_concurrency),
        )
    reserved = predict.reserved_concurrency
    if reserved is not None and predict.max_provisioned_concurrency > reserved:
        yield Clash(
            f"{base}.max_provisioned_concurrency",
            f"is {predict.max_provisioned_concurrency}; accepted: at most reserved_concurrency = {reserved}",
            (f"{base}.reserved_concurrency",),
            str(reserved),
        )


def deadlines(settings: Settings) -> Iterator[Clash]:
    """Each deadline holds the ones inside it."""
    theme, retry = settings.inference, settings.inference.retry
    try:
        RetryPolicy(retry.initial_timeout_s, retry.retry_delay_s, retry.max_retries, retry.task_timeout_s)
    except ValueError as error:
        yield Clash(
            "inference.retry.initial_timeout_s",
            f"does not fit: {error}",
            ("inference.retry.task_timeout_s", "inference.retry.retry_delay_s", "inference.retry.max_retries"),
            f"{retry.task_timeout_s:g}",
        )
    least_timeout = retry.task_timeout_s + PREDICT_MARGIN_SECONDS
    if theme.predict.timeout_seconds < least_timeout:
        yield Clash(
            "inference.predict.timeout_seconds",
            f"is {theme.predict.timeout_seconds}; accepted: {least_timeout:g} or more: retry.task_timeout_s, and "
            f"{PREDICT_MARGIN_SECONDS} s to write the results",
            ("inference.retry.task_timeout_s",),
            "900",
        )
    wake = (
        theme.components.wake_retry_seconds * theme.components.wake_retry_attempts / 60
        if theme.components.enabled
        else 0
    )
    least = theme.batch.max_runtime_minutes + wake
    if theme.execution_timeout_minutes <= least:
        yield Clash(
            "inference.execution_timeout_minutes",
            f"is {theme.execution_timeout_minutes}; accepted: more than {least:g}, the longest batch job "
            "and wake-up together",
            (
                "inference.batch.max_runtime_minutes",
                "inference.components.enabled",
                "inference.components.wake_retry_seconds",
                "inference.components.wake_retry_attempts",
            ),
            str(int(least) + 60),
        )


def sandbox_only(settings: Settings) -> Iterator[Clash]:
    """What only makes sense on this machine stays there."""
    if settings.environment != "sandbox" and settings.foundation.functions.architecture == "local":
        yield Clash(
            "foundation.functions.architecture",
            f"is local, but environment is {settings.environment}; accepted: arm64",
            ("environment",),
            "arm64",
        )


def production(settings: Settings) -> Iterator[Clash]:
    """Prod keeps its data, its logs, and someone who is told."""
    if settings.environment != "prod":
        return
    foundation = settings.foundation
    if not foundation.protect_data:
        yield Clash("foundation.protect_data", "is false; accepted in prod: true", ("environment",), "true")
    if foundation.log_retention_days < PROD_LOG_RETENTION_DAYS:
        yield Clash(
            "foundation.log_retention_days",
            f"is {foundation.log_retention_days}; accepted in prod: {PROD_LOG_RETENTION_DAYS} or more",
            ("environment",),
            str(PROD_LOG_RETENTION_DAYS),
        )
    if settings.any_theme_enabled and not foundation.alarm_emails:
        yield Clash(
            "foundation.alarm_emails",
            "is empty; accepted in prod: at least one address",
            ("environment", "inference.enabled", "cost"),
        )
    for name in ("owner", "cost_center"):
        if getattr(settings, name) == "unassigned":
            yield Clash(name, "is unassigned; accepted in prod: who answers and who pays", ("environment",))


RULES: tuple[Rule, ...] = (
    access_point,
    network,
    model,
    pinned_image,
    content_types,
    deployed_type,
    ranges,
    deadlines,
    sandbox_only,
    production,
    *cost_rules.RULES,
    *prediction_api_rules.RULES,
    *training_rules.TRAINING_RULES,
    *capacity_rules.RULES,
    *switching_rules.RULES,
    *resilience_rules.RULES,
    *delivery_rules.RULES,
)


def clashes(settings: Settings) -> list[Clash]:
    """Every clash in the settings, in the order of the rules."""
    return [clash for rule in RULES for clash in rule(settings)]
