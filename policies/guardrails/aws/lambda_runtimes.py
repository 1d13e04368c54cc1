"""When AWS ends the support of each Lambda runtime, as published on 2026-11-22.

Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html (deprecation dates).
"""

from __future__ import annotations

from datetime import date
from typing import Final

END_OF_SUPPORT: Final = {
    "python2.7": date(2021, 7, 15),
    "python3.6": date(2022, 7, 18),
    "python3.7": date(2023, 12, 4),
    "python3.8": date(2024, 10, 14),
    "python3.9": date(2025, 12, 15),
    "python3.10": date(2026, 10, 31),
    "python3.11": date(2027, 6, 30),
    "python3.12": date(2028, 10, 31),
    "python3.13": date(2029, 6, 30),
    "python3.14": date(2029, 6, 30),
    "nodejs12.x": date(2023, 3, 31),
    "nodejs14.x": date(2023, 12, 4),
    "nodejs16.x": date(2024, 6, 12),
    "nodejs18.x": date(2025, 9, 1),
    "nodejs20.x": date(2026, 4, 30),
    "java8": date(2024, 1, 8),
    "go1.x": date(2024, 1, 8),
    "provided": date(2024, 1, 8),
    "dotnetcore3.1": date(2023, 4, 3),
    "dotnet6": date(2024, 12, 20),
    "ruby2.7": date(2023, 12, 7),
}
"""Last day on which the runtime is supported. A runtime that is not here has no date that this pack could rely on."""
