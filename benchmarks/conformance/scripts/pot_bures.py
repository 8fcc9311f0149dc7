import numpy as np
import ot

H = np.array([[1.0, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])
R, T = H @ np.diag([1000.0, 30, 3, 1]) @ H, np.diag([1.0, 2, 3, 5])
S1, S2 = R @ R, T @ R @ R @ T                           # the optimal map is T: W_2^2 = tr (I - T) S1 (I - T)
exact = np.trace((np.eye(4) - T) @ S1 @ (np.eye(4) - T))
found = ot.gaussian.bures_wasserstein_distance(np.zeros(4), np.zeros(4), S1, S2) ** 2
print("|W_2^2 - exact| / traces =", abs(found - exact) / np.trace(S1 + S2))
