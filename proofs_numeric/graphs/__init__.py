"""Models of the results on graphs."""
