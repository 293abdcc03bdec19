// A program that does the same work by another engine, in turn with Cincel (peers/README.md has the protocol).
#pragma once

#include <sys/types.h>
#include <string>
#include <vector>

namespace bench {

/// A peer that runs. Neither copied nor moved; its program ends with it.
class Peer {
 public:
  /// Starts a program. Throws std::runtime_error, with what the program said, for one that cannot serve here.
  explicit Peer(const std::string& program);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  /// "oneDNN 2.6.0".
  const std::string& name() const { return name_; }
  bool offers(const std::string& row) const;
  /// Nanoseconds of a unit, of each run within about `seconds`; none if the peer cannot do it. A peer that fails or says
  /// nothing for two minutes is asked no more.
  std::vector<double> ask(const std::string& row, int threads, double seconds);

 private:
  std::string read_line();
  /// Threads of OpenMP's spin for a while behind their work, on processors that are to be measured next: waits until the
  /// program rests, half a second at most.
  void wait_until_idle() const;
  void stop();

  std::string name_, program_, buffer_;
  std::vector<std::string> rows_;
  pid_t process_ = -1;
  int to_ = -1, from_ = -1;
};

}  // namespace bench
