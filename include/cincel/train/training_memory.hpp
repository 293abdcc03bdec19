// The memory of a training step: every buffer that it reads or writes, how large each is, and how they begin a step.
#pragma once

#include <cincel/kernels/batch_normalization_training.hpp>
#include <cincel/kernels/several_samples.hpp>
#include <cincel/kernels/transposed_weights.hpp>
#include <cincel/kernels/winograd_weights.hpp>
#include <cincel/kernels/workspace.hpp>
#include <cincel/model/pack_weights.hpp>
#include <cincel/ops/packing.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/run/shards.hpp>
#include <cincel/run/thread_pool.hpp>
#include <cincel/train/batch_rows.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// How many numbers each buffer has that does not grow with a batch.
struct BufferSizes {
  std::int64_t parameters, packed, transposed;
};
/// What one thread's backward passes and one shard need, and how many there are.
struct StepSizes {
  std::int64_t arenas, arena;  // how many, and the numbers of each
  int threads;
  kernels::WorkspaceSize workspace;  // of a thread
  std::int64_t shards, shard;        // how many, and the numbers of a gradient
  bool sets_aside;
};

/// The buffers, which differ between networks in their sizes alone. A copy has memory of its own.
template <class T>
struct TrainingBuffers {
  AlignedVector<T> values, gradient;            // of all parameters
  AlignedVector<T> shard_gradients, set_aside;  // of each shard: what is added to, and sums of samples_at_once samples
  AlignedVector<T> packed, transposed;          // weights as kernels read them forward and backward
  AlignedVector<T> arenas;                      // one a thread, or one a sample where a batch normalisation needs all
  AlignedVector<Nonzero<T>> lists;              // one a thread
  AlignedVector<T> point_gradients;             // one a thread
  AlignedVector<PointPlace<T>> point_places;    // of these
  AlignedVector<const T*> inputs;               // of each sample: where they begin
  std::vector<kernels::BatchStatistics<T>> normalizations;
  std::vector<NormalizationGradient<T>> coefficients;  // of these
  int samples = 0, shards = 1;                         // of this step

  explicit TrainingBuffers(const BufferSizes& n);
  // Not inline: one function serves all networks of a program.
  ~TrainingBuffers();
  TrainingBuffers(const TrainingBuffers&);
  TrainingBuffers& operator=(const TrainingBuffers&);
  TrainingBuffers(TrainingBuffers&&) noexcept;
  TrainingBuffers& operator=(TrainingBuffers&&) noexcept;

 protected:
  void make_room(const StepSizes& n);
  void begin_normalizations();
};

template <class T>
TrainingBuffers<T>::TrainingBuffers(const BufferSizes& n)
    : values(n.parameters + packed_quantum),  // a vector of weights may be read up to a register behind the last one
      gradient(n.parameters),
      packed(n.packed),
      transposed(n.transposed) {}
template <class T>
TrainingBuffers<T>::~TrainingBuffers() = default;
template <class T>
TrainingBuffers<T>::TrainingBuffers(const TrainingBuffers&) = default;
template <class T>
TrainingBuffers<T>& TrainingBuffers<T>::operator=(const TrainingBuffers&) = default;
template <class T>
TrainingBuffers<T>::TrainingBuffers(TrainingBuffers&&) noexcept = default;
template <class T>
TrainingBuffers<T>& TrainingBuffers<T>::operator=(TrainingBuffers&&) noexcept = default;

template <class T>
void TrainingBuffers<T>::make_room(const StepSizes& n) {
  arenas.grow(n.arenas * n.arena);
  inputs.resize(samples);
  lists.resize(n.threads * n.workspace.lists);
  point_gradients.resize(n.threads * n.workspace.gradients);
  point_places.resize(n.threads * n.workspace.places);
  shard_gradients.grow(n.shards * n.shard);
  if (n.sets_aside) set_aside.grow(n.shards * n.shard);
}

template <class T>
void TrainingBuffers<T>::begin_normalizations() {
  coefficients.clear();  // anew for each step: a copy has vectors of its own
  for (kernels::BatchStatistics<T>& m : normalizations) {
    m.clear_sums();
    coefficients.push_back(m.coefficients());
  }
}

/// All of it for network `Net` in pack `P`'s numbers.
template <class Net, class P, OutputBits LeftToLoss>
struct TrainingMemory : TrainingBuffers<typename P::value_type> {
  using T = typename P::value_type;
  using Buffers = TrainingBuffers<T>;
  using Gradients = GradientLayout<Net, LeftToLoss>;
  static constexpr auto& plan = training_plan<Net, LeftToLoss>;
  static constexpr auto& layout = ParameterLayout<Net>::offsets;
  static constexpr int max_shards = shards_for(Gradients::numbers);
  /// Samples of a shard whose gradients are added one by one; these sums are added up in turn, so that a gradient is
  /// rounded n / 256 + 256 times for n samples a shard: 1e-4 of its terms' magnitudes up to n = 300,000.
  static constexpr int samples_at_once = 256;
  /// Numbers in all parameters, and in the gradient of a shard.
  static constexpr std::int64_t total = ParameterLayout<Net>::total;
  static constexpr std::int64_t shard_size = Gradients::total;

  static constexpr bool several = Gradients::several;
  static constexpr int samples_at_hand = Gradients::samples_at_hand;
  /// What a thread's backward passes work in.
  static constexpr kernels::WorkspaceSize workspace = kernels::workspace_size(plan.steps, lanes<P>, several);

  using Buffers::arenas, Buffers::coefficients, Buffers::lists, Buffers::normalizations, Buffers::packed;
  using Buffers::point_gradients, Buffers::point_places, Buffers::samples, Buffers::set_aside;
  using Buffers::shard_gradients, Buffers::shards, Buffers::transposed, Buffers::values;
  RowsOfSteps<Net, T, LeftToLoss> rows;  // that steps leave of each sample

  /// Ways to pack that steps have besides Winograd's, which is by vectors here.
  static constexpr PackingSet packings = [] {
    PackingSet used;
    for (const TrainingStep& t : plan.steps)
      if (t.normalization < 0 && t.packs && detail::winograd_tile_of(t.forward.packing) == 0) used.add(t.forward);
    return used;
  }();
  static constexpr kernels::WinogradTileSet forward_tiles = kernels::forward_tiles_of(plan.steps),
                                            gradient_tiles = kernels::gradient_tiles_of(plan.steps);
  static constexpr std::int64_t arena_numbers = pitch_of_arenas(plan.arena_bytes);

  TrainingMemory() : Buffers({total, numbers_in(plan.weight_bytes), numbers_in(plan.transposed_bytes)}) {}

  T* parameter(std::integral auto i) { return values.data() + layout[i]; }
  Rounds rounds() const { return {Shards(samples, max_shards), Gradients::any_rows ? most_rows / max_shards : 0}; }
  int first_sample(int shard) const { return static_cast<int>(Shards(samples, max_shards).begin(shard)); }
  T* of_shard(int s) { return shard_gradients.data() + s * shard_size; }
  bool sets_aside() const { return (samples + shards - 1) / shards >= samples_at_once; }
  T* set_aside_of(int s) { return set_aside.data() + s * shard_size; }
  /// The number of the arena of a shard's sample that a worker works on, and how many there are in a step of `n` samples.
  int place_of(int shard, int sample, int worker) const {
    if (plan.normalizations > 0) return sample;
    return worker * samples_at_hand + (sample - first_sample(shard)) % samples_at_hand;
  }
  static constexpr int places(int n, int threads) { return plan.normalizations > 0 ? n : threads * samples_at_hand; }
  T* arena_of(int shard, int sample, int worker) {
    return arenas.data() + static_cast<std::int64_t>(place_of(shard, sample, worker)) * arena_numbers;
  }
  /// Memory for `n` copies of all parameters, which lies where the shards' gradients do.
  T* scratch(int n) {
    shard_gradients.grow(n * total);
    return shard_gradients.data();
  }

  /// Begins a step of `n` samples: no gradients yet, the weights packed as they are now.
  void prepare(int n, ThreadPool& pool) {
    samples = n;
    shards = Shards(n, max_shards).count();
    Buffers::make_room(
        {places(n, pool.size()), arena_numbers, pool.size(), workspace, max_shards, shard_size, sets_aside()});
    rows.begin((std::min)(static_cast<std::int64_t>(n), most_rows), rounds().count());
    if constexpr (plan.normalizations > 0) {
      if (normalizations.empty())
        for (const TrainingStep& t : plan.steps)
          if (t.normalization >= 0) normalizations.emplace_back(t, max_shards);
      Buffers::begin_normalizations();
    }
    pool.run(shards, [&](int s, int) {
      clear_gradient(of_shard(s));
      if (sets_aside()) std::fill_n(set_aside_of(s), shard_size, T(0));
    });
    pool.run(plan.steps.size(), [&](int i, int) { pack(plan.steps[i]); });
  }

  /// What an operator sees of it for one sample, each of whose inputs begins where `input` says.
  SampleContext<T> context(int shard, int worker, int sample, const T* const* input, std::uint64_t seed,
                           std::uint32_t step) {
    return {{input, packed.data(), arena_of(shard, sample, worker), plan.operands.data()},
            plan.gradients.data(),
            transposed.data(),
            values.data(),
            of_shard(shard),
            layout.data(),
            Gradients::shard_at.data(),
            plan.steps.data(),
            Gradients::gradient_at.data(),
            lists.data() + worker * workspace.lists,
            {point_gradients.data() + worker * workspace.gradients, point_places.data() + worker * workspace.places},
            coefficients.data(),
            seed,
            step,
            static_cast<std::uint32_t>(sample),
            several && sample == first_sample(shard) ? Gradients::begins.data() : nullptr,
            rows.of_steps(),
            Gradients::any_rows ? rounds().row_of(shard, sample) : 0};
  }

 private:
  /// Zeros the gradient of a shard, less what a step writes first.
  static void clear_gradient(T* gradient) {
    std::int64_t at = 0;
    const auto clear_to = [&](std::int64_t end) {
      if (at < end) std::fill_n(gradient + at, end - at, T(0));
    };
    if constexpr (several)
      for (int i = 0; i < plan.steps.size(); ++i) {
        if (!Gradients::begins[i] || Gradients::gradient_at[i] < at) continue;
        clear_to(Gradients::gradient_at[i]);
        at = Gradients::gradient_at[i] + graph_of<Net>.params[plan.steps[i].forward.op.param].shape.volume();
      }
    clear_to(Gradients::total);
  }
  /// The weights as this step's kernels read them.
  void pack(const TrainingStep& t) {
    if (t.normalization >= 0 || !t.packs) return;
    const Op& op = t.forward.op;
    if (!kernels::pack_transformed<P, forward_tiles>(t.forward, layout.data(), values.data(), packed.data()))
      pack_step<packings>(t.forward, layout.data(), values.data(), packed.data());
    if (t.transposes)
      kernels::transpose_weights<P, gradient_tiles>(t, parameter(op.param),
                                                    numbers_at(transposed.data(), t.transposed));
  }
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
