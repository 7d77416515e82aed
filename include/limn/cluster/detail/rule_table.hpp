// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <limn/cluster/detail/rule_program.hpp>
#include <limn/data/event_log.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

inline std::string column_name(const data::FrameView& x, Index c) {
  std::string own = x.column(c).name;
  return own.empty() ? "x" + std::to_string(c) : own;
}

/// What rules are asked about: rows of a table, users of a log, or both.
struct RuleTable {
  const RuleProgram& program;
  const std::vector<std::int32_t>& columns;  ///< of the variables
  const data::FrameView* x = nullptr;
  const data::EventLog* log = nullptr;
  std::int64_t as_of_us = 0;

  /// Codes that a question asks for; sorted.
  struct Codes {
    std::vector<std::int32_t> types, items;
  };
  std::vector<Codes> codes = {};                      ///< by question
  std::vector<std::string> names = {};                ///< of the columns
  std::vector<std::vector<std::string>> levels = {};  ///< of the columns that are categories

  Index rows() const { return x ? x->rows() : static_cast<Index>(log->n_users()); }

  /// Reads names and codes once. Errors: DataError when a question cannot be answered.
  void prepare() {
    if (x)
      for (Index c = 0; c < x->cols(); ++c) {
        names.push_back(column_name(*x, c));
        levels.push_back(x->is_category(c) ? x->column(c).levels : std::vector<std::string>{});
      }
    for (const EventQuestion& question : program.questions) {
      if (!log)
        refuse("operator '" + question.what + "'", "a table", "a log of events",
               "pass the EventLog, with the table of users where rules ask for columns");
      if (!question.types.empty() && !log->has_types() && log->n_events() > 0)
        refuse("operator '" + question.what + "'", "a log without kinds of events",
               "a log whose events have types", "name the type column of the log");
      if ((question.from_days >= 0.0 || question.to_days > 0.0) && log->ordered_only())
        refuse("operator '" + question.what + "'", "days in a log without a clock",
               "a log with times", "leave the days out");
      Codes own{codes_of(log->types(), question.types), codes_of(log->items(), question.items)};
      codes.push_back(std::move(own));
    }
  }

 private:
  [[noreturn]] static void refuse(std::string place, std::string got, std::string expected,
                                  std::string fix) {
    throw DataError(ErrorCode::data_column_missing, {.component = "cluster.rules",
                                                     .place = std::move(place),
                                                     .got = std::move(got),
                                                     .expected = std::move(expected),
                                                     .fix = std::move(fix)});
  }
  static std::vector<std::int32_t> codes_of(const data::Vocabulary& known,
                                            const std::vector<std::string>& words) {
    std::vector<std::int32_t> out;
    for (const std::string& word : words)
      if (const std::int32_t code = known.find(std::string_view(word)); code >= 0)
        out.push_back(code);
    std::ranges::sort(out);
    return out;
  }
};

/// One row of it.
class RuleRow final : public RuleSource {
 public:
  RuleRow(const RuleTable& table, Index row) : table_(table), row_(row) {
    if (table.log) history_ = table.log->history(static_cast<std::size_t>(row));
  }

  RuleValue value(std::int32_t variable) const override {
    if (static_cast<std::size_t>(variable) >= table_.columns.size()) return {};
    return cell(table_.columns[static_cast<std::size_t>(variable)]);
  }
  RuleValue value(const std::string& name) const override {
    const auto at = std::ranges::find(table_.names, name);
    return at == table_.names.end() ? RuleValue() : cell(at - table_.names.begin());
  }

  RuleValue ask(std::int32_t number) const override {
    const auto at = static_cast<std::size_t>(number);
    const EventQuestion& question = table_.program.questions[at];
    const RuleTable::Codes& codes = table_.codes[at];
    const auto wanted = [](const std::vector<std::string>& asked,
                           const std::vector<std::int32_t>& known, std::int32_t code) {
      return asked.empty() || std::ranges::binary_search(known, code);
    };
    const auto [begin, end] = window(question);
    double n = 0.0, sum = 0.0;
    std::size_t first = history_.size(), last = 0;
    std::vector<std::int32_t> items;
    for (std::size_t i = begin; i < end; ++i) {
      const std::int32_t type = history_.types.empty() ? -1 : history_.types[i];
      if (!wanted(question.types, codes.types, type) ||
          !wanted(question.items, codes.items, history_.items[i]))
        continue;
      if (n == 0.0) first = i;
      last = i;
      n += 1.0;
      if (!history_.values.empty() && !std::isnan(history_.values[i])) sum += history_.values[i];
      if (question.what == "distinct") items.push_back(history_.items[i]);
    }
    if (question.what == "count") return n;
    if (question.what == "sum") return sum;
    if (question.what == "distinct") {
      std::ranges::sort(items);
      return static_cast<double>(std::ranges::unique(items).begin() - items.begin());
    }
    if (n == 0.0) return {};
    return days_ago(history_.times_us[question.what == "first" ? first : last]);
  }

 private:
  static constexpr double day_us = 86'400e6;

  RuleValue cell(std::ptrdiff_t column) const {
    if (column < 0 || !table_.x) return {};
    const double value = (*table_.x)(row_, column);
    if (std::isnan(value)) return {};
    const std::vector<std::string>& levels = table_.levels[static_cast<std::size_t>(column)];
    const bool known = value >= 0 && value < static_cast<double>(levels.size());
    return known ? RuleValue(levels[static_cast<std::size_t>(value)]) : RuleValue(value);
  }
  double days_ago(std::int64_t time_us) const {
    const double us = static_cast<double>(table_.as_of_us) - static_cast<double>(time_us);
    return table_.log->ordered_only() ? us : us / day_us;
  }
  /// Events of the question's days, strictly before the time.
  std::pair<std::size_t, std::size_t> window(const EventQuestion& question) const {
    const auto& times = history_.times_us;
    const auto first_from = [&](double days) {  // first event less than or just `days` ago
      return static_cast<std::size_t>(
          std::ranges::partition_point(times,
                                       [&](std::int64_t time) { return days_ago(time) > days; }) -
          times.begin());
    };
    const auto until =
        static_cast<std::size_t>(std::ranges::lower_bound(times, table_.as_of_us) - times.begin());
    const std::size_t begin = question.from_days < 0.0 ? 0 : first_from(question.from_days);
    const std::size_t end = question.to_days > 0.0 ? first_from(question.to_days) : until;
    return {begin, std::min(end, until)};
  }

  const RuleTable& table_;
  Index row_;
  data::History history_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
