"""Manifolds: reach, landmarks, samples."""
