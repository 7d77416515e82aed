// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <Eigen/Eigenvalues>

#include <limn/cluster/choose_k.hpp>
#include <limn/cluster/kmeans.hpp>
#include <limn/core/check.hpp>
#include <limn/core/random.hpp>
#include <limn/evaluate/clustering.hpp>

namespace limn::inline LIMN_ABI::cluster {

namespace detail {

/// n of the numbers 0 ... from - 1, rising, drawn without replacement.
LIMN_INLINE std::vector<Index> draw_rows(Index from, Index n, core::Random& random) {
  std::vector<Index> out(static_cast<std::size_t>(from));
  std::iota(out.begin(), out.end(), Index{0});
  for (Index i = 0; i < n; ++i) {
    const auto left = static_cast<std::uint64_t>(from - i);
    std::swap(out[static_cast<std::size_t>(i)],
              out[static_cast<std::size_t>(i) + random.below(left)]);
  }
  out.resize(static_cast<std::size_t>(n));
  std::sort(out.begin(), out.end());
  return out;
}

/// Tables as large as x in which no place is denser than another, in the box around x along its
/// principal axes.
class Shapeless {
 public:
  explicit Shapeless(const Matrix& x) : rows_(x.rows()) {
    const Eigen::RowVectorXd mean = x.colwise().mean();
    const Matrix centred = x.rowwise() - mean;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(centred.transpose() * centred);
    const Matrix turned = centred * axes.eigenvectors();
    low_ = turned.colwise().minCoeff();
    width_ = turned.colwise().maxCoeff() - low_;
    back_ = axes.eigenvectors().transpose();
  }
  Matrix draw(core::Random& random) const {
    Matrix out(rows_, low_.size());
    for (Index r = 0; r < out.rows(); ++r)
      for (Index c = 0; c < out.cols(); ++c) out(r, c) = low_(c) + width_(c) * random.uniform();
    return out * back_;
  }

 private:
  Index rows_;
  Eigen::RowVectorXd low_, width_;
  Matrix back_;
};

LIMN_INLINE KMeans groups_of(const Matrix& x, std::int64_t k, std::uint64_t seed,
                             const Monitor& monitor) {
  KMeans model({.n_clusters = k, .random_state = seed});
  model.fit(x, monitor);
  return model;
}

/// Log inertia; rows that are no farther apart than rounding count as that far.
LIMN_INLINE double log_inertia(double inertia, const Matrix& x) {
  const double least = 1e-20 * std::max(x.squaredNorm(), 1e-300);
  return std::log(std::max(inertia, least));
}

/// Agreement of the groups of two draws of four fifths of the rows on the rows of both, mean of
/// the pairs.
LIMN_INLINE double stability_of(const Matrix& x, std::int64_t k, const ChooseOptions& options,
                                const Monitor& monitor) {
  const Index n = std::max<Index>(4 * x.rows() / 5, k);
  double sum = 0.0;
  for (std::int64_t pair = 0; pair < options.n_pairs; ++pair) {
    Labels of_all[2];
    std::vector<std::uint8_t> drawn(static_cast<std::size_t>(x.rows()), 0);
    for (Labels& labels : of_all) {
      const auto half = static_cast<std::uint64_t>(&labels - of_all);
      core::Random random(options.random_state ^ 0x68616c66u,
                          static_cast<std::uint64_t>(pair) * 2 + half);
      const std::vector<Index> rows = draw_rows(x.rows(), n, random);
      for (const Index r : rows) ++drawn[static_cast<std::size_t>(r)];
      labels = groups_of(x(rows, Eigen::all), k, options.random_state + half, monitor).predict(x);
    }
    Labels shared[2];
    for (Labels& labels : shared) labels.resize(std::count(drawn.begin(), drawn.end(), 2));
    for (Index r = 0, at = 0; r < x.rows(); ++r)
      if (drawn[static_cast<std::size_t>(r)] == 2) {
        shared[0](at) = of_all[0](r);
        shared[1](at++) = of_all[1](r);
      }
    sum += evaluate::adjusted_rand(shared[0], shared[1]);
  }
  return sum / static_cast<double>(options.n_pairs);
}

/// Where the highest value stands; `last`: the last of equals. NaN is passed over.
LIMN_INLINE std::size_t highest(const Vector& values, bool last) {
  std::size_t best = 0;
  bool found = false;
  for (Index i = 0; i < values.size(); ++i) {
    if (std::isnan(values(i))) continue;
    const double held = values(static_cast<Index>(best));
    if (!found || values(i) > held || (last && values(i) >= held))
      best = static_cast<std::size_t>(i);
    found = true;
  }
  return best;
}

/// Different rows of x, counted up to `most`: more groups than those have nothing to hold.
LIMN_INLINE Index different_rows(const Matrix& x, Index most) {
  std::vector<Index> order(static_cast<std::size_t>(x.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  const auto less = [&](Index a, Index b) {
    return std::lexicographical_compare(x.row(a).begin(), x.row(a).end(), x.row(b).begin(),
                                        x.row(b).end());
  };
  std::sort(order.begin(), order.end(), less);
  Index out = 1;
  for (std::size_t i = 1; i < order.size() && out < most; ++i) out += less(order[i - 1], order[i]);
  return out;
}

LIMN_INLINE void require_choice(MatrixView x, const ChooseOptions& options) {
  constexpr std::string_view component = "cluster.choose_k";
  core::require_rows(x.rows(), x.cols(), component);
  core::require_finite(x, component, core::Missing::refused);
  const auto require = [&](std::string_view option, std::int64_t value, double least, double most) {
    core::check_rule(component, option, core::Value{value}, core::between(least, most));
  };
  require("max_clusters", options.max_clusters, 1, 1000);
  require("n_references", options.n_references, 1, 1000);
  require("n_pairs", options.n_pairs, 1, 1000);
  require("max_rows", options.max_rows, 10, 1e9);
  require("n_sample", options.n_sample, 1, 1e9);
}

}  // namespace detail

LIMN_INLINE KChoice choose_k(MatrixView given, const ChooseOptions& options,
                             const Monitor& monitor) {
  detail::require_choice(given, options);
  core::Random random(options.random_state, 0);
  const Index n = std::min<Index>(given.rows(), options.max_rows);
  const Matrix x = given(detail::draw_rows(given.rows(), n, random), Eigen::all);
  const Index most = detail::different_rows(x, static_cast<Index>(options.max_clusters));
  const detail::Shapeless shapeless(x);
  const Vector none = Vector::Constant(most, missing);
  KChoice out{{}, none, none, none, none, none};
  for (Index i = 0; i < most; ++i) {
    const std::int64_t k = i + 1;
    const Monitor here = monitor.part(static_cast<double>(i) / static_cast<double>(most),
                                      static_cast<double>(k) / static_cast<double>(most));
    here.report(0.0, "groups");
    out.counts.push_back(k);
    const KMeans model = detail::groups_of(x, k, options.random_state, here);
    out.inertia(i) = model.inertia();
    Vector without(options.n_references);
    for (Index b = 0; b < without.size(); ++b) {
      core::Random own(options.random_state ^ 0x676170u, static_cast<std::uint64_t>(b));
      const Matrix table = shapeless.draw(own);
      without(b) = detail::log_inertia(
          detail::groups_of(table, k, options.random_state, here).inertia(), table);
    }
    const double references = static_cast<double>(without.size());
    out.gap(i) = without.mean() - detail::log_inertia(model.inertia(), x);
    out.gap_error(i) =
        std::sqrt((without.array() - without.mean()).square().mean() * (1.0 + 1.0 / references));
    if (k == 1) continue;
    out.silhouette(i) = x.rows() <= options.n_sample
                            ? evaluate::silhouette(x, model.labels(), here)
                            : evaluate::silhouette_sampled(x, model.labels(), options.n_sample,
                                                           options.random_state, here);
    out.stability(i) = detail::stability_of(x, k, options, here);
  }
  out.by_silhouette = out.counts[detail::highest(out.silhouette, false)];
  out.by_stability = out.counts[detail::highest(out.stability, true)];
  Index i = 0;
  while (i + 1 < most && !(out.gap(i) >= out.gap(i + 1) - out.gap_error(i + 1))) ++i;
  out.by_gap = out.counts[static_cast<std::size_t>(i)];
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster
