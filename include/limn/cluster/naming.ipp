// SPDX-License-Identifier: MIT
#pragma once

#include <map>

#include <limn/cluster/detail/naming_words.hpp>
#include <limn/cluster/detail/segment_rule.hpp>
#include <limn/cluster/naming.hpp>
#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// Errors: DataError for a label that is no integer of 32 bits.
inline std::int64_t checked_label(double label, Index row) {
  if (label == std::floor(label) && std::abs(label) < 0x1p31)
    return std::max<std::int64_t>(-1, static_cast<std::int64_t>(label));
  throw DataError(ErrorCode::data_value, {.component = std::string(Naming::name),
                                          .place = "labels, row " + std::to_string(row),
                                          .got = core::to_text(core::Value{label}),
                                          .expected = "an integer, negative for no segment",
                                          .fix = "pass the labels of a clusterer"});
}

inline SegmentTable segment_table(const data::FrameView& x, VectorView y) {
  SegmentTable table{x, {}, {}, 0, {}};
  for (Index c = 0; c < x.cols(); ++c) {
    std::string own = x.column(c).name;
    table.names.push_back(own.empty() ? "x" + std::to_string(c) : std::move(own));
  }
  std::map<std::int64_t, std::vector<Index>> groups;
  for (Index row = 0; row < y.size(); ++row) groups[checked_label(y(row), row)].push_back(row);
  table.segment_of.resize(static_cast<std::size_t>(y.size()));
  const auto take = [&](std::int64_t label, std::vector<Index>& rows) {
    for (const Index row : rows)
      table.segment_of[static_cast<std::size_t>(row)] = std::ssize(table.segments);
    table.segments.push_back({label, std::move(rows)});
  };
  for (auto& [label, rows] : groups)
    if (label >= 0) take(label, rows);
  table.n_described = table.segments.size();
  if (const auto none = groups.find(-1); none != groups.end()) take(-1, none->second);
  if (table.n_described == 0)
    throw DataError(ErrorCode::data_empty, {.component = std::string(Naming::name),
                                            .place = "labels",
                                            .got = "no row in a segment",
                                            .expected = "a label of 0 or more",
                                            .fix = "pass the labels of a clusterer"});
  return table;
}

/// Errors: DataError for a cell of a category column that is no code 0, 1, 2 ...
inline void require_codes(const data::FrameView& x) {
  for (Index c = 0; c < x.cols(); ++c)
    for (Index r = 0; x.is_category(c) && r < x.rows(); ++r)
      if (const double v = x(r, c); !std::isnan(v) && !(v >= 0 && v < 0x1p31 && v == std::floor(v)))
        core::throw_value(Naming::name, r, c, "a number that is no category code",
                          "pass codes 0, 1, 2 ..., see limn.features.Ordinal");
}

/// Coverage and precision of a rule over all rows.
inline void measure(const SegmentTable& table, std::size_t segment, SegmentDescription& d) {
  std::int64_t found = 0, right = 0;
  for (Index row = 0; row < table.x.rows(); ++row) {
    const bool holds = std::ranges::all_of(
        d.rule, [&](const Predicate& p) { return p.holds(table.x(row, p.column)); });
    found += holds;
    right +=
        holds && table.segment_of[static_cast<std::size_t>(row)] == static_cast<Index>(segment);
  }
  d.coverage = static_cast<double>(right) / static_cast<double>(d.size);
  d.precision = found ? static_cast<double>(right) / static_cast<double>(found) : 0.0;
}

inline constexpr std::int64_t most_listed = 1'000'000;  ///< greatest label in a list of names

/// What stands under a label in a list of names; empty = nothing.
inline std::string given_name(const std::vector<std::string>& names, std::int64_t label) {
  return label < std::ssize(names) ? names[static_cast<std::size_t>(label)] : std::string();
}

inline void name_segments(std::vector<SegmentDescription>& descriptions,
                          const std::vector<std::string>& features, const Naming::Params& params) {
  std::vector<std::size_t> order(descriptions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t i) { return descriptions[i].size; });
  std::vector<std::vector<NameWord>> words;
  std::vector<SegmentName> given;
  for (const std::size_t i : order) {
    words.push_back(rank_words(descriptions[i].lifts));
    given.push_back({given_name(params.names, descriptions[i].label),
                     given_name(params.names_zh, descriptions[i].label)});
  }
  const std::vector<SegmentName> names = unique_names(words, given, speaks_of_buying(features));
  for (std::size_t i = 0; i < order.size(); ++i) {
    descriptions[order[i]].name = names[i].en;
    descriptions[order[i]].name_zh = names[i].zh;
  }
}

/// "83 %"
inline std::string percent(double share) {
  return number_text(std::round(share * 1000.0) / 10.0) + " %";
}

}  // namespace detail

LIMN_INLINE bool Predicate::holds(double cell) const {
  if (relation == "is missing") return std::isnan(cell);
  if (relation == "is known") return !std::isnan(cell);
  if (relation == "<=") return cell <= value;
  if (relation == ">=") return cell >= value;
  return cell == value;
}

LIMN_INLINE std::string Predicate::text() const {
  if (relation == "is missing" || relation == "is known") return feature + " " + relation;
  return feature + " " + relation + " " +
         (relation == "=" && !level.empty() ? level : detail::number_text(value));
}

LIMN_INLINE std::string SegmentDescription::rule_text(const std::string& language) const {
  const bool zh = language == "zh";
  if (rule.empty()) return zh ? "所有人" : "everybody";
  std::string out;
  for (const Predicate& predicate : rule) {
    if (!out.empty()) out += zh ? " 且 " : " and ";
    out += predicate.text();
  }
  return out;
}

LIMN_INLINE std::string SegmentDescription::text(const std::string& language) const {
  const bool zh = language == "zh";
  std::string out = (zh ? name_zh + "：" : name + ": ") + std::to_string(size);
  out += (zh ? " 行，占 " : " rows, ") + detail::percent(share);
  out += (zh ? "。规则：" : ". Rule: ") + rule_text(language);
  out += (zh ? "（覆盖 " : " (finds ") + detail::percent(coverage);
  out += (zh ? "，准确 " : " of them, right in ") + detail::percent(precision);
  out += zh ? "）。" : ").";
  std::string parts;
  for (const FeatureLift& lift : lifts) {
    if (&lift - lifts.data() >= 3 || std::isnan(lift.lift)) continue;
    parts += (parts.empty() ? "" : (zh ? "，" : ", ")) + lift.feature + " x " +
             detail::number_text(std::round(lift.lift * 100.0) / 100.0);
  }
  if (!parts.empty())
    out += (zh ? "相对总体均值：" : " Against the mean of all: ") + parts + (zh ? "。" : ".");
  return out;
}

LIMN_INLINE Naming& Naming::fit(const data::FrameView& x, VectorView y, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_length(y.size(), x.rows(), name, "labels");
  core::require_finite(x.matrix(), name, core::Missing::allowed);
  detail::require_codes(x);
  monitor.check();
  const detail::SegmentTable table = detail::segment_table(x, y);
  const auto d = static_cast<std::size_t>(x.cols());
  std::vector<std::vector<std::vector<FeatureLift>>> lifts(d);
  core::parallel_for(d, [&](std::size_t column) {
    monitor.report(0.5 * static_cast<double>(column) / static_cast<double>(d), "lifts");
    lifts[column] = detail::column_contrasts(table, static_cast<Index>(column));
  });
  const detail::RuleSample sample(table);
  const detail::RuleOptions options{static_cast<std::size_t>(params_.max_predicates),
                                    static_cast<std::size_t>(params_.n_thresholds),
                                    static_cast<std::size_t>(params_.beam_width),
                                    params_.objective == "precision", params_.min_coverage};
  std::vector<SegmentDescription> out(table.n_described);
  core::parallel_for(out.size(), [&](std::size_t s) {
    monitor.report(0.5 + 0.5 * static_cast<double>(s) / static_cast<double>(out.size()), "rules");
    SegmentDescription& own = out[s];
    own.label = table.segments[s].label;
    own.size = std::ssize(table.segments[s].rows);
    own.share = static_cast<double>(own.size) / static_cast<double>(x.rows());
    for (const auto& column : lifts)
      for (const auto& level : column) own.lifts.push_back(level[s]);
    std::ranges::stable_sort(own.lifts, std::ranges::greater{},
                             [](const FeatureLift& lift) { return std::abs(lift.effect); });
    own.rule = detail::RuleSearch(table, sample, s, options).best();
    detail::measure(table, s, own);
  });
  detail::name_segments(out, table.names, params_);
  const auto most = static_cast<std::size_t>(params_.max_lifts);
  for (SegmentDescription& own : out)
    if (own.lifts.size() > most) own.lifts.resize(most);
  monitor.report(1.0, "rules");
  n_features_ = x.cols();
  descriptions_ = std::move(out);
  return *this;
}

LIMN_INLINE Naming& Naming::fit(MatrixView x, VectorView y, const std::vector<std::string>& names,
                                const Monitor& monitor) {
  core::require_length(std::ssize(names), x.cols(), name, "names");
  auto columns = std::make_shared<std::vector<data::ColumnInfo>>();
  for (const std::string& column : names) columns->push_back({.name = column});
  return fit(data::FrameView(x, std::move(columns)), y, monitor);
}

LIMN_INLINE const std::vector<SegmentDescription>& Naming::descriptions() const {
  core::require_fitted(!descriptions_.empty(), name);
  return descriptions_;
}

LIMN_INLINE const SegmentDescription* Naming::find(std::int64_t label) const {
  for (const SegmentDescription& own : descriptions())
    if (own.label == label) return &own;
  return nullptr;
}

LIMN_INLINE std::vector<std::string> Naming::names() const {
  std::vector<std::string> out;
  for (const SegmentDescription& own : descriptions()) {
    if (own.label > detail::most_listed) break;
    out.resize(static_cast<std::size_t>(own.label));
    out.push_back(own.name);
  }
  return out;
}

LIMN_INLINE std::vector<std::string> Naming::names_zh() const {
  std::vector<std::string> out;
  for (const SegmentDescription& own : descriptions()) {
    if (own.label > detail::most_listed) break;
    out.resize(static_cast<std::size_t>(own.label));
    out.push_back(own.name_zh);
  }
  return out;
}

LIMN_INLINE std::vector<std::string> Naming::texts() const {
  std::vector<std::string> out;
  for (const SegmentDescription& own : descriptions()) out.push_back(own.text(params_.language));
  return out;
}

LIMN_INLINE MaskMatrix Naming::matches(MatrixView x) const {
  core::require_fitted(!descriptions_.empty(), name);
  core::require_width(x.cols(), n_features_, name);
  MaskMatrix out(x.rows(), std::ssize(descriptions_));
  for (Index row = 0; row < x.rows(); ++row)
    for (Index s = 0; s < out.cols(); ++s)
      out(row, s) =
          std::ranges::all_of(descriptions_[static_cast<std::size_t>(s)].rule,
                              [&](const Predicate& p) { return p.holds(x(row, p.column)); });
  return out;
}

LIMN_INLINE void Naming::check_state() const {
  core::require_state(n_features_ >= 0, name, "n_features");
  for (const SegmentDescription& own : descriptions_) {
    core::require_state(own.size > 0 && own.label >= 0, name, "descriptions");
    for (const Predicate& p : own.rule)
      core::require_state(p.column >= 0 && p.column < n_features_, name, "descriptions.rule");
    for (const FeatureLift& lift : own.lifts)
      core::require_state(lift.column >= 0 && lift.column < n_features_, name,
                          "descriptions.lifts");
  }
}

}  // namespace limn::inline LIMN_ABI::cluster
