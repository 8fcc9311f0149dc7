"""Optimal transport: the Wasserstein distance, its dual, its samples."""
