// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <limn/core/version.hpp>
#include <limn/io/json.hpp>
#include <limn/io/model_file.hpp>
#include <limn/io/sha256.hpp>

namespace limn::inline LIMN_ABI::io {
static_assert(std::endian::native == std::endian::little, "model files are little-endian");

namespace detail {

inline constexpr std::array<std::string_view, 7> dtype_names = {"U8",  "I32", "I64", "U32",
                                                                "U64", "F32", "F64"};

[[noreturn]] inline void refuse_model(ErrorCode code, std::string place, std::string got,
                                      std::string expected) {
  throw FormatError(code, {.component = "io.model_file",
                           .place = std::move(place),
                           .got = std::move(got),
                           .expected = std::move(expected),
                           .fix = "the file is damaged or no limn model; save it again"});
}

inline void limit_model(std::size_t got, std::size_t most, const char* what) {
  if (got <= most) return;
  throw LimitError(ErrorCode::limit_size, {.component = "io.model_file",
                                           .place = what,
                                           .got = std::to_string(got),
                                           .expected = "at most " + std::to_string(most),
                                           .fix = "check that this is the right file"});
}

/// Where a tensor lies in the body.
struct Entry {
  std::string path;
  core::Dtype dtype;
  std::vector<std::size_t> shape;
  std::size_t begin = 0, end = 0;
};

/// The tree without its tensors: component, format, options, children.
inline Json tree_to_json(const core::Archive& archive) {
  Json out{{"component", archive.component},
           {"format", archive.format},
           {"params", to_json(archive.params)},
           {"children", Json::object()}};
  for (const auto& [name, child] : archive.children) out["children"][name] = tree_to_json(child);
  return out;
}

/// Calls f(path, tensor) for every tensor of the tree, parents first.
template <class F>
void walk_tensors(const core::Archive& archive, const std::string& prefix, F&& f) {
  for (const auto& [name, tensor] : archive.tensors) f(prefix + name, tensor);
  for (const auto& [name, child] : archive.children) walk_tensors(child, prefix + name + "/", f);
}

inline core::Archive tree_from_json(const Json& json) {
  if (!json.is_object() || json.size() != 4 || !json.contains("component") ||
      !json["component"].is_string() || !json.contains("format") ||
      !json["format"].is_number_unsigned() || !json.contains("params") ||
      !json.contains("children") || !json["children"].is_object())
    refuse_model(ErrorCode::format_header, "component tree", "another shape",
                 "component, format, params, children");
  core::Archive out;
  out.component = json["component"].get<std::string>();
  out.format = json["format"].get<std::uint32_t>();
  out.params = values_from_json(json["params"]);
  for (const auto& [name, child] : json["children"].items())
    out.children.emplace_back(name, tree_from_json(child));
  return out;
}

/// A list of sizes, none negative. Errors: FormatError.
inline std::vector<std::size_t> sizes(const Json& json, const std::string& place) {
  const auto is_size = [](const Json& j) { return j.is_number_unsigned(); };
  if (!json.is_array() || !std::ranges::all_of(json, is_size))
    refuse_model(ErrorCode::format_tensor, place, "no list of sizes", "a list of integers");
  return json.get<std::vector<std::size_t>>();
}

/// Bytes a tensor of this shape takes. Errors: FormatError when they do not fit into `most`.
inline std::size_t checked_bytes(const Entry& entry, std::size_t most) {
  std::size_t n = core::size_of(entry.dtype);
  for (const std::size_t extent : entry.shape) {
    if (extent != 0 && n > most / extent)
      refuse_model(ErrorCode::format_tensor, "tensor '" + entry.path + "'",
                   "a shape beyond the file", "a shape that fits");
    n *= extent;
  }
  return n;
}

inline Entry entry_from_json(const std::string& path, const Json& json, std::size_t body,
                             const ModelLimits& limits) {
  const std::string place = "tensor '" + path.substr(0, 64) + "'";
  limit_model(path.size(), limits.name_bytes, "bytes of a tensor's name");
  if (!json.is_object() || json.size() != 3 || !json.contains("dtype") ||
      !json["dtype"].is_string() || !json.contains("shape") || !json.contains("data_offsets"))
    refuse_model(ErrorCode::format_tensor, place, "another shape", "dtype, shape, data_offsets");
  const auto dtype = std::ranges::find(dtype_names, json["dtype"].get<std::string>());
  if (dtype == dtype_names.end())
    refuse_model(ErrorCode::format_tensor, place, "an unknown type", "U8 I32 I64 U32 U64 F32 F64");
  Entry out{path, static_cast<core::Dtype>(dtype - dtype_names.begin()),
            sizes(json["shape"], place)};
  limit_model(out.shape.size(), limits.rank, "rank of a tensor");
  const std::vector<std::size_t> offsets = sizes(json["data_offsets"], place);
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > body)
    refuse_model(ErrorCode::format_tensor, place, "offsets beyond the body",
                 "begin <= end <= body");
  out.begin = offsets[0], out.end = offsets[1];
  if (checked_bytes(out, body) != out.end - out.begin)
    refuse_model(ErrorCode::format_tensor, place, "a shape that does not fit its bytes",
                 "both equal");
  return out;
}

inline std::vector<Entry> entries_from_json(const Json& header, std::size_t body,
                                            const ModelLimits& limits) {
  limit_model(header.size() - 1, limits.n_tensors, "number of tensors");
  std::vector<Entry> out;
  for (const auto& [path, json] : header.items())
    if (path != "__metadata__") out.push_back(entry_from_json(path, json, body, limits));
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  for (const Entry& entry : out) spans.emplace_back(entry.begin, entry.end);
  std::ranges::sort(spans);
  std::size_t at = 0;
  for (const auto& [begin, end] : spans) {
    if (begin != at)
      refuse_model(ErrorCode::format_tensor, "body, byte " + std::to_string(at),
                   "a gap or an overlap", "tensors side by side");
    at = end;
  }
  if (at != body)
    refuse_model(ErrorCode::format_tensor, "body, byte " + std::to_string(at), "bytes of no tensor",
                 "the end of the file");
  return out;
}

/// Where the header's own digest stands in its text. It is hashed with zeros in this place, so that
/// not one bit of the header can change unseen.
inline std::size_t header_digest_at(std::string_view text) {
  static constexpr std::string_view mark = R"(\"header_sha256\":\")";
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos || at + mark.size() + 64 > text.size())
    refuse_model(ErrorCode::format_header, "__metadata__.limn", "no header_sha256", "a limn model");
  return at + mark.size();
}

inline std::string hash_text(std::string_view text) {
  return sha256_hex(std::as_bytes(std::span(text.data(), text.size())));
}

inline void check_header_digest(std::string_view text) {
  std::string zeroed(text);
  const std::size_t at = header_digest_at(text);
  zeroed.replace(at, 64, 64, '0');
  if (hash_text(zeroed) != text.substr(at, 64))
    refuse_model(ErrorCode::format_checksum, "header", "another SHA-256", "the one it names");
}

/// The node a tensor belongs to and its name there.
inline std::pair<core::Archive*, std::string> node_of(core::Archive& root,
                                                      const std::string& path) {
  core::Archive* node = &root;
  std::size_t from = 0;
  for (std::size_t slash; (slash = path.find('/', from)) != std::string::npos; from = slash + 1) {
    const std::string_view name(path.data() + from, slash - from);
    const auto child = std::ranges::find(node->children, name,
                                         [](const auto& c) { return std::string_view(c.first); });
    if (child == node->children.end())
      refuse_model(ErrorCode::format_tensor, "tensor '" + path + "'", "no such component",
                   "one of the tree");
    node = &child->second;
  }
  return {node, path.substr(from)};
}

}  // namespace detail

LIMN_INLINE std::vector<std::byte> to_bytes(const core::Archive& archive) {
  const ModelLimits limits;
  Json header = Json::object();
  header["__metadata__"] = nullptr;  // first, as other writers do
  Sha256 digest;
  std::size_t body = 0;
  detail::walk_tensors(archive, "", [&](const std::string& path, const core::Tensor& tensor) {
    detail::limit_model(path.size(), limits.name_bytes, "bytes of a tensor's name");
    header[path] = {{"dtype", detail::dtype_names[static_cast<std::size_t>(tensor.dtype)]},
                    {"shape", tensor.shape},
                    {"data_offsets", {body, body + tensor.bytes.size()}}};
    body += tensor.bytes.size();
    digest.update(tensor.bytes);
  });
  detail::limit_model(header.size() - 1, limits.n_tensors, "number of tensors");
  const Json about{{"format", 1},
                   {"limn", LIMN_VERSION},
                   {"sha256", digest.hex()},
                   {"header_sha256", std::string(64, '0')},
                   {"tree", detail::tree_to_json(archive)}};
  header["__metadata__"] = {{"limn", about.dump()}};
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  detail::limit_model(text.size(), limits.header_bytes, "bytes of the header");
  text.replace(detail::header_digest_at(text), 64, detail::hash_text(text));

  std::vector<std::byte> out(8 + text.size() + body);
  const std::uint64_t n = text.size();
  std::memcpy(out.data(), &n, 8);
  std::memcpy(out.data() + 8, text.data(), text.size());
  std::size_t at = 8 + text.size();
  detail::walk_tensors(archive, "", [&](const std::string&, const core::Tensor& tensor) {
    if (!tensor.bytes.empty())
      std::memcpy(out.data() + at, tensor.bytes.data(), tensor.bytes.size());
    at += tensor.bytes.size();
  });
  return out;
}

LIMN_INLINE core::Archive from_bytes(std::span<const std::byte> bytes, const ModelLimits& limits) {
  using detail::refuse_model;
  std::uint64_t n = 0;
  if (bytes.size() < 8)
    refuse_model(ErrorCode::format_header, "file", std::to_string(bytes.size()) + " bytes",
                 "a header");
  std::memcpy(&n, bytes.data(), 8);
  if (n > limits.header_bytes || n > bytes.size() - 8)
    refuse_model(ErrorCode::format_header, "header length", std::to_string(n) + " bytes",
                 "at most the file and " + std::to_string(limits.header_bytes));
  const JsonLimits json{limits.json_depth, limits.header_bytes};
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + 8, n);
  const Json header = parse_json(text, json);
  const std::span<const std::byte> body = bytes.subspan(8 + n);
  if (!header.is_object() || !header.contains("__metadata__") ||
      !header["__metadata__"].is_object() || !header["__metadata__"].contains("limn") ||
      !header["__metadata__"]["limn"].is_string())
    refuse_model(ErrorCode::format_header, "header", "no __metadata__.limn", "a limn model");
  const Json about = parse_json(header["__metadata__"]["limn"].get<std::string>(), json);
  if (!about.is_object() || !about.contains("format") || !about.contains("sha256") ||
      !about.contains("tree") || !about["sha256"].is_string())
    refuse_model(ErrorCode::format_header, "__metadata__.limn", "another shape",
                 "format, limn, sha256, header_sha256, tree");
  if (about["format"] != 1)
    refuse_model(ErrorCode::format_version, "__metadata__.limn", "another format", "format 1");
  detail::check_header_digest(text);
  const std::vector<detail::Entry> entries = detail::entries_from_json(header, body.size(), limits);
  if (sha256_hex(body) != about["sha256"].get<std::string>())
    refuse_model(ErrorCode::format_checksum, "body", "another SHA-256", "the one in the header");
  core::Archive out = detail::tree_from_json(about["tree"]);
  for (const detail::Entry& entry : entries) {
    const auto [node, name] = detail::node_of(out, entry.path);
    const auto part = body.subspan(entry.begin, entry.end - entry.begin);
    node->tensors.emplace_back(name,
                               core::Tensor{entry.dtype, entry.shape, {part.begin(), part.end()}});
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::io
