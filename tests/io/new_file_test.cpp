// Floor 7: files that are written whole or not at all.
#include <doctest/doctest.h>

#include <cincel/io/new_file.hpp>

#include "../files.hpp"

#include <grp.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

using namespace cincel;
namespace fs = std::filesystem;

namespace {

void put(const std::string& path, const std::string& text) {
  write_file_atomically(path, std::as_bytes(std::span(text)));
}

mode_t mode_of(const std::string& path) {
  struct stat s{};
  return lstat(path.c_str(), &s) == 0 ? s.st_mode & 07777u : 0;
}

/// A writer that is killed when its temporary file is written and not yet renamed.
void die_while_writing(const std::string& path) {
  const pid_t child = fork();
  if (child == 0) {
    NewFile file(path);
    file.write(std::as_bytes(std::span("half", 4)));
    raise(SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
}

/// Makes what a file of a temporary name was last written to so many seconds ago.
void age_leftovers(const TemporaryFolder& folder, std::time_t seconds) {
  for (const auto& entry : fs::directory_iterator(folder.path()))
    if (impl::is_temporary_name(entry.path().filename().string())) {
      const timespec times[2] = {{.tv_sec = 0, .tv_nsec = UTIME_OMIT},
                                 {.tv_sec = time(nullptr) - seconds, .tv_nsec = 0}};
      REQUIRE(utimensat(AT_FDCWD, entry.path().c_str(), times, 0) == 0);
    }
}

/// What f returns in a child that is user and group 12001, and in group 13000 too.
template <class F>
int as_another_user(F f) {
  const pid_t child = fork();
  if (child == 0) {
    const gid_t group = 13000;
    if (setgroups(1, &group) != 0 || setgid(12001) != 0 || setuid(12001) != 0) _exit(100);
    _exit(f());
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST_CASE("a file is replaced whole, and without a commit it stays as it was") {
  const TemporaryFolder folder;
  put(folder / "a", "old");
  {
    NewFile file(folder / "a");
    file.write(std::as_bytes(std::span("new", 3)));
    CHECK(text_of(folder / "a") == "old");
  }
  CHECK(text_of(folder / "a") == "old");
  CHECK(folder.entries() == 1);
  put(folder / "a", "new");
  CHECK(text_of(folder / "a") == "new");
  CHECK(folder.entries() == 1);
}

TEST_CASE("the mode of a file is kept, and a new one gets what the umask leaves") {
  const TemporaryFolder folder;
  const mode_t before = umask(027);
  put(folder / "new", "x");
  umask(before);
  CHECK(mode_of(folder / "new") == 0640);
  for (const mode_t mode : {0600u, 0644u, 0755u, 0660u}) {
    REQUIRE(chmod((folder / "new").c_str(), mode) == 0);
    put(folder / "new", "y");
    CHECK(mode_of(folder / "new") == mode);
  }
}

TEST_CASE("a symbolic link is followed: its target is replaced and the link stays") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "sub");
  put(folder / "sub/target", "old");
  fs::create_symlink("sub/target", folder / "link");
  fs::create_symlink(folder / "link", folder / "second");  // absolute, to a link
  put(folder / "second", "new");
  CHECK(text_of(folder / "sub/target") == "new");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(fs::is_symlink(folder / "second"));
  fs::create_symlink("sub/nothing", folder / "dangling");
  put(folder / "dangling", "made");
  CHECK(text_of(folder / "sub/nothing") == "made");
  CHECK(fs::is_symlink(folder / "dangling"));
  fs::create_symlink("loop", folder / "loop");
  CHECK(error_of([&] { put(folder / "loop", "x"); }) == folder / "loop" + ": leads through too many symbolic links");
}

TEST_CASE("what is no regular file is neither replaced nor read, and the error says what it is") {
  const TemporaryFolder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  fs::create_symlink("/dev/full", folder / "full");
  fs::create_symlink("pipe", folder / "to_pipe");
  const auto refused = [&](const std::string& path, const std::string& kind) {
    CHECK(error_of([&] { put(path, "x"); }) == path + ": " + kind + ", and only regular files are replaced");
    CHECK(error_of([&] { read_file(path); }) == path + ": " + kind + ", and only regular files are read");
  };
  refused("/dev/full", "is a device");
  refused("/dev/null", "is a device");
  refused(folder / "full", "is a device");
  refused(folder / "pipe", "is a pipe");
  refused(folder / "to_pipe", "is a pipe");
  refused(folder.path(), "is a directory");
  refused(folder / "", "is a directory");
  CHECK(fs::is_character_file("/dev/full"));
  CHECK(fs::is_fifo(folder / "pipe"));
  CHECK(error_of([] { put("", "x"); }) == ": the name is empty");
  CHECK(error_of([&] { put(folder / "no/a", "x"); }) ==
        folder / "no/a" + ": its folder cannot be opened: No such file or directory");
  CHECK(error_of([&] { read_file(folder / "no"); }) == folder / "no" + ": cannot be opened: No such file or directory");
}

TEST_CASE("what a killed writer leaves is cleared by a save an hour later; what is being written stays") {
  const TemporaryFolder folder;
  put(folder / "a", "old");
  die_while_writing(folder / "a");
  CHECK(folder.entries() == 2);
  age_leftovers(folder, 3500);  // it may be another machine's, whose lock is not seen here
  put(folder / "a", "old");
  CHECK(folder.entries() == 2);
  age_leftovers(folder, 3700);
  die_while_writing(folder / "b");  // which clears the first one's leavings as it begins
  CHECK(folder.entries() == 2);
  CHECK(text_of(folder / "a") == "old");
  age_leftovers(folder, 3700);
  put(folder / ".cincel-0123456789abcdef.part.txt", "not ours");
  put(folder / ".cincel-nothexadecimal00.part", "not ours");
  NewFile living(folder / "c");
  CHECK(folder.entries() == 4);
  age_leftovers(folder, 36000);  // a writer that has paused for long holds its lock
  put(folder / "a", "new");
  CHECK(folder.entries() == 4);  // a, the two that are called almost alike, and the living one's
  living.write(std::as_bytes(std::span("c", 1)));
  put(folder / "a", "newer");
  living.commit();
  CHECK(text_of(folder / "c") == "c");
  CHECK(folder.entries() == 4);
}

TEST_CASE("a name that an attacker put in the way is not followed") {
  // The temporary name is random, so nothing can be put in its way; what stands there is opened exclusively.
  const TemporaryFolder folder;
  std::string names;
  for (int i = 0; i < 100; ++i) {
    const std::string name = impl::random_name();
    CHECK(impl::is_temporary_name(name));
    CHECK(!has(names, name));
    names += name + " ";
  }
  // A link of such a name is no leftover: it is neither followed nor removed.
  put(folder / "victim", "kept");
  fs::create_symlink("victim", folder / impl::random_name());
  put(folder / "a", "x");
  CHECK(text_of(folder / "victim") == "kept");
  CHECK(folder.entries() == 3);
}

TEST_CASE("a disk that is full leaves the old file and nothing else") {
  const TemporaryFolder folder;
  put(folder / "a", "old");
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1000, 1000};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string e = error_of([&] { put(folder / "a", std::string(5000, 'x')); });
    _exit(e == folder / "a" + ": cannot be written: File too large" ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(text_of(folder / "a") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a file that may not be written is not replaced") {
  const TemporaryFolder folder;
  put(folder / "a", "old");
  REQUIRE(chmod((folder / "a").c_str(), 0444) == 0);
  REQUIRE(chmod(folder.path().c_str(), 0777) == 0);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
    const std::string e = error_of([&] { put(folder / "a", "new"); });
    _exit(e == folder / "a" + ": cannot be written: Permission denied" ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(text_of(folder / "a") == "old");
}

TEST_CASE(
    "a file that another user replaces keeps its group; where it cannot, no group and nobody else gains a right") {
  if (geteuid() != 0) {
    MESSAGE("skipped: only root makes files of other users");
    return;
  }
  const TemporaryFolder folder;
  REQUIRE(chmod(folder.path().c_str(), 0777) == 0);
  // A file of this owner, group and mode, and what it is when user 12001 has replaced it.
  const auto replaced = [&](uid_t owner, gid_t group, mode_t mode) {
    put(folder / "a", "old");
    REQUIRE(chown((folder / "a").c_str(), owner, group) == 0);
    REQUIRE(chmod((folder / "a").c_str(), mode) == 0);
    CHECK(as_another_user([&] { return error_of([&] { put(folder / "a", "new"); }).empty() ? 0 : 1; }) == 0);
    CHECK(text_of(folder / "a") == "new");
    struct stat s{};
    REQUIRE(stat((folder / "a").c_str(), &s) == 0);
    CHECK(s.st_uid == 12001);
    CHECK(s.st_gid == (group == 13001 ? 12001 : group));
    REQUIRE(unlink((folder / "a").c_str()) == 0);
    return s.st_mode & 07777u;
  };
  CHECK(replaced(0, 13000, 0660) == 0660);  // a group that the writer is in
  CHECK(replaced(0, 13000, 0664) == 0664);
  CHECK(replaced(0, 13000, 02660) == 0660);
  CHECK(replaced(12001, 13000, 02640) == 02640);
  CHECK(replaced(0, 12001, 0660) == 0660);
  CHECK(replaced(0, 13001, 0666) == 0666);  // one that the writer is not in
  CHECK(replaced(0, 13001, 0672) == 0622);
  CHECK(replaced(12001, 13001, 0640) == 0600);
  CHECK(replaced(12001, 13001, 0664) == 0644);
  CHECK(replaced(12001, 13001, 0604) == 0600);
  CHECK(replaced(12001, 13001, 06755) == 0755);
  // Root keeps both.
  put(folder / "a", "old");
  REQUIRE(chown((folder / "a").c_str(), 12001, 13001) == 0);
  REQUIRE(chmod((folder / "a").c_str(), 0640) == 0);
  put(folder / "a", "new");
  struct stat s{};
  REQUIRE(stat((folder / "a").c_str(), &s) == 0);
  CHECK(s.st_uid == 12001);
  CHECK(s.st_gid == 13001);
  CHECK(mode_of(folder / "a") == 0640);
}

TEST_CASE("four threads and two processes that save to one path leave a whole file, always") {
  const TemporaryFolder folder;
  const std::string path = folder / "a";
  put(path, std::string(100'000, 'z'));
  // Texts of one letter: a mixture would show.
  const auto save_all = [&](char letter) {
    for (int i = 0; i < 25; ++i) put(path, std::string(100'000 + static_cast<std::size_t>(letter), letter));
  };
  std::vector<pid_t> children;
  for (const char letter : {'p', 'q'}) {
    children.push_back(fork());
    if (children.back() == 0) {
      const std::string e = error_of([&] { save_all(letter); });
      _exit(e.empty() ? 0 : 1);
    }
  }
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (const char letter : {'a', 'b', 'c', 'd'})
    threads.emplace_back([&, letter] { failed += !error_of([&] { save_all(letter); }).empty(); });
  int torn = 0;
  for (int i = 0; i < 500; ++i) {
    const std::string text = text_of(path);
    const bool whole = text.find_first_not_of(text[0]) == text.npos &&
                       (text[0] == 'z' || text.size() == 100'000 + static_cast<std::size_t>(text[0]));
    torn += !whole;
  }
  for (std::thread& t : threads) t.join();
  for (const pid_t child : children) {
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(status == 0);
  }
  CHECK(failed == 0);
  CHECK(torn == 0);
  CHECK(folder.entries() == 1);
}
