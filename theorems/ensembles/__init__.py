"""Ensembles: averages, votes, diversity."""
