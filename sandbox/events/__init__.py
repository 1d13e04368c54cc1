"""EventBridge rules and EventBridge Scheduler: events that reach their targets, schedules that fire."""
