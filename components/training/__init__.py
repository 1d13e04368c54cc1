"""Theme: train, judge, register and deploy a model."""
