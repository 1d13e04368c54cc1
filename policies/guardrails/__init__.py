"""Guardrails for AWS stacks in Pulumi: one rule a file, each a policy of its own.

``catalog.load()`` finds the rules, ``judge`` applies them under a configuration, and
``Catalog.check()`` runs them over plain values without an engine.
"""
