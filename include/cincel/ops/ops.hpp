// All operators, and the one way from a kind to what is known of it.
#pragma once

#include <cincel/ops/activation.hpp>
#include <cincel/ops/add.hpp>
#include <cincel/ops/add_parameter.hpp>
#include <cincel/ops/attention.hpp>
#include <cincel/ops/average.hpp>
#include <cincel/ops/average_pooling2d.hpp>
#include <cincel/ops/batch_normalization.hpp>
#include <cincel/ops/channel_affine.hpp>
#include <cincel/ops/concat.hpp>
#include <cincel/ops/conv2d.hpp>
#include <cincel/ops/conv2d_transpose.hpp>
#include <cincel/ops/copy.hpp>
#include <cincel/ops/dense.hpp>
#include <cincel/ops/depthwise_conv2d.hpp>
#include <cincel/ops/embedding.hpp>
#include <cincel/ops/global_average_pooling2d.hpp>
#include <cincel/ops/global_max_pooling2d.hpp>
#include <cincel/ops/group_normalization.hpp>
#include <cincel/ops/input.hpp>
#include <cincel/ops/local_response_normalization.hpp>
#include <cincel/ops/log_softmax.hpp>
#include <cincel/ops/lp_pooling2d.hpp>
#include <cincel/ops/max_pooling2d.hpp>
#include <cincel/ops/maximum.hpp>
#include <cincel/ops/multiply.hpp>
#include <cincel/ops/multiply_parameter.hpp>
#include <cincel/ops/noise.hpp>
#include <cincel/ops/pixel_normalization.hpp>
#include <cincel/ops/prelu.hpp>
#include <cincel/ops/rearrange.hpp>
#include <cincel/ops/reshape.hpp>
#include <cincel/ops/resize.hpp>
#include <cincel/ops/softmax.hpp>
#include <cincel/ops/user.hpp>

#include <cstddef>

namespace cincel {

namespace detail {

/// In the order of `Kind`. (A table of pointers takes a third of the steps that a switch takes to evaluate.)
inline constexpr std::array operator_table{
    &input_traits,
    &conv2d_traits,
    &depthwise_conv2d_traits,
    &conv2d_transpose_traits,
    &dense_traits,
    &max_pooling2d_traits,
    &average_pooling2d_traits,
    &global_average_pooling2d_traits,
    &global_max_pooling2d_traits,
    &batch_normalization_traits,
    &group_normalization_traits,
    &pixel_normalization_traits,
    &local_response_normalization_traits,
    &channel_affine_traits,
    &activation_traits,
    &prelu_traits,
    &softmax_traits,
    &log_softmax_traits,
    &noise_traits,
    &reshape_traits,
    &rearrange_traits,
    &resize_traits,
    &embedding_traits,
    &attention_traits,
    &add_parameter_traits,
    &multiply_parameter_traits,
    &add_traits,
    &multiply_traits,
    &average_traits,
    &maximum_traits,
    &concat_traits,
    &user_traits,
    &lp_pooling2d_traits,
    &copy_traits,
};
static_assert([] {
  for (std::size_t i = 0; i < operator_table.size(); ++i)
    if (operator_table[i]->kind != static_cast<Kind>(i)) return false;
  return operator_table.size() == static_cast<std::size_t>(Kind::copy) + 1;
}());

}  // namespace detail

[[gnu::always_inline]] constexpr const OperatorTraits& traits_of(Kind kind) {
  return *detail::operator_table[static_cast<std::size_t>(kind)];
}
[[gnu::always_inline]] constexpr const OperatorTraits& traits_of(const Op& op) {
  return *detail::operator_table[static_cast<std::size_t>(op.kind)];
}

/// What the backward pass of an operator reads besides the gradient of its result.
constexpr Reads backward_reads(const Op& op) { return traits_of(op).reads(op); }
/// The way in which an op is computed, and what it wants.
constexpr const Implementation& implementation_of(const Op& op) {
  return traits_of(op).implementations[op.implementation];
}
// (Passes ask often, and compilers count their steps: most operators have one way, and are asked no more.)
constexpr const Needs& needs_of(const OperatorTraits& t, const Op& op) {
  return t.implementations.size == 1 || t.implementations[op.implementation].needs == nullptr
             ? t.needs
             : *t.implementations[op.implementation].needs;
}
constexpr const Needs& needs_of(const Op& op) { return needs_of(traits_of(op), op); }

/// Numbers of scratch that an op wants while it runs.
constexpr std::int64_t scratch_size(const Needs& needs, const Op& op, Mode mode) {
  return needs.scratch == nullptr ? 0 : needs.scratch(op, mode);
}
constexpr std::int64_t scratch_size(const Op& op, Mode mode) { return scratch_size(needs_of(op), op, mode); }
/// Whether an operator's weights are packed in blocks of output channels, as a matrix product reads them.
[[gnu::always_inline]] constexpr bool has_weights(Kind kind) {
  return traits_of(kind).needs.packing == Packing::blocks;
}

}  // namespace cincel
