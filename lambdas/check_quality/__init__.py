"""Refuses data that breaks rules of quality, or has drifted from the last accepted run."""
