// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <exception>
#include <optional>

#include <limn/core/error.hpp>
#include <limn/core/parallel.hpp>
#include <limn/io/atomic_file.hpp>
#include <limn/io/csv.hpp>
#include <limn/io/field_columns.hpp>
#include <limn/io/utf8.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

[[noreturn]] inline void throw_csv(ErrorCode code, std::size_t line, std::string got,
                                   std::string expected, std::string fix) {
  throw FormatError(code, {.component = "io.csv",
                           .place = "line " + std::to_string(line),
                           .got = std::move(got),
                           .expected = std::move(expected),
                           .fix = std::move(fix)});
}

/// Walks the text field by field. Views of unquoted fields point into the text; a field with a
/// doubled quote is kept in `unquoted`.
class CsvReader {
 public:
  CsvReader(std::string_view text, char delimiter, std::size_t most)
      : text_(text), delimiter_(delimiter), most_(most) {
    for (const char c : {delimiter, '\n', '\r', '"'}) stops_[static_cast<unsigned char>(c)] = true;
  }

  bool at_end() const { return at_ >= text_.size(); }
  std::size_t line() const { return line_; }

  /// The next row into `row`; false for a line without any field.
  bool next(std::vector<Field>& row) {
    row.clear();
    do row.push_back(field());
    while (!row_ended_);
    return !(row.size() == 1 && row[0].text.empty() && !row[0].quoted);
  }

 private:
  Field field() {
    const Field out = !at_end() && text_[at_] == '"' ? quoted() : plain();
    if (out.text.size() > most_)
      throw LimitError(ErrorCode::limit_size,
                       {.component = "io.csv",
                        .place = "line " + std::to_string(line_),
                        .got = std::to_string(out.text.size()) + " bytes in a field",
                        .expected = "at most " + std::to_string(most_),
                        .fix = "raise field_bytes, or look for a quote that never closes"});
    row_ended_ = at_end() || text_[at_] != delimiter_;
    if (!row_ended_)
      ++at_;
    else
      end_line();
    return out;
  }

  void end_line() {
    if (at_end()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  Field plain() {
    const char* const begin = text_.data() + at_;
    const char* const end = text_.data() + text_.size();
    const char* here = begin;  // a local: chars may alias members, which would be written each step
    while (here != end && !stops_[static_cast<unsigned char>(*here)]) ++here;
    at_ += static_cast<std::size_t>(here - begin);
    if (here != end && *here == '"')
      throw_csv(ErrorCode::format_header, line_, "a quote inside a field",
                "quotes around whole fields", "double the quote and put the field in quotes");
    return {{begin, static_cast<std::size_t>(here - begin)}, false};
  }

  Field quoted() {
    const std::size_t opened = line_;
    const std::size_t begin = ++at_;
    bool doubled = false;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') continue;
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
      doubled = true;
      ++at_;
    }
    if (at_ >= text_.size())
      throw_csv(ErrorCode::format_header, opened, "a quote that never closes", "a closing quote",
                "close the quote");
    const std::string_view raw = text_.substr(begin, at_ - begin);
    ++at_;
    if (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r')
      throw_csv(ErrorCode::format_header, line_, "text after a closing quote",
                "a delimiter or the line's end", "double the quote inside the field");
    return {doubled ? halve_quotes(raw) : raw, true};
  }

  std::string_view halve_quotes(std::string_view raw) {
    std::string& out = unquoted_.emplace_back();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      out += raw[i];
      if (raw[i] == '"') ++i;
    }
    return out;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t most_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool row_ended_ = false;
  std::deque<std::string> unquoted_;
  std::array<bool, 256> stops_{};  // what ends a field without quotes
};

inline char guess_delimiter(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char candidate : {';', '\t', '|'})
    if (std::ranges::count(line, candidate) > std::ranges::count(line, best)) best = candidate;
  return best;
}

inline std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

/// Columns are independent of each other; when several are bad, the first is told.
inline data::Table table_from_fields(const std::vector<std::string>& names,
                                     std::vector<std::vector<Field>>& columns,
                                     const CsvOptions& options) {
  std::vector<data::Column> made(names.size());
  std::vector<std::exception_ptr> errors(names.size());
  core::parallel_for(names.size(), [&](std::size_t c) {
    const auto kind =
        std::ranges::find(options.kinds, names[c], [](const auto& k) { return k.first; });
    try {
      made[c] = column_from_fields(
          "io.csv", names[c], columns[c], options.missing,
          kind == options.kinds.end() ? std::nullopt : std::optional(kind->second));
    } catch (...) {
      errors[c] = std::current_exception();
    }
    columns[c] = {};
  });
  data::Table out;
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (errors[c]) std::rethrow_exception(errors[c]);
    out.add(names[c], std::move(made[c]));
  }
  for (const auto& [name, kind] : options.kinds)
    (void)out.column(name);  // a name that is not there
  return out;
}

}  // namespace detail

LIMN_INLINE data::Table parse_csv(std::string_view text, const CsvOptions& options) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const std::size_t bad = first_bad_byte(text); bad != std::string_view::npos)
    detail::throw_csv(ErrorCode::data_text, detail::line_of(text, bad),
                      text[bad] == '\0' ? "a NUL byte" : "bytes that are no UTF-8", "UTF-8 text",
                      "convert the file to UTF-8");
  const char delimiter = options.delimiter ? options.delimiter : detail::guess_delimiter(text);
  detail::CsvReader reader(text, delimiter, options.field_bytes);
  std::vector<Field> row;
  std::vector<std::string> names;
  while (!reader.at_end() && names.empty())
    if (reader.next(row))
      for (std::size_t c = 0; c < row.size(); ++c)
        names.push_back(options.header ? std::string(row[c].text) : "c" + std::to_string(c));
  if (names.empty())
    throw DataError(ErrorCode::data_empty, {.component = "io.csv",
                                            .place = "file",
                                            .got = "no line",
                                            .expected = "a header",
                                            .fix = "pass a file with at least one line"});
  std::vector<std::vector<Field>> columns(names.size());
  // No row is shorter than its delimiters, so blank lines cannot make this larger than the text.
  const std::size_t n_lines = detail::line_of(text, text.size());
  for (auto& column : columns) column.reserve(std::min(n_lines, text.size() / names.size() + 1));
  const auto keep = [&](std::size_t line) {
    if (row.size() != names.size())
      detail::throw_csv(ErrorCode::format_header, line, std::to_string(row.size()) + " fields",
                        std::to_string(names.size()) + " as in the first line",
                        "mend the row, or quote its delimiters");
    for (std::size_t c = 0; c < row.size(); ++c) columns[c].push_back(row[c]);
  };
  if (!options.header) keep(1);
  while (!reader.at_end()) {
    const std::size_t line = reader.line();
    if (reader.next(row) || names.size() == 1) keep(line);
  }
  return detail::table_from_fields(names, columns, options);
}

LIMN_INLINE data::Table read_csv(const std::filesystem::path& path, const CsvOptions& options) {
  const std::vector<std::byte> bytes = read_file(path);
  return parse_csv({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, options);
}

}  // namespace limn::inline LIMN_ABI::io
