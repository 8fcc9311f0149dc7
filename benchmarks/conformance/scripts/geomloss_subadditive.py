import torch
from geomloss import SamplesLoss

left, right = (torch.tensor([[v]], dtype=torch.float64) for v in (0.0, 1.0))
both = torch.cat([left, right])                         # half of the mass at each end
for blur in (0.05, 0.5, 5.0):
    S = [SamplesLoss("sinkhorn", p=1, blur=blur)(x, y).item() for x, y in ((left, right), (left, both), (both, right))]
    print("blur =", blur, " S(mu,rho) / (S(mu,nu) + S(nu,rho)) =", S[0] / (S[1] + S[2]))
