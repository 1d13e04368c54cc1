"""Where the project lies: its stack files, its prices, and the folder in which Pulumi runs."""

from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[1]
