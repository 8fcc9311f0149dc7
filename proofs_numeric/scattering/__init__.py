"""Models of the results on scattering."""
