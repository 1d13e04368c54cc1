"""Merge the records of a run into one result for each input."""
