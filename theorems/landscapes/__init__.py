"""Mathematics of deep learning: landscapes, random layers, representations."""
