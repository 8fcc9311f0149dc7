import numpy as np
import ot
import torch
from geomloss import SamplesLoss

rng = np.random.default_rng(0)
x, y, w = rng.normal(size=(10, 2)), rng.normal(size=(10, 2)), np.full(10, 0.1)
C = np.linalg.norm(x[:, None] - y, axis=-1)
for blur, scaling in ((0.05, 0.5), (1e-3, 0.5), (1e-3, 0.9)):
    S = SamplesLoss("sinkhorn", p=1, blur=blur, scaling=scaling)(torch.tensor(x), torch.tensor(y)).item()
    print("blur =", blur, "scaling =", scaling, " |S - W_1| / diameter =", abs(S - ot.emd2(w, w, C)) / C.max())
