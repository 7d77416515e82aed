// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <bit>

#include <limn/core/parallel.hpp>
#include <limn/outlier/detail/isolation_walk.hpp>
#include <limn/outlier/detail/path_length.hpp>
#include <limn/outlier/detail/table_check.hpp>
#include <limn/outlier/isolation_forest.hpp>

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

inline core::Missing missing_policy(const std::string& mode) {
  return mode == "refuse" ? core::Missing::refused : core::Missing::allowed;
}

/// Rows of a block: a tree and the block stay together in the first-level cache.
inline std::size_t block_rows(Index width) {
  const Index fit = 2048 / std::max<Index>(width, 1) / lanes * lanes;
  return static_cast<std::size_t>(std::clamp<Index>(fit, lanes, 256));
}

/// Rows of a table brought together as doubles, with a flag for those that have a gap.
struct PackedRows {
  std::vector<double> cells;
  std::vector<std::uint8_t> has_gap;
  Index width = 0;

  template <class View>
  PackedRows(const View& x, std::size_t begin, std::size_t end) : width(x.cols()) {
    const auto n = static_cast<Index>(end - begin), padded = (n + lanes - 1) / lanes * lanes;
    cells.resize(static_cast<std::size_t>(padded * width), 0.0);
    has_gap.resize(static_cast<std::size_t>(n), 0);
    for (Index r = 0; r < n; ++r) {
      double* out = cells.data() + r * width;
      bool gap = false;
      for (Index c = 0; c < width; ++c) {
        out[c] = static_cast<double>(x.coeff(static_cast<Index>(begin) + r, c));
        gap |= std::isnan(out[c]);
      }
      has_gap[static_cast<std::size_t>(r)] = gap;
    }
  }
  const double* row(std::size_t r) const { return cells.data() + static_cast<Index>(r) * width; }
};

/// Calls task(tree) for each tree, in order.
template <class Task>
void for_each_tree(const IsolationNodes& nodes, const std::vector<std::int32_t>& counts,
                   const std::vector<std::int32_t>& depths, Task&& task) {
  std::size_t first = 0;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    task(IsolationTree{nodes.column.data() + first, nodes.split.data() + first,
                       nodes.child.data() + first, nodes.size.data() + first,
                       nodes.length.data() + first, depths[t]});
    first += static_cast<std::size_t>(counts[t]);
  }
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

}  // namespace detail

LIMN_INLINE IsolationForest::IsolationForest(Params params)
    : params_(core::checked<IsolationForest>(params)) {}

template <class View>
IsolationForest& IsolationForest::fit_view(const View& x, std::vector<std::uint8_t> is_category,
                                           const Monitor& monitor) {
  IsolationForest out(params_);
  out.n_features_ = x.cols();
  out.n_rows_ = x.rows();
  out.is_category_ = std::move(is_category);
  monitor.check();
  detail::require_cells(x, out.is_category_, detail::missing_policy(params_.missing), name);

  const Index sample = std::min<Index>(params_.max_samples, x.rows());
  const std::vector<double> path = detail::average_paths(sample);
  const auto usual =
      static_cast<std::int64_t>(std::bit_width(static_cast<std::uint64_t>(sample - 1)));
  const std::int64_t max_depth = params_.max_depth.value_or(std::max<std::int64_t>(usual, 1));
  const auto n_trees = static_cast<std::size_t>(params_.n_estimators);
  std::vector<detail::IsolationNodes> trees(n_trees);
  out.tree_depth_.resize(n_trees);
  std::atomic<std::size_t> done{0};
  core::parallel_for(n_trees, [&](std::size_t t) {
    monitor.report(static_cast<double>(done++) / static_cast<double>(n_trees), "trees");
    core::Random random(params_.random_state, t);
    detail::IsolationGrower<View> grower(x, out.is_category_, path, max_depth, random);
    out.tree_depth_[t] = grower.grow(detail::sample_rows(x.rows(), sample, random), trees[t]);
  });
  for (const detail::IsolationNodes& tree : trees) {
    out.tree_nodes_.push_back(static_cast<std::int32_t>(tree.count()));
    out.nodes_.append(tree);
  }
  if (params_.contamination) {
    Vector scores = out.score_view(x);
    const double rank = (1.0 - *params_.contamination) * static_cast<double>(scores.size() - 1);
    const auto below = static_cast<Index>(std::floor(rank));
    std::sort(scores.begin(), scores.end());
    const double upper = scores(std::min<Index>(below + 1, scores.size() - 1));
    out.threshold_ = scores(below) + (rank - std::floor(rank)) * (upper - scores(below));
  }
  monitor.report(1.0, "trees");
  return *this = std::move(out);
}

LIMN_INLINE IsolationForest& IsolationForest::fit(MatrixView x, const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(MatrixFView x, const Monitor& monitor) {
  return fit_view(x, detail::category_flags(params_.categorical, x.rows(), x.cols()), monitor);
}
LIMN_INLINE IsolationForest& IsolationForest::fit(const data::FrameView& x,
                                                  const Monitor& monitor) {
  auto flags = detail::category_flags(params_.categorical, x.rows(), x.cols());
  for (Index c = 0; c < x.cols(); ++c)
    if (x.is_category(c)) flags[static_cast<std::size_t>(c)] = 1;
  return fit_view(x.matrix(), std::move(flags), monitor);
}

template <class View>
void IsolationForest::require_input(const View& x) const {
  core::require_fitted(n_trees() > 0, name);
  core::require_width(x.cols(), n_features_, name);
  detail::require_cells(x, is_category_, detail::missing_policy(params_.missing), name);
}

template <class View>
Vector IsolationForest::score_view(const View& x) const {
  const bool divide = params_.missing == "divide";
  const bool plain = std::ranges::find(is_category_, 1) == is_category_.end();
  Vector score = Vector::Zero(x.rows());
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), detail::block_rows(x.cols()),
      [&](std::size_t begin, std::size_t end) {
        const detail::PackedRows rows(x, begin, end);
        const auto padded = static_cast<Index>(rows.cells.size()) / rows.width;
        Vector sum = Vector::Zero(padded);
        std::vector<detail::IsolationPlace> places;
        const auto walk = [&](const detail::IsolationTree& tree, std::size_t r) {
          double& total = sum(static_cast<Index>(r));
          detail::walk_row(
              tree, rows.row(r), is_category_.data(), divide, places, [](auto&&...) {},
              [&](const detail::IsolationPlace& leaf) {
                total += leaf.weight * tree.length[leaf.node];
              });
        };
        if (plain)
          detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const auto& tree) {
            detail::add_lengths(tree, rows.cells.data(), padded, rows.width, sum.data());
          });
        for (std::size_t r = 0; r < end - begin; ++r) {
          if (plain && !rows.has_gap[r]) continue;
          sum(static_cast<Index>(r)) = 0.0;
          detail::for_each_tree(nodes_, tree_nodes_, tree_depth_,
                                [&](const auto& tree) { walk(tree, r); });
        }
        for (std::size_t r = begin; r < end; ++r)
          score(static_cast<Index>(r)) =
              std::exp2(-sum(static_cast<Index>(r - begin)) / static_cast<double>(n_trees()));
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

LIMN_INLINE Vector IsolationForest::decision_function(MatrixView x) const {
  return threshold_ - anomaly_score(x).array();
}

LIMN_INLINE Labels IsolationForest::predict(MatrixView x) const {
  return (anomaly_score(x).array() > threshold_)
      .select(Labels::Constant(x.rows(), -1), Labels::Ones(x.rows()));
}

template <class View>
Matrix IsolationForest::explain_view(const View& x) const {
  require_input(x);
  const bool divide = params_.missing == "divide";
  Matrix out = Matrix::Zero(x.rows(), x.cols());
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), 64, [&](std::size_t begin, std::size_t end) {
        const detail::PackedRows rows(x, begin, end);
        std::vector<detail::IsolationPlace> places;
        for (std::size_t r = begin; r < end; ++r) {
          double* reasons = out.row(static_cast<Index>(r)).data();
          detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const auto& tree) {
            detail::walk_row(
                tree, rows.row(r - begin), is_category_.data(), divide, places,
                [&](const detail::IsolationPlace& at, std::int32_t next) {
                  reasons[tree.column[at.node]] +=
                      at.weight * (tree.length[at.node] - tree.length[next]);
                },
                [](auto&&...) {});
          });
        }
      });
  return out / static_cast<double>(n_trees());
}

LIMN_INLINE Matrix IsolationForest::explain(MatrixView x) const { return explain_view(x); }
LIMN_INLINE Matrix IsolationForest::explain(MatrixFView x) const { return explain_view(x); }

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
  return *this = std::move(out);
}

LIMN_INLINE void IsolationForest::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  const std::size_t n = nodes_.count();
  require(n_features_ >= 0 && n_rows_ >= 0, "n_features");
  require(std::isfinite(threshold_), "threshold");
  require(is_category_.size() == static_cast<std::size_t>(n_features_), "is_category");
  require(tree_depth_.size() == tree_nodes_.size(), "tree_depth");
  require(nodes_.split.size() == n && nodes_.child.size() == n && nodes_.size.size() == n &&
              nodes_.length.size() == n,
          "nodes");
  std::size_t total = 0;
  for (const std::int32_t count : tree_nodes_) {
    require(count > 0, "tree_nodes");
    total += static_cast<std::size_t>(count);
  }
  require(total == n, "tree_nodes");
  std::size_t t = 0;
  detail::for_each_tree(nodes_, tree_nodes_, tree_depth_, [&](const detail::IsolationTree& tree) {
    require(detail::checked_depth(tree, tree_nodes_[t], is_category_) == tree.depth, "nodes");
    ++t;
  });
}

}  // namespace limn::inline LIMN_ABI::outlier
