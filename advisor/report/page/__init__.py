"""The report as one HTML page that a reviewer opens: nothing to fetch, no script, for the dark and for a phone."""

from advisor.report.page.document import render

__all__ = ["render"]
