"""Models of the results on networks."""
