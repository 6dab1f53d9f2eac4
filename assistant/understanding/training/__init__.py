"""Training the heads of the understanding from the examples in `examples/`."""
