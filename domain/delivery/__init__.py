"""Delivery decided: what lets a change pass, in which order it is deployed, and who may deploy it."""

from domain.delivery.claims import Job, claims_of, pull_request
from domain.delivery.roles import Delivery, DeliveryRole, parse_role
from domain.delivery.subjects import AUDIENCE, ISSUER, Repository, parse_repository
from domain.delivery.trust import TrustDecision, may_assume
from domain.delivery.trust_rules import role_problems, trust_problems
from domain.delivery.verdict import may_deploy_production, pipeline_verdict, promotion, stage_words
from domain.delivery.who import Attempt, who_may

__all__ = [
    "AUDIENCE",
    "ISSUER",
    "Attempt",
    "Delivery",
    "DeliveryRole",
    "Job",
    "Repository",
    "TrustDecision",
    "claims_of",
    "may_assume",
    "may_deploy_production",
    "parse_repository",
    "parse_role",
    "pipeline_verdict",
    "promotion",
    "pull_request",
    "role_problems",
    "stage_words",
    "trust_problems",
    "who_may",
]
