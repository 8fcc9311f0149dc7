"""Scattering transforms: translations, deformations, distances."""
