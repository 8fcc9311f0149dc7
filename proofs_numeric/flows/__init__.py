"""Models of the results on flows and auto-encoders."""
