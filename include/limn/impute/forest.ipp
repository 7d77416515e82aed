// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <limn/core/parallel.hpp>
#include <limn/impute/detail/fill.hpp>
#include <limn/impute/forest.hpp>

namespace limn::inline LIMN_ABI::impute {

/// The rows that have a column, as they look while it is hidden.
struct Forest::Lesson {
  Index column = 0;
  std::vector<std::int32_t> rows;  // (m) of the table
  std::vector<double> y;           // (m) scaled number, or level
  std::vector<std::uint8_t> bins;  // (d, m)
  std::vector<double> line;        // (m)
};

LIMN_INLINE std::uint8_t Forest::code(Index c, double v) const {
  if (!schema_.is_category(c)) return learn::detail::bin_of(edges_[static_cast<std::size_t>(c)], v);
  const Index level = schema_.level_of(c, v);
  return level < 0 ? std::uint8_t{255} : static_cast<std::uint8_t>(level);
}

LIMN_INLINE auto Forest::room() const -> Row {
  const auto d = static_cast<std::size_t>(schema_.cols());
  return {.z = Vector(design_.width()),
          .bins = std::vector<std::uint8_t>(d),
          .gap = std::vector<std::uint8_t>(d),
          .value = std::vector<double>(d),
          .shares = std::vector<double>(256)};
}

/// Row r of x, its gaps and column `hidden` (-1 = none) filled by the chain.
LIMN_INLINE void Forest::start(MatrixView x, Index r, Index hidden, Row& row) const {
  for (Index c = 0; c < x.cols(); ++c) {
    const auto k = static_cast<std::size_t>(c);
    row.gap[k] = !design_.encode(schema_, c, c == hidden ? missing : x(r, c), row.z.data());
  }
  chain_.fill(design_, row.gap, row.z.data(), false, 0, 0);
  for (Index c = 0; c < x.cols(); ++c) {
    const auto k = static_cast<std::size_t>(c);
    row.value[k] = row.gap[k] ? design_.decode(schema_, c, row.z.data()) : x(r, c);
    if (row.gap[k]) design_.encode(schema_, c, row.value[k], row.z.data());
    row.bins[k] = code(c, row.value[k]);
  }
}

/// What a stage answers for column c of a row, in units of the column.
LIMN_INLINE double Forest::answer(const Stage& stage, Index c, Row& row) const {
  const auto k = static_cast<std::size_t>(c);
  const learn::detail::BinnedForest& forest = stage.forests[k];
  if (forest.empty()) return row.value[k];
  const Index j = design_.begin(c);
  const bool number = !schema_.is_category(c);
  const double line = number ? design_.bounded(j, chain_.predict(j, row.z.data())) : 0.0;
  const std::uint8_t own = row.bins[k];  // the line stands in its place
  row.bins[k] = number ? learn::detail::bin_of(stage.line_edges[k], line) : std::uint8_t{0};
  std::fill_n(row.shares.begin(), forest.width(), 0.0);
  forest.predict(row.bins.data(), row.shares.data());
  row.bins[k] = own;
  if (number) {
    const double z =
        stage.mixture(c, 0) + stage.mixture(c, 1) * row.shares[0] + stage.mixture(c, 2) * line;
    return schema_.allowed(c, design_.plain(j, design_.bounded(j, z)));
  }
  const auto end = row.shares.begin() + static_cast<std::ptrdiff_t>(forest.width());
  return schema_.level(c, std::max_element(row.shares.begin(), end) - row.shares.begin());
}

/// All gaps of a row anew, but for column `hidden`; each from what the stage before said.
LIMN_INLINE void Forest::apply(const Stage& stage, Index hidden, Row& row) const {
  std::vector<double> next(row.value);
  for (Index c = 0; c < schema_.cols(); ++c)
    if (row.gap[static_cast<std::size_t>(c)] && c != hidden)
      next[static_cast<std::size_t>(c)] = answer(stage, c, row);
  for (Index c = 0; c < schema_.cols(); ++c) {
    const auto k = static_cast<std::size_t>(c);
    if (!row.gap[k] || c == hidden) continue;
    row.value[k] = next[k];
    design_.encode(schema_, c, next[k], row.z.data());
    row.bins[k] = code(c, next[k]);
  }
}

LIMN_INLINE Forest::Lesson Forest::lesson(MatrixView x, Index c, const Stage* before) const {
  Lesson out;
  out.column = c;
  const bool category = schema_.is_category(c);
  for (Index r = 0; r < x.rows(); ++r)
    if (!std::isnan(x(r, c)) && !(category && schema_.level_of(c, x(r, c)) < 0))
      out.rows.push_back(static_cast<std::int32_t>(r));
  const std::size_t m = out.rows.size();
  const Index j = design_.begin(c);
  out.y.resize(m);
  out.line.resize(m);
  out.bins.resize(m * static_cast<std::size_t>(x.cols()));
  core::parallel_rows(m, 128, [&](std::size_t begin, std::size_t end) {
    Row row = room();
    Vector own(design_.width());
    for (std::size_t i = begin; i < end; ++i) {
      const Index r = out.rows[i];
      start(x, r, c, row);
      if (before) apply(*before, c, row);
      out.line[i] = category ? 0.0 : design_.bounded(j, chain_.predict(j, row.z.data()));
      for (std::size_t k = 0; k < row.bins.size(); ++k) out.bins[k * m + i] = row.bins[k];
      design_.encode(schema_, c, x(r, c), own.data());
      out.y[i] = category ? static_cast<double>(schema_.level_of(c, x(r, c))) : own(j);
    }
  });
  return out;
}

/// Weights of forest and line by what the trees say about rows they have not seen, and the error
/// that leaves.
LIMN_INLINE void Forest::weigh(Stage& stage, const Lesson& lesson,
                               const std::vector<double>& left_out,
                               const std::vector<double>& n_left_out) {
  const Index c = lesson.column;
  const auto width = stage.forests[static_cast<std::size_t>(c)].width();
  double n = 0.0, wrong = 0.0;
  Eigen::Vector3d mean = Eigen::Vector3d::Zero();  // forest, line, truth
  Eigen::Matrix3d cross = Eigen::Matrix3d::Zero();
  for (std::size_t i = 0; i < lesson.y.size(); ++i) {
    if (n_left_out[i] == 0.0) continue;
    n += 1.0;
    const double* shares = &left_out[i * width];
    if (schema_.is_category(c)) {
      wrong +=
          static_cast<double>(std::max_element(shares, shares + width) - shares) != lesson.y[i];
      continue;
    }
    const Eigen::Vector3d each(shares[0] / n_left_out[i], lesson.line[i], lesson.y[i]);
    mean += each;
    cross += each * each.transpose();
  }
  if (schema_.is_category(c)) {
    errors_(c) = n > 0.0 ? wrong / n : 0.0;
    return;
  }
  stage.mixture.row(c) << 0.0, 1.0, 0.0;
  errors_(c) = 1.0;
  if (n < 10.0) return;
  mean /= n;
  cross = (cross / n - mean * mean.transpose()).eval();
  const double ff = cross(0, 0), fl = cross(0, 1), ll = cross(1, 1);
  const double fy = cross(0, 2), ly = cross(1, 2), yy = cross(2, 2);
  double best = yy, wf = 0.0, wl = 0.0;
  const auto offer = [&](double f, double l) {
    f = std::clamp(f, 0.0, 1.5);
    l = std::clamp(l, 0.0, 1.5);
    const double left = yy - 2.0 * (f * fy + l * ly) + f * f * ff + 2.0 * f * l * fl + l * l * ll;
    if (!(left < best)) return;
    best = left, wf = f, wl = l;
  };
  if (ff > 0.0) offer(fy / ff, 0.0);
  if (ll > 0.0) offer(0.0, ly / ll);
  if (const double det = ff * ll - fl * fl; det > 1e-9 * ff * ll)
    offer((fy * ll - ly * fl) / det, (ly * ff - fy * fl) / det);
  stage.mixture.row(c) << mean(2) - wf * mean(0) - wl * mean(1), wf, wl;
  errors_(c) = yy > 0.0 ? std::sqrt(std::max(0.0, best) / yy) : 0.0;
}

LIMN_INLINE void Forest::learn(Stage& stage, Lesson& lesson, std::int64_t n_trees,
                               std::uint64_t step, const Monitor& monitor) {
  const Index c = lesson.column, d = schema_.cols();
  const auto at = static_cast<std::size_t>(c);
  const std::size_t m = lesson.rows.size();
  if (m == 0) return;
  const bool category = schema_.is_category(c);
  std::uint8_t* own = &lesson.bins[at * m];  // the line in place of the column; a category has none
  if (category) {
    std::fill_n(own, m, std::uint8_t{0});
  } else {
    stage.line_edges[at] = learn::detail::bin_edges(lesson.line);
    for (std::size_t i = 0; i < m; ++i)
      own[i] = learn::detail::bin_of(stage.line_edges[at], lesson.line[i]);
  }
  std::vector<learn::detail::BinnedColumn> columns;
  for (Index k = 0; k < d; ++k)
    columns.push_back(
        {&lesson.bins[static_cast<std::size_t>(k) * m], k != c && schema_.is_category(k)});
  std::vector<std::int32_t> rows(m);
  std::iota(rows.begin(), rows.end(), 0);
  const std::size_t width = category ? static_cast<std::size_t>(schema_.n_levels(c)) : 1;
  std::vector<double> left_out(m * width, 0.0), n_left_out(m, 0.0);
  const double tried = std::ceil(params_.max_features * static_cast<double>(d));
  stage.forests[at].grow(
      columns, {.rows = rows, .y = lesson.y, .n_classes = category ? static_cast<int>(width) : 0},
      {.n_trees = static_cast<std::size_t>(n_trees),
       .max_features = static_cast<std::size_t>(tried),
       .min_leaf = static_cast<std::size_t>(params_.min_samples_leaf),
       .seed = detail::step_seed(static_cast<std::uint64_t>(params_.random_state), step)},
      monitor, &left_out, &n_left_out);
  weigh(stage, lesson, left_out, n_left_out);
}

LIMN_INLINE Forest& Forest::fit(data::FrameView x, const Monitor& monitor) {
  monitor.check();
  detail::require_table(x.matrix(), name);
  return detail::within_memory(name, [&]() -> Forest& {
    Forest next(params_);
    next.schema_.learn(x, detail::answer_options(next.params_), name);
    next.design_.learn(x, next.schema_, params_.fallback, 0.0);
    next.flags_.learn(x, params_.add_indicator);
    next.chain_.fit(x, next.schema_, next.design_, {.max_iter = 10}, monitor.part(0.0, 0.1));
    const Index d = x.cols();
    const auto columns = static_cast<std::size_t>(d);
    next.edges_.assign(columns, Vector());
    next.errors_ = Vector::Zero(d);
    core::parallel_for(columns, [&](std::size_t c) {
      if (next.schema_.is_category(static_cast<Index>(c))) return;
      std::vector<double> values;
      for (Index r = 0; r < x.rows(); ++r)
        if (const double v = x(r, static_cast<Index>(c)); !std::isnan(v)) values.push_back(v);
      next.edges_[c] = learn::detail::bin_edges(std::move(values));
    });
    const double steps = static_cast<double>(params_.max_iter * d);
    for (std::int64_t s = 0; s < params_.max_iter; ++s) {
      Stage stage;
      stage.line_edges.assign(columns, Vector());
      stage.forests.assign(columns, {});
      stage.mixture = Matrix::Zero(d, 3);
      // A stage that only makes the next one's regressors needs fewer trees.
      const std::int64_t n_trees =
          s + 1 < params_.max_iter ? (params_.n_estimators + 2) / 3 : params_.n_estimators;
      for (Index c = 0; c < d; ++c) {
        monitor.report(0.1 + 0.9 * static_cast<double>(s * d + c) / steps, "growing trees");
        Lesson lesson = next.lesson(x, c, s ? &next.stages_.back() : nullptr);
        next.learn(stage, lesson, n_trees, static_cast<std::uint64_t>(s * d + c), monitor);
      }
      next.stages_.push_back(std::move(stage));
    }
    return *this = std::move(next);
  });
}

LIMN_INLINE Matrix Forest::transform(MatrixView x, const Monitor& monitor) const {
  core::require_fitted(schema_.cols() > 0, name);
  core::require_width(x.cols(), schema_.cols(), name);
  core::require_finite(x, name, core::Missing::allowed);
  const auto n = static_cast<std::size_t>(x.rows());
  return detail::within_memory(name, [&] {
    Matrix out = x;
    core::parallel_rows(n, 256, [&](std::size_t begin, std::size_t end) {
      monitor.report(static_cast<double>(begin) / static_cast<double>(n), "filling rows");
      Row row = room();
      for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
        if (!x.row(r).array().isNaN().any()) continue;
        start(x, r, -1, row);
        for (const Stage& stage : stages_) apply(stage, -1, row);
        for (Index c = 0; c < x.cols(); ++c)
          if (std::isnan(x(r, c))) out(r, c) = row.value[static_cast<std::size_t>(c)];
      }
    });
    return flags_.beside(std::move(out), x);
  });
}

LIMN_INLINE std::vector<std::string> Forest::feature_names(std::vector<std::string> names) const {
  core::require_fitted(schema_.cols() > 0, name);
  return flags_.names(std::move(names), schema_.cols(), name);
}

LIMN_INLINE void Forest::check_state() const {
  const Index d = schema_.cols();
  if (d == 0) return;
  const auto columns = static_cast<std::size_t>(d);
  schema_.require(d, name);
  design_.require(schema_, d, name);
  chain_.require(design_, name);
  flags_.require(d, name);
  core::require_state(edges_.size() == columns, name, "edges");
  for (const Vector& edges : edges_) core::require_state(edges.size() <= 255, name, "edges");
  core::require_state(errors_.size() == d && errors_.allFinite(), name, "errors");
  for (const Stage& stage : stages_) {
    core::require_state(stage.line_edges.size() == columns && stage.forests.size() == columns, name,
                        "stages");
    core::require_state(
        stage.mixture.rows() == d && stage.mixture.cols() == 3 && stage.mixture.allFinite(), name,
        "mixture");
    for (std::size_t c = 0; c < columns; ++c) {
      const learn::detail::BinnedForest& forest = stage.forests[c];
      core::require_state(stage.line_edges[c].size() <= 255, name, "line_edges");
      forest.require(columns, name);
      const bool category = schema_.is_category(static_cast<Index>(c));
      const Index width = category ? schema_.n_levels(static_cast<Index>(c)) : 1;
      core::require_state(forest.empty() || static_cast<Index>(forest.width()) == width, name,
                          "forests");
    }
  }
}

}  // namespace limn::inline LIMN_ABI::impute
