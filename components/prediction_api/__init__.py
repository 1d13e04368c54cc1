"""HTTP predictions."""

from components.prediction_api.component import PredictionApi, PredictionApiArgs

__all__ = ["PredictionApi", "PredictionApiArgs"]
