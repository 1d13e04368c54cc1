"""Adapters of AWS services. Each module says beside its calls which IAM actions they need: roles are made from that."""
