"""References: scattering and its gradient written out, with the filters of what is measured; the line in extended precision."""
import numpy as np


def _convolved(u, spectrum, axes):
    return np.fft.ifftn(np.fft.fftn(u, axes=axes) * spectrum, axes=axes)


def scattering(x, layers, phi, paths, stride):
    """S x (B, paths, *samples) for x (B, *grid), spectra layers[m] (L, *grid) and phi (*grid), every `stride` samples."""
    axes = tuple(range(1, x.ndim))
    keep = (slice(None), *(slice(None, None, stride) for _ in axes))
    known = {(): x}
    for p in sorted((path[:m] for path in paths for m in range(1, len(path) + 1)), key=len):
        if p not in known:
            known[p] = abs(_convolved(known[p[:-1]], layers[len(p) - 1][p[-1]], axes))
    return np.stack([_convolved(known[p], phi, axes).real[keep] for p in paths], 1)


def scattering_gradient(x, layers, phi, paths, stride, weight):
    """The gradient at x (B, *grid) of the sum of weight (S x)^2, weight (*samples) of 0 and 1: backwards along every path."""
    axes = tuple(range(1, x.ndim))
    keep = (slice(None), *(slice(None, None, stride) for _ in axes))
    z = {(): x}
    for p in sorted((path[:m] for path in paths for m in range(1, len(path) + 1)), key=len):
        if p not in z:
            z[p] = _convolved(abs(z[p[:-1]]) if p[:-1] else x, layers[len(p) - 1][p[-1]], axes)
    slope = {p: np.zeros(x.shape) for p in z}
    for p in paths:
        u = abs(z[p]) if p else x
        spread = np.zeros(x.shape)
        spread[keep] = 2 * weight * _convolved(u, phi, axes).real[keep]
        slope[p] += _convolved(spread, np.conj(phi), axes).real
    for p in sorted(z, key=len, reverse=True):
        if p:
            size = abs(z[p])
            turned = slope[p] * z[p] / np.where(size > 0, size, 1)
            slope[p[:-1]] += _convolved(turned, np.conj(layers[len(p) - 1][p[-1]]), axes).real
    return slope[()]


def line(x, y, p, a=None, b=None):
    """W_p (B,) between points x (B, n), y (B, m) in extended precision; quantile functions are compared at the merged levels."""
    out = np.empty(len(x), np.longdouble)
    for k in range(len(x)):
        sides = []
        for z, w in ((x[k], None if a is None else a[k]), (y[k], None if b is None else b[k])):
            order = np.argsort(z)
            w = np.full(len(z), 1, np.longdouble) if w is None else w[order].astype(np.longdouble)
            levels = np.cumsum(w) / w.sum()
            levels[-1] = 1
            sides.append((z[order].astype(np.longdouble), levels))
        (u, A), (v, B) = sides
        if a is None and len(u) == len(v):
            out[k] = (abs(u - v) ** p).mean() ** (np.longdouble(1) / p)
            continue
        levels = np.sort(np.concatenate([A, B[:-1]]))
        i, j = np.minimum(np.searchsorted(A, levels), len(u) - 1), np.minimum(np.searchsorted(B, levels), len(v) - 1)
        t = np.diff(levels, prepend=np.longdouble(0))
        out[k] = (t * abs(u[i] - v[j]) ** p).sum() ** (np.longdouble(1) / p)
    return out


def gaussian(m1, S1, m2, S2, digits=40):
    """W_2 (B,) between Gaussian laws, from eigenvalues with that many digits."""
    import mpmath as mp
    found = []
    with mp.workdps(digits):
        for u, S, v, T in zip(m1, S1, m2, S2):
            S, T = mp.matrix(S.tolist()), mp.matrix(T.tolist())
            root = mp.cholesky(S)
            cross = mp.eigsy(root.T * T * root, eigvals_only=True)
            spread = sum(S[i, i] + T[i, i] - 2 * mp.sqrt(max(cross[i], 0)) for i in range(S.rows))
            found.append(float(mp.sqrt(sum((mp.mpf(float(s)) - mp.mpf(float(t))) ** 2 for s, t in zip(u, v)) + spread)))
    return np.array(found)
