"""Handlers that are packaged as `code/inference.py` of a model archive."""
