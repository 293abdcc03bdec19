// Inference<Net>: a network that only predicts. No heap, no exception, no lock, no file, no global state.
#pragma once

#include <cincel/core/fixed_string.hpp>
#include <cincel/model/layout.hpp>
#include <cincel/model/usage.hpp>
#include <cincel/model/weights_view.hpp>
#include <cincel/run/arena_check.hpp>
#include <cincel/run/program.hpp>
#include <cincel/run/storage.hpp>

#include <cstdlib>
#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {

/// The largest arena that an `Inference` holds itself, so that it may lie on a stack; the caller provides larger ones.
inline constexpr std::int64_t automatic_arena_bytes = 256 * 1024;

/// How many samples an `Inference` takes in one call: at least one.
template <int N>
struct Batch {};

namespace impl {

/// Floats that an `Inference` of `Samples` works in.
template <class Net, class Samples>
struct ArenaSize;
template <class Net>
struct ArenaSize<Net, Batch<1>> {
  static constexpr std::int64_t floats = numbers_in(inference_plan<Net>.arena_bytes);
};
template <class Net, Hook H>
struct ArenaSize<Net, H> : ArenaSize<Net, Batch<1>> {};

/// Whether `H` is a hook, and of no other network than `Net`, where it says so.
template <class Net, class H>
consteval bool is_hook_of() {
  if constexpr (!Hook<H>)
    return false;
  else if constexpr (requires { typename std::remove_cvref_t<H>::network; })
    return std::is_same_v<typename std::remove_cvref_t<H>::network, Net>;
  else
    return true;
}

/// What an `Inference` was given that is neither a `Batch` nor a hook, or is the hook of another network.
template <class Net, class Samples>
struct NoBatchNorHook {
  static constexpr Text text = [] {
    Text t;
    if constexpr (!std::is_same_v<Samples, Batch<1>> && !Hook<Samples>)
      t << "Inference: its second argument is Batch<N>, the samples of a call, with N >= 1, or a hook, called for each "
           "step as hook(StepNumber<i>(), run); got "
        << type_name<Samples>();
    else if constexpr (Hook<Samples> && !is_hook_of<Net, Samples>())
      t << "Inference: its hook measures another network, of "
        << std::int64_t{inference_plan<typename std::remove_cvref_t<Samples>::network>.steps.size()}
        << " steps; this one has " << std::int64_t{inference_plan<Net>.steps.size()};
    return t;
  }();
};

}  // namespace impl

/// Memory for the activations of one inference. It cannot be an automatic variable: `static_arena` makes it.
template <class Net, class Samples = Batch<1>>
class Arena {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(plan_error<Net>::ok);
  static constexpr std::int64_t floats = impl::ArenaSize<Net, Samples>::floats;

 public:
  static constexpr std::size_t size = static_cast<std::size_t>(floats);
  constexpr std::span<float, size> memory() noexcept { return std::span<float, size>(storage_.data(), size); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

 private:
  template <class, class, int>
  friend struct StaticArena;
  constexpr Arena() = default;
  Storage<floats> storage_{};
};

template <class Net, class Samples, int Number>
struct StaticArena {
  static constinit inline Arena<Net, Samples> arena{};
};

/// A static arena of network `Net`, for so many samples at once; one `Inference` at a time may use the one of a given
/// number.
template <class Net, class Samples, int Number = 0>
auto static_arena() noexcept {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(plan_error<Net>::ok);
  return StaticArena<Net, Samples, Number>::arena.memory();  // a span of Arena<Net, Samples>::size floats
}
template <class Net, int Number = 0>
auto static_arena() noexcept {
  static_assert(network_error<Net>::ok);
  static_assert(plan_error<Net>::ok);
  return StaticArena<Net, Batch<1>, Number>::arena.memory();
}

namespace impl {

inline constexpr std::int64_t guard_floats = 16;
inline constexpr float guard_value = 1.2345678e-30f;

}  // namespace impl

/// Predicts with one set of weights. Each thread has an `Inference` of its own; the weights are shared.
///
///     Inference<Net> net(weights);
///     const auto probabilities = net.predict(image);
///
/// `Inference<Net, Batch<N>>` (model/batch_inference.hpp) predicts up to N samples in a call. `Inference<Net, H>` holds a
/// hook of type `H` (run/hook.hpp), through which every step of every prediction goes:
///
///     Inference<Net, profile::LayerTimes<Net>> measured(weights);
///     measured.predict(image);
///     const double seconds = measured.hook().median_seconds(0);
template <class Net, class Samples = Batch<1>>
class Inference {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(detail::usage_error_of<impl::NoBatchNorHook<Net, Samples>>::ok);
  static_assert(plan_error<Net>::ok);

  static constexpr auto& plan = inference_plan<Net>;
  static constexpr std::int64_t floats = numbers_in(plan.arena_bytes);
  static constexpr bool own_arena = plan.arena_bytes <= automatic_arena_bytes;
  static constexpr std::size_t arena_extent = is_wired<Net> ? Arena<Net>::size : std::dynamic_extent;
  static constexpr bool takes_bytes = InputLayout<Net>::count == 1 && !plan.inputs[0].external();
  static constexpr bool takes_several = InputLayout<Net>::count > 1;
  using Sample = std::span<const float, static_cast<std::size_t>(InputLayout<Net>::total)>;
  using Bytes = std::span<const std::uint8_t, Sample::extent>;
  static constexpr bool has_hook = impl::is_hook_of<Net, Samples>();
  using H = std::conditional_t<has_hook, Samples, NoHook>;  // what every step goes through
  using Made = std::span<const float, static_cast<std::size_t>(OutputLayout<Net>::shapes[0].volume())>;

 public:
  using Prediction = std::conditional_t<is_wired<Net>, Made, impl::UnknownPrediction>;
  /// Numbers in all inputs, one after another, and in the output of the last layer.
  static constexpr auto inputs = impl::size_of_network<Net>(Sample::extent);
  static constexpr auto outputs = impl::size_of_network<Net>(Made::extent);
  static constexpr auto input_count = impl::size_of_network<Net>(InputLayout<Net>::count);
  static constexpr auto output_count = impl::size_of_network<Net>(OutputLayout<Net>::count);
  static constexpr auto arena_floats = impl::size_of_network<Net>(floats);

  /// Holds its arena itself.
  explicit Inference(WeightsView<Net> weights) noexcept
    requires(own_arena && std::default_initializable<H>)
      : weights_(weights), arena_(nullptr) {
    begin_own_arena();
  }
  /// Works in memory of the caller's, such as `static_arena<Net>()`.
  Inference(WeightsView<Net> weights, std::span<float, arena_extent> arena) noexcept
    requires(std::default_initializable<H>)
      : weights_(weights), arena_(arena.data()) {}
  explicit Inference(WeightsView<Net>) noexcept
    requires(!own_arena)
  = delete;  // the arena of this network is too large for a stack: pass static_arena<Net>() as second argument

  /// The same with a hook as the caller made it; of an `Inference<Net, H&>` it stays the caller's.
  Inference(WeightsView<Net> weights, H hook) noexcept
    requires(own_arena && has_hook)
      : hook_(static_cast<H&&>(hook)), weights_(weights), arena_(nullptr) {
    begin_own_arena();
  }
  Inference(WeightsView<Net> weights, std::span<float, arena_extent> arena, H hook) noexcept
    requires(has_hook)
      : hook_(static_cast<H&&>(hook)), weights_(weights), arena_(arena.data()) {}
  Inference(WeightsView<Net>, H) noexcept
    requires(!own_arena && has_hook)
  = delete;  // the arena of this network is too large for a stack: pass static_arena<Net>() before the hook

  /// The weights of another network are no weights of this one.
  template <class Other, class... Memory>
    requires(!std::is_same_v<Other, Net>)
  explicit Inference(WeightsView<Other>, const Memory&...) noexcept
      : weights_(WeightsView<Net>::from_packed(nullptr)), arena_(nullptr) {
    static_assert(detail::usage_error_of<impl::OtherWeights<Net, Other>>::ok);
  }

  Inference(const Inference&) = delete;
  Inference& operator=(const Inference&) = delete;

  /// Takes the height x width x channels numbers of a sample (of several inputs one after another); returns what the
  /// last layer makes of them, valid until the next call.
  Prediction predict(Sample x) noexcept { return run(InputLayout<Net>::pointers(x.data())); }
  /// The same from 8-bit numbers, for a network that begins with `ByteInput`.
  Prediction predict(Bytes x) noexcept
    requires(takes_bytes)
  {
    Program<Net, native_pack>::take_input(0, x.data(), arena_);
    return run({nullptr});
  }
  /// The same from one array for each input, in order of their declaration.
  template <class... X>
    requires(sizeof...(X) == InputLayout<Net>::count && takes_several && impl::are_inputs<Net, X...>())
  Prediction predict(const X&... x) noexcept {
    return run({std::span<const float>(x).data()...});
  }

  /// Anything else is no sample; the compiler says why.
  template <class... X>
    requires(!(sizeof...(X) == InputLayout<Net>::count && takes_several && impl::are_inputs<Net, X...>()) &&
             !(sizeof...(X) == 1 && (std::is_convertible_v<const X&, Sample> || ...)) &&
             !(sizeof...(X) == 1 && takes_bytes && (std::is_convertible_v<const X&, Bytes> || ...)))
  Prediction predict(const X&...) noexcept {
    static_assert(detail::usage_error_of<impl::NoSample<Net, X...>>::ok);
    return run({});
  }

  /// The same with a hook around each step of the network (run/hook.hpp), which measures or looks on:
  ///
  ///     Inference<Net>(weights).predict_with([](auto, const auto& run) { run(); }, image);
  template <Hook Other>
  Prediction predict_with(Other&& hook, Sample x) noexcept {
    const auto pointers = InputLayout<Net>::pointers(x.data());
    Program<Net, native_pack>::run({pointers.data(), weights_.data(), arena_, plan.operands.data()}, hook);
    return made();
  }

  /// The hook that every step goes through, with what it measured.
  auto& hook() noexcept
    requires(has_hook)
  {
    return hook_;
  }
  const auto& hook() const noexcept
    requires(has_hook)
  {
    return hook_;
  }

  /// Output `i` of the last prediction: 0 is the last layer's, the others follow in order of their declaration.
  std::span<const float> output(std::size_t i) const noexcept {
    const Buffer& b = plan.outputs[i];
    return {numbers_at(arena_, b.offset), static_cast<std::size_t>(b.map.volume())};
  }
  /// The output called `Name`.
  template <fixed_string Name>
  std::span<const float> output() const noexcept {
    static_assert(detail::usage_error_of<impl::NoOutput<Net, Name>>::ok);
    return output(impl::find_output<Net, Name>());
  }

  /// The largest deviation from the outputs that were stored with the weights, all outputs of the network compared; -1
  /// if none were stored. NaN if any output is NaN; infinite if one is infinite.
  float self_test() noexcept {
    float worst = -1;
    for (std::uint32_t i = 0; i < weights_.self_tests(); ++i) {
      predict(Sample(weights_.self_test_input(i).data(), Sample::extent));
      std::span<const float> expected = weights_.self_test_output(i);
      for (std::size_t o = 0; o < OutputLayout<Net>::count; ++o) {
        const auto y = output(o);
        for (std::size_t k = 0; k < y.size(); ++k) {
          const float d = y[k] > expected[k] ? y[k] - expected[k] : expected[k] - y[k];
          if (d != d || worst != worst)
            worst = std::numeric_limits<float>::quiet_NaN();  // from now on nothing else
          else if (d > worst)
            worst = d;
        }
        expected = expected.subspan(y.size());
      }
    }
    return worst;
  }

 private:
  Prediction run(const std::array<const float*, InputLayout<Net>::count>& x) noexcept {
    const Memory<float> memory{x.data(), weights_.data(), arena_, plan.operands.data()};
    if constexpr (has_hook) {
      Program<Net, native_pack>::run(memory, hook_);
    } else if constexpr (impl::check_arena) {
      Program<Net, native_pack>::run(memory, impl::ArenaCheck<plan>{arena_});
      check_guards();
    } else {
      Program<Net, native_pack>::run(memory);
    }
    return made();
  }
  Prediction made() const noexcept { return Prediction(numbers_at(arena_, plan.outputs[0].offset), Made::extent); }

  void begin_own_arena() noexcept {
    arena_ = own_.data() + impl::guard_floats;
    for (std::int64_t i = 0; i < impl::guard_floats; ++i)
      own_.values[i] = own_.values[impl::guard_floats + floats + i] = impl::guard_value;
  }
  /// What stands before and behind an arena of its own is as it was.
  void check_guards() const noexcept {
    if constexpr (own_arena) {
      if (arena_ != own_.data() + impl::guard_floats) return;
      for (std::int64_t i = 0; i < impl::guard_floats; ++i)
        if (own_.values[i] != impl::guard_value || own_.values[impl::guard_floats + floats + i] != impl::guard_value)
          std::abort();
    }
  }

  Storage<own_arena ? floats + 2 * impl::guard_floats : 0> own_;
  [[no_unique_address]] H hook_;  // of one that there is not, no byte
  WeightsView<Net> weights_;
  float* arena_;
};

/// The number of the largest value.
template <class Values>
constexpr std::size_t argmax(const Values& y) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < y.size(); ++k)
    if (y[k] > y[best]) best = k;
  return best;
}

constexpr Count argmax(const impl::UnknownNumbers&) { return {}; }

/// The prediction of a small network in a constant expression: `static_assert(predict<Net>(w, x)[3] > 0.5f)`.
/// `packed` is what `pack_weights<Net>` made.
template <class Net>
constexpr auto predict(WeightsView<Net> weights, std::span<const float> x) {
  if constexpr (!is_wired<Net>) {
    return impl::UnknownNumbers();
  } else {
    std::array<float, static_cast<std::size_t>(numbers_in(inference_plan<Net>.arena_bytes))> arena{};
    const auto inputs = InputLayout<Net>::pointers(x.data());
    Program<Net, scalar_pack<float, 1>>::run(
        Memory<float>{inputs.data(), weights.data(), arena.data(), inference_plan<Net>.operands.data()});
    std::array<float, static_cast<std::size_t>(OutputLayout<Net>::shapes[0].volume())> y{};
    const float* const made = numbers_at(arena.data(), inference_plan<Net>.outputs[0].offset);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = made[i];
    return y;
  }
}

}  // namespace CINCEL_ISA
}  // namespace cincel
