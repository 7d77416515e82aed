// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {
struct RuleProgram;
struct RuleTable;
}  // namespace detail

/// Segments that people have written down: a rule each, in JsonLogic, on columns of a table and on
/// the events of a user.
///
/// Choose it when a segment has a definition ("bought twice in 30 days, lives abroad"); prefer a
/// clusterer when it is to be found, and Naming to turn what was found into rules.
/// predict gives the first rule that holds (-1 = none), matches all of them. A variable is the name
/// of a column ("age"; x0, x1 ... without names), its value a number, or the word of a category; a
/// missing cell is null. Event operators count, sum, distinct (items), first and last (days ago)
/// look at events strictly before a time: {"count": {"type": "order", "within_days": 30}}, also
/// "item" and "between_days": [60, 30]; types and items may be lists. All other operators are those
/// of JsonLogic with JavaScript's meanings: null < 5 is true, "1" == 1, [] and "" are false.
/// Shapes: x (n, d), missing values allowed. Cost: what the rules say, about a tenth of a
/// microsecond an operator. Same bits for any number of threads.
/// **Source:** Wadhams (2015), JsonLogic (jsonlogic.com), of which it passes all published tests.
/// **Differs:** event operators; a rule that asks for a column the table lacks is refused unless it
/// names a fallback.
class Rules {
 public:
  static constexpr std::string_view name = "cluster.rules";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .allows_categories = true};

  struct Params {
    std::vector<std::string> rules = {};  ///< JsonLogic, one JSON text a segment
    std::vector<std::string> names = {};  ///< of the segments; none = segment 0, segment 1 ...
  };
  template <class V>
  static void describe(V&& v) {
    v("rules", &Params::rules, "one rule a segment, in JsonLogic", core::anything());
    v("names", &Params::names, "names of the segments, or none", core::anything());
  }

  Rules() : Rules(Params{}) {}
  /// Errors: ParamError for an unknown operator, arguments it cannot have or a wrong number of
  /// names, FormatError for broken JSON, LimitError beyond 128 levels; each names the rule.
  explicit Rules(Params params);
  const Params& params() const { return params_; }

  /// Finds the columns that the rules name. Errors: DataError without rows or columns, for an
  /// infinite cell, or naming rule and variable where there is no such column.
  Rules& fit(const data::FrameView& x);
  /// For rules on events alone. Errors: DataError naming rule and variable where one asks for a
  /// column, or for a kind of event when the log has no kinds.
  Rules& fit(const data::EventLog& log);

  /// First rule that holds for each row of x (n, d), -1 = none: (n). Errors: NotFittedError,
  /// ShapeError; DataError for an infinite cell or when a rule asks for events.
  Labels predict(const data::FrameView& x) const;
  /// Which rules hold for which row: (n, n_clusters), 1 = holds. Errors: as predict.
  MaskMatrix matches(const data::FrameView& x) const;
  /// The same for the users of a log, from events strictly before as_of_us: (n_users).
  /// Errors: NotFittedError; DataError as fit, or for days in a log without a clock.
  Labels predict(const data::EventLog& log, std::int64_t as_of_us) const;
  MaskMatrix matches(const data::EventLog& log, std::int64_t as_of_us) const;
  /// For rules on both: users (n_users, d) in the order of log.users().
  Labels predict(const data::EventLog& log, std::int64_t as_of_us,
                 const data::FrameView& users) const;
  MaskMatrix matches(const data::EventLog& log, std::int64_t as_of_us,
                     const data::FrameView& users) const;

  /// Rules.
  std::int64_t n_clusters() const { return std::ssize(params_.rules); }
  /// Names of the segments.
  std::vector<std::string> texts() const;

  /// The answer of one rule to a JSON document, as JSON. Errors: as the constructor.
  static std::string evaluate(std::string_view rule, std::string_view data);

  template <class V>
  void state(V&& v) {
    v("fitted", fitted_);
    v("n_features", n_features_);
    v("columns", columns_);
  }
  void check_state() const;

 private:
  MaskMatrix matches_of(const detail::RuleTable& table) const;

  Params params_;
  std::shared_ptr<const detail::RuleProgram> program_;  // of params_
  std::uint8_t fitted_ = 0;
  std::int64_t n_features_ = 0;
  std::vector<std::int32_t> columns_;  // of the rules' variables, -1 = none
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/rules.ipp>
#endif
