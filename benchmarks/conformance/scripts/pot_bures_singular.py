import numpy as np
import ot

H = np.array([[1.0, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])
R, T = H @ np.diag([8.0, 4, 0, 0]) @ H, np.diag([1.0, 2, 3, 5])
S1, S2 = R @ R, T @ R @ R @ T                           # covariances of rank 2
print("exact W_2^2:", np.trace((np.eye(4) - T) @ S1 @ (np.eye(4) - T)))
print(ot.gaussian.bures_wasserstein_distance(np.zeros(4), np.zeros(4), S1, S2) ** 2)
