"""Answers HTTP requests for predictions that come through API Gateway."""
