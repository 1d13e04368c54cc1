"""Start the transform job of a run and remember who waits for it."""
