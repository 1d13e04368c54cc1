"""Settle waiting tasks whose event was lost."""
