// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>

#include <limn/core/archive.hpp>

namespace limn::inline LIMN_ABI::core {

LIMN_INLINE std::size_t size_of(Dtype dtype) {
  static constexpr std::size_t sizes[] = {1, 4, 8, 4, 8, 4, 8};
  return sizes[static_cast<std::size_t>(dtype)];
}

LIMN_INLINE std::size_t Archive::n_bytes() const {
  std::size_t n = 0;
  for (const auto& [path, tensor] : tensors) n += tensor.bytes.size();
  for (const auto& [path, child] : children) n += child.n_bytes();
  return n;
}

LIMN_INLINE void throw_state(std::string_view component, std::string_view place,
                             std::string_view got, std::string_view expected) {
  throw FormatError(ErrorCode::format_state, {.component = std::string(component),
                                              .place = "state '" + std::string(place) + "'",
                                              .got = std::string(got),
                                              .expected = std::string(expected),
                                              .fix = "the model is damaged; save it again"});
}

namespace detail {

/// Bytes that a shape takes; the largest size there is when they cannot be counted. A shape of no
/// bytes may still have rows, but no more than 2^31, so that nobody counts to the end of time.
inline std::size_t bytes_of(const std::vector<std::size_t>& shape, Dtype dtype) {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  const bool none = std::find(shape.begin(), shape.end(), std::size_t{0}) != shape.end();
  std::size_t n = size_of(dtype);
  for (const std::size_t extent : shape) {
    if (none && extent > (std::size_t{1} << 31)) return most;
    if (!none && n > most / extent) return most;
    if (!none) n *= extent;
  }
  return none ? 0 : n;
}

LIMN_INLINE const Tensor& Reader::find(const std::string& path, Dtype dtype,
                                       std::size_t rank) const {
  const Tensor* tensor = parts_->tensors.find(path);
  if (!tensor) throw_state(in_.component, path, "nothing", "a tensor");
  if (tensor->dtype != dtype || tensor->shape.size() != rank)
    throw_state(in_.component, path, "another type or rank", "the type written by limn");
  if (tensor->bytes.size() != bytes_of(tensor->shape, dtype))
    throw_state(in_.component, path, "a shape that does not fit its bytes", "both equal");
  return *tensor;
}

LIMN_INLINE const Archive& Reader::child(const std::string& path) const {
  const Archive* archive = parts_->children.find(path);
  if (!archive) throw_state(in_.component, path, "nothing", "a component");
  return *archive;
}

LIMN_INLINE void Reader::finish() const {
  const std::string* unread = parts_->tensors.unread();
  if (!unread) unread = parts_->children.unread();
  if (unread)
    throw_state(in_.component, *unread, "a part that this component does not have",
                "the parts written by limn, each once");
}

LIMN_INLINE void Reader::texts(const std::string& path, const std::string& text,
                               const std::vector<std::int64_t>& ends,
                               std::vector<std::string>& out) const {
  out.clear();
  std::int64_t begin = 0;
  for (const std::int64_t end : ends) {
    if (end < begin || end > static_cast<std::int64_t>(text.size()))
      throw_state(in_.component, path, "text ends out of order", "rising ends");
    out.emplace_back(text, static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    begin = end;
  }
  if (begin != static_cast<std::int64_t>(text.size()))
    throw_state(in_.component, path, "text beyond the last end", "ends that cover the text");
}

LIMN_INLINE void check_identity(const Archive& archive, std::string_view component,
                                std::uint32_t format) {
  if (archive.component != component)
    throw_state(component, "component", "another component", std::string(component));
  if (archive.format == 0 || archive.format > format)
    throw FormatError(ErrorCode::format_version,
                      {.component = std::string(component),
                       .place = "format",
                       .got = std::to_string(archive.format),
                       .expected = "1 to " + std::to_string(format),
                       .fix = "open the model with the version of limn that wrote it, or newer"});
}

}  // namespace detail
}  // namespace limn::inline LIMN_ABI::core
