"""S3 replication: what is written to a bucket that has rules is copied to the buckets that they name."""
