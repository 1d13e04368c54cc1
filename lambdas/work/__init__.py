"""Work that one of two Regions runs: rows, conditional writes, the lease's guard, and the dispatch."""
