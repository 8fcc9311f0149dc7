"""Models of the results on regularisation."""
