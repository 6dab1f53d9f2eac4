"""Costs: one module per part of the product, each run by itself."""
