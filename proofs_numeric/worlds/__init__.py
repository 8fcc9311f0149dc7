"""Worlds: finite spaces in which many theorems live. `world` says what they have in common."""
