import torch
from geomloss import SamplesLoss

from benchmarks.conformance.measures import nearby

(x, y, _), (a, *_) = ([*map(torch.tensor, z)] for z in nearby(4, 6, 1, 1e-3))
for scaling in (0.5, 0.9):
    print("scaling =", scaling, " S(mu,nu) =", SamplesLoss("sinkhorn", p=1, scaling=scaling)(a, x, a, y).item())
