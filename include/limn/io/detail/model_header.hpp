// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/version.hpp>
#include <limn/io/json.hpp>
#include <limn/io/model_file.hpp>
#include <limn/io/sha256.hpp>

// The JSON header of a model file, checked piece by piece. Nothing here allocates more than the
// header is long.
namespace limn::inline LIMN_ABI::io::detail {

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

inline void require_model(bool ok, const std::string& place, const char* got,
                          const char* expected) {
  if (!ok) refuse_model(ErrorCode::format_header, place, got, expected);
}

inline void limit_model(std::size_t got, std::size_t most, const char* what) {
  if (got > most)
    refuse_model(ErrorCode::format_header, what, std::to_string(got),
                 "at most " + std::to_string(most));
}

/// Where a tensor lies in the body.
struct Entry {
  std::string path;
  core::Dtype dtype = core::Dtype::u8;
  std::vector<std::size_t> shape;
  std::size_t begin = 0, end = 0;
};

/// Parses JSON; a limit that is passed is one more way of not being a model.
inline Json model_json(std::string_view text, const ModelLimits& limits) {
  try {
    return parse_json(text, {.depth = limits.json_depth, .bytes = limits.header_bytes});
  } catch (const LimitError& e) {
    throw FormatError(ErrorCode::format_header, e.detail());
  }
}

/// The keys of an object, exactly these and in this order. Errors: FormatError.
inline void require_keys(const Json& json, std::initializer_list<const char*> keys,
                         const std::string& place) {
  require_model(json.is_object() && json.size() == keys.size(), place, "another shape",
                "an object of limn's");
  auto at = json.begin();
  for (const char* key : keys) require_model((at++).key() == key, place, "another key", key);
}

/// Options by name. JSON has no infinity: such a number is written {"float": "inf"}.
inline Json params_to_json(const core::Values& params) {
  Json out = to_json(params);
  for (const auto& [key, value] : params)
    if (const auto* number = std::get_if<double>(&value); number && !std::isfinite(*number))
      out[key] = {{"float", std::isnan(*number) ? "nan" : *number > 0 ? "inf" : "-inf"}};
  return out;
}

inline core::Values params_from_json(Json json) {
  core::Values out;
  const char *got = "options of another shape", *expected = "values by name";
  require_model(json.is_object(), "component tree", got, expected);
  for (auto& [key, value] : json.items()) {
    if (!value.is_object()) {
      out.emplace_back(key, value_from_json(value));
      continue;
    }
    const bool named = value.size() == 1 && value.contains("float");
    if (named && value["float"] == "inf")
      out.emplace_back(key, HUGE_VAL);
    else if (named && value["float"] == "-inf")
      out.emplace_back(key, -HUGE_VAL);
    else if (named && value["float"] == "nan")
      out.emplace_back(key, missing);
    else
      require_model(false, "component tree", got, expected);
  }
  return out;
}

/// The tree without its tensors: component, format, options, children.
inline Json tree_to_json(const core::Archive& archive) {
  Json children = Json::object();
  std::vector<std::pair<const std::string, Json>>& pairs = children.get_ref<Json::object_t&>();
  for (const auto& [name, child] : archive.children) pairs.emplace_back(name, tree_to_json(child));
  return {{"component", archive.component},
          {"format", archive.format},
          {"params", params_to_json(archive.params)},
          {"children", std::move(children)}};
}

inline core::Archive tree_from_json(const Json& json) {
  const std::string place = "component tree";
  require_keys(json, {"component", "format", "params", "children"}, place);
  const Json &format = json["format"], &children = json["children"];
  require_model(json["component"].is_string() && children.is_object() &&
                    format.is_number_unsigned() &&
                    std::in_range<std::uint32_t>(format.get<std::uint64_t>()),
                place, "another shape", "a name, a format number, options, children");
  core::Archive out;
  out.component = json["component"].get<std::string>();
  out.format = format.get<std::uint32_t>();
  try {
    out.params = params_from_json(json["params"]);
  } catch (const ParamError&) {
    require_model(false, place, "options of another shape", "values by name");
  }
  for (const auto& [name, child] : children.items())
    out.children.emplace_back(name, tree_from_json(child));
  return out;
}

/// A list of sizes, none negative. Errors: FormatError.
inline std::vector<std::size_t> sizes(const Json& json, const std::string& place) {
  const auto is_size = [](const Json& j) { return j.is_number_unsigned(); };
  require_model(json.is_array() && std::ranges::all_of(json, is_size), place, "no list of sizes",
                "integers");
  return json.get<std::vector<std::size_t>>();
}

/// Whether a tensor of this shape takes exactly `n` bytes, however large its extents are. A shape
/// of no bytes has at most 2^31 rows, so that nobody counts to the end of time.
inline bool shape_fits(const Entry& entry, std::size_t n) {
  const bool none = std::ranges::find(entry.shape, std::size_t{0}) != entry.shape.end();
  std::size_t have = core::size_of(entry.dtype);
  for (const std::size_t extent : entry.shape) {
    if (none ? extent > (std::size_t{1} << 31) : have > n / extent) return false;
    if (!none) have *= extent;
  }
  return none ? n == 0 : have == n;
}

inline Entry entry_from_json(const std::string& path, const Json& json, std::size_t body,
                             const ModelLimits& limits) {
  const std::string place = "tensor '" + path.substr(0, 64) + "'";
  limit_model(path.size(), limits.name_bytes, "bytes of a tensor's name");
  require_keys(json, {"dtype", "shape", "data_offsets"}, place);
  require_model(json["dtype"].is_string(), place, "no type", "a type");
  const auto dtype = std::ranges::find(dtype_names, json["dtype"].get_ref<const std::string&>());
  require_model(dtype != dtype_names.end(), place, "an unknown type", "U8 I32 I64 U32 U64 F32 F64");
  Entry out{path, static_cast<core::Dtype>(dtype - dtype_names.begin()),
            sizes(json["shape"], place)};
  limit_model(out.shape.size(), limits.rank, "rank of a tensor");
  const std::vector<std::size_t> offsets = sizes(json["data_offsets"], place);
  require_model(offsets.size() == 2 && offsets[0] <= offsets[1] && offsets[1] <= body, place,
                "offsets beyond the body", "begin <= end <= body");
  out.begin = offsets[0], out.end = offsets[1];
  require_model(shape_fits(out, out.end - out.begin), place, "a shape that does not fit its bytes",
                "both equal");
  return out;
}

/// Errors: FormatError unless the entries lie side by side over the whole body.
inline void require_coverage(const std::vector<Entry>& entries, std::size_t body) {
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  for (const Entry& entry : entries) spans.emplace_back(entry.begin, entry.end);
  std::ranges::sort(spans);
  std::size_t at = 0;
  for (const auto& [begin, end] : spans) {
    require_model(begin == at, "body, byte " + std::to_string(at), "a gap or an overlap",
                  "tensors side by side");
    at = end;
  }
  require_model(at == body, "body, byte " + std::to_string(at), "bytes of no tensor",
                "the end of the file");
}

/// What the header says, all of it checked but the digest of the body.
struct Header {
  core::Archive tree;
  std::vector<Entry> entries;
  std::string body_digest;
};

/// Where the header's own digest stands in its text. It is hashed with zeros in this place, so that
/// not one bit of the header can change unseen.
inline constexpr std::string_view header_start =
    R"({"__metadata__":{"limn":"{\"header_sha256\":\")";

inline std::string hash_header(std::string text) {
  text.replace(header_start.size(), 64, 64, '0');
  return sha256_hex(std::as_bytes(std::span(text.data(), text.size())));
}

inline void check_about(const Json& about, std::size_t n_tensors, std::size_t body) {
  const std::string place = "__metadata__.limn";
  require_keys(about, {"header_sha256", "format", "limn", "sha256", "limits", "tree"}, place);
  if (about["format"] != 1)
    refuse_model(ErrorCode::format_version, place, "another format", "format 1");
  require_model(about["limn"].is_string() && about["sha256"].is_string(), place, "another shape",
                "a version and a digest");
  require_keys(about["limits"], {"tensors", "body_bytes"}, place);
  require_model(about["limits"]["tensors"] == n_tensors && about["limits"]["body_bytes"] == body,
                place, "other sizes than the file's", "the sizes of this file");
}

inline Header header_from_text(const std::string& text, std::size_t body,
                               const ModelLimits& limits) {
  require_model(text.size() > header_start.size() + 64 && text.starts_with(header_start), "header",
                "no __metadata__.limn", "a limn model");
  if (hash_header(text) != std::string_view(text).substr(header_start.size(), 64))
    refuse_model(ErrorCode::format_checksum, "header", "another SHA-256", "the one it names");
  const Json header = model_json(text, limits);
  limit_model(header.size() - 1, limits.n_tensors, "number of tensors");
  const Json& metadata = header["__metadata__"];
  require_keys(metadata, {"limn"}, "__metadata__");
  require_model(metadata["limn"].is_string(), "__metadata__.limn", "another shape", "a text");
  const Json about = model_json(metadata["limn"].get_ref<const std::string&>(), limits);
  check_about(about, header.size() - 1, body);
  Header out{tree_from_json(about["tree"]), {}, about["sha256"].get<std::string>()};
  for (auto at = ++header.begin(); at != header.end(); ++at)
    out.entries.push_back(entry_from_json(at.key(), at.value(), body, limits));
  require_coverage(out.entries, body);
  return out;
}

/// Every component of a tree by its path: "", "a/", "a/b/".
inline void list_nodes(core::Archive& node, const std::string& path,
                       std::unordered_map<std::string, core::Archive*>& out) {
  out.emplace(path, &node);
  for (auto& [name, child] : node.children) list_nodes(child, path + name + "/", out);
}

}  // namespace limn::inline LIMN_ABI::io::detail
