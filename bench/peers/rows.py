"""The names of the rows that the peers in Python offer. Without torchvision its networks are missing."""
import peer

ZOO = ["resnet18", "resnet50", "vgg16", "googlenet", "densenet121", "mobilenet_v2", "efficientnet_b0", "alexnet"]
HAS_ZOO = peer.has("torchvision")

LAYERS = ["layer/" + name for name in (
    "conv3x3_64_64_56 conv3x3_128_128_28 conv3x3_256_256_14 conv3x3_512_512_7 conv1x1_64_256_56 conv1x1_1024_256_14 "
    "conv7x7s2_3_64_224 depthwise3x3_32_112 depthwise3x3_512_14 dense_4096_4096 dense_512_512 dense_1600_10 "
    "max_pooling2_64_112 average_pooling2_64_112 relu_64_112 gelu_64_112 sigmoid_64_112 tanh_64_112 softmax_1000"
).split()]
TINY = ["tiny/dense_1_8_8_1_tanh", "tiny/dense_1_32_32_1_relu", "tiny/dense_16_64_64_10_relu",
        "tiny/conv1d_16x3_tanh_x2"]
NETWORKS = ["net/fashion_cnn", "net/fashion_cnn_b128", "net/lenet5", "net/mlp_784_512_512_10",
            "net/mlp_784_512_512_10_b16"] + (
    ["net/" + name for name in ZOO + ["alexnet_b16", "resnet50_b16"]] if HAS_ZOO else [])
TRAINING = ["train/fashion_cnn_b128", "train/lenet5_b128", "train/resnet20_b128", "train/mlp_784_512_512_10_b128"] + (
    ["train/resnet18_64_b32", "train/mobilenet_v2_64_b32"] if HAS_ZOO else [])
