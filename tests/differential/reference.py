"""The numbers that a network must give, by PyTorch in float64, and how far float32 may be from them.

What rounding does is learnt, not guessed: every value and every gradient on the way is disturbed by 1e-7 of its root
mean square, several times. A draw whose numbers move much by that stands at a kink (a ReLU at 0, two equal maxima) or
cancels; it is drawn again with other numbers."""
import numpy as np
import torch

import combinators, points, shapes, windows  # noqa: F401, E401 (they define the layers)
from field import receptive_field
from tree import Context, Invalid, apply_all, as_floats, uniform

BATCH, STEPS = 3, 3
INPUT_SEED, TARGET_SEED, PARAMETER_SEED = 1000003, 2000003, 1009
SGD = dict(rate=0.0625, momentum=0.875)
ADAM = dict(rate=0.015625, beta_1=0.9, beta_2=0.999, epsilon=1e-3)


class Disturb(torch.autograd.Function):
    generator = torch.Generator()

    @staticmethod
    def noisy(x):
        rms = (x * x).mean().sqrt()
        return x + 1e-7 * rms * torch.randn(x.shape, generator=Disturb.generator) * (x != 0)

    @staticmethod
    def forward(ctx, x):
        return Disturb.noisy(x)

    @staticmethod
    def backward(ctx, g):
        return Disturb.noisy(g)


class Run:
    """A network with numbers of draw `attempt`."""

    def __init__(self, tree, attempt):
        self.tree, self.attempt = tree, attempt
        # Once with zeros, for the shapes of inputs.
        probe = Context(self.make, lambda i, n: torch.zeros(1, *input_shape(n)), False)
        apply_all(probe, None, tree)
        self.specs, self.parameters = probe.input_specs, probe.parameters
        self.sizes = [int(np.prod(input_shape(n))) for n in self.specs]
        u = uniform(BATCH * sum(self.sizes), INPUT_SEED + attempt).reshape(BATCH, -1)
        self.inputs, at = [], 0
        for n, size in zip(self.specs, self.sizes):
            part, limit = u[:, at:at + size], input_limit(n)
            values = np.floor(part * limit) if limit else 2 * part - 1
            self.inputs.append(as_floats(values, (BATCH, *input_shape(n))))
            at += size

    def make(self, number, p):
        low, high = np.float64(p.low), np.float64(p.high)
        return as_floats(low + (high - low) * uniform(p.volume(), PARAMETER_SEED * (self.attempt + 1) + number), p.shape)

    def forward(self, make, training, disturb):
        c = Context(make, lambda i, n: self.inputs[i], training, disturb)
        y = apply_all(c, None, self.tree)
        if c.taps or not self.specs:
            raise Invalid
        return c, [y] + list(c.outputs.values())

    def targets(self, outputs):
        """In [-1, 1), or, for what ends in probabilities, in [0, 1)."""
        u = uniform(BATCH * sum(y[0].numel() for y in outputs), TARGET_SEED + self.attempt).reshape(BATCH, -1)
        parts = np.split(u, np.cumsum([y[0].numel() for y in outputs])[:-1], 1)
        return [as_floats(t if self.ending(y) else 2 * t - 1, y.shape) for t, y in zip(parts, outputs)]

    def ending(self, y):
        """0, or 1 for what ends in a Softmax, or 2 in a Sigmoid: cross-entropies instead of the mean square."""
        return next((k for z, k, channels in self.endings if z is y and y.shape[-1] == channels), 0)

    def gradients(self, values, disturb):
        """Loss and gradients; moving statistics in `values` move."""
        leaves = [v.detach().clone().requires_grad_(p.trainable) for v, p in zip(values, self.parameters)]
        c, outputs = self.forward(lambda i, p: leaves[i], True, disturb)
        self.endings, loss = c.endings, 0
        for y, t in zip(outputs, self.targets(outputs)):
            if self.ending(y) == 1:
                loss = loss - (t * torch.log(y)).sum(-1).mean()
            elif self.ending(y) == 2:
                loss = loss - (t * torch.log(y) + (1 - t) * torch.log(1 - y)).mean()
            else:
                loss = loss + ((y - t) ** 2).mean()
        if loss.requires_grad:
            loss.backward()
        for v, leaf in zip(values, leaves):
            v.copy_(leaf.detach())
        return loss.item(), [torch.zeros_like(v) if v.grad is None else v.grad for v in leaves]

    def train(self, rule, disturb):
        """Parameters after the steps of `rule`, and the first step's loss and gradients."""
        values = [p.value.clone() for p in self.parameters]
        slots = [[torch.zeros_like(v) for v in values] for _ in range(2)]
        first = None
        for t in range(1, STEPS + 1):
            loss, gradient = self.gradients(values, disturb)
            first = first or (loss, gradient)
            for i, p in enumerate(self.parameters):
                if p.trainable:
                    rule(values[i], gradient[i], slots[0][i], slots[1][i], t)
        return values, first

    def all_numbers(self, trains, disturb=lambda x: x):
        """Groups of (name, tensors): outputs and, of a network that is trained, loss, gradients, parameters."""
        with torch.no_grad():
            c, outputs = self.forward(lambda i, p: self.parameters[i].value, False, disturb)
        self.macs, self.constants = c.macs, c.constants
        groups = {"output": [y.reshape(-1) for y in outputs]}
        self.shapes = [tuple(y.shape[1:]) for y in outputs]
        self.endings = c.endings
        self.kinds = [self.ending(y) for y in outputs]
        if trains:
            sgd, (loss, gradient) = self.train(sgd_rule, disturb)
            groups["loss"] = [torch.tensor([loss])]
            groups["gradient"] = [g for g, p in zip(gradient, self.parameters) if p.trainable]
            groups["sgd"], groups["adam"] = sgd, self.train(adam_rule, disturb)[0]
        return groups


def sgd_rule(w, g, v, _, t):
    v.mul_(SGD["momentum"]).sub_(SGD["rate"] * g)
    w.add_(v)


def adam_rule(w, g, m, v, t):
    m.add_((1 - ADAM["beta_1"]) * (g - m))
    v.add_((1 - ADAM["beta_2"]) * (g * g - v))
    rate = ADAM["rate"] * (1 - ADAM["beta_2"]**t)**0.5 / (1 - ADAM["beta_1"]**t)
    w.sub_(rate * m / (v.sqrt() + ADAM["epsilon"]))


def input_shape(n):
    return tuple(n.args[:1] if n.kind == "Tokens" else n.args)


def input_limit(n):
    """Whole numbers below this, or 0: numbers in [-1, 1)."""
    return {"Tokens": n.args[-1], "ByteInput": 256}.get(n.kind, 0)


RELATIVE = {"output": 1e-5, "loss": 1e-5, "gradient": 1e-4, "sgd": 1e-4, "adam": 1e-4}


class Reference:
    """Numbers and limits of one draw, or Invalid if no draw is far enough from kinks."""

    def __init__(self, tree, trains, attempts=6):
        self.trains = trains
        for attempt in range(attempts):
            self.run = Run(tree, attempt)
            self.groups = self.run.all_numbers(trains)
            if self.is_steady():
                return
        raise Invalid

    def is_steady(self):
        if not all(torch.isfinite(t).all() and t.abs().max() < 1e4 for g in self.groups.values() for t in g):
            return False
        self.noise = {k: [0.0] * len(g) for k, g in self.groups.items()}
        for seed in range(3):
            Disturb.generator.manual_seed(seed)
            for k, g in self.run.all_numbers(self.trains, Disturb.apply).items():
                for i, t in enumerate(g):
                    self.noise[k][i] = max(self.noise[k][i], (t - self.groups[k][i]).abs().max().item())
        for k, noises in self.noise.items():
            top = max((self.scale(k, i) for i in range(len(noises))), default=0)
            for i, noise in enumerate(noises):
                if not noise <= RELATIVE[k] * max(self.scale(k, i), 1e-3 * top, 1e-3):
                    return False
        return True

    def scale(self, k, i):
        """What errors are relative to: the largest number, or, of parameters, how far they moved."""
        t = self.groups[k][i]
        if k in ("sgd", "adam"):
            t = t - self.run.parameters[i].value
        return t.abs().max().item()

    def limits(self, k, i):
        """Allowed differences in float32 and in float64. A gradient whose terms cancel has the rounding of the largest
        one beside it: its terms are of that size, and the contract is 1e-4 of theirs."""
        scale, noise = self.scale(k, i), self.noise[k][i]
        whole = self.groups[k][i].abs().max().item()
        rounding = 1e-7 * whole
        if k == "gradient":
            rounding = 3e-7 * max(t.abs().max().item() for t in self.groups[k])
        elif k in ("sgd", "adam"):
            rounding = 3e-7 * whole
        exact = (1e-6 if self.run.constants else 1e-9) * scale + 1e-13 * whole
        return RELATIVE[k] * scale + rounding + 4 * noise, exact + noise * (1e-1 if self.run.constants else 1e-5)

    def numbers(self, values):
        """One flat list, as check.hpp reads it; at most `values` numbers of a tensor are kept."""
        run = self.run
        trained = sum(p.volume() for p in run.parameters if p.trainable)
        out = [run.attempt, trained, sum(p.volume() for p in run.parameters) - trained, run.macs]
        out += [*receptive_field(run.tree), int(self.trains)]
        out += [len(run.sizes)] + [v for n, s in zip(run.specs, run.sizes) for v in (s, input_limit(n))]
        out += [len(run.parameters)] + [v for p in run.parameters for v in (p.volume(), p.low, p.high, p.trainable)]
        out += [len(run.shapes)]
        for shape, kind in zip(run.shapes, run.kinds):
            out += [len(shape), *shape, kind]
        for k in self.groups:
            for i, t in enumerate(self.groups[k]):
                t = t.reshape(-1).numpy()
                n, kept = len(t), min(len(t), values)
                share = 2 * uniform(n, 77) - 1
                out += [n, *self.limits(k, i), float(share @ t), kept, *t[np.arange(kept) * n // kept]]
        return [float(v) for v in out]
