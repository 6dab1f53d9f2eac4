"""The last check: every statement against its source."""
