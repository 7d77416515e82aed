// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <string>

#include <limn/core/parallel.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/detail/isolation_feedback.hpp>
#include <limn/outlier/detail/isolation_fill.hpp>
#include <limn/outlier/detail/isolation_grower.hpp>
#include <limn/outlier/detail/isolation_scorer.hpp>
#include <limn/outlier/detail/isolation_text.hpp>
#include <limn/outlier/detail/isolation_walk.hpp>
#include <limn/outlier/detail/path_length.hpp>
#include <limn/outlier/detail/table_check.hpp>
#include <limn/outlier/isolation_forest.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// Flags of the columns named in the options. Errors: DataError without rows or columns, ParamError
/// for a column that is not there.
inline std::vector<std::uint8_t> category_flags(const std::vector<double>& columns, Index rows,
                                                Index width) {
  core::require_rows(rows, width, IsolationForest::name);
  std::vector<std::uint8_t> flags(static_cast<std::size_t>(width), 0);
  for (const double column : columns) {
    if (column != std::floor(column) || column >= static_cast<double>(width))
      throw ParamError(ErrorCode::param_range,
                       {.component = std::string(IsolationForest::name),
                        .place = "option 'categorical'",
                        .got = core::to_text(core::Value{column}),
                        .expected = "a column from 0 to " + std::to_string(width - 1),
                        .fix = "count columns from 0"});
    flags[static_cast<std::size_t>(column)] = 1;
  }
  return flags;
}

inline std::vector<std::uint8_t> category_flags(const std::vector<double>& columns,
                                                const data::FrameView& x) {
  std::vector<std::uint8_t> flags = category_flags(columns, x.rows(), x.cols());
  for (Index c = 0; c < x.cols(); ++c)
    if (x.is_category(c)) flags[static_cast<std::size_t>(c)] = 1;
  return flags;
}

inline core::Missing missing_policy(const std::string& mode) {
  return mode == "refuse" ? core::Missing::refused : core::Missing::allowed;
}

/// True unless a further column of a cut is not there, is a category, or has no finite weight.
inline bool sound_partners(const IsolationTree& tree, std::int32_t node,
                           const std::vector<std::uint8_t>& is_category) {
  if (!tree.partner) return true;
  const auto width = static_cast<std::int32_t>(is_category.size());
  for (std::int32_t k = 0; k < 2; ++k) {
    const std::int32_t column = tree.partner[2 * node + k];
    if (column < -1 || column >= width) return false;
    if (column >= 0 && is_category[static_cast<std::size_t>(column)]) return false;
  }
  for (std::int32_t k = 0; k < 3; ++k)
    if (!std::isfinite(tree.weight[3 * node + k])) return false;
  return true;
}

/// Depth of a tree of n nodes, or -1 when it is no tree: every node but the first must be the child
/// of exactly one node before it, and every cut must name a column that is there.
inline std::int32_t checked_depth(const IsolationTree& tree, std::int32_t n,
                                  const std::vector<std::uint8_t>& is_category) {
  std::vector<std::int32_t> depth(static_cast<std::size_t>(n), -1);
  depth[0] = 0;
  std::int32_t deepest = 0;
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t own = depth[static_cast<std::size_t>(i)], left = tree.child[i];
    if (own < 0 || tree.size[i] < 1 || !std::isfinite(tree.length[i])) return -1;
    if (tree.column[i] < 0 || tree.column[i] >= static_cast<std::int32_t>(is_category.size()))
      return -1;
    deepest = std::max(deepest, own);
    if (left == i) {
      if (tree.split[i] != std::numeric_limits<double>::infinity()) return -1;
      continue;
    }
    if (left < i || left >= n - 1 || !std::isfinite(tree.split[i])) return -1;
    if (!sound_partners(tree, i, is_category)) return -1;
    const bool category = is_category[static_cast<std::size_t>(tree.column[i])] != 0;
    if (category && !(tree.split[i] >= 0.0 && tree.split[i] < 0x1p32)) return -1;
    for (const std::int32_t side : {left, left + 1}) {
      std::int32_t& place = depth[static_cast<std::size_t>(side)];
      if (place >= 0) return -1;
      place = own + 1;
    }
  }
  return deepest;
}

/// Running sums of the weights, and how many are positive. Errors: those of fit with weights.
inline std::vector<double> running_weights(const VectorView& weights, Index rows, Index& positive) {
  core::require_length(weights.size(), rows, IsolationForest::name, "weights");
  std::vector<double> sums;
  sums.reserve(static_cast<std::size_t>(rows));
  double sum = 0.0;
  positive = 0;
  for (Index r = 0; r < rows; ++r) {
    const double w = weights(r);
    if (!(w >= 0.0) || !std::isfinite(w) || !std::isfinite(sum + w))
      throw DataError(ErrorCode::data_value, {.component = std::string(IsolationForest::name),
                                              .place = "weight of row " + std::to_string(r),
                                              .got = "a weight that is negative or not finite",
                                              .expected = "a finite number of at least 0",
                                              .fix = "give rows to be left out weight 0"});
    positive += w > 0.0;
    sums.push_back(sum += w);
  }
  if (positive == 0)
    throw DataError(ErrorCode::data_value, {.component = std::string(IsolationForest::name),
                                            .place = "weights",
                                            .got = "no row of positive weight",
                                            .expected = "at least one",
                                            .fix = "leave the weights out to count rows alike"});
  return sums;
}

/// True unless all positive weights behind the running sums are the same.
inline bool weights_differ(const VectorView& weights) {
  double one = 0.0;
  for (Index r = 0; r < weights.size(); ++r) {
    if (one > 0.0 && weights(r) > 0.0 && weights(r) != one) return true;
    one = std::max(one, weights(r));
  }
  return false;
}

/// `count` rows, each drawn by itself in proportion to the weights; a row may come again. Without
/// that a table of no more rows than a sample would be taken whole whatever the weights.
inline std::vector<Index> draw_rows(const std::vector<double>& sums, Index count,
                                    core::Random& random) {
  std::vector<Index> out;
  out.reserve(static_cast<std::size_t>(count));
  while (std::ssize(out) < count) {
    const double at = random.uniform() * sums.back();
    const auto row = std::upper_bound(sums.begin(), sums.end(), at) - sums.begin();
    if (row < std::ssize(sums)) out.push_back(static_cast<Index>(row));
  }
  return out;
}

inline IsolationPlan::Score score_kind(const std::string& name) {
  if (name == "depth") return IsolationPlan::Score::depth;
  return name == "density" ? IsolationPlan::Score::density : IsolationPlan::Score::adjusted;
}

}  // namespace detail

LIMN_INLINE IsolationForest::IsolationForest(Params params)
    : params_(core::checked<IsolationForest>(params)) {}

/// Adds trees; n_features_, is_category_ and n_grown_ are set.
template <class View>
void IsolationForest::grow(const View& x, const VectorView* weights, std::int64_t n_trees,
                           const Monitor& monitor) {
  monitor.check();
  Index positive = x.rows();
  std::vector<double> sums;
  if (weights) sums = detail::running_weights(*weights, x.rows(), positive);
  const bool again = weights && detail::weights_differ(*weights);
  const core::Missing policy = detail::missing_policy(params_.missing);
  const Index sample = std::min<Index>(params_.max_samples, positive);
  const bool look_at_all = sample * n_trees >= x.rows();
  if (look_at_all) detail::require_cells(x, is_category_, policy, name);
  const std::vector<double> path = detail::average_paths(sample);
  const auto usual =
      static_cast<std::int64_t>(std::bit_width(static_cast<std::uint64_t>(sample - 1)));
  detail::IsolationPlan plan;
  plan.max_depth = params_.max_depth.value_or(std::max<std::int64_t>(usual, 1));
  plan.ndim = static_cast<std::int32_t>(std::min<std::int64_t>(params_.ndim, n_features_));
  plan.ntry = static_cast<std::int32_t>(params_.ntry);
  plan.gain_share = params_.prob_pick_pooled_gain;
  plan.kurtosis = params_.weigh_by_kurtosis;
  plan.remember = params_.build_imputer;
  plan.score = detail::score_kind(params_.scoring);
  plan.path = path, plan.is_category = is_category_;
  const auto count = static_cast<std::size_t>(n_trees);
  std::vector<detail::IsolationNodes> trees(count);
  std::vector<std::int32_t> depths(count);
  std::atomic<std::size_t> done{0};
  core::parallel_for(count, [&](std::size_t t) {
    monitor.report(static_cast<double>(done++) / static_cast<double>(count), "trees");
    core::Random random(params_.random_state, static_cast<std::uint64_t>(n_grown_) + t);
    std::vector<Index> rows = again     ? detail::draw_rows(sums, sample, random)
                              : weights ? detail::sample_rows(sums, positive, sample, random)
                                        : detail::sample_rows(x.rows(), sample, random);
    if (!look_at_all)
      for (const Index row : rows) detail::require_row(x, row, is_category_, policy, name);
    detail::IsolationGrower<View> grower(x, plan, random);
    depths[t] = grower.grow(std::move(rows), trees[t]);
  });
  for (const detail::IsolationNodes& tree : trees) {
    tree_nodes_.push_back(static_cast<std::int32_t>(tree.count()));
    nodes_.append(tree);
  }
  tree_depth_.insert(tree_depth_.end(), depths.begin(), depths.end());
  n_grown_ += n_trees;
  n_rows_ += x.rows();
  fast_ = detail::fast_forest(nodes_, tree_nodes_, tree_depth_, is_category_);
}

template <class View>
IsolationForest& IsolationForest::fit_view(const View& x, std::vector<std::uint8_t> is_category,
                                           const VectorView* weights, const Monitor& monitor) {
  if (params_.threshold == "conformal") return fit_half(x, is_category, weights, monitor);
  IsolationForest out(params_);
  out.n_features_ = x.cols();
  out.is_category_ = std::move(is_category);
  out.grow(x, weights, params_.n_estimators, monitor);
  if (params_.contamination) {
    const Vector scores = out.score_view(x);
    out.threshold_ = quantile_threshold(scores, *params_.contamination);
  }
  monitor.report(1.0, "trees");
  return *this = std::move(out);
}

/// The conformal threshold: trees of one half of the rows, the line by the scores of the other.
template <class View>
IsolationForest& IsolationForest::fit_half(const View& x,
                                           const std::vector<std::uint8_t>& is_category,
                                           const VectorView* weights, const Monitor& monitor) {
  const double level = detail::conformal_level(params_.contamination);
  const detail::CalibrationSplit split = detail::calibration_split(x.rows(), level, name);
  detail::require_cells(x, is_category, detail::missing_policy(params_.missing), name);
  const auto learned = detail::rows_of(x, split.learned);
  const auto kept_back = detail::rows_of(x, split.kept_back);
  Params plain = params_;
  plain.threshold = "automatic", plain.contamination = std::nullopt;
  IsolationForest half(plain);
  if (weights) {
    core::require_length(weights->size(), x.rows(), name, "weights");
    const Vector part = detail::rows_of(*weights, split.learned);
    const VectorView view(part);
    half.fit_view(detail::view_of(learned), is_category, &view, monitor.part(0.0, 0.7));
  } else {
    half.fit_view(detail::view_of(learned), is_category, nullptr, monitor.part(0.0, 0.7));
  }
  const double line = conformal_threshold(half.score_view(detail::view_of(kept_back)), level);
  half.params_ = params_, half.threshold_ = line;
  monitor.report(1.0, "calibration");
  return *this = std::move(half);
}

LIMN_INLINE IsolationForest& IsolationForest::fit(MatrixView x, const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), nullptr,
                  monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(MatrixFView x, const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), nullptr,
                  monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(const data::FrameView& x,
                                                  const Monitor& monitor) {
  return fit_view(x.matrix(), detail::category_flags(params_.categorical, x), nullptr, monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(MatrixView x, VectorView weights,
                                                  const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), &weights,
                  monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(MatrixFView x, VectorView weights,
                                                  const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), &weights,
                  monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(const data::FrameView& x, VectorView weights,
                                                  const Monitor& monitor) {
  return fit_view(x.matrix(), detail::category_flags(params_.categorical, x), &weights, monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(const data::SparseView& x,
                                                  const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), nullptr,
                  monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(const data::SparseView& x, VectorView weights,
                                                  const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), &weights,
                  monitor);
}

LIMN_INLINE IsolationForest& IsolationForest::partial_fit(MatrixView x, const Monitor& monitor) {
  return learn_more(x, nullptr, monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::partial_fit(MatrixView x, VectorView weights,
                                                          const Monitor& monitor) {
  return learn_more(x, &weights, monitor);
}

LIMN_INLINE IsolationForest& IsolationForest::learn_more(MatrixView x, const VectorView* weights,
                                                         const Monitor& monitor) {
  if (n_trees() == 0) return weights ? fit(x, *weights, monitor) : fit(x, monitor);
  core::require_rows(x.rows(), x.cols(), name);
  core::require_width(x.cols(), n_features_, name);
  IsolationForest out = *this;
  out.grow(x, weights, std::min(params_.new_trees, params_.n_estimators), monitor);
  if (out.n_trees() > params_.n_estimators) out.drop_trees(out.n_trees() - params_.n_estimators);
  monitor.report(1.0, "trees");
  return *this = std::move(out);
}

LIMN_INLINE IsolationForest& IsolationForest::drop_trees(std::int64_t count) {
  core::check_rule(name, "n", core::Value{count},
                   core::between(0, static_cast<double>(std::max<Index>(n_trees() - 1, 0))));
  std::int64_t n = 0;
  for (std::int64_t t = 0; t < count; ++t) n += tree_nodes_[static_cast<std::size_t>(t)];
  const auto drop = [](auto& list, std::int64_t n_entries) {
    list.erase(list.begin(), list.begin() + n_entries);
  };
  drop(tree_nodes_, count), drop(tree_depth_, count);
  nodes_.drop(n, (n + count) / 2);
  fast_ = detail::fast_forest(nodes_, tree_nodes_, tree_depth_, is_category_);
  return *this;
}

template <class View>
void IsolationForest::require_input(const View& x) const {
  core::require_fitted(n_trees() > 0, name);
  core::require_width(x.cols(), n_features_, name);
}

LIMN_INLINE double IsolationForest::score_of(double sum) const {
  const double mean = sum / static_cast<double>(n_trees());
  return params_.scoring == "density" ? 1.0 / (1.0 + std::exp2(mean)) : std::exp2(-mean);
}

template <class View>
Vector IsolationForest::score_view(const View& x) const {
  const core::Missing policy = detail::missing_policy(params_.missing);
  const bool divide = params_.missing == "divide";
  Vector score(x.rows());
  const std::size_t block = detail::FastForest::block_rows(static_cast<std::size_t>(x.cols()));
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), block, [&](std::size_t begin, std::size_t end) {
        detail::IsolationScorer<View> scorer(x, begin, end, is_category_, policy, name);
        scorer.walk(fast_, nodes_, tree_nodes_, tree_depth_, divide);
        for (std::size_t r = begin; r < end; ++r)
          score(static_cast<Index>(r)) = score_of(scorer.sum(r - begin));
      });
  return score;
}

/// Few columns: rows become dense in blocks and go the fast way. Many: each row is written into one
/// long row of zeros, of which a walk looks at few cells.
LIMN_INLINE Vector IsolationForest::score_view(const data::SparseView& x) const {
  const core::Missing policy = detail::missing_policy(params_.missing);
  const bool divide = params_.missing == "divide", narrow = x.cols() <= 1024;
  detail::require_cells(x, is_category_, policy, name);
  Vector score(x.rows());
  const std::size_t block =
      narrow ? detail::FastForest::block_rows(static_cast<std::size_t>(x.cols())) : 512;
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), block, [&](std::size_t begin, std::size_t end) {
        Matrix dense = Matrix::Zero(narrow ? static_cast<Index>(end - begin) : 1, x.cols());
        const auto row = [&](std::size_t r) { return static_cast<Index>(r); };
        if (narrow) {
          for (std::size_t r = begin; r < end; ++r)
            x.scatter(row(r), dense.row(row(r - begin)).data());
          const MatrixView view(dense);
          detail::IsolationScorer<MatrixView> scorer(view, 0, end - begin, is_category_, policy,
                                                     name);
          scorer.walk(fast_, nodes_, tree_nodes_, tree_depth_, divide);
          for (std::size_t r = begin; r < end; ++r) score(row(r)) = score_of(scorer.sum(r - begin));
          return;
        }
        std::vector<detail::IsolationPlace> places;
        for (std::size_t r = begin; r < end; ++r) {
          x.scatter(row(r), dense.data());
          double sum = 0.0;
          detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const auto& tree) {
            detail::walk_row(
                tree, dense.data(), is_category_.data(), divide, places, [](auto&&...) {},
                [&](const detail::IsolationPlace& leaf) {
                  sum += leaf.weight * tree.length[leaf.node];
                });
          });
          score(row(r)) = score_of(sum);
          x.clear(row(r), dense.data());
        }
      });
  return score;
}

LIMN_INLINE Vector IsolationForest::anomaly_score(MatrixView x) const {
  require_input(x);
  return score_view(x);
}
LIMN_INLINE Vector IsolationForest::anomaly_score(MatrixFView x) const {
  require_input(x);
  return score_view(x);
}

LIMN_INLINE Vector IsolationForest::anomaly_score(const data::SparseView& x) const {
  require_input(x);
  return score_view(x);
}

LIMN_INLINE Vector IsolationForest::decision_function(MatrixView x) const {
  return threshold_ - anomaly_score(x).array();
}

LIMN_INLINE Labels IsolationForest::predict(MatrixView x) const {
  return detail::labels_above(anomaly_score(x), threshold_);
}

LIMN_INLINE Labels IsolationForest::predict(const data::SparseView& x) const {
  return detail::labels_above(anomaly_score(x), threshold_);
}

template <class View>
Matrix IsolationForest::explain_view(const View& x) const {
  require_input(x);
  detail::require_cells(x, is_category_, detail::missing_policy(params_.missing), name);
  const bool divide = params_.missing == "divide";
  Matrix out = Matrix::Zero(x.rows(), x.cols());
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), 64, [&](std::size_t begin, std::size_t end) {
        std::vector<detail::IsolationPlace> places;
        std::vector<double> cells(static_cast<std::size_t>(x.cols()));
        for (std::size_t r = begin; r < end; ++r) {
          detail::copy_row(x, static_cast<Index>(r), cells.data());
          double* reasons = out.row(static_cast<Index>(r)).data();
          detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const auto& tree) {
            detail::walk_row(
                tree, cells.data(), is_category_.data(), divide, places,
                [&](const detail::IsolationPlace& at, std::int32_t next) {
                  const std::int32_t n = tree.n_columns(at.node);
                  const double part = at.weight * (tree.length[at.node] - tree.length[next]) / n;
                  reasons[tree.column[at.node]] += part;
                  for (std::int32_t k = 1; k < n; ++k)
                    reasons[tree.partner[2 * at.node + k - 1]] += part;
                },
                [](auto&&...) {});
          });
        }
      });
  return out / static_cast<double>(n_trees());
}

LIMN_INLINE Matrix IsolationForest::explain(MatrixView x) const { return explain_view(x); }
LIMN_INLINE Matrix IsolationForest::explain(MatrixFView x) const { return explain_view(x); }

LIMN_INLINE Matrix IsolationForest::proximity(MatrixView x) const {
  require_input(x);
  detail::require_cells(x, is_category_, detail::missing_policy(params_.missing), name);
  if (x.rows() > 20'000)
    throw LimitError(ErrorCode::limit_size, {.component = std::string(name),
                                             .place = "X",
                                             .got = std::to_string(x.rows()) + " rows",
                                             .expected = "at most 20000",
                                             .fix = "ask for a sample of the rows"});
  const Index n = x.rows(), trees = n_trees();
  CodeMatrix leaf(n, trees);
  core::parallel_rows(static_cast<std::size_t>(n), 64, [&](std::size_t begin, std::size_t end) {
    std::vector<detail::IsolationPlace> places;
    std::vector<double> cells(static_cast<std::size_t>(x.cols()));
    for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
      detail::copy_row(x, r, cells.data());
      Index t = 0;
      detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const auto& tree) {
        detail::walk_row(
            tree, cells.data(), is_category_.data(), false, places, [](auto&&...) {},
            [&](const detail::IsolationPlace& at) { leaf(r, t) = at.node; });
        ++t;
      });
    }
  });
  Matrix out(n, n);
  core::parallel_rows(static_cast<std::size_t>(n), 16, [&](std::size_t begin, std::size_t end) {
    for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
      for (Index other = 0; other < n; ++other)
        out(r, other) =
            static_cast<double>((leaf.row(r).array() == leaf.row(other).array()).count()) /
            static_cast<double>(trees);
  });
  return out;
}

LIMN_INLINE Matrix IsolationForest::impute(MatrixView x) const {
  require_input(x);
  if (nodes_.fill.empty())
    throw ParamError(ErrorCode::param_conflict,
                     {.component = std::string(name),
                      .place = "impute",
                      .got = "a forest that has not remembered what its leaves are like",
                      .expected = "one fitted with build_imputer",
                      .fix = "set build_imputer=True and fit again"});
  detail::require_cells(x, is_category_, core::Missing::allowed, name);
  const bool divide = params_.missing != "majority";
  std::vector<std::size_t> leaf(nodes_.count());  // its number among the leaves
  for (std::size_t i = 0, seen = 0; i < leaf.size(); ++i) {
    leaf[i] = seen;
    seen += nodes_.split[i] == std::numeric_limits<double>::infinity();
  }
  const auto width = static_cast<std::size_t>(n_features_);
  Matrix out = x;
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), 64, [&](std::size_t begin, std::size_t end) {
        std::vector<detail::IsolationPlace> places;
        for (std::size_t r = begin; r < end; ++r) {
          double* row = out.row(static_cast<Index>(r)).data();
          detail::IsolationFill fill(row, n_features_, is_category_);
          if (fill.empty()) continue;
          std::size_t first = 0, t = 0;
          detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const auto& tree) {
            detail::walk_row(
                tree, row, is_category_.data(), divide, places, [](auto&&...) {},
                [&](const detail::IsolationPlace& at) {
                  const std::size_t node = first + static_cast<std::size_t>(at.node);
                  fill.add(nodes_.fill.data() + leaf[node] * width, nodes_.size[node]);
                });
            fill.end_tree();
            first += static_cast<std::size_t>(tree_nodes_[t++]);
          });
          fill.put(row);
        }
      });
  return out;
}

LIMN_INLINE IsolationForest& IsolationForest::feedback(MatrixView x, const Labels& labels,
                                                       double rate) {
  require_input(x);
  core::require_length(labels.size(), x.rows(), name, "labels");
  core::check_rule(name, "rate", core::Value{rate},
                   core::Rule{.low = 0.0, .high = 10.0, .low_open = true});
  detail::require_cells(x, is_category_, detail::missing_policy(params_.missing), name);
  for (Index r = 0; r < labels.size(); ++r)
    if (labels(r) < -1 || labels(r) > 1)
      throw DataError(ErrorCode::data_value,
                      {.component = std::string(name),
                       .place = "label of row " + std::to_string(r),
                       .got = std::to_string(labels(r)),
                       .expected = "-1 (strange), 1 (usual) or 0 (not known)",
                       .fix = "take the labels of predict, corrected"});
  if ((labels.array() == 0).all()) return *this;
  IsolationForest out = *this;
  out.nodes_.heard.resize(out.nodes_.count(), 0.0);
  const detail::IsolationScale before(nodes_, tree_nodes_);
  std::vector<detail::IsolationTree> trees;
  std::vector<std::size_t> first{0};
  detail::for_each_tree(nodes_, tree_nodes_, tree_depth_,
                        [&](const auto& tree) { trees.push_back(tree); });
  for (const std::int32_t count : tree_nodes_)
    first.push_back(first.back() + static_cast<std::size_t>(count));
  core::parallel_for(trees.size(), [&](std::size_t t) {
    const double whole = detail::average_path(trees[t].size[0]);
    const bool density = params_.scoring == "density";
    const double step = density || whole <= 0.0 ? 1.0 : 1.0 / whole;
    detail::hear_tree(out.nodes_, first[t], trees[t], first[t + 1] - first[t], x, labels,
                      is_category_, params_.missing == "divide", step, rate);
  });
  before.restore(out.nodes_, tree_nodes_, params_.scoring == "density");
  out.fast_ = detail::fast_forest(out.nodes_, out.tree_nodes_, out.tree_depth_, out.is_category_);
  return *this = std::move(out);
}

LIMN_INLINE std::string IsolationForest::to_json() const {
  core::require_fitted(n_trees() > 0, name);
  std::string out = "{\"format\":\"limn.isolation_forest\",\"version\":1,\"n_features\":" +
                    std::to_string(n_features_) + ",\"scoring\":\"" + params_.scoring +
                    "\",\"missing\":\"" + params_.missing +
                    "\",\"threshold\":" + detail::number_text(threshold_) + ",\"categorical\":[";
  std::string_view comma = "";
  for (std::size_t c = 0; c < is_category_.size(); ++c)
    if (is_category_[c]) out.append(comma) += std::to_string(c), comma = ",";
  out += "],\"trees\":[";
  std::size_t t = 0;
  detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const detail::IsolationTree& tree) {
    out += t > 0 ? ",{\"nodes\":[" : "{\"nodes\":[";
    for (std::int32_t node = 0; node < tree_nodes_[t]; ++node) {
      if (node > 0) out += ',';
      detail::append_json(out, tree, node,
                          is_category_[static_cast<std::size_t>(tree.column[node])] != 0);
    }
    out += "]}";
    ++t;
  });
  return out + "]}";
}

LIMN_INLINE std::string IsolationForest::to_sql(std::string_view table,
                                                const std::vector<std::string>& columns) const {
  core::require_fitted(n_trees() > 0, name);
  core::require_length(std::ssize(columns), n_features_, name, "column names");
  for (const std::uint8_t flag : is_category_)
    if (flag)
      throw ParamError(ErrorCode::param_conflict,
                       {.component = std::string(name),
                        .place = "to_sql",
                        .got = "a forest with category columns",
                        .expected = "columns of numbers",
                        .fix = "encode categories first (limn.features.OneHot), or use to_json"});
  const detail::IsolationSql sql(columns, params_.missing);
  std::vector<std::string> walks, divisions;
  detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const auto& tree) {
    walks.push_back(sql.walk(tree));
    if (params_.missing == "divide") divisions.push_back(sql.divide(tree));
  });
  std::string sum = sql.sum(walks);
  if (!divisions.empty())
    sum = "CASE WHEN " + sql.any_gap() + " THEN " + sql.sum(divisions) + " ELSE " + sum + " END";
  const std::string mean = "(" + sum + ")/" + detail::number_text(static_cast<double>(n_trees()));
  std::string from;
  for (std::size_t begin = 0; begin <= table.size();) {
    const std::size_t dot = std::min(table.find('.', begin), table.size());
    from += (from.empty() ? "" : ".") + sql.quoted(table.substr(begin, dot - begin));
    begin = dot + 1;
  }
  return "SELECT *, " +
         (params_.scoring == "density" ? "1e0/(1e0+power(2e0," + mean + "))"
                                       : "power(2e0,-(" + mean + "))") +
         " AS anomaly_score FROM " + from;
}

LIMN_INLINE double IsolationForest::baseline() const {
  core::require_fitted(n_trees() > 0, name);
  double sum = 0.0;
  detail::for_each_tree(nodes_, tree_nodes_, tree_depth_,
                        [&](const auto& tree) { sum += tree.length[0]; });
  return sum / static_cast<double>(n_trees());
}

LIMN_INLINE IsolationForest& IsolationForest::merge(const IsolationForest& other) {
  Params same = other.params_;
  same.random_state = params_.random_state;
  if (core::to_values<IsolationForest>(same) != core::to_values<IsolationForest>(params_))
    throw ParamError(ErrorCode::param_conflict, {.component = std::string(name),
                                                 .place = "merge",
                                                 .got = "a forest with other options",
                                                 .expected = "the same options, random_state apart",
                                                 .fix = "fit both parts with the same options"});
  if (other.n_trees() == 0) return *this;
  const IsolationForest added = other;  // the other may be this one
  if (n_trees() == 0) {
    const Params own = params_;
    *this = added;
    params_ = own;
    return *this;
  }
  core::require_width(added.n_features_, n_features_, name);
  IsolationForest out = *this;
  const double rows = static_cast<double>(n_rows_), more = static_cast<double>(added.n_rows_);
  out.threshold_ = threshold_ + (added.threshold_ - threshold_) * (more / (rows + more));
  out.n_rows_ += added.n_rows_;
  const auto join = [](auto& a, const auto& b) { a.insert(a.end(), b.begin(), b.end()); };
  join(out.tree_nodes_, added.tree_nodes_);
  join(out.tree_depth_, added.tree_depth_);
  out.nodes_.append(added.nodes_);
  out.n_grown_ += added.n_grown_;
  out.fast_ = detail::fast_forest(out.nodes_, out.tree_nodes_, out.tree_depth_, out.is_category_);
  return *this = std::move(out);
}

LIMN_INLINE void IsolationForest::check_state() {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  const std::size_t n = nodes_.count();
  require(n_features_ >= 0 && n_rows_ >= 0, "n_features");
  require(std::isfinite(threshold_), "threshold");
  require(is_category_.size() == static_cast<std::size_t>(n_features_), "is_category");
  require(tree_depth_.size() == tree_nodes_.size(), "tree_depth");
  require(nodes_.split.size() == n && nodes_.child.size() == n && nodes_.size.size() == n &&
              nodes_.length.size() == n,
          "nodes");
  require((nodes_.partner.empty() && nodes_.weight.empty()) ||
              (nodes_.partner.size() == 2 * n && nodes_.weight.size() == 3 * n),
          "nodes");
  const auto finite = [](double v) { return std::isfinite(v); };
  require((nodes_.heard.empty() || nodes_.heard.size() == n) &&
              std::all_of(nodes_.heard.begin(), nodes_.heard.end(), finite),
          "nodes");
  const auto infinite = [](double v) { return std::isinf(v); };
  require(nodes_.fill.empty() ||
              (nodes_.fill.size() == nodes_.n_leaves() * static_cast<std::size_t>(n_features_) &&
               std::none_of(nodes_.fill.begin(), nodes_.fill.end(), infinite)),
          "nodes");
  require(n_grown_ >= 0, "n_grown");
  std::size_t total = 0;
  for (const std::int32_t count : tree_nodes_) {
    require(count > 0, "tree_nodes");
    total += static_cast<std::size_t>(count);
  }
  require(total == n, "tree_nodes");
  std::size_t t = 0;
  detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const detail::IsolationTree& tree) {
    require(detail::checked_depth(tree, tree_nodes_[t], is_category_) == tree.depth, "nodes");
    const auto root = static_cast<std::size_t>(tree.column - nodes_.column.data());
    require(nodes_.heard.empty() || std::abs(nodes_.heard[root]) <= 1000.0, "nodes");
    ++t;
  });
  fast_ = detail::fast_forest(nodes_, tree_nodes_, tree_depth_, is_category_);
}

}  // namespace limn::inline LIMN_ABI::outlier
