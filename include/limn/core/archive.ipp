// SPDX-License-Identifier: MIT
#pragma once

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

LIMN_INLINE const Tensor& Reader::find(const std::string& path, Dtype dtype,
                                       std::size_t rank) const {
  for (const auto& [name, tensor] : in_.tensors) {
    if (name != path) continue;
    if (tensor.dtype != dtype || tensor.shape.size() != rank)
      throw_state(in_.component, path, "another type or rank", "the type written by limn");
    return tensor;
  }
  throw_state(in_.component, path, "nothing", "a tensor");
}

LIMN_INLINE const Archive& Reader::child(const std::string& path) const {
  for (const auto& [name, archive] : in_.children)
    if (name == path) return archive;
  throw_state(in_.component, path, "nothing", "a component");
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
