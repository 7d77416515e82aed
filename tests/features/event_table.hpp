// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <limn/data/event_log.hpp>

#include "test.hpp"

/// One event: `at` in days since 1970-01-01, a Thursday.
struct Event {
  const char* user;
  const char* item;
  double at;
  double value = limn::missing;
  const char* type = "buy";
};

struct LogOptions {
  bool values = true, types = true, clock = true;
};

inline limn::data::EventLog event_log(const std::vector<Event>& events, LogOptions options = {}) {
  limn::data::EventLog::Columns c;
  for (const Event& e : events) {
    c.user.push_back(c.users.insert(std::string_view(e.user)));
    c.item.push_back(c.items.insert(std::string_view(e.item)));
    if (options.types) c.type.push_back(c.types.insert(std::string_view(e.type)));
    if (options.values) c.value.push_back(e.value);
    c.time_us.push_back(options.clock ? std::llround(e.at * 86'400e6)
                                      : static_cast<std::int64_t>(e.at));
  }
  c.ordered_only = !options.clock;
  return limn::data::EventLog(std::move(c));
}

inline std::int64_t day(double days) { return std::llround(days * 86'400e6); }

/// The answers of a fitted featurizer, by column name.
class Answers {
 public:
  template <class C>
  Answers(const C& c, const limn::data::EventLog& log, std::int64_t as_of_us)
      : names_(c.feature_names()), rows_(c.transform(log, as_of_us)) {
    REQUIRE(static_cast<std::size_t>(rows_.cols()) == names_.size());
    REQUIRE(static_cast<std::size_t>(rows_.rows()) == log.n_users());
  }
  double operator()(limn::Index user, const std::string& column) const {
    const auto at = std::find(names_.begin(), names_.end(), column);
    if (at == names_.end()) FAIL("no column " << column);
    return rows_(user, at - names_.begin());
  }
  bool absent(limn::Index user, const std::string& column) const {
    return std::isnan((*this)(user, column));
  }
  const limn::Matrix& rows() const { return rows_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  limn::Matrix rows_;
};

/// a == b, gaps included.
inline bool same_cells(const limn::Matrix& a, const limn::Matrix& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  for (limn::Index i = 0; i < a.size(); ++i) {
    const double p = a.data()[i], q = b.data()[i];
    if (std::isnan(p) != std::isnan(q) || (!std::isnan(p) && p != q)) return false;
  }
  return true;
}
