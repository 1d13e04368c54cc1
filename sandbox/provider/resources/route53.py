"""Route 53: health checks, records, zones."""

from __future__ import annotations

from sandbox.provider.resources._route53_health import HealthCheck
from sandbox.provider.resources._route53_records import Record
from sandbox.provider.resources._route53_zone import Zone

RESOURCES = (HealthCheck, Record, Zone)
