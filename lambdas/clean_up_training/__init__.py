"""Takes back what a run that failed left half made; what is in service is never touched."""
