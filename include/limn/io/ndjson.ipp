// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/io/atomic_file.hpp>
#include <limn/io/field_columns.hpp>
#include <limn/io/json.hpp>
#include <limn/io/ndjson.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

/// Columns that grow line by line; lines that lack a key leave a gap.
class LineColumns {
 public:
  void add(const std::string& key, const Json& value, std::size_t line) {
    if (value.is_structured())
      refuse(line, "a nested value", "numbers, texts, true, false or null");
    const auto [at, fresh] = index_.try_emplace(key, columns_.size());
    if (fresh) {
      names_.push_back(key);
      columns_.emplace_back();
    }
    std::vector<Field>& column = columns_[at->second];
    column.resize(n_lines_);
    const bool text = value.is_string();
    std::string& kept = texts_.emplace_back(value.is_null() ? ""
                                            : text          ? value.get<std::string>()
                                                            : value.dump());
    column.push_back({kept, text});
  }
  void end_line() { ++n_lines_; }
  data::Table table() {
    data::Table out;
    for (std::size_t c = 0; c < names_.size(); ++c) {
      columns_[c].resize(n_lines_);
      out.add(names_[c], column_from_fields("io.ndjson", names_[c], columns_[c], {}, std::nullopt));
    }
    return out;
  }
  [[noreturn]] static void refuse(std::size_t line, std::string got, std::string expected) {
    throw FormatError(ErrorCode::format_header, {.component = "io.ndjson",
                                                 .place = "line " + std::to_string(line),
                                                 .got = std::move(got),
                                                 .expected = std::move(expected),
                                                 .fix = "write one flat object a line"});
  }

 private:
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::string> names_;
  std::vector<std::vector<Field>> columns_;
  std::deque<std::string> texts_;
  std::size_t n_lines_ = 0;
};

}  // namespace detail

LIMN_INLINE data::Table parse_ndjson(std::string_view text, std::size_t line_bytes) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  detail::LineColumns columns;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view one = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    Json json;
    try {
      json = parse_json(one, {.depth = 4, .bytes = line_bytes});
    } catch (const FormatError& e) {
      detail::LineColumns::refuse(line, e.detail().got + " at " + e.detail().place,
                                  "a JSON object");
    }
    if (!json.is_object()) detail::LineColumns::refuse(line, "no object", "a JSON object");
    for (const auto& [key, value] : json.items()) columns.add(key, value, line);
    columns.end_line();
  }
  return columns.table();
}

LIMN_INLINE data::Table read_ndjson(const std::filesystem::path& path, std::size_t line_bytes) {
  const std::vector<std::byte> bytes = read_file(path);
  return parse_ndjson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, line_bytes);
}

}  // namespace limn::inline LIMN_ABI::io
