// budget<Net, Flash<256_KiB>, Ram<64_KiB>, Macs<5'000'000>>: what a network may cost, checked by the compiler.
#pragma once

#include <cincel/core/units.hpp>
#include <cincel/model/facts.hpp>

namespace cincel {

/// A limit: bytes of packed weights.
template <std::int64_t Bytes>
struct Flash {
  static constexpr const char* name = "Flash";
  static constexpr std::int64_t limit = Bytes;
  static constexpr bool is_memory = true;
};
/// A limit: bytes of the arena, which holds all activations of one inference.
template <std::int64_t Bytes>
struct Ram {
  static constexpr const char* name = "Ram";
  static constexpr std::int64_t limit = Bytes;
  static constexpr bool is_memory = true;
};
/// A limit: multiply-adds of one inference, after the passes.
template <std::int64_t N>
struct Macs {
  static constexpr const char* name = "Macs";
  static constexpr std::int64_t limit = N;
  static constexpr bool is_memory = false;
};

namespace detail {

/// n / unit, cut to two decimals.
constexpr double hundredths(std::int64_t n, std::int64_t unit) {
  const std::int64_t whole = n * 100 / unit;
  return static_cast<double>(whole) / 100;
}
/// "12.25 KiB" or "300 B"; of multiply-adds the plain number.
constexpr void spell_amount(Text& t, std::int64_t n, bool memory) {
  if (!memory)
    t << n;
  else if (n >= 1024 * 1024)
    t << hundredths(n, 1024 * 1024) << " MiB";
  else if (n >= 1024)
    t << hundredths(n, 1024) << " KiB";
  else
    t << n << " B";
}

/// Bytes of memory that are alive while step `i` of the plan runs.
template <class Plan>
constexpr std::int64_t alive_at(const Plan& plan, int i) {
  const Step& s = plan.steps[i];
  std::int64_t end = s.y.offset + s.y.bytes();
  for (int e = s.first_operand; e < s.first_operand + s.op.edges; ++e) {
    const Buffer& b = plan.operands[e];
    if (!b.external() && b.offset + b.bytes() > end) end = b.offset + b.bytes();
  }
  const std::int64_t size = bytes_of(scratch_size(s.op, Mode::inference)), scratch = size == 0 ? 0 : s.scratch + size;
  return scratch > end ? scratch : end;
}

/// The sentence that says which limit is broken, from which layer on, and by how much; empty if it holds.
template <class Net, class Limit>
constexpr void spell_breach(Text& t) {
  if (!t.empty()) return;
  constexpr auto& plan = inference_plan<Wired<Net>>;
  constexpr auto& g = graph_of<Wired<Net>>;
  constexpr bool flash = std::string_view(Limit::name) == "Flash", ram = std::string_view(Limit::name) == "Ram";
  const std::int64_t all = flash ? plan.weight_bytes : ram ? plan.arena_bytes : plan.macs;
  if (all <= Limit::limit) return;
  // The first step with which the limit is passed: by the sum of all up to it, or by what is alive at it.
  int at = 0;
  std::int64_t sum = 0;
  for (int i = 0; i < plan.steps.size(); ++i) {
    const Step& s = plan.steps[i];
    if (flash)
      sum = i + 1 < plan.steps.size() && plan.steps[i + 1].weights > s.weights ? plan.steps[i + 1].weights : all;
    else if (ram)
      sum = alive_at(plan, i);
    else
      sum += s.op.macs;
    if (sum > Limit::limit) {
      at = i;
      break;
    }
  }
  int layer = 0;
  while (layer + 1 < g.ops.size() && g.ops[layer].scope != plan.steps[at].op.scope) ++layer;
  t << Limit::name << '<';
  spell_amount(t, Limit::limit, Limit::is_memory);
  t << "> is broken by ";
  spell_amount(t, all - Limit::limit, Limit::is_memory);
  t << ": from layer " << layer << ", ";
  spell_path(t, g.scopes, plan.steps[at].op.scope);
  t << ", on the " << (flash ? "weights take" : ram ? "activations need" : "multiply-adds are") << " more; all are ";
  spell_amount(t, all, Limit::is_memory);
}

/// The error of a network that breaks a limit, or that is wrong itself.
template <class Net, class... Limit>
struct Breach {
  static constexpr Text text = [] {
    Text t = first_run<Net>.error;
    (spell_breach<Net, Limit>(t), ...);
    return t;
  }();
};

}  // namespace detail

/// True if network `Net` keeps all limits; else the compiler says which layer breaks which of them, and by how much.
///
///     using Net = Sequential<Input<8, 8, 1>, Conv2D<4, 3>, Flatten, Dense<2>>;
///     static_assert(budget<Net, Flash<16_KiB>, Ram<4_KiB>, Macs<10'000>>);
template <class Net, class... Limit>
inline constexpr bool budget = sizeof(detail::wiring_error_of<detail::Breach<Net, Limit...>>) != 0;

}  // namespace cincel
