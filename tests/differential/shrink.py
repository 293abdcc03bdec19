"""Makes a network that fails small: takes away layers, branches, options and size as long as it still fails."""
import torch

from reference import input_shape
from tree import SOURCES, Context, Invalid, Node, apply_layer


def copy(nodes):
    return [n.copy() for n in nodes]


def lists(nodes):
    """All lists of nodes in a tree, the outermost first."""
    yield nodes
    for n in nodes:
        for k in n.kids:
            yield from lists(k)


def weight(nodes):
    """What is made smaller."""
    total = 0
    for n in nodes:
        numbers = [a for a in n.args if isinstance(a, int)] + [v for a in n.args if isinstance(a, tuple) for v in a]
        total += 100 + 20 * len(n.opts) + sum(min(abs(v), 99) for v in numbers) + sum(weight(k) for k in n.kids)
    return total


def smaller_numbers(a):
    if isinstance(a, bool) or isinstance(a, str):
        return []
    if isinstance(a, int):
        return [v for v in (1, 2, a // 2, a - 1) if 0 < v < a]
    if isinstance(a, tuple):
        out = [max(a)] if len(a) == 2 else []
        return out + [a[:i] + (v,) + a[i + 1:] for i in range(len(a)) for v in ([0, 1] if len(a) == 4 else [1, a[i] - 1])
                      if 0 <= v < a[i] and (v > 0 or len(a) == 4)]
    return []


def edits_of_list(tree, count):
    """Edits of the count-th list of a copy of `tree`: each a tree."""
    size = len(list(lists(tree))[count])

    def edited(change):
        made = copy(tree)
        nodes = list(lists(made))[count]
        change(nodes)
        return made
    for width in (8, 4, 2, 1):
        for i in range(0, size - width + 1):
            yield edited(lambda nodes: nodes.__delitem__(slice(i, i + width)))
    for i in range(size):
        node = list(lists(tree))[count][i]
        for k in range(len(node.kids)):
            yield edited(lambda nodes: nodes.__setitem__(slice(i, i + 1), nodes[i].kids[k]))
            if len(node.kids) > 2:
                yield edited(lambda nodes: nodes[i].kids.__delitem__(k) or (
                    nodes[i].args.__delitem__(k) if nodes[i].kind == "Outputs" else None))
        for o in node.opts:
            yield edited(lambda nodes: nodes[i].opts.pop(o))
            for v in smaller_numbers(node.opts[o]):
                yield edited(lambda nodes: nodes[i].opts.__setitem__(o, v))
        for k, a in enumerate(node.args):
            for v in smaller_numbers(a):
                yield edited(lambda nodes: nodes[i].args.__setitem__(k, v))


def without_tap(tree, name):
    made = copy(tree)
    for nodes in lists(made):
        nodes[:] = [n for n in nodes if not (n.args and n.args[0] == name and n.kind != "Named")]
    return made


def begun_later(tree):
    """The network from its i-th layer on, with an Input of what stands there."""
    c = Context(lambda i, p: torch.zeros(p.shape), lambda i, n: torch.zeros(1, *input_shape(n)), False)
    x = None
    for i, n in enumerate(tree[:-1]):
        try:
            x = apply_layer(c, x, n)
        except Invalid:
            return
        if i > 0 or n.kind not in SOURCES:
            yield [Node("Input", *x.shape[1:])] + copy(tree[i + 1:])


def candidates(tree):
    yield from reversed(list(begun_later(tree)))
    for name in {n.args[0] for nodes in lists(tree) for n in nodes if n.kind == "Tap"}:
        yield without_tap(tree, name)
    for count in range(len(list(lists(tree)))):
        yield from edits_of_list(tree, count)


def kind_of(faults):
    """Whether it is the compiler that fails, the program or a number."""
    return faults[0].split(":")[0] if faults[0].startswith(("does not", "ends with")) else "number"


def shrink(network, faults, runner, make, log):
    """The smallest network found that fails in the same way, and its faults. `make(name, tree, trains)` makes one."""
    kind, tried = kind_of(faults), set()
    while True:
        batch, best = [], None
        options = sorted((t for t in candidates(network.tree) if weight(t) < weight(network.tree)), key=weight)
        if network.trains:
            options.insert(0, network.tree)
        for number, tree in enumerate(options):
            trains = network.trains and tree is not network.tree
            try:
                made = make(f"{network.name.split('_')[0]}_{len(tried)}", tree, trains)
            except (Invalid, IndexError, RuntimeError):
                continue
            if (made.type, trains) in tried:
                continue
            tried.add((made.type, trains))
            batch.append(made)
            if len(batch) < 8 and number + 1 < len(options):
                continue
            found = runner.faults(batch)
            failing = [n for n in batch if n.name in found and kind_of(found[n.name]) == kind]
            batch = []
            if failing:
                best = failing[0]
                faults = found[best.name]
                break
        if batch and best is None:
            found = runner.faults(batch)
            failing = [n for n in batch if n.name in found and kind_of(found[n.name]) == kind]
            if failing:
                best, faults = failing[0], found[failing[0].name]
        if best is None:
            return network, faults
        network = best
        log(f"    shrunk to {network.type}")
