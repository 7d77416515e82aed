// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <limn/outlier/detail/isolation_tree.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// The shortest text that reads back as the same double; with an exponent, which makes it a double
/// (and no decimal) to a database.
inline std::string number_text(double v) {
  char text[40];
  return {text, std::to_chars(text, text + sizeof text, v, std::chars_format::scientific).ptr};
}

/// The cut or leaf of one node as a JSON object.
inline void append_json(std::string& out, const IsolationTree& tree, std::int32_t node,
                        bool category) {
  out += "{\"rows\":" + std::to_string(tree.size[node]);
  if (tree.is_leaf(node)) {
    out += ",\"length\":" + number_text(tree.length[node]) + "}";
    return;
  }
  const std::int32_t n = tree.n_columns(node);
  if (n == 1) {
    out += ",\"column\":" + std::to_string(tree.column[node]);
    if (!category && tree.partner) out += ",\"weight\":" + number_text(tree.weight[3 * node]);
  } else {
    std::string columns = std::to_string(tree.column[node]);
    std::string weights = number_text(tree.weight[3 * node]);
    for (std::int32_t k = 0; k < 2; ++k)
      if (const std::int32_t partner = tree.partner[2 * node + k]; partner >= 0) {
        columns += "," + std::to_string(partner);
        weights += "," + number_text(tree.weight[3 * node + k + 1]);
      }
    out += ",\"columns\":[" + columns + "],\"weights\":[" + weights + "]";
  }
  out += (category ? ",\"seed\":" : ",\"at\":") + number_text(tree.split[node]);
  out += ",\"left\":" + std::to_string(tree.child[node]) +
         ",\"right\":" + std::to_string(tree.child[node] + 1) + "}";
}

/// Writes trees as expressions of SQL. A gap is NULL.
class IsolationSql {
 public:
  IsolationSql(const std::vector<std::string>& columns, std::string_view missing)
      : majority_(missing == "majority") {
    for (const std::string& column : columns) columns_.push_back(quoted(column));
  }

  /// A name as SQL takes any name.
  static std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
      if (c == '"') out += '"';
      out += c;
    }
    return out + '"';
  }

  /// The length a row of complete cells (or of any, where gaps go with the majority) ends with.
  std::string walk(const IsolationTree& tree, std::int32_t node = 0) const {
    if (tree.is_leaf(node)) return number_text(tree.length[node]);
    const std::int32_t left = tree.child[node];
    const std::string l = walk(tree, left), r = walk(tree, left + 1);
    const std::string at = number_text(tree.split[node]);
    // NULL is on no side of a comparison, and so ends in the branch of ELSE.
    if (majority_ && tree.size[left + 1] > tree.size[left])
      return "CASE WHEN " + value(tree, node) + "<=" + at + " THEN " + l + " ELSE " + r + " END";
    return "CASE WHEN " + value(tree, node) + ">" + at + " THEN " + r + " ELSE " + l + " END";
  }

  /// The expected length of a row that goes down both sides of a cut on a gap.
  std::string divide(const IsolationTree& tree, std::int32_t node = 0) const {
    if (tree.is_leaf(node)) return number_text(tree.length[node]);
    const std::int32_t left = tree.child[node];
    const double n_left = tree.size[left], n_right = tree.size[left + 1];
    const auto share = [&](double of_gap, const char* below, const char* above) {
      return "CASE WHEN " + value(tree, node) + "<=" + number_text(tree.split[node]) + " THEN " +
             below + " WHEN " + value(tree, node) + ">" + number_text(tree.split[node]) + " THEN " +
             above + " ELSE " + number_text(of_gap) + " END*";
    };
    return "(" + share(n_left / (n_left + n_right), "1e0", "0e0") + divide(tree, left) + "+" +
           share(n_right / (n_left + n_right), "0e0", "1e0") + divide(tree, left + 1) + ")";
  }

  std::string any_gap() const {
    std::string out;
    for (const std::string& column : columns_)
      out += (out.empty() ? "" : " OR ") + column + " IS NULL";
    return out;
  }

  /// a + b + ... in pairs, so that no expression gets deep.
  static std::string sum(std::span<const std::string> parts) {
    if (parts.size() == 1) return parts[0];
    const std::size_t half = parts.size() / 2;
    return "(" + sum(parts.first(half)) + "+" + sum(parts.subspan(half)) + ")";
  }

 private:
  std::string value(const IsolationTree& tree, std::int32_t node) const {
    const auto column = [&](std::int32_t c) { return columns_[static_cast<std::size_t>(c)]; };
    if (!tree.partner) return column(tree.column[node]);
    std::string out = number_text(tree.weight[3 * node]) + "*" + column(tree.column[node]);
    for (std::int32_t k = 0; k < 2; ++k)
      if (const std::int32_t partner = tree.partner[2 * node + k]; partner >= 0)
        out += "+" + number_text(tree.weight[3 * node + k + 1]) + "*" + column(partner);
    return "(" + out + ")";
  }

  std::vector<std::string> columns_;
  bool majority_;
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
