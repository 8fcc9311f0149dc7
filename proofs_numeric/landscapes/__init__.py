"""Models of the results on landscapes, layers and representations."""
