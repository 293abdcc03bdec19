"""What gives a value another shape, drawn at random among the ways to do it."""
import torch

from tree import Invalid, Node, apply_all


def split(r, n, parts):
    """n as a product of so many factors."""
    out = []
    for _ in range(parts - 1):
        f = r.choice([d for d in range(1, min(n, 12) + 1) if n % d == 0])
        out.append(f)
        n //= f
    return out + [n]


class Adapter:
    """Needs `r`, a random.Random, and `c`, the context in which layers are applied as they are drawn."""

    def chance(self, p):
        return self.r.random() < p

    def attempt(self, x, nodes):
        """Applies layers; leaves no trace where they cannot stand."""
        c = self.c
        kept = len(c.parameters), c.macs, dict(c.shared), dict(c.taps), dict(c.outputs), c.replay
        try:
            return apply_all(c, x, nodes)
        except Invalid:
            del c.parameters[kept[0]:]
            c.macs, c.shared, c.taps, c.outputs, c.replay = kept[1:]
            return None

    def to_flat(self, x):
        rank = x.dim() - 1
        if rank == 1:
            return []
        if rank < 4 and self.chance(0.4):
            return [Node(f"Global{self.r.choice(('Average', 'Max'))}Pooling{rank - 1}D")]
        return [Node("Flatten")]

    def to_rank(self, x, rank):
        """Layers that give x another rank; the numbers stay where that is possible."""
        have, n = x.dim() - 1, x[0].numel()
        if have == rank:
            return []
        if rank == 1:
            return self.to_flat(x)
        if rank == 2:
            return [Node("Reshape", -1, x.shape[-1])] if have > 2 else [Node("Reshape", *split(self.r, n, 2))]
        return [Node("Reshape", *split(self.r, n, 3))]

    def adapt(self, x, shape):
        """Layers that make `shape` of x: (h, w, c), (l, c) or (n,)."""
        nodes, r = [], self.r

        def add(*more):
            nonlocal x
            nodes.extend(more)
            x = self.attempt(x, more)
            if x is None:
                raise Invalid
        if tuple(x.shape[1:]) == tuple(shape):
            return nodes, x
        if len(shape) == 1 or x.dim() - 1 != len(shape):
            add(*self.to_flat(x))
            n = int(torch.tensor(shape).prod())
            if x.shape[1] != n:
                if x.shape[1] * n > 40000:
                    raise Invalid
                add(Node("Dense", n))
            if len(shape) > 1:
                add(Node("Reshape", *shape))
            return nodes, x
        if len(shape) == 3 and tuple(x.shape[1:3]) != tuple(shape[:2]):
            add(self.to_grid(x, shape))
        if len(shape) == 2 and x.shape[1] != shape[0]:
            d = shape[0] - x.shape[1]
            cut = r.randrange(abs(d) + 1)
            add(Node("ZeroPadding1D" if d > 0 else "Cropping1D", cut, abs(d) - cut))
        if x.shape[-1] != shape[-1]:
            add(self.to_channels(x, shape[-1]))
        return nodes, x

    def to_grid(self, x, shape):
        h, w = shape[0] - x.shape[1], shape[1] - x.shape[2]
        roll = self.r.random()
        if h <= 0 and w <= 0 and roll < 0.6:
            if roll < 0.3:
                return Node("CenterCrop", *shape[:2])
            top, left = self.r.randrange(1 - h), self.r.randrange(1 - w)
            return Node("Cropping2D", (top, left, -h - top, -w - left))
        if h >= 0 and w >= 0 and roll < 0.5:
            top, left = self.r.randrange(1 + h), self.r.randrange(1 + w)
            return Node("ZeroPadding2D", (top, left, h - top, w - left))
        return Node("Resizing", *shape[:2])

    def to_channels(self, x, channels):
        d, r = channels - x.shape[-1], self.r
        if self.chance(0.25):
            cut = r.randrange(abs(d) + 1)
            return Node("ChannelPadding", cut, d - cut) if d > 0 else Node("Slice", x.dim() - 1, cut, cut + channels)
        if x.dim() == 4:
            return Node("Conv2D", channels, r.choice((1, 1, 3)), opts={"Same": True})
        return Node("Dense", channels)
