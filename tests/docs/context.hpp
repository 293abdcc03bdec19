// What the code blocks of the documentation take for granted.
#pragma once

#include <cincel/augment.hpp>
#include <cincel/augment/audio.hpp>
#include <cincel/augment/text.hpp>
#include <cincel/budget.hpp>
#include <cincel/data/wordnet.hpp>
#include <cincel/io/safetensors.hpp>
#include <cincel/parallel.hpp>
#include <cincel/processor.hpp>
#include <cincel/profile.hpp>
#include <cincel/train/augmented_feed.hpp>
#include <cincel/train/augmented_sounds.hpp>
#include <cincel/train/mixed_feed.hpp>
#include <cincel/train/text_feed.hpp>
#include <cincel/training.hpp>

using namespace cincel;

using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, ReLU, MaxPooling2D<2>, Flatten, Dense<10>, Softmax>;

template <int I>
using Wider = Sequential<Dense<8 * (I + 1)>, ReLU>;

extern WeightsView<Net> weights;
extern std::span<const float> images, test_images;
extern std::span<const std::uint8_t> labels, test_labels;
extern std::span<const float, 784> image;
