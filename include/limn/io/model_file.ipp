// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstring>
#include <numeric>

#include <limn/io/detail/model_header.hpp>
#include <limn/io/model_file.hpp>

namespace limn::inline LIMN_ABI::io {
static_assert(std::endian::native == std::endian::little, "model files are little-endian");

namespace detail {

/// An archive ready to be written: its header, and the tensors in the order of the body.
struct Laid {
  std::string header;  // with its length in front
  std::vector<std::span<const std::byte>> pieces;
};

/// Lists every tensor of the tree, parents first.
inline void list_tensors(const core::Archive& archive, const std::string& prefix,
                         std::vector<Entry>& entries,
                         std::vector<std::span<const std::byte>>& bytes) {
  const auto checked = [&](const std::string& name) -> const std::string& {
    if (name.empty() || name.find('/') != std::string::npos || prefix + name == "__metadata__")
      refuse_model(ErrorCode::format_tensor, "state '" + name + "'", "a name that no path can hold",
                   "a name without '/'");
    return name;
  };
  for (const auto& [name, tensor] : archive.tensors) {
    entries.push_back({prefix + checked(name), tensor.dtype, tensor.shape});
    bytes.push_back(tensor.bytes);
  }
  for (const auto& [name, child] : archive.children)
    list_tensors(child, prefix + checked(name) + "/", entries, bytes);
}

/// Offsets in the body: wide numbers first, so that each tensor is aligned to its type.
/// Returns the order of the tensors there.
inline std::vector<std::size_t> assign_offsets(
    std::vector<Entry>& entries, const std::vector<std::span<const std::byte>>& bytes) {
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater{},
                           [&](std::size_t i) { return core::size_of(entries[i].dtype); });
  std::size_t at = 0;
  for (const std::size_t i : order) {
    entries[i].begin = at;
    entries[i].end = at += bytes[i].size();
  }
  return order;
}

inline void limit_written(std::size_t got, std::size_t most, const char* what) {
  if (got > most)
    throw LimitError(ErrorCode::limit_size, {.component = "io.model_file",
                                             .place = what,
                                             .got = std::to_string(got),
                                             .expected = "at most " + std::to_string(most),
                                             .fix = "make the model smaller"});
}

inline std::string header_to_text(const core::Archive& archive, const std::vector<Entry>& entries,
                                  const std::string& body_digest, std::size_t body) {
  const ModelLimits limits;
  limit_written(entries.size(), limits.n_tensors, "number of tensors");
  const Json about{{"header_sha256", std::string(64, '0')},
                   {"format", 1},
                   {"limn", LIMN_VERSION},
                   {"sha256", body_digest},
                   {"limits", {{"tensors", entries.size()}, {"body_bytes", body}}},
                   {"tree", tree_to_json(archive)}};
  Json header = Json::object();
  std::vector<std::pair<const std::string, Json>>& pairs = header.get_ref<Json::object_t&>();
  std::string text;
  try {
    pairs.emplace_back("__metadata__", Json{{"limn", about.dump()}});
    for (const Entry& entry : entries) {
      limit_written(entry.path.size(), limits.name_bytes, "bytes of a tensor's name");
      pairs.emplace_back(entry.path,
                         Json{{"dtype", dtype_names[static_cast<std::size_t>(entry.dtype)]},
                              {"shape", entry.shape},
                              {"data_offsets", {entry.begin, entry.end}}});
    }
    text = header.dump();
  } catch (const Json::type_error&) {
    throw DataError(ErrorCode::data_text, {.component = "io.model_file",
                                           .place = "an option",
                                           .got = "bytes that are no UTF-8",
                                           .expected = "UTF-8 text",
                                           .fix = "change the option"});
  }
  text.append((8 - text.size() % 8) % 8, ' ');
  limit_written(text.size(), limits.header_bytes, "bytes of the header");
  text.replace(header_start.size(), 64, hash_header(text));
  return text;
}

inline Laid lay_out(const core::Archive& archive) {
  std::vector<Entry> entries;
  std::vector<std::span<const std::byte>> bytes;
  list_tensors(archive, "", entries, bytes);
  const std::vector<std::size_t> order = assign_offsets(entries, bytes);
  Laid out;
  Sha256 digest;
  std::size_t body = 0;
  for (const std::size_t i : order) {
    out.pieces.push_back(bytes[i]);
    digest.update(bytes[i]);
    body += bytes[i].size();
  }
  const std::string text = header_to_text(archive, entries, digest.hex(), body);
  const std::uint64_t n = text.size();
  out.header.assign(reinterpret_cast<const char*>(&n), 8);
  out.header += text;
  out.pieces.insert(out.pieces.begin(), std::as_bytes(std::span(out.header)));
  return out;
}

/// Bytes in memory, read like a file.
class MemoryReader {
 public:
  explicit MemoryReader(std::span<const std::byte> bytes) : bytes_(bytes), size_(bytes.size()) {}
  std::size_t size() const { return size_; }
  void read(std::span<std::byte> piece) {
    if (!piece.empty()) std::memcpy(piece.data(), bytes_.data(), piece.size());
    bytes_ = bytes_.subspan(piece.size());
  }

 private:
  std::span<const std::byte> bytes_;
  std::size_t size_;
};

/// Reads a model from its first byte to its last; what is allocated is never more than the source
/// holds.
template <class Source>
core::Archive parse_model(Source& source, const ModelLimits& limits) {
  std::uint64_t n = 0;
  require_model(source.size() >= 8, "file", "less than 8 bytes", "a header");
  source.read(std::as_writable_bytes(std::span(&n, 1)));
  require_model(n <= limits.header_bytes && n <= source.size() - 8, "header length",
                "more than the file or the limit", "a header that fits");
  std::string text(n, '\0');
  source.read(std::as_writable_bytes(std::span(text)));
  Header header = header_from_text(text, source.size() - 8 - n, limits);
  std::unordered_map<std::string, core::Archive*> nodes;
  list_nodes(header.tree, "", nodes);
  std::vector<std::pair<core::Archive*, std::size_t>> places;
  for (Entry& entry : header.entries) {
    const std::size_t slash = entry.path.rfind('/') + 1;  // 0 when there is none
    const auto node = nodes.find(entry.path.substr(0, slash));
    require_model(node != nodes.end(), "tensor '" + entry.path.substr(0, 64) + "'",
                  "no such component", "one of the tree");
    auto& list = node->second->tensors;
    places.emplace_back(node->second, list.size());
    list.emplace_back(entry.path.substr(slash),
                      core::Tensor{entry.dtype, std::move(entry.shape), {}});
  }
  std::vector<std::size_t> order(header.entries.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    return std::pair(header.entries[i].begin, header.entries[i].end);
  });
  Sha256 digest;
  for (const std::size_t i : order) {
    core::Tensor& tensor = places[i].first->tensors[places[i].second].second;
    tensor.bytes.resize(header.entries[i].end - header.entries[i].begin);
    source.read(tensor.bytes);
    digest.update(tensor.bytes);
  }
  if (digest.hex() != header.body_digest)
    refuse_model(ErrorCode::format_checksum, "body", "another SHA-256", "the one in the header");
  return std::move(header.tree);
}

}  // namespace detail

LIMN_INLINE std::vector<std::byte> to_bytes(const core::Archive& archive) {
  std::vector<std::byte> out;
  const detail::Laid laid = detail::lay_out(archive);
  std::size_t n = 0;
  for (const auto piece : laid.pieces) n += piece.size();
  out.reserve(n);
  for (const auto piece : laid.pieces) out.insert(out.end(), piece.begin(), piece.end());
  return out;
}

LIMN_INLINE core::Archive from_bytes(std::span<const std::byte> bytes, const ModelLimits& limits) {
  detail::MemoryReader source(bytes);
  return detail::parse_model(source, limits);
}

LIMN_INLINE void write_model(const core::Archive& archive, const std::filesystem::path& path) {
  write_pieces(path, detail::lay_out(archive).pieces);
}

LIMN_INLINE core::Archive read_model(const std::filesystem::path& path, const ModelLimits& limits) {
  FileReader source(path);
  return detail::parse_model(source, limits);
}

}  // namespace limn::inline LIMN_ABI::io
