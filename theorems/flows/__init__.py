"""Flows and auto-encoders: the Wasserstein distance inside a learning rule."""
