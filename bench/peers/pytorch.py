#!/usr/bin/python3
"""PyTorch: modules as they are in inference mode, and training steps with Adam."""
import peer

peer.enter_tree()
if not peer.has("torch"):
    peer.leave("PyTorch was not found. On Debian: apt-get install python3-torch python3-torchvision")
import torch

import models
import rows


def prediction(row):
    module, x = models.inference(row)

    @torch.inference_mode()
    def run():
        module(x)

    with torch.inference_mode():
        shape = module(x).shape
    return run, peer.channels_last(shape), x.shape[0]


def training_step(row):
    module, x, classes = models.training(row)
    optimizer, loss = torch.optim.Adam(module.parameters(), 1e-3), torch.nn.CrossEntropyLoss()

    def run():
        optimizer.zero_grad()
        loss(module(x), classes).backward()
        optimizer.step()

    with torch.no_grad():
        shape = module(x).shape
    return run, shape, 1


def make(row, _):
    return training_step(row) if row.startswith("train/") else prediction(row)


def set_threads(threads):
    torch.set_num_threads(threads)
    peer.set_blas_threads(threads)


name = f"PyTorch {torch.__version__.split('+')[0]} with {peer.blas()[1]}"
peer.Peer(name, rows.NETWORKS + rows.LAYERS + rows.TRAINING + rows.TINY, make, set_threads).serve()
