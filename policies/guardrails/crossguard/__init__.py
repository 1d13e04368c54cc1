"""The edge to Pulumi: rules as CrossGuard policies, and the Analyzer protocol."""
