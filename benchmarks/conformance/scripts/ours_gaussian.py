import jax
import numpy as np

from proofs_numeric.numerics.gaussians import gaussian_w2

jax.config.update("jax_enable_x64", True)
H = np.array([[1.0, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])
T = np.diag([1.0, 2, 3, 5])
for spectrum in ([8.0, 4, 0, 0], [1000.0, 30, 3, 1]):   # rank 2, and condition 1e6
    R = H @ np.diag(spectrum) @ H
    S1, S2, exact = R @ R, T @ R @ R @ T, np.trace((np.eye(4) - T) @ R @ R @ (np.eye(4) - T))
    found = gaussian_w2(np.zeros(4), S1, np.zeros(4), S2) ** 2
    print("|W_2^2 - exact| / traces =", abs(found - exact) / np.trace(S1 + S2))
