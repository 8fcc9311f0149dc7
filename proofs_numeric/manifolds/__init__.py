"""Models of the results on manifolds."""
