"""From evidence to the statements of an answer."""
