"""List a prefix, choose the path of the run, store its manifest."""
