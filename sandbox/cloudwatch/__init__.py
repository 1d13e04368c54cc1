"""What CloudWatch does and moto does not: reading metrics by period, percentiles, math; dashboards that are checked."""
