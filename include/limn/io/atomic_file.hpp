// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::io {

/// Writes all or nothing: a temporary file in the same folder, fsync, rename, fsync of the folder.
/// Whatever fails or kills it, the old file stays whole; the temporary one is removed.
/// A link is followed, so that it still points at the file afterwards; permissions are kept.
/// Errors: IoError naming the path, with the reason of the operating system; also where a folder,
/// a pipe or a device stands, which stays as it is.
void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
/// The same of several pieces, one after the other.
void write_pieces(const std::filesystem::path& path,
                  const std::vector<std::span<const std::byte>>& pieces);

/// A file read from its beginning to its end, piece by piece.
class FileReader {
 public:
  /// Errors: IoError when it cannot be opened or is no regular file.
  explicit FileReader(const std::filesystem::path& path);
  ~FileReader();
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;

  std::size_t size() const { return size_; }
  /// Fills the piece. Errors: IoError, also when the file ends before.
  void read(std::span<std::byte> piece);

 private:
  std::filesystem::path path_;
  int file_ = -1;
  std::size_t size_ = 0;
};

/// The whole file. Errors: IoError; LimitError when it is larger than `most` bytes.
std::vector<std::byte> read_file(const std::filesystem::path& path,
                                 std::size_t most = std::size_t{1} << 36);

}  // namespace limn::inline LIMN_ABI::io

#ifdef LIMN_HEADER_ONLY
#include <limn/io/atomic_file.ipp>
#endif
