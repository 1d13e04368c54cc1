"""The peer of `benchmarks/predictions.py`: a handler as tutorials have it, a pickled scikit-learn model in S3.

Its design, not its code, is what is compared: one client at the start, the object unpickled by the first request and
kept for ever, `predict` on one row, a reply without checks. The features come parsed, which spares it the JSON.
"""

from __future__ import annotations

import json
import pickle
import time
from typing import Any

import boto3
import numpy as np

STORAGE = boto3.client("s3")
KEPT: dict[tuple[str, str], Any] = {}


def _model(bucket: str, key: str) -> Any:
    place = (bucket, key)
    if place not in KEPT:
        print(f"loading {key}")
        KEPT[place] = pickle.loads(STORAGE.get_object(Bucket=bucket, Key=key)["Body"].read())
    else:
        print(f"kept {key}")
    return KEPT[place]


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    begun = time.time()
    row = np.array(event["features"]).reshape(1, -1)
    model = _model(event["bucket"], event["key"])
    answer: dict[str, Any] = {"prediction": int(model.predict(row)[0])}
    if event.get("probabilities"):
        answer["probabilities"] = model.predict_proba(row)[0].tolist()
    answer["milliseconds"] = int((time.time() - begun) * 1000)
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(answer)}
