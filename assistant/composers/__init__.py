"""Ways to put evidence into words."""
