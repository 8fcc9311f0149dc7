import torch
from geomloss import SamplesLoss

loss, x = SamplesLoss("sinkhorn", p=2), torch.tensor([[0.0], [1.0], [3.0]], dtype=torch.float64)
print("S(mu,mu) =", loss(x, x).item())
print("one point:", loss(x[:1], x[:1]))                 # a cloud of diameter 0
