// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/profiler/detail/describe.hpp>
#include <limn/profiler/detail/rename.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE Matrix pick_rows(const Matrix& x, const std::vector<std::uint8_t>& flags) {
  Matrix out(std::ranges::count_if(flags, [](auto f) { return f != 0; }), x.cols());
  for (Index r = 0, to = 0; r < x.rows(); ++r)
    if (flags[static_cast<std::size_t>(r)]) out.row(to++) = x.row(r);
  return out;
}

LIMN_INLINE std::vector<std::uint8_t> learners(const data::EventLog& log,
                                               const std::vector<std::uint8_t>& apart) {
  std::vector<std::uint8_t> out(log.n_users());
  for (std::size_t u = 0; u < out.size(); ++u)
    out[u] = !apart[u] && log.offsets()[u + 1] > log.offsets()[u];
  if (std::ranges::count(out, 1) == 0) std::ranges::fill(out, std::uint8_t{1});
  return out;
}

LIMN_INLINE void Columns::check(std::int64_t n_blocks, std::int64_t n_features) const {
  core::require_state(block.size() == names.size() && feature.size() == names.size(), "profiler",
                      "describer.columns");
  for (std::size_t c = 0; c < names.size(); ++c)
    core::require_state(
        block[c] >= 0 && block[c] < n_blocks && feature[c] >= -1 && feature[c] < n_features,
        "profiler", "describer.columns");
}

/// A name a step gave, and the columns it was made from.
struct GivenName {
  std::string text;
  std::vector<std::size_t> from;
};

/// The unit separator of ASCII: no step writes it into a name.
inline constexpr char name_mark = '\x1f';

/// The name that says which column it stands for, however a step goes on to use it.
inline std::string marked(std::size_t column) {
  return name_mark + std::to_string(column) + name_mark;
}

/// Reads a name in which marked columns may stand.
inline GivenName read_name(const std::string& given, const std::vector<std::string>& names) {
  GivenName out;
  for (std::size_t at = 0; at < given.size();) {
    const std::size_t end = given[at] == name_mark ? given.find(name_mark, at + 1) : at;
    if (end == at || end == std::string::npos) {
      out.text += given[at++];
      continue;
    }
    out.from.push_back(std::stoul(given.substr(at + 1, end - at - 1)));
    out.text += names[out.from.back()];
    at = end + 1;
  }
  return out;
}

LIMN_INLINE Columns Columns::after(const core::AnyTransformer& step, Index width) const {
  std::vector<std::string> given;
  for (std::size_t c = 0; c < names.size(); ++c) given.push_back(marked(c));
  // A step of nobody's room keeps its columns, as far as their number tells.
  (void)(rename_impute(step, given) || rename_features(step, given) || rename_filter(step, given) ||
         rename_cluster(step, given));
  if (std::ssize(given) != width) {
    given.clear();
    for (Index c = 1; c <= width; ++c) given.push_back(step->name() + " " + std::to_string(c));
  }
  std::int64_t own_block = block.empty() ? 0 : std::ranges::max(block) + 1;
  Columns out;
  for (const std::string& name : given) {
    GivenName read = read_name(name, names);
    if (read.from.size() == 1) {
      const std::size_t from = read.from.front();
      const bool same = name == marked(from);
      out.add(std::move(read.text), block[from], same ? feature[from] : -1);
    } else {
      out.add(std::move(read.text), own_block++, -1);
    }
  }
  return out;
}

LIMN_INLINE Vector Columns::widths() const {
  const std::int64_t n_blocks = block.empty() ? 0 : std::ranges::max(block) + 1;
  std::vector<double> width(static_cast<std::size_t>(n_blocks), 0.0);
  for (const std::int64_t b : block) width[static_cast<std::size_t>(b)] += 1.0;
  Vector out(size());
  for (Index c = 0; c < size(); ++c)
    out(c) = width[static_cast<std::size_t>(block[static_cast<std::size_t>(c)])];
  return out;
}

LIMN_INLINE Matrix Columns::told(const Matrix& row, const Matrix& raw) const {
  Matrix out = row;
  for (Index c = 0; c < size(); ++c)
    if (const std::int64_t f = feature[static_cast<std::size_t>(c)]; f >= 0) out(0, c) = raw(0, f);
  return out;
}

LIMN_INLINE bool cleans_table(const ComponentSpec& step) {
  const auto known = [&](const std::vector<std::string>& names) {
    return std::ranges::find(names, step.name) != names.end();
  };
  return !known(core::AnyEventFilter::names()) && known(core::AnyTransformer::names());
}

/// What a step answers, when it is the table that was asked for.
inline Matrix step_rows(const core::AnyTransformer& step, const Matrix& x, Index width) {
  Matrix out = step->transform(x);
  core::require_length(out.rows(), x.rows(), step->name(), "rows of the answer");
  core::require_width(out.cols(), width, step->name());
  return out;
}

/// Learns each filter on what those before it left of the known rows; returns what the last left.
LIMN_INLINE Matrix Describer::learn_filters(const Config& config, Matrix known,
                                            const Monitor& monitor) {
  filters.clear(), filtered.clear();
  for (const ComponentSpec& spec : config.clean) {
    if (!cleans_table(spec)) continue;
    auto filter = core::AnyTransformer::from_name(spec.name, spec.params);
    filter->fit(known, monitor);
    known = filter->transform(known);
    filtered.push_back(cleaned_columns().after(filter, known.cols()));
    filters.push_back(std::move(filter));
  }
  return known;
}

LIMN_INLINE Matrix Describer::fit(const Config& config, const data::EventLog& log,
                                  std::int64_t as_of_us, const std::vector<std::uint8_t>& learn,
                                  const Monitor& monitor) {
  featurizers.clear(), features = {};
  for (const ComponentSpec& spec : config.features) {
    auto featurizer = core::AnyEventFeaturizer::from_name(spec.name, spec.params);
    featurizer->fit(log, monitor);
    for (std::string& name : featurizer->feature_names())
      features.add(std::move(name), std::ssize(featurizers), features.size());
    featurizers.push_back(std::move(featurizer));
    monitor.report(
        0.8 * static_cast<double>(featurizers.size()) / static_cast<double>(config.features.size()),
        "features");
  }
  Matrix all = raw(log, as_of_us);
  const Matrix known = learn_filters(config, pick_rows(all, learn), monitor);
  imputer = core::AnyTransformer::from_name(config.impute.name, config.impute.params);
  imputer->fit(known, monitor);
  const Matrix filled = imputer->transform(known);
  filled_columns = cleaned_columns().after(imputer, filled.cols());
  scaler = core::AnyTransformer::from_name(config.scale.name, config.scale.params);
  scaler->fit(filled, monitor);
  ready_columns = filled_columns.after(scaler, scaler->transform(filled.topRows(1)).cols());
  monitor.report(1.0, "features");
  return all;
}

LIMN_INLINE Matrix Describer::raw(const data::EventLog& log, std::int64_t as_of_us) const {
  Matrix out(static_cast<Index>(log.n_users()), features.size());
  Index to = 0;
  for (const core::AnyEventFeaturizer& featurizer : featurizers) {
    const Matrix part = featurizer->transform(log, as_of_us);
    out.middleCols(to, part.cols()) = part;
    to += part.cols();
  }
  return out;
}

LIMN_INLINE Matrix Describer::cleaned(const Matrix& raw) const {
  Matrix out = raw;
  for (std::size_t i = 0; i < filters.size(); ++i)
    out = step_rows(filters[i], out, filtered[i].size());
  return out;
}

LIMN_INLINE Matrix Describer::fill(const Matrix& raw) const {
  return step_rows(imputer, filters.empty() ? raw : cleaned(raw), filled_columns.size());
}

LIMN_INLINE Matrix Describer::scale(const Matrix& filled) const {
  return step_rows(scaler, filled, ready_columns.size());
}

LIMN_INLINE Matrix Describer::weighed(Matrix scaled) const {
  const Vector widths = ready_columns.widths();
  for (Index c = 0; c < scaled.cols(); ++c) scaled.col(c) /= std::sqrt(widths(c));
  return scaled;
}

LIMN_INLINE void Describer::check_state() const {
  const auto d = static_cast<std::int64_t>(features.size());
  std::int64_t n_blocks = std::ssize(featurizers);
  features.check(n_blocks, d);
  core::require_state(filters.size() == filtered.size(), "profiler", "describer.filters");
  for (const Columns& columns : filtered) columns.check(n_blocks += columns.size(), d);
  filled_columns.check(n_blocks += filled_columns.size(), d);
  ready_columns.check(n_blocks += ready_columns.size(), d);
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
