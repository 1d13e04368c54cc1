"""Lambda: functions run from their deployed zip, each execution environment a process of its own, kept warm."""
