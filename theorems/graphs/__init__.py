"""Graphs: Fourier analysis and filters."""
