"""The rules over files of stacks that exist, without an engine: ``python -m guardrails audit FILE...``.

Nothing here imports Pulumi, so the folder and a Python are enough.
"""
