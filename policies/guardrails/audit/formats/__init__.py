"""How a report is written: one module a format, each with ``render(report) -> str``."""
