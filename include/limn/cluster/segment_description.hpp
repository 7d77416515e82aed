// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// One condition of a rule: feature relation value, "n_orders >= 4".
struct Predicate {
  std::string feature;      ///< name of the column
  std::int64_t column = 0;  ///< its number in the table
  std::string relation;     ///< "<=", ">=", "=" (a category), "is missing", "is known"
  double value = 0.0;       ///< threshold, or code of the category
  std::string level;        ///< word of the category, or empty

  /// Whether a cell of the column meets the condition; a missing one meets only "is missing".
  bool holds(double cell) const;
  /// "n_orders >= 4", "gender = female"
  std::string text() const;
  bool operator==(const Predicate&) const = default;

  template <class V>
  void state(V&& v) {
    v("feature", feature), v("column", column), v("relation", relation);
    v("value", value), v("level", level);
  }
};

/// How far a segment differs from everybody in one feature, or in one level of a category.
struct FeatureLift {
  std::string feature;      ///< name of the column; "gender = female" for a level
  std::int64_t column = 0;  ///< its number in the table
  std::string level;        ///< word of the category, or empty
  double mean = missing;    ///< in the segment; for a level the share of rows that have it
  double overall = missing;
  double lift = missing;  ///< mean / overall, where the column holds no negative value
  /// In [-1, 1]: chance that a row of the segment lies above one of the rest, less the chance that
  /// it lies below. 0 = no difference.
  double effect = 0.0;

  template <class V>
  void state(V&& v) {
    v("feature", feature), v("column", column), v("level", level), v("mean", mean);
    v("overall", overall), v("lift", lift), v("effect", effect);
  }
};

/// What can be said of one segment.
struct SegmentDescription {
  std::int64_t label = 0;          ///< as in y
  std::string name;                ///< "frequent recent buyers"; no other segment has it
  std::string name_zh;             ///< the same in Chinese
  std::int64_t size = 0;           ///< rows
  double share = 0.0;              ///< of all rows
  std::vector<Predicate> rule;     ///< all must hold; empty = nothing tells the segment apart
  double coverage = 1.0;           ///< share of the segment's rows that the rule finds (recall)
  double precision = 0.0;          ///< share of the rows found that belong to the segment
  std::vector<FeatureLift> lifts;  ///< clearest first

  /// "recency_days <= 12.5 and n_orders >= 4", or "everybody" for an empty rule; language: en, zh.
  std::string rule_text(const std::string& language = "en") const;
  /// Two or three sentences with name, size, rule and the clearest lifts; language: en, zh.
  std::string text(const std::string& language = "en") const;

  template <class V>
  void state(V&& v) {
    v("label", label), v("name", name), v("name_zh", name_zh), v("size", size);
    v("share", share), v("rule", rule), v("coverage", coverage), v("precision", precision);
    v("lifts", lifts);
  }
};

}  // namespace limn::inline LIMN_ABI::cluster
