// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <limn/core/error.hpp>
#include <limn/io/atomic_file.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

/// The path as the caller wrote it.
inline std::string file_place(const std::filesystem::path& path) {
  return "file '" + path.string() + "'";
}

[[noreturn]] inline void throw_io(ErrorCode code, const std::filesystem::path& path,
                                  std::string got, const char* expected, const char* fix) {
  throw IoError(code, {.component = "io",
                       .place = file_place(path),
                       .got = std::move(got),
                       .expected = expected,
                       .fix = fix});
}

/// The same with the reason of the operating system.
[[noreturn]] inline void throw_io(ErrorCode code, const std::filesystem::path& path, int error,
                                  const char* expected, const char* fix) {
  throw_io(code, path, std::generic_category().message(error), expected, fix);
}

/// What stands where a regular file should.
inline const char* kind_of_file(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

/// Removes the temporary file unless it became the real one.
struct TemporaryFile {
  std::filesystem::path path;
  bool keep = false;
  ~TemporaryFile() {
    if (!keep) ::unlink(path.c_str());
  }
};

/// What a save replaces: the file behind all links, and the permissions it keeps.
struct Target {
  std::filesystem::path path;
  mode_t mode = 0644;
};

/// Errors: IoError where something else than a regular file would be replaced: a rename over a
/// device or a pipe puts a file in its place.
inline Target target_of(const std::filesystem::path& path) {
  Target out{path};
  struct stat old{};
  if (::stat(path.c_str(), &old) == 0) {
    if (!S_ISREG(old.st_mode))
      throw_io(ErrorCode::io_open, path, kind_of_file(old.st_mode), "a regular file, or none yet",
               "choose another name");
    out.mode = old.st_mode & 0777;
  }
  std::error_code error;
  for (int hops = 0; std::filesystem::is_symlink(out.path, error); ++hops) {
    if (hops == 40) error = std::make_error_code(std::errc::too_many_symbolic_link_levels);
    const std::filesystem::path to =
        error ? std::filesystem::path() : std::filesystem::read_symlink(out.path, error);
    if (error)
      throw_io(ErrorCode::io_open, path, error.value(), "a link that leads to a file",
               "mend the link, or choose another name");
    out.path = out.path.parent_path() / to;  // an absolute `to` stands alone
  }
  return out;
}

inline void write_all(int fd, std::span<const std::byte> bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), std::min(bytes.size(), std::size_t{1} << 30));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      throw_io(ErrorCode::io_write, path, errno, "room for the whole file",
               "free space or choose another folder");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

}  // namespace detail

LIMN_INLINE void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  write_pieces(path, {bytes});
}

LIMN_INLINE void write_pieces(const std::filesystem::path& path,
                              const std::vector<std::span<const std::byte>>& pieces) {
  const auto [target, mode] = detail::target_of(path);
  std::filesystem::path folder = target.parent_path();
  if (folder.empty()) folder = ".";
  const auto refuse_open = [&](int error) {
    detail::throw_io(ErrorCode::io_open, path, error, "a folder that can be written to",
                     "check the folder and its permissions, or choose another");
  };
  const auto refuse_write = [&](int error) {
    detail::throw_io(ErrorCode::io_write, path, error, "a file written to the disk",
                     "check the disk and the folder, and save again");
  };

  std::string pattern = (folder / ("." + target.filename().string() + ".XXXXXX")).string();
  const int made = ::mkstemp(pattern.data());
  if (made < 0) refuse_open(errno);
  ::close(made);
  detail::TemporaryFile temporary{pattern};
  detail::Descriptor file(temporary.path, O_WRONLY | O_TRUNC);
  if (file.get() < 0) refuse_open(errno);
  for (const auto piece : pieces) detail::write_all(file.get(), piece, path);
  if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 || !file.close())
    refuse_write(errno);
  if (::rename(temporary.path.c_str(), target.c_str()) != 0) refuse_write(errno);
  temporary.keep = true;
  const detail::Descriptor directory(folder, O_RDONLY | O_DIRECTORY);
  if (directory.get() >= 0 && ::fsync(directory.get()) != 0 && errno != EINVAL) refuse_write(errno);
}

// O_NONBLOCK: a pipe without a writer would hold the call for ever; files do not heed it.
LIMN_INLINE FileReader::FileReader(const std::filesystem::path& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  struct stat info{};
  std::string got;
  if (file_ < 0 || ::fstat(file_, &info) != 0)
    got = std::generic_category().message(errno);
  else if (!S_ISREG(info.st_mode))
    got = detail::kind_of_file(info.st_mode);
  size_ = static_cast<std::size_t>(info.st_size);
  if (got.empty()) return;
  if (file_ >= 0) ::close(file_);
  detail::throw_io(ErrorCode::io_open, path, got, "a regular file that can be read",
                   "check the path and its permissions");
}

LIMN_INLINE FileReader::~FileReader() { ::close(file_); }

LIMN_INLINE void FileReader::read(std::span<std::byte> piece) {
  while (!piece.empty()) {
    const ssize_t n = ::read(file_, piece.data(), std::min(piece.size(), std::size_t{1} << 30));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      detail::throw_io(ErrorCode::io_read, path_, errno, "bytes that can be read",
                       "check the disk");
    if (n == 0)
      detail::throw_io(ErrorCode::io_read, path_, "an early end", "the size it had when opened",
                       "the file changed while it was read; try again");
    piece = piece.subspan(static_cast<std::size_t>(n));
  }
}

LIMN_INLINE std::vector<std::byte> read_file(const std::filesystem::path& path, std::size_t most) {
  FileReader file(path);
  if (file.size() > most)
    throw LimitError(ErrorCode::limit_size, {.component = "io",
                                             .place = detail::file_place(path),
                                             .got = std::to_string(file.size()) + " bytes",
                                             .expected = "at most " + std::to_string(most),
                                             .fix = "check that this is the right file"});
  std::vector<std::byte> out(file.size());
  file.read(out);
  return out;
}

}  // namespace limn::inline LIMN_ABI::io
