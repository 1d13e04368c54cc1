"""``advisor delivery``: who may take which role of the pipeline."""
