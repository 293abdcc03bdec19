// A tiny network, which runs as one inlined body, without a hook and with one that does nothing: the same instructions.
#include <cincel/inference.hpp>

using namespace cincel;

using Net = Sequential<Input<8>, Dense<8>, Tanh, Dense<4>, ReLU>;
static_assert(inline_program<Net>);

struct Empty {
  template <std::size_t I, class Run>
  void operator()(StepNumber<I>, const Run& run) const {
    run();
  }
};
/// A hook that does something, so that the test sees a difference where there is one.
struct Counting {
  long* steps;
  template <std::size_t I, class Run>
  void operator()(StepNumber<I>, const Run& run) const {
    ++*steps;
    run();
  }
};

extern "C" void without_hook(const Memory<float>& m) { Program<Net, native_pack>::run(m); }
extern "C" void with_empty_hook(const Memory<float>& m) { Program<Net, native_pack>::run(m, Empty{}); }
extern "C" void with_counting_hook(const Memory<float>& m, long& n) { Program<Net, native_pack>::run(m, Counting{&n}); }
