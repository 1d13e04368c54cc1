"""What several rules know of AWS: documents, resource shapes, dates. Pure, and without a rule of its own."""
