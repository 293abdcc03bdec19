// Files, written so that a reader sees the old one or the new one and never half of it, whoever writes at the same
// time and whenever the machine stops.
//
// The new bytes go to a temporary file beside the old one, with a name that nobody can guess (64 random bits), created
// exclusively and locked as long as its writer lives. It is synced, renamed over the old one, and the folder is synced.
// A writer that was killed leaves an unlocked file of such a name: a save into the folder removes it when nobody has
// written to it for an hour. (Locks do not always reach other machines: what they write now looks unlocked.)
#pragma once

#include <cincel/core/file.hpp>

#include <dirent.h>
#include <sys/file.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <span>
#include <string_view>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

inline constexpr std::string_view temporary_begin = ".cincel-", temporary_end = ".part";

/// Whether a file is called as `random_name` calls one.
inline bool is_temporary_name(std::string_view name) {
  constexpr std::size_t digits = 16;
  return name.size() == temporary_begin.size() + digits + temporary_end.size() && name.starts_with(temporary_begin) &&
         name.ends_with(temporary_end) &&
         name.substr(temporary_begin.size(), digits).find_first_not_of("0123456789abcdef") == name.npos;
}

/// A name for a temporary file; empty, with the reason in errno, if the system gives no random numbers.
inline std::string random_name() {
  std::uint64_t bits = 0;
  if (uninterrupted([&] { return getentropy(&bits, sizeof bits); }) != 0) return "";
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(bits));
  return std::string(temporary_begin) + text + std::string(temporary_end);
}

/// Whether `name` in `folder` is the open file.
inline bool is_name_of(int folder, const std::string& name, int file) {
  struct stat named{}, open_one{};
  return fstatat(folder, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 && fstat(file, &open_one) == 0 &&
         named.st_dev == open_one.st_dev && named.st_ino == open_one.st_ino;
}

/// After so many seconds without a write a temporary file that nobody holds locked is taken for abandoned.
inline constexpr std::time_t abandoned_after = 3600;

/// Removes temporary files whose writer is gone: nobody holds their lock, nor wrote to them in the hour before `now`.
/// A file system without locks keeps them.
inline void remove_abandoned(int folder, std::time_t now) {
  const int copy = uninterrupted([&] { return openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (copy < 0) return;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(fdopendir(copy), &closedir);
  if (!entries) {
    close(copy);
    return;
  }
  while (const dirent* e = readdir(entries.get())) {
    const std::string name = e->d_name;
    if (!is_temporary_name(name)) continue;
    const Descriptor file(openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat s{};
    if (!file.is_open() || fstat(file.get(), &s) != 0 || !S_ISREG(s.st_mode)) continue;
    if (s.st_mtime > now - abandoned_after) continue;
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) continue;
    if (is_name_of(folder, name, file.get())) unlinkat(folder, name.c_str(), 0);
  }
}

}  // namespace impl

/// A file that is being written: `write`, then `commit`. Without a commit what was there before stays. A symbolic link
/// is followed: its target is what is replaced. What is there must be a regular file that may be written; the new one
/// has its mode, and its owner and group where the system allows that, or 0666 less the umask. Where the group cannot
/// be kept, it and everybody have only the rights that both had.
/// Throws FileError with the path as given and the reason.
class NewFile {
 public:
  explicit NewFile(const std::string& path) : NewFile() {
    path_ = path;
    find_place();
    struct stat old{};
    const bool replaces = fstatat(folder_.get(), name_.c_str(), &old, AT_SYMLINK_NOFOLLOW) == 0;
    if (!replaces && errno != ENOENT) fail("cannot be looked at");
    if (const char* kind = replaces ? impl::other_kind(old.st_mode) : nullptr; kind != nullptr)
      throw FileError(path_, std::string(kind) + ", and only regular files are replaced");
    if (replaces && faccessat(folder_.get(), name_.c_str(), W_OK, AT_EACCESS) != 0) fail("cannot be written");
    create(replaces ? 0600 : 0666);
    // The new file's own time is that of the machine that has the folder, whose clock may differ from this one's.
    struct stat own{};
    if (fstat(file_.get(), &own) == 0) impl::remove_abandoned(folder_.get(), own.st_mtime);
    if (replaces) keep_mode(old);
  }
  ~NewFile() {
    if (file_.is_open()) unlinkat(folder_.get(), temporary_.c_str(), 0);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t n = impl::uninterrupted([&] { return ::write(file_.get(), bytes.data(), bytes.size()); });
      if (n < 0) fail("cannot be written");
      if (n == 0) throw FileError(path_, "cannot be written: the system takes no more bytes");
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
  }

  /// Makes it the file. Whoever opens the path from now on sees the new bytes, also after a power cut.
  void commit() {
    if (sync(file_.get()) != 0) fail("cannot be synced");
    if (renameat(folder_.get(), temporary_.c_str(), folder_.get(), name_.c_str()) != 0) fail("cannot be renamed");
    file_ = impl::Descriptor();
    // Some file systems cannot sync a folder, and say so.
    if (sync(folder_.get()) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
      fail("was written, but its folder cannot be synced");
  }

 private:
  NewFile() = default;  // the public constructor begins with it, so that the destructor removes what a failure leaves

  static int sync(int file) {
    return impl::uninterrupted([&] { return fsync(file); });
  }
  [[noreturn]] void fail(const char* what) const {
    const std::string reason = std::strerror(errno);
    throw FileError(path_, std::string(what) + ": " + reason);
  }

  /// Follows symbolic links, to a target that need not be there yet, and opens its folder.
  void find_place() {
    std::string place = path_;
    for (int links = 0;; ++links) {
      const std::size_t slash = place.rfind('/');
      const std::string folder = slash == place.npos ? "." : place.substr(0, slash + 1);
      name_ = slash == place.npos ? place : place.substr(slash + 1);
      if (name_.empty() || name_ == "." || name_ == "..")
        throw FileError(path_,
                        path_.empty() ? "the name is empty" : "is a directory, and only regular files are replaced");
      char target[4096];
      const ssize_t n = readlink(place.c_str(), target, sizeof target);
      if (n < 0) {
        folder_ = impl::Descriptor(
            impl::uninterrupted([&] { return open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
        if (!folder_.is_open()) fail("its folder cannot be opened");
        return;
      }
      if (links == 40 || n == sizeof target) throw FileError(path_, "leads through too many symbolic links");
      const std::string_view to(target, static_cast<std::size_t>(n));
      place = (to.starts_with('/') ? "" : folder == "." ? "./" : folder) + std::string(to);
    }
  }

  /// A file of a new name, locked. Where somebody else removed it before it was locked: another name.
  void create(mode_t mode) {
    for (int attempt = 0; attempt < 100; ++attempt) {
      temporary_ = impl::random_name();
      if (temporary_.empty()) fail("cannot be given a random name");
      impl::Descriptor file(impl::uninterrupted([&] {
        return openat(folder_.get(), temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
      }));
      if (!file.is_open()) {
        if (errno == EEXIST) continue;
        fail("cannot be created");
      }
      impl::uninterrupted([&] { return flock(file.get(), LOCK_EX); });  // without locks: none
      if (!impl::is_name_of(folder_.get(), temporary_, file.get())) continue;
      file_ = std::move(file);
      return;
    }
    throw FileError(path_, "cannot be created: no temporary name is free");
  }

  /// Owner, group and mode of the old file. Who may not give files away may still give them a group of their own.
  void keep_mode(const struct stat& old) {
    struct stat own{};
    const bool looked = fstat(file_.get(), &own) == 0;
    const bool same_owner = looked && own.st_uid == old.st_uid, same_group = looked && own.st_gid == old.st_gid;
    const bool all = (same_owner && same_group) || give(old.st_uid, old.st_gid);
    const bool group = all || same_group || give(static_cast<uid_t>(-1), old.st_gid);
    mode_t mode = old.st_mode & (all ? 07777u : 0777u);
    if (!group) {  // another group has the file, and the old one's members are now everybody
      const mode_t shared = mode & mode >> 3 & 07u;
      mode = (mode & 0700u) | shared << 3 | shared;
    }
    if (impl::uninterrupted([&] { return fchmod(file_.get(), mode); }) != 0) fail("cannot be given its mode");
  }
  bool give(uid_t owner, gid_t group) const {
    return impl::uninterrupted([&] { return fchown(file_.get(), owner, group); }) == 0;
  }

  std::string path_, name_, temporary_;
  impl::Descriptor folder_, file_;
};

/// Writes a whole file by `NewFile`. Throws FileError; what was there before stays then.
inline void write_file_atomically(const std::string& path, std::span<const std::byte> bytes) {
  NewFile file(path);
  file.write(bytes);
  file.commit();
}

}  // namespace CINCEL_ISA
}  // namespace cincel
