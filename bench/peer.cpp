#include "peer.hpp"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>

extern char** environ;

namespace bench {

namespace {

constexpr int patience_ms = 120'000;
constexpr std::size_t longest_line = 1 << 24;

/// Seconds that all threads of a process have run; 0 where nobody tells.
double processor_time_of(pid_t process) {
  clockid_t clock;
  timespec t{};
  if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &t) != 0) return 0;
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

}  // namespace

Peer::Peer(const std::string& program) : name_(program), program_(program) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that is gone is an error of `write`
  int in[2], out[2];
  if (::pipe(in) != 0 || ::pipe(out) != 0) throw std::runtime_error(program + ": " + std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  for (const int f : {in[0], in[1], out[0], out[1]}) posix_spawn_file_actions_addclose(&actions, f);
  std::string path = program;
  char* const arguments[] = {path.data(), nullptr};
  const int error = ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  to_ = in[1];
  from_ = out[0];
  if (error != 0) {
    process_ = -1;
    stop();
    throw std::runtime_error(program + ": " + std::strerror(error));
  }
  try {
    const auto hello = nlohmann::json::parse(read_line());
    name_ = hello.at("peer").get<std::string>();
    rows_ = hello.at("rows").get<std::vector<std::string>>();
  } catch (const std::exception&) {
    stop();
    throw std::runtime_error(program + " is no peer here");
  }
}

Peer::~Peer() { stop(); }

void Peer::stop() {
  for (int* f : {&to_, &from_}) {
    if (*f >= 0) ::close(*f);
    *f = -1;
  }
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  process_ = -1;
}

bool Peer::offers(const std::string& row) const {
  return process_ > 0 && std::find(rows_.begin(), rows_.end(), row) != rows_.end();
}

/// The next line without its end. Throws std::runtime_error if none comes.
std::string Peer::read_line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    pollfd p{from_, POLLIN, 0};
    char bytes[4096];
    const ssize_t n = ::poll(&p, 1, patience_ms) == 1 ? ::read(from_, bytes, sizeof bytes) : 0;
    if (n <= 0 || buffer_.size() > longest_line) throw std::runtime_error("it says nothing");
    buffer_.append(bytes, static_cast<std::size_t>(n));
  }
}

void Peer::wait_until_idle() const {
  // The kernel adds up the time of threads that run at its ticks, which are up to 10 ms apart: in less than two of them
  // a thread that spins seems to rest.
  constexpr timespec pause{0, 20'000'000};
  double before = processor_time_of(process_);
  for (int i = 0; i < 25; ++i) {
    ::nanosleep(&pause, nullptr);
    const double now = processor_time_of(process_);
    if (now - before < 1e-4) return;
    before = now;
  }
}

std::vector<double> Peer::ask(const std::string& row, int threads, double seconds) {
  try {
    const std::string line = row + ' ' + std::to_string(threads) + ' ' + std::to_string(seconds) + '\n';
    if (::write(to_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      throw std::runtime_error(std::strerror(errno));
    const auto answer = nlohmann::json::parse(read_line());
    if (answer.contains("error")) {
      rows_.erase(std::remove(rows_.begin(), rows_.end(), row), rows_.end());
      return {};
    }
    auto times = answer.at("times_ns").get<std::vector<double>>();
    if (std::any_of(times.begin(), times.end(), [](double t) { return !(t > 0); }))
      throw std::runtime_error("a time is not positive");
    wait_until_idle();
    return times;
  } catch (const std::exception& e) {
    std::cerr << name_ << " (" << program_ << ") is asked no more: " << row << ": " << e.what() << '\n';
    stop();
    return {};
  }
}

}  // namespace bench
