"""Delivery decided: what lets a change pass, in which order it is deployed, and who may deploy it."""

from domain.delivery.verdict import may_deploy_production, pipeline_verdict, promotion, stage_words

__all__ = [
    "may_deploy_production",
    "pipeline_verdict",
    "promotion",
    "stage_words",
]
