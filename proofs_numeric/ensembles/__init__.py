"""Models of the results on ensembles."""
