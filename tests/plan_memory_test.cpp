// Floor 3: where a plan puts values in memory, of networks by hand and of random ones.
#include <doctest/doctest.h>

#include <cincel/core/random.hpp>
#include <cincel/inference.hpp>
#include <cincel/plan/check.hpp>

#include <algorithm>
#include <vector>

using namespace cincel;

namespace {

bool alive_together(const Interval& a, const Interval& b) { return a.first <= b.last && b.first <= a.last; }

/// Plans `x` and checks what every plan must hold.
void plan_and_check(list<Interval>& x, int middle = -1) {
  int steps = 0;
  for (const Interval& b : x) steps = std::max(steps, b.last + 1);
  const std::int64_t total = plan_arena(x, steps, middle), bound = arena_lower_bound(x, steps);
  CHECK(total >= bound);
  for (int i = 0; i < x.size(); ++i) {
    CHECK(x[i].offset % arena_alignment == 0);
    CHECK(x[i].offset + x[i].size <= total);
    for (int k = 0; k < i; ++k) {
      const bool apart = x[i].offset + x[i].size <= x[k].offset || x[k].offset + x[k].size <= x[i].offset;
      CHECK((!alive_together(x[i], x[k]) || apart || x[i].size == 0 || x[k].size == 0));
    }
  }
}

/// A lowered network that is made at run time.
struct RandomGraph {
  list<Op> ops;
  list<int> edges;
  list<Param> params;
  list<NetworkOutput> outputs = {};
  list<Rearrangement> rearrangements;
  list<ChannelAffine> affines;
  bool shares = false;
  list<Scope> scopes = {};
  list<ForcedChoice> forced = {};
  bool tight_numbers = false;
  Type dense_weights = Type::float32;
};

using Lower = Node (*)(Builder&, Node);
template <class... L>
constexpr std::array<Lower, sizeof...(L)> lowers{[](Builder& b, Node x) { return b.apply_at<L>(x, 0); }...};

/// Up to 12 layers of all kinds; those that do not fit are left out.
RandomGraph random_graph(RandomStream& random) {
  constexpr auto& choices =
      lowers<Conv2D<8, 3>, Conv2D<33, 3, Same>, Conv2D<5, 2, Stride<2>>, Conv2D<16, 1, NoBias>,
             Conv2D<4, 5, Padding<2>>, MaxPooling2D<2>, MaxPooling2D<2, CeilMode>, MaxPooling2D<3, Stride<2>, Same>,
             AveragePooling2D<2>, AveragePooling2D<3, CeilMode>, Conv2D<3, 4, Padding<Pads{4, 0, 0, 1}>, Stride<9>>,
             GlobalAveragePooling2D, Flatten, Dense<10>, Dense<100>, ReLU, Sigmoid, Tanh, Softmax, Dropout<0.5f>,
             BatchNormalization<>, Rescaling<0.5f>, GELU, DepthwiseConv2D<3>, DepthwiseConv2D<5, Same>,
             Conv2DTranspose<6, 2, Stride<2>>, LayerNormalization<>, Flatten, UpSampling2D<2>, ZeroPadding2D<1>,
             Cropping2D<1>, Reshape<-1, 2>, PReLU, Residual<Conv2D<8, 3, Same>>,
             Residual<Sequential<Conv2D<4, 1>, Conv2D<8, 1>>>, Residual<Sequential<Conv2D<4, 1>, Conv2D<16, 1>>>,
             Residual<BatchNormalization<>>, Concat<Identity, Conv2D<5, 3, Same>>,
             Concat<ReLU, Concat<Identity, Tanh>, Identity>,
             Concat<Conv2D<4, 1>, Sequential<Conv2D<3, 3, Same>, ReLU>, MaxPooling2D<3, Stride<1>, Same>>,
             Multiply<Identity, Sequential<GlobalAveragePooling2D, Sigmoid>>, Add<Identity, ReLU, Identity>,
             Maximum<Tanh, Identity>, Average<Identity, Sigmoid>, Auxiliary<"aux", Conv2D<3, 3, Same>>,
             Auxiliary<"flat", Flatten, Dense<4>>, Auxiliary<"same", Identity>>;
  Builder b;
  Node x = b.apply<Input<19, 23, 3>>(Builder::no_node);
  for (std::uint32_t n = random.below(12); n > 0; --n) {
    Builder trial = b;
    const Node y = choices[random.below(choices.size())](trial, x);
    if (trial.failed()) continue;
    b = trial;
    x = y;
  }
  RandomGraph g{
      .ops = b.ops, .edges = b.edges, .params = b.params, .rearrangements = b.rearrangements, .affines = b.affines};
  g.outputs.push_back({x, ""});
  for (const NetworkOutput& o : b.outputs) g.outputs.push_back(o);
  return g;
}

/// What readers want is what they get: dense values are dense, the operands of a concatenation lie in their slices, and
/// a value computes all that its readers and its halo take for granted.
void buffers_serve(const Steps& s, const list<Buffer>& buffers, const list<Place>& places, Mode mode) {
  for (int i = 0; i < s.ops.size(); ++i) {
    const Op& op = s.ops[i];
    std::int64_t channel = places[i].channel;
    for (int e = 0; e < op.edges; ++e) {
      const Steps::Operand& x = s.edges[op.first_edge + e];
      const Buffer& b = buffers[x.node];
      if (detail::reads_densely(op, x)) CHECK((b.is_dense() || b.external()));
      const Pads halo = detail::wanted_halo(op, e);
      CHECK((b.halo.top >= halo.top && b.halo.left >= halo.left && b.halo.bottom >= halo.bottom &&
             b.halo.right >= halo.right));
      // Zeros below and to the right stand right behind the map, so it must be whole there.
      const bool whole = b.map.height() == op.in.height() && b.map.width() == op.in.width();
      if (halo.any() && !x.is_view()) CHECK(whole);
      if (op.kind == Kind::concat && mode == Mode::inference) {
        CHECK(places[x.node].root == places[i].root);
        CHECK(places[x.node].channel == channel);
        channel += b.map.channels();
      }
    }
    CHECK(buffers[i].pixel >= buffers[i].map.channels());
    CHECK(buffers[i].row >= buffers[i].columns() * buffers[i].pixel);
  }
  for (const Steps::Output& o : s.outputs) CHECK(buffers[o.node].is_dense());
}

list<Buffer> checked_buffers(const Steps& s, Mode mode, list<Place>& places) {
  const list<Wants> wants = wants_of(s);
  places = place_values(s, wants, mode);
  const list<Buffer> buffers = make_buffers(s, wants, places, mode);
  buffers_serve(s, buffers, places, mode);
  return buffers;
}

}  // namespace

TEST_CASE(
    "pixels lie a cache line further apart where windows that are read side by side would be a multiple of 4 KiB "
    "apart") {
  const auto pitch = []<class Net>(std::type_identity<Net>) { return inference_plan<Net>.steps[0].y.pixel; };
  using Wide = Conv2D<1024, 1>;
  CHECK(pitch(std::type_identity<Sequential<Input<4, 4, 1>, Wide, Conv2D<40, 1>>>{}) == 1040);
  CHECK(pitch(std::type_identity<Sequential<Input<4, 4, 1>, Conv2D<512, 1>, Conv2D<40, 1>>>{}) == 512);
  CHECK(pitch(std::type_identity<Sequential<Input<4, 4, 1>, Conv2D<512, 1>, Conv2D<40, 1, Stride<2>>>>{}) == 528);
  CHECK(pitch(std::type_identity<Sequential<Input<4, 4, 1>, Conv2D<1000, 1>, Conv2D<40, 1>>>{}) == 1000);
  // One window a row, a reader of another kind, an output, a reader of dense values.
  CHECK(pitch(std::type_identity<Sequential<Input<4, 1, 1>, Wide, Conv2D<40, 1>>>{}) == 1024);
  CHECK(pitch(std::type_identity<Sequential<Input<4, 4, 1>, Wide, DepthwiseConv2D<2>>>{}) == 1024);
  CHECK(pitch(std::type_identity<Sequential<Input<4, 4, 1>, Wide>>{}) == 1024);
  CHECK(pitch(std::type_identity<
              Sequential<Input<4, 4, 1>, Wide, Concat<Sequential<Conv2D<40, 1>, Flatten>, Flatten>>>{}) == 1024);
  // The slices of a concatenation have its pitch; training none.
  using Slices = Sequential<Input<4, 4, 1>, Concat<Conv2D<1000, 1>, Conv2D<24, 1>>, Conv2D<40, 1>>;
  CHECK(inference_plan<Slices>.steps[0].y.pixel == 1040);
  CHECK(inference_plan<Slices>.steps[1].y.pixel == 1040);
  CHECK(training_plan<Sequential<Input<4, 4, 1>, Wide, Conv2D<40, 1>>>.steps[0].forward.y.pixel == 1024);
}

namespace {

/// Steps of `Net` whose sum is written where the value lies that they add.
template <class Net>
constexpr int sums_in_place() {
  int n = 0;
  for (const Step& s : inference_plan<Net>.steps) {
    if (!s.op.residual) continue;
    const Buffer& z = inference_plan<Net>.operands[s.first_operand + 1];
    n += begin_together(z, s.y);
  }
  return n;
}
template <class Net>
constexpr int sums() {
  int n = 0;
  for (const Step& s : inference_plan<Net>.steps) n += s.op.residual;
  return n;
}

template <class... L>
using Block = Residual<Sequential<Conv2D<4, 1>, ReLU, L...>>;
using Stem = Sequential<Input<6, 6, 3>, Conv2D<16, 3>>;
using Pixel = Conv2D<16, 1>;
using Wide3 = Conv2D<16, 3, Same>;

/// How many values gave their place away; each is read by nobody from its sum's step on.
int nothing_is_read_after_its_sum(const Steps& s, const list<Place>& apart, const list<Place>& places) {
  int n = 0;
  for (int i = 0; i < s.ops.size(); ++i) {
    if (places[i].root == apart[i].root) continue;
    ++n;
    const int z = s.operand(s.ops[i], 1);
    CHECK(places[z].root == places[i].root);
    for (int k = i + 1; k < s.ops.size(); ++k)
      for (int e = 0; e < s.ops[k].edges; ++e) CHECK(s.operand(s.ops[k], e) != z);
    for (const Steps::Output& o : s.outputs) CHECK(o.node != z);
  }
  return n;
}

}  // namespace

TEST_CASE("a sum is written over what it adds where that is read no more") {
  static_assert(sums_in_place<Sequential<Stem, Block<Pixel>, Conv2D<8, 1>>>() == 1);
  using Three = Sequential<Stem, Block<Pixel>, ReLU, Block<Pixel>, ReLU, Block<Pixel>, ReLU, Conv2D<8, 1>>;
  static_assert(sums_in_place<Three>() == 3);
  // With the halo that both have.
  static_assert(
      sums_in_place<Sequential<Stem, Residual<Sequential<Wide3, ReLU, Wide3>>, ReLU, Wide3, TightNumbers>>() == 1);
}

TEST_CASE("and not where the value lies otherwise, is read again, or is no value of the plan's own") {
  // Its reader wants a halo that the sum's does not.
  using Halo = Sequential<Stem, Residual<Sequential<Wide3, ReLU, Wide3>>, ReLU, Conv2D<8, 1>, TightNumbers>;
  static_assert(sums<Halo>() == 1 && sums_in_place<Halo>() == 0);
  // Tiles that overlap make numbers twice: 10 is no multiple of 4, and 8 rows of tiles none of a pass.
  using Tiles = Sequential<Input<10, 10, 16>, Wide3, Residual<Sequential<Wide3, ReLU, Wide3>>, ReLU, Wide3,
                           Force<"conv2d_2", Winograd<4>>>;
  static_assert(sums<Tiles>() == 1 && sums_in_place<Tiles>() == 0);
  // The windows of the sum's own convolution.
  using Own = Sequential<Stem, Residual<Pixel>, Conv2D<8, 1>>;
  static_assert(sums<Own>() == 1 && sums_in_place<Own>() == 0);
  // A reader behind it, an output.
  using Later = Sequential<Stem, Tap<"t">, Block<Pixel>, Conv2D<16, 1>, AddWith<"t">, Conv2D<8, 1>>;
  static_assert(sums<Later>() == 2 && sums_in_place<Later>() == 1);
  using Seen = Sequential<Stem, Auxiliary<"seen", Identity>, Block<Pixel>, Conv2D<8, 1>>;
  static_assert(sums<Seen>() == 1 && sums_in_place<Seen>() == 0);
  // The caller's input, an input of bytes.
  using Given = Sequential<Input<6, 6, 16>, Block<Pixel>, Conv2D<8, 1>>;
  static_assert(sums<Given>() == 1 && sums_in_place<Given>() == 0);
  using Bytes = Sequential<ByteInput<6, 6, 16>, Block<Pixel>, Conv2D<8, 1>>;
  static_assert(sums<Bytes>() == 1 && sums_in_place<Bytes>() == 0);
  // A slice of a concatenation, as a summand and as the sum.
  using Slice = Sequential<Stem, Concat<Identity, Sequential<Pixel, Block<Pixel>>>, Conv2D<8, 1>>;
  static_assert(sums<Slice>() == 1 && sums_in_place<Slice>() == 0);
  using Joined =
      Sequential<Stem, Concat<Pixel, Pixel>, Residual<Sequential<Conv2D<4, 1>, ReLU, Conv2D<32, 1>>>, Conv2D<8, 1>>;
  static_assert(sums<Joined>() == 1 && sums_in_place<Joined>() == 0);
}

TEST_CASE("live buffers never overlap in random plans") {
  RandomStream random(1, Purpose::self_test);
  for (int round = 0; round < 300; ++round) {
    list<Interval> x;
    for (std::uint32_t n = 1 + random.below(40); n > 0; --n) {
      const int first = static_cast<int>(random.below(30));
      x.push_back({random.below(1000), first, first + static_cast<int>(random.below(8))});
    }
    list<Interval> y = x;
    plan_and_check(x);
    plan_and_check(y, static_cast<int>(random.below(40)));
  }
}

TEST_CASE("live buffers never overlap in random networks, at inference and in training") {
  RandomStream random(2, Purpose::self_test);
  int operators = 0, in_place = 0;
  for (int round = 0; round < 500; ++round) {
    const RandomGraph g = random_graph(random);
    const Steps inference = inference_steps(g, {}), training = training_steps(g, {});
    for (const Mode mode : {Mode::inference, Mode::training}) {
      const char* fault = check::passes_fault(g, mode);
      CHECK_MESSAGE(fault == nullptr, std::string(fault == nullptr ? "" : fault));
    }
    list<Place> places, own;
    const list<Buffer> buffers = checked_buffers(inference, Mode::inference, places),
                       values = checked_buffers(training, Mode::training, own);
    const list<Place> apart = places;
    write_sums_in_place(inference, buffers, places);
    in_place += nothing_is_read_after_its_sum(inference, apart, places);
    list<Interval> x = inference_intervals(inference, buffers, places);
    // Every operand is alive when its reader runs.
    for (int i = 0; i < inference.ops.size(); ++i)
      for (int e = 0; e < inference.ops[i].edges; ++e) {
        const Interval& operand = x[places[inference.operand(inference.ops[i], e)].root];
        CHECK((operand.first <= i && operand.last >= i));
      }
    plan_and_check(x);
    list<Interval> y = detail::training_lives(training, values, detail::gradient_reaches(g, training)).all;
    plan_and_check(y, training.ops.size());
    std::int64_t macs = 0;
    for (const Op& op : g.ops) macs += op.macs;
    CHECK(total_macs(inference) <= macs);
    operators += g.ops.size();
  }
  CHECK(operators > 2000);
  CHECK(in_place > 0);
}
