"""Regularisation: weight decay, dropout, noise."""
