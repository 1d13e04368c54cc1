"""A price book for tests of advice: round figures, so that a sum can be done by hand."""

from __future__ import annotations

from datetime import date

from domain.advice.price_finder import finder
from domain.pricing import Price, PriceBook

TODAY = date(2026, 11, 26)
REGION = "us-east-1"
MODEL = "amazon.nova-lite-v1:0"
USD = {
    "lambda/requests": ("request", 2e-7),
    "lambda/duration/arm64": ("GB-second", 1e-5),
    "lambda/duration/x86_64": ("GB-second", 2e-5),
    "lambda/provisioned/arm64": ("GB-second", 3e-6),
    "lambda/provisioned-duration/arm64": ("GB-second", 8e-6),
    "sagemaker.serverless/duration": ("GB-second", 2e-5),
    "sagemaker.serverless/provisioned": ("GB-second", 5e-6),
    "sagemaker.serverless/provisioned-duration": ("GB-second", 1e-5),
    "sagemaker.hosting/ml.m5.large": ("hour", 0.1),
    "sagemaker.hosting/ml.g5.2xlarge": ("hour", 1.5),
    "sagemaker.data/in": ("GB", 0.016),
    "sagemaker.data/out": ("GB", 0.02),
    "s3/put": ("request", 5e-6),
    "s3/get": ("request", 4e-7),
    f"bedrock.tokens/{MODEL}/in": ("token", 6e-8),
    f"bedrock.tokens/{MODEL}/out": ("token", 2.4e-7),
    f"bedrock.provisioned/{MODEL}/none": ("hour", 20.0),
    f"bedrock.provisioned/{MODEL}/OneMonth": ("hour", 18.0),
}
BOOK = PriceBook(tuple(Price(item, REGION, unit, usd, "a test", TODAY) for item, (unit, usd) in USD.items()))
FIND = finder(BOOK, REGION, TODAY)
