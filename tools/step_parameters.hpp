// The parameters of a step of augmentation, as the command line gives them.
#pragma once

#include <cincel/augment/parameters.hpp>
#include <cincel/core/printable.hpp>
#include <cincel/core/text.hpp>

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace cincel {

/// The parameters of a step: each is a number or a word of a JSON object, and none may be left over.
class StepParameters {
 public:
  StepParameters(std::string step, const std::string& json) : step_(std::move(step)) {
    values_ = nlohmann::json::parse(json, nullptr, false);
    if (!values_.is_object()) fail("--params is no JSON object such as {\"factor\": 1.5}, got " + printable(json));
  }
  /// A number of [low, high]; `otherwise` stands for one that is not given, NaN for one that must be.
  double number(const std::string& key, double low, double high, double otherwise = std::nan("")) {
    seen_.insert(key);
    if (!values_.contains(key)) {
      if (std::isnan(otherwise))
        fail("needs the parameter \"" + key + "\", a number from " + text(low) + " to " + text(high));
      return otherwise;
    }
    const nlohmann::json& v = values_[key];
    if (!v.is_number() || !(v.get<double>() >= low && v.get<double>() <= high))
      fail("\"" + key + "\" is " + printable(v.dump()) + ", but must be a number from " + text(low) + " to " +
           text(high));
    return v.get<double>();
  }
  std::int64_t whole(const std::string& key, std::int64_t low, std::int64_t high, double otherwise = std::nan("")) {
    const double x = number(key, static_cast<double>(low), static_cast<double>(high), otherwise);
    if (x != std::floor(x)) fail("\"" + key + "\" is " + text(x) + ", but must be a whole number");
    return static_cast<std::int64_t>(x);
  }
  int odd(const std::string& key, int high) {
    const auto k = static_cast<int>(whole(key, 1, high));
    if (k % 2 == 0) fail("\"" + key + "\" is " + std::to_string(k) + ", but must be odd");
    return k;
  }
  /// The place of a word in a list; the first if it is not given.
  int word(const std::string& key, std::initializer_list<const char*> words) {
    seen_.insert(key);
    if (!values_.contains(key)) return 0;
    std::string all;
    int i = 0;
    for (const char* w : words) {
      if (values_[key] == w) return i;
      all += (i++ == 0 ? "" : ", ") + std::string(w);
    }
    fail("\"" + key + "\" is " + printable(values_[key].dump()) + ", but must be one of " + all);
  }
  /// A word of the user's own, such as the name of a file, that must be given.
  std::string name(const std::string& key) {
    seen_.insert(key);
    if (!values_.contains(key) || !values_[key].is_string()) fail("needs the parameter \"" + key + "\", a name");
    return values_[key].get<std::string>();
  }
  /// Fails if something was given that nobody has asked for.
  void finish() const {
    for (const auto& [key, value] : values_.items())
      if (!seen_.contains(key)) fail("has no parameter \"" + printable(key) + "\"; see cincel augment --list");
  }
  /// How a number is spelled.
  static std::string text(double x) {
    Text t;
    detail::spell_number(t, x);
    return std::string(t.view());
  }
  [[noreturn]] void fail(const std::string& reason) const {
    throw std::invalid_argument("augment " + printable(step_) + ": " + reason);
  }

 private:
  std::string step_;
  nlohmann::json values_;
  std::set<std::string> seen_;
};

}  // namespace cincel
