"""Benchmarks, each a module to run: `python -m evals.benchmarks.NAME`."""
