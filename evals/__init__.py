"""Evaluation: cases, metrics, gates, benchmarks."""
