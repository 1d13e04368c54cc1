"""API Gateway's REST APIs on this machine: the control plane, and calls over HTTP."""
