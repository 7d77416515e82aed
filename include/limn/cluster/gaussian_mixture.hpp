// SPDX-License-Identifier: MIT
#pragma once

#include <variant>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// Describes rows as drawn from n_components normal distributions, each with a centre, a spread and
/// a share of its own, and says of a row how likely it comes from each.
///
/// Choose it for groups of unequal size and spread, for honest soft membership, and to let bic say
/// how many groups there are; on tables of real users it finds known groups more often than KMeans.
/// Prefer KMeans above a million rows or a hundred columns, covariance_type="diag" when there are
/// fewer than some 10 d rows a group.
/// Shapes: x (n, d) of double or float; no missing values. Needs n >= n_components rows. Scale does
/// not matter beyond reg_covar, which is added to each variance (up to 1e-6 it is a guard alone,
/// and then at most a thousandth of the mean variance of the columns); where columns are collinear
/// or constant, as much more is added as makes the covariance invertible. All in double. Cost: n *
/// n_components * d^2 for each of up to max_iter rounds (full). Same bits for any number of
/// threads.
/// **Source:** Dempster, Laird, Rubin (1977), Maximum likelihood from incomplete data via the EM
/// algorithm.
/// **Differs:** both halves of a round run over the same block of rows, so that no (n,
/// n_components) table is kept; second moments are taken about the mean of the table.
class GaussianMixture {
 public:
  static constexpr std::string_view name = "cluster.gaussian_mixture";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::int64_t n_components = 1;         ///< groups
    std::string covariance_type = "full";  ///< spread: full, tied, diag, spherical
    double tol = 1e-3;                     ///< stop when the mean log-likelihood gains less
    double reg_covar = 1e-6;               ///< added to each variance
    std::int64_t max_iter = 100;           ///< rounds
    std::int64_t n_init = 1;               ///< starts; the most likely is kept
    std::uint64_t random_state = 0;        ///< seed
  };
  template <class V>
  static void describe(V&& v) {
    v("n_components", &Params::n_components, "number of groups", core::between(1, 100'000));
    v("covariance_type", &Params::covariance_type,
      "spread of a group: full (any ellipsoid), tied (one for all), diag (along the columns), "
      "spherical",
      core::one_of({"full", "tied", "diag", "spherical"}));
    v("tol", &Params::tol, "stop when the mean log-likelihood of a row gains less than this",
      core::at_least(0));
    v("reg_covar", &Params::reg_covar, "added to each variance", core::at_least(0));
    v("max_iter", &Params::max_iter, "rounds at most", core::between(1, 1'000'000));
    v("n_init", &Params::n_init, "number of starts; the most likely is kept",
      core::between(1, 10'000));
    v("random_state", &Params::random_state, "seed of the starts", core::at_least(0));
  }

  GaussianMixture() = default;
  explicit GaussianMixture(Params params) : params_(core::checked<GaussianMixture>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d), starting from the groups of KMeans. Errors: DataError with fewer rows
  /// than n_components or a cell that is not finite or too great to be squared; CancelledError.
  GaussianMixture& fit(MatrixView x, const Monitor& monitor = {});
  GaussianMixture& fit(MatrixFView x, const Monitor& monitor = {});

  /// The likeliest group of each row of x (n, d): (n). Errors: NotFittedError, ShapeError,
  /// DataError.
  Labels predict(MatrixView x) const;
  Labels predict(MatrixFView x) const;
  /// How likely each row comes from each group: (n, n_components), rows sum to 1. A row so far away
  /// that all densities vanish belongs to the nearest group.
  Matrix predict_proba(MatrixView x) const;
  Matrix predict_proba(MatrixFView x) const;
  /// Log-density of each row, the least double where it is too far away for any other: (n).
  Vector score_samples(MatrixView x) const;
  Vector score_samples(MatrixFView x) const;
  /// Bayesian and Akaike's information criterion on x: lower is better.
  double bic(MatrixView x) const;
  double aic(MatrixView x) const;

  std::int64_t n_clusters() const { return params_.n_components; }
  /// Share of each group: (n_components), sums to 1.
  const Vector& weights() const { return weights_; }
  /// Centre of each group: (n_components, d).
  const Matrix& means() const { return means_; }
  /// full: one (d, d) a group; tied: (d, d); diag: (n_components, d); spherical: (n_components).
  std::variant<std::vector<Matrix>, Matrix, Vector> covariances() const;
  /// Mean log-likelihood of a row in the last round of the best start.
  double lower_bound() const { return lower_bound_; }
  /// True: the last round gained less than tol.
  bool converged() const { return converged_ != 0; }
  std::int64_t n_iter() const { return n_iter_; }
  /// Groups of the rows of the last fit: (n); no part of a saved model. Errors: NotFittedError when
  /// not fitted or loaded.
  const Labels& labels() const;

  template <class V>
  void state(V&& v) {
    v("weights", weights_);
    v("means", means_);
    v("covariances", covariances_);
    v("factors", factors_);
    v("lower_bound", lower_bound_);
    v("n_iter", n_iter_);
    v("converged", converged_);
  }
  void check_state() const;

 private:
  template <class View>
  GaussianMixture& fit_view(const View& x, const Monitor& monitor);
  template <class View>
  void answer(const View& x, Matrix* shares, Vector* log_density) const;
  double n_parameters() const;

  Params params_;
  Vector weights_;
  Matrix means_;
  Matrix covariances_;  ///< full (k * d, d), tied (d, d), diag (k, d), spherical (k, 1)
  Matrix factors_;      ///< inverse of the Cholesky factor of each, same shape
  double lower_bound_ = 0.0;
  std::int64_t n_iter_ = 0;
  std::uint8_t converged_ = 0;
  Labels labels_;
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/gaussian_mixture.ipp>
#endif
