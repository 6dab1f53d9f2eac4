"""What a process holds while it serves: loading, queues, limits, metrics."""
