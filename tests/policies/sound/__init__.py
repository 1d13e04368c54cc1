"""Sound stacks, as teams write them: no rule may stop one, neither in an update nor in a preview."""

from __future__ import annotations

from guardrails.evaluate import Subject

from tests.policies.sound import data, preflight, sagemaker, scaling, serverless, services, traffic, web

STACKS: dict[str, list[Subject]] = {
    "real-time": sagemaker.REALTIME,
    "serverless": sagemaker.SERVERLESS,
    "scale to zero": sagemaker.SCALE_TO_ZERO,
    "asynchronous": sagemaker.ASYNCHRONOUS,
    "laboratory": sagemaker.LABORATORY,
    "uploads": services.UPLOADS,
    "workflow": services.WORKFLOW,
    "databases": data.DATABASES,
    "streams": data.STREAMS,
    "files": data.FILES,
    "site": web.SITE,
    "account": web.ACCOUNT,
    "endpoints": preflight.ENDPOINTS,
    "documents": preflight.DOCUMENTS,
    "global tables": traffic.GLOBAL_TABLES,
    "failover": traffic.FAILOVER,
    "clock and events": traffic.CLOCK,
    "interfaces and machines": serverless.STACK,
    "scaling": scaling.SCALING,
    "monitoring": scaling.MONITORING,
}
"""Every stack by what it is."""
