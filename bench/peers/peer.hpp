// What every peer in C++ has in common: it is started once, says which rows it knows, and then runs the row that it is
// asked for, line by line. README.md has the protocol.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace peers {

/// A row that is set up.
struct Row {
  /// Does the row's work so many times.
  std::function<void(long runs)> run;
  /// Of what it computes: batch first, channels last.
  std::vector<long> shape;
  /// How many images, samples or steps one run makes.
  double units = 1;
};

/// A program of rows. A row is set up once for each number of threads, when it is first asked for.
struct Peer {
  std::string name;
  std::vector<std::string> rows;
  /// Throws what it cannot do; the exception's text is the peer's answer.
  std::function<Row(const std::string& name, int threads)> make;
  /// Called before a row is set up and before it runs.
  std::function<void(int threads)> set_threads = [](int) {};
};

/// Compilers must not keep a result from run to run, nor leave one out.
inline void clobber_memory() { asm volatile("" ::: "memory"); }

/// `work`, done as often as it is asked for.
template <class Work>
std::function<void(long)> repeat(Work work) {
  return [work = std::move(work)](long runs) mutable {
    for (long i = 0; i < runs; ++i) {
      work();
      clobber_memory();
    }
  };
}

inline double seconds_of(const Row& row, long runs) {
  const auto start = std::chrono::steady_clock::now();
  row.run(runs);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Threads that slept are woken onto one processor, and the kernel spreads them by and by: until then, 50 ms.
inline void spread_threads(const Row& row) {
  for (double spent = 0; spent < 0.05;) spent += seconds_of(row, 1);
}

/// The times of one image, sample or step in nanoseconds: of blocks of runs, none much shorter than 20 us, at least
/// three and at most some thousands of them.
inline std::vector<double> times_of(const Row& row, double seconds) {
  constexpr double shortest = 25e-6, most_blocks = 2000;
  const double block = std::max(shortest, seconds / most_blocks);
  row.run(1);
  long runs = 1;
  double once = seconds_of(row, runs);
  while (once < block) {
    runs = std::max(runs + 1, static_cast<long>(static_cast<double>(runs) * std::min(10.0, 1.1 * block / once)));
    once = seconds_of(row, runs);
  }
  std::vector<double> times;
  for (double spent = 0; times.size() < 3 || spent < seconds; spent += once) {
    once = seconds_of(row, runs);
    times.push_back(once * 1e9 / static_cast<double>(runs) / row.units);
  }
  return times;
}

/// A text between quotes, as JSON has it.
inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += (c < ' ' || c > '~') ? ' ' : c;
  }
  return out + '"';
}

template <class T>
std::string joined(const std::vector<T>& values, const char* between) {
  std::ostringstream out;
  out.precision(7);
  for (std::size_t i = 0; i < values.size(); ++i) out << (i == 0 ? "" : between) << values[i];
  return out.str();
}

inline std::string hello(const Peer& peer) {
  std::vector<std::string> names;
  for (const std::string& name : peer.rows) names.push_back(quoted(name));
  return "{\"peer\": " + quoted(peer.name) + ", \"rows\": [" + joined(names, ", ") + "]}";
}

/// The rows that were asked for so far.
class Rows {
 public:
  explicit Rows(Peer peer) : peer_(std::move(peer)) {}
  const Peer& peer() const { return peer_; }

  const Row& find(const std::string& name, int threads) {
    if (std::find(peer_.rows.begin(), peer_.rows.end(), name) == peer_.rows.end()) {
      throw std::invalid_argument(peer_.name + " has no row " + name);
    }
    peer_.set_threads(threads);
    const std::pair key(name, threads);
    const auto known = rows_.find(key);
    return known != rows_.end() ? known->second : rows_.emplace(key, peer_.make(name, threads)).first->second;
  }

  /// The answer to one line.
  std::string answer(const std::string& line) try {
    std::istringstream in(line);
    std::string name, rest;
    int threads = 0;
    double seconds = 0;
    if (!(in >> name >> threads >> seconds) || in >> rest || threads < 1 || threads > 1024 || !(seconds >= 0) ||
        seconds > 3600) {
      throw std::invalid_argument("a line must be: NAME THREADS SECONDS");
    }
    const Row& row = find(name, threads);
    if (threads > 1) spread_threads(row);
    return "{\"times_ns\": [" + joined(times_of(row, seconds), ", ") + "]}";
  } catch (const std::exception& e) {
    return "{\"error\": " + quoted(e.what()) + "}";
  }

 private:
  Peer peer_;
  std::map<std::pair<std::string, int>, Row> rows_;
};

/// Runs each of these rows once and prints the shape of what it computes.
inline int check(Rows& rows, const std::vector<std::string>& names) try {
  for (const std::string& name : names) {
    const Row& row = rows.find(name, 1);
    row.run(1);
    std::cout << joined(row.shape, "x") << std::endl;
  }
  return 0;
} catch (const std::exception& e) {
  std::cerr << e.what() << std::endl;
  return 1;
}

/// The main function of a peer.
inline int serve(Peer peer, int arguments, char** values) {
  Rows rows(std::move(peer));
  if (arguments > 2 && std::string(values[1]) == "--check") return check(rows, {values + 2, values + arguments});
  if (arguments > 1) {
    std::cerr << "usage: " << values[0] << " [--check NAME...]" << std::endl;
    return 2;
  }
  std::cout << hello(rows.peer()) << std::endl;
  for (std::string line; std::getline(std::cin, line);) std::cout << rows.answer(line) << std::endl;
  return 0;
}

}  // namespace peers
