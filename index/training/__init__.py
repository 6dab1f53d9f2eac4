"""How policy-e5 was taught, and how that is done again: `python -m index.training --help`."""
