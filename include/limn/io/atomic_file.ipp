// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include <limn/core/error.hpp>
#include <limn/io/atomic_file.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

[[noreturn]] inline void throw_io(ErrorCode code, const char* place, int error, const char* fix) {
  throw IoError(code, {.component = "io",
                       .place = place,
                       .got = std::generic_category().message(error),
                       .expected = "",
                       .fix = fix});
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

inline void write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), std::min(bytes.size(), std::size_t{1} << 30));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_io(ErrorCode::io_write, "write", errno, "free space or choose another folder");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

}  // namespace detail

LIMN_INLINE void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  write_pieces(path, {bytes});
}

LIMN_INLINE void write_pieces(const std::filesystem::path& path,
                              const std::vector<std::span<const std::byte>>& pieces) {
  std::error_code ignored;
  std::filesystem::path target = path;
  if (std::filesystem::is_symlink(path, ignored))
    target = std::filesystem::weakly_canonical(path, ignored);
  std::filesystem::path folder = target.parent_path();
  if (folder.empty()) folder = ".";
  struct stat old{};
  const mode_t mode = ::stat(target.c_str(), &old) == 0 ? old.st_mode & 0777 : 0644;

  std::string pattern = (folder / ("." + target.filename().string() + ".XXXXXX")).string();
  const int made = ::mkstemp(pattern.data());
  if (made < 0)
    detail::throw_io(ErrorCode::io_open, "open for writing", errno,
                     "choose a folder that can be written to");
  ::close(made);
  detail::TemporaryFile temporary{pattern};
  detail::Descriptor file(temporary.path, O_WRONLY | O_TRUNC);
  if (file.get() < 0)
    detail::throw_io(ErrorCode::io_open, "open for writing", errno,
                     "choose a folder that can be written to");
  for (const auto piece : pieces) detail::write_all(file.get(), piece);
  if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 || !file.close())
    detail::throw_io(ErrorCode::io_write, "fsync", errno, "check the disk and save again");
  if (::rename(temporary.path.c_str(), target.c_str()) != 0)
    detail::throw_io(ErrorCode::io_write, "rename", errno, "check the folder and save again");
  temporary.keep = true;
  const detail::Descriptor directory(folder, O_RDONLY | O_DIRECTORY);
  if (directory.get() >= 0 && ::fsync(directory.get()) != 0 && errno != EINVAL)
    detail::throw_io(ErrorCode::io_write, "fsync of the folder", errno,
                     "check the disk and save again");
}

LIMN_INLINE FileReader::FileReader(const std::filesystem::path& path)
    : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  struct stat info{};
  int error = 0;
  if (file_ < 0 || ::fstat(file_, &info) != 0) error = errno;
  if (error == 0 && !S_ISREG(info.st_mode)) error = EISDIR;
  size_ = static_cast<std::size_t>(info.st_size);
  if (error == 0) return;
  if (file_ >= 0) ::close(file_);
  detail::throw_io(ErrorCode::io_open, "open for reading", error,
                   "check the path and its permissions");
}

LIMN_INLINE FileReader::~FileReader() { ::close(file_); }

LIMN_INLINE void FileReader::read(std::span<std::byte> piece) {
  while (!piece.empty()) {
    const ssize_t n = ::read(file_, piece.data(), std::min(piece.size(), std::size_t{1} << 30));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) detail::throw_io(ErrorCode::io_read, "read", errno, "check the disk");
    if (n == 0)
      detail::throw_io(ErrorCode::io_read, "read", EIO,
                       "the file changed while it was read; try again");
    piece = piece.subspan(static_cast<std::size_t>(n));
  }
}

LIMN_INLINE std::vector<std::byte> read_file(const std::filesystem::path& path, std::size_t most) {
  FileReader file(path);
  if (file.size() > most)
    throw LimitError(ErrorCode::limit_size, {.component = "io",
                                             .place = "file",
                                             .got = std::to_string(file.size()) + " bytes",
                                             .expected = "at most " + std::to_string(most),
                                             .fix = "check that this is the right file"});
  std::vector<std::byte> out(file.size());
  file.read(out);
  return out;
}

}  // namespace limn::inline LIMN_ABI::io
