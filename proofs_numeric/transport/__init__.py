"""Models of the results on transport."""
