"""Shared mathematics of the models: one subject per module."""
