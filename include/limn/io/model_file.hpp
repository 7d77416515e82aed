// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/io/atomic_file.hpp>

// A model file is a valid safetensors file: the tensors of all components in its body, the tree of
// components, their options, limits and digests in `__metadata__.limn`. Layout, limits and what is
// refused: docs/reference/model_file.md.
namespace limn::inline LIMN_ABI::io {

/// What a reader refuses before it allocates anything.
struct ModelLimits {
  std::size_t header_bytes = std::size_t{16} << 20;
  std::size_t json_depth = 32;
  std::size_t n_tensors = 65536;
  std::size_t rank = 8;
  std::size_t name_bytes = 256;
};

/// The same archive gives the same bytes, always. Errors: LimitError for a model beyond the limits,
/// DataError for an option that is no UTF-8.
std::vector<std::byte> to_bytes(const core::Archive& archive);

/// Errors: FormatError for anything that is not exactly what to_bytes wrote: truncated, longer, a
/// bit changed, beyond a limit, tensors that overlap or leave gaps, unknown types, twin keys.
core::Archive from_bytes(std::span<const std::byte> bytes, const ModelLimits& limits = {});

/// To and from a file; tensors are written from, and read into, their own memory.
/// Errors: IoError, the old file stays whole; as above.
void write_model(const core::Archive& archive, const std::filesystem::path& path);
core::Archive read_model(const std::filesystem::path& path, const ModelLimits& limits = {});

/// Writes a component (or anything with to_archive) to a file, all or nothing.
/// Errors: IoError; the old file stays whole.
template <class C>
void save(const C& component, const std::filesystem::path& path) {
  write_model(core::to_archive(component), path);
}

namespace detail {
/// The component of an archive: Python stores it below what it remembers of the tables it saw
/// (names of columns and labels, words behind codes); C++ works with the numbers and codes alone.
inline const core::Archive& component_in(const core::Archive& archive) {
  const bool wrapped = archive.component == "python.estimator" && archive.children.size() == 1;
  return wrapped ? archive.children.front().second : archive;
}
}  // namespace detail

/// Also what Python saved, without what it remembers beside the component.
/// Errors: IoError, FormatError; ParamError for options out of range.
template <class C>
C load(const std::filesystem::path& path) {
  const core::Archive whole = read_model(path);
  return core::from_archive<C>(detail::component_in(whole));
}

}  // namespace limn::inline LIMN_ABI::io

#ifdef LIMN_HEADER_ONLY
#include <limn/io/model_file.ipp>
#endif
