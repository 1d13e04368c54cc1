"""Entry of ``auto_stop``: composition only."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from domain.cost import AutoStopAction
from domain.metrics import Metric
from domain.pricing import PriceBook
from lambdas import sdk
from lambdas.auto_stop.acting import Acting
from lambdas.auto_stop.inspection import Inspection
from lambdas.auto_stop.inventory import Inventory
from lambdas.auto_stop.judge import Rules
from lambdas.auto_stop.report import Report
from lambdas.auto_stop.request import Task, parse
from lambdas.auto_stop.restore import restore, status
from lambdas.auto_stop.run import AutoStop
from lambdas.auto_stop.settings import Messages, Settings
from lambdas.clients.endpoint_capacity import EndpointCapacity
from lambdas.clients.endpoint_components import EndpointComponents
from lambdas.clients.endpoint_metrics import EndpointMetrics
from lambdas.clients.endpoint_removal import EndpointRemoval
from lambdas.clients.endpoint_state import EndpointStates
from lambdas.clients.notices import Notices
from lambdas.clients.scalable_targets import ScalableTargets
from lambdas.clients.stop_records import StopRecords
from lambdas.clients.tagged_endpoints import TaggedEndpoints
from lambdas.errors import AutoStopFailedError
from lambdas.prices import hosting_rate, price_book
from lambdas.telemetry import log, publish


def handler(event: object, context: Any) -> dict[str, Any]:
    """Stop what is idle, take that back, or say what is stopped.

    Raises:
        AutoStopFailedError: Some endpoints failed; all others were dealt with, and the message went out.
    """
    request, settings = parse(event), Settings.from_env(os.environ)
    acting = _acting(settings)
    if request.task is Task.STATUS:
        return status(acting)
    if request.task is Task.RESTORE:
        reply = restore(acting, request, datetime.now(UTC))
        log().info("restored", extra=reply)
    else:
        report = _auto_stop(settings, acting, lambda: context.get_remaining_time_in_millis() / 1000)(
            dry_run=settings.dry_run or request.dry_run
        )
        _tell(settings, acting.records, report)
        reply = report.to_reply()
    if reply["failed"]:
        listed = "; ".join(reply["failed"])
        raise AutoStopFailedError(f"{len(reply['failed'])} failed, all others are done: {listed}")
    return reply


def _acting(settings: Settings) -> Acting:
    sagemaker = sdk.client("sagemaker")
    targets = ScalableTargets(sdk.client("application-autoscaling"))
    deletes = settings.action is AutoStopAction.DELETE and settings.environment != "prod"
    return Acting(
        inspection=Inspection(EndpointStates(sagemaker), targets, EndpointMetrics(sdk.client("cloudwatch"))),
        capacity=EndpointCapacity(sagemaker),
        targets=targets,
        records=StopRecords(sdk.client("dynamodb"), settings.record_table),
        removal=EndpointRemoval(sagemaker) if deletes else None,
    )


def _auto_stop(settings: Settings, acting: Acting, time_left: Callable[[], float]) -> AutoStop:
    return AutoStop(
        rules=Rules(
            environment=settings.environment,
            action=settings.action,
            idle_minutes=settings.idle_minutes,
            tags=settings.endpoint_tags,
            units=settings.units,
            overrides=settings.overrides,
            rate=hosting_rate(_prices(), os.environ["AWS_REGION"], datetime.now(UTC).date()),
        ),
        inventory=Inventory(
            tagged=TaggedEndpoints(sdk.client("resourcegroupstaggingapi")),
            components=EndpointComponents(sdk.client("sagemaker")),
            metrics=acting.inspection.metrics,
            tags=settings.endpoint_tags,
        ),
        inspection=acting.inspection,
        acting=acting,
        clock=lambda: datetime.now(UTC),
        time_left=time_left,
    )


def _prices() -> PriceBook:
    """The prices; without usable ones savings are unpriced, but what idles is stopped all the same."""
    try:
        return price_book()
    except (OSError, ValueError) as error:
        log().error("the prices cannot be read, so savings are unpriced", extra={"error": str(error)})
        return PriceBook(())


def _tell(settings: Settings, records: StopRecords, report: Report) -> None:
    """Log and publish; people get a message when there are news, or after every run if the stack says so.

    A dry run finds the same endpoints every hour, and so does a failure that lasts: as news those are told once.
    """
    log().info("looked at endpoints", extra=report.to_reply())
    publish(settings.environment, report.to_metrics())
    for code, count in report.kept.items():
        publish(settings.environment, {Metric.ENDPOINTS_KEPT: count}, Reason=code)
    gist, always = report.gist(), settings.messages is Messages.EVERY_RUN
    if not always and gist == records.last_notice():
        return
    if gist or always:
        Notices(sdk.client("sns"), settings.topic_arn).send(report.subject(), report.message())
    records.remember_notice(gist)
