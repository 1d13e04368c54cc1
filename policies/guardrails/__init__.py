"""Guardrails for AWS stacks in Pulumi: one rule a file, each a policy of its own.

``catalog.load()`` finds the rules, ``adapter.policies()`` turns them into CrossGuard policies, and
``Catalog.check()`` runs them over plain values without an engine.
"""
