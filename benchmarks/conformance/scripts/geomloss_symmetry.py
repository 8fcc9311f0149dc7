import torch
from geomloss import SamplesLoss

torch.manual_seed(0)
x, y, loss = torch.randn(6, 1, dtype=torch.float64), torch.randn(6, 1, dtype=torch.float64), SamplesLoss("sinkhorn", p=2)
print("S(mu,nu) - S(nu,mu) =", loss(x, y).item() - loss(y, x).item())
