"""Takes the rules apart, one predicate after the other, and demands that their fixtures notice: ``make mutate``."""
