#!/usr/bin/python3
"""ONNX Runtime, on models that PyTorch exports. They are kept in the folder CINCEL_PEERS_MODELS, if it is set."""
import atexit
import contextlib
import os
import shutil
import sys
import tempfile

import peer

peer.enter_tree()
import rows

sys.path.pop(0)  # this file has the name of the module that it needs
if not peer.has("onnxruntime", "onnx", "torch"):
    peer.leave("ONNX Runtime was not found; Debian has it since release 13: make a tree (debootstrap trixie TREE; "
               "chroot TREE apt-get install python3-onnxruntime python3-onnx python3-torch python3-torchvision "
               "libopenblas0-pthread) and set CINCEL_PEERS_TREE=TREE")
import numpy
import onnxruntime


def folder_of_models():
    folder = os.environ.get("CINCEL_PEERS_MODELS")
    if not folder:
        folder = tempfile.mkdtemp(prefix="cincel-peers-")
        atexit.register(shutil.rmtree, folder)
    return folder


models = folder_of_models()


@contextlib.contextmanager
def quiet():
    """Debian's ONNX Runtime complains on stderr about each operator that it knows; what fails is an exception."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def make(row, threads):
    path = f"{models}/{row.split('/')[1]}.onnx"
    if not os.path.exists(path):
        peer.run_script("models.py", models, row)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    with quiet():
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    shape = session.get_inputs()[0].shape
    x = numpy.random.default_rng(1).uniform(-1, 1, shape).astype("float32")

    def run():
        return session.run(None, {"x": x})

    return run, peer.channels_last(run()[0].shape), shape[0]


peer.Peer(f"ONNX Runtime {onnxruntime.__version__}", rows.NETWORKS + rows.LAYERS + rows.TINY, make).serve()
