"""``python -m advisor model``: packages of models, from a file to predictions."""
