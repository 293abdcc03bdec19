"""The coefficients of include/cincel/simd/elementary.hpp: the best polynomials (Remez's exchange, mpmath for the functions),
rounded to float32 from the lowest degree on, the others fitted again behind each rounding.

    /usr/bin/python3 tests/reference/make_coefficients.py
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 40


def best(value, weight, low, high, terms):
    """c that makes the largest weight(x) · |value(x) − Σ c[i] x^i| over low … high least, lowest degree first."""
    x = (low + high) / 2 + (high - low) / 2 * np.cos(np.linspace(np.pi, 0, 4001))
    f = np.array([float(value(mp.mpf(v))) for v in x])
    w = np.array([float(weight(mp.mpf(v))) for v in x])
    fixed = []
    for _ in range(terms):
        left = f - sum(c * x ** i for i, c in enumerate(fixed))
        c = exchange(x, left, w, range(len(fixed), terms))
        fixed.append(float(np.float32(c[0])))
    error = w * (f - sum(c * x ** i for i, c in enumerate(fixed)))
    return fixed, np.abs(error).max()


def exchange(x, f, w, powers):
    """Remez on the points x."""
    n = len(powers)
    at = np.round((1 - np.cos(np.linspace(0, np.pi, n + 1))) / 2 * (len(x) - 1)).astype(int)
    for _ in range(60):
        signs = (-1.0) ** np.arange(n + 1)
        m = np.column_stack([x[at] ** p for p in powers] + [signs / w[at]])
        c = np.linalg.solve(m, f[at])[:n]
        error = w * (f - sum(c[i] * x ** p for i, p in enumerate(powers)))
        # The largest error of each run of one sign.
        cuts = np.flatnonzero(np.diff(np.sign(error)) != 0) + 1
        runs = np.split(np.arange(len(x)), cuts)
        peaks = [run[np.argmax(np.abs(error[run]))] for run in runs]
        while len(peaks) > n + 1:
            peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
        if len(peaks) < n + 1 or list(peaks) == list(at):
            break
        at = np.array(peaks)
    return c


def best_quotient(value, high, degree):
    """p and q, both with p[0] = q[0] = 1, that make |p(u) / q(u) / value(u) − 1| small over 0 … high: least squares of
    p(u) − value(u) · q(u), weighted again and again by what is left (Lawson 1961)."""
    u = high * (1 - np.cos(np.linspace(0, np.pi, 2001))) / 2
    t, f = u / high, np.array([float(value(mp.mpf(v))) for v in u])
    weight, q, least = np.ones_like(t), np.ones_like(t), (np.inf, None)
    for _ in range(80):
        powers = [t ** i for i in range(1, degree + 1)]
        w = np.sqrt(weight) / (f * q)
        m = np.column_stack(powers + [-f * v for v in powers]) * w[:, None]
        size = np.sqrt((m * m).sum(0))
        c = np.linalg.lstsq(m / size, (f - 1) * w, rcond=None)[0] / size
        p, q = (1 + sum(k * v for k, v in zip(part, powers)) for part in (c[:degree], c[degree:]))
        error = np.abs(p / q / f - 1)
        if error.max() < least[0]:
            least = error.max(), c / np.tile(high ** np.arange(1, degree + 1.0), 2)
        weight *= error / error.max() + 1e-3
        weight /= weight.sum()
    return [1.0, *least[1][:degree]], [1.0, *least[1][degree:]], least[0]


def show(name, result):
    c, error = result
    print(f"{name}: error {error:.2g}\n    " + ", ".join(f"{v:.9g}f" for v in c))


def past_one(x):
    """(e^x − 1 − x) / x², its series where that cancels."""
    return (mp.expm1(x) - x) / x ** 2 if abs(x) > mp.mpf("1e-8") else mp.mpf(1) / 2 + x / 6


ln2 = float(mp.log(2))
for steps, terms in ((1, 5), (8, 3), (16, 2)):
    # n is the nearest multiple of 1 / steps, but up to one step less where e^x is about to overflow: the one polynomial of
    # the longest way may be less exact there.
    usual, less = ln2 / steps / 2, 1.5 if steps == 1 else 0
    show(f"e^r = 1 + r + r^2 q(r), {steps} steps",
         best(past_one, lambda r: r * r * mp.exp(-r) * ((usual / r) ** less if r > usual else 1), -usual, 2 * usual, terms))
for low, high in ((-ln2 * 1.0001, 0.0001), (-0.0001, ln2 * 1.0001)):
    show(f"e^r - 1 = r + r^2 q(r), {low:.2g} <= r <= {high:.2g}",
         best(past_one, lambda r: r * r / abs(mp.expm1(r)) if r else mp.mpf("1e-9"), low, high, 5))
show("log(1 + e) = e - e^2 q(e), 0 <= e <= 1",
     best(lambda e: (e - mp.log1p(e)) / e ** 2 if e > mp.mpf("1e-8") else mp.mpf(1) / 2 - e / 3,
          lambda e: e * e / mp.log1p(e) if e else mp.mpf("1e-9"), 0.0, 1.0, 8))
# Its error counts as a share of 1, and of a where a · share is wanted.
c, error = best(lambda a: mp.log(mp.erfc(a / mp.sqrt(2)), 2) / a if a else -mp.sqrt(2 / mp.pi) / mp.log(2),
                lambda a: max(mp.mpf(1), a) * a * mp.erfc(a / mp.sqrt(2)) / 2 if a else mp.mpf("1e-9"), 0.0, 5.6, 8)
show("share of the normal distribution below -a = 2^(a q(a) - 1), 0 <= a <= 5.6", (c, error))
print("    2^-127 at a =", -126 / np.polyval(c[::-1], float(np.float32(5.6))))
p, q, error = best_quotient(lambda u: mp.tanh(mp.sqrt(u)) / mp.sqrt(u) if u else mp.mpf(1), 81.0, 4)
show("tanh a = a p(a^2) / q(a^2), 0 <= a <= 9: p", (p, error))
show("    q", (q, error))
