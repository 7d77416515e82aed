// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/detail/mixture_rounds.ipp>
#include <limn/cluster/gaussian_mixture.hpp>
#include <limn/cluster/kmeans.hpp>
#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

struct MixtureRun {
  Mixture mixture;
  double lower_bound = -std::numeric_limits<double>::infinity();
  std::int64_t n_iter = 0;
  bool converged = false;
};

template <class View>
MixtureRun run_mixture(const MixtureRounds<View>& rounds, Mixture start,
                       const GaussianMixture::Params& params, const Monitor& monitor) {
  MixtureRun out{std::move(start)};
  while (out.n_iter < params.max_iter && !out.converged) {
    monitor.report(static_cast<double>(out.n_iter) / static_cast<double>(params.max_iter),
                   "rounds");
    const double now = rounds.improve(out.mixture), gain = now - out.lower_bound;
    out.lower_bound = now;
    out.converged = std::abs(gain) < params.tol;
    ++out.n_iter;
  }
  return out;
}

}  // namespace detail

template <class View>
GaussianMixture& GaussianMixture::fit_view(const View& x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  if (x.rows() < params_.n_components)
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(name),
                     .place = "rows",
                     .got = std::to_string(x.rows()),
                     .expected = "at least n_components = " + std::to_string(params_.n_components),
                     .fix = "lower n_components or pass more rows"});
  monitor.check();
  const detail::ColumnMoments like = detail::column_moments(detail::WeightedRows<View>{x});
  if (!like.finite) {
    core::require_finite(x, name, core::Missing::refused);
    throw DataError(ErrorCode::data_value,
                    {.component = std::string(name),
                     .place = "cells of x",
                     .got = "values whose squares are no numbers",
                     .expected = "columns of like size",
                     .fix = "scale the columns, see limn.features.Standard"});
  }
  const detail::MixtureRounds<View> rounds(
      x, params_.covariance_type, like.mean,
      detail::guard_of(params_.reg_covar, like.mean_variance(x.rows())));
  detail::MixtureRun best;
  for (std::int64_t i = 0; i < params_.n_init; ++i) {
    const double share = 1.0 / static_cast<double>(params_.n_init),
                 from = share * static_cast<double>(i);
    KMeans start({.n_clusters = params_.n_components,
                  .random_state = params_.random_state + static_cast<std::uint64_t>(i)});
    start.fit(x, monitor.part(from, from + 0.2 * share));
    detail::MixtureRun run =
        detail::run_mixture(rounds, rounds.from_labels(start.labels(), params_.n_components),
                            params_, monitor.part(from + 0.2 * share, from + share));
    if (i == 0 || run.lower_bound > best.lower_bound) best = std::move(run);
  }
  GaussianMixture out(params_);
  out.weights_ = std::move(best.mixture.weights);
  out.means_ = std::move(best.mixture.means);
  out.covariances_ = std::move(best.mixture.covariances);
  out.factors_ = std::move(best.mixture.factors);
  out.lower_bound_ = best.lower_bound;
  out.n_iter_ = best.n_iter;
  out.converged_ = best.converged;
  out.labels_ = out.predict(x);
  monitor.report(1.0, "rounds");
  return *this = std::move(out);
}

LIMN_INLINE GaussianMixture& GaussianMixture::fit(MatrixView x, const Monitor& monitor) {
  return fit_view(x, monitor);
}
LIMN_INLINE GaussianMixture& GaussianMixture::fit(MatrixFView x, const Monitor& monitor) {
  return fit_view(x, monitor);
}

template <class View>
void GaussianMixture::answer(const View& x, Matrix* shares, Vector* log_density) const {
  core::require_fitted(means_.rows() > 0, name);
  core::require_width(x.cols(), means_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const detail::Mixture mixture{params_.covariance_type, weights_, means_, covariances_, factors_};
  const Vector shift = means_.colwise().mean().transpose();
  const detail::PackedMixture packed(mixture, shift);
  const Index k = means_.rows();
  if (shares) shares->resize(x.rows(), k);
  if (log_density) log_density->resize(x.rows());
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 1024, [&](std::size_t b, std::size_t e) {
    detail::MixtureBlock block;
    std::vector<double> share;
    double own[kernels::mixture_block];
    for (auto first = static_cast<Index>(b); first < static_cast<Index>(e);
         first += detail::mixture_block) {
      const Index n = std::min(detail::mixture_block, static_cast<Index>(e) - first);
      block.load(x, first, n, shift, false);
      packed.posterior(block, n, share, own);
      for (Index r = 0; r < n; ++r) {
        if (log_density) (*log_density)(first + r) = own[r];
        for (Index j = 0; shares && j < k; ++j)
          (*shares)(first + r, j) = share[static_cast<std::size_t>(j * detail::mixture_block + r)];
      }
    }
  });
}

namespace detail {
inline double at_most_greatest(double value) {
  return std::min(value, std::numeric_limits<double>::max());
}
inline Labels likeliest(const Matrix& shares) {
  Labels out(shares.rows());
  for (Index r = 0; r < shares.rows(); ++r) {
    Index best = 0;
    shares.row(r).maxCoeff(&best);
    out(r) = static_cast<std::int32_t>(best);
  }
  return out;
}
}  // namespace detail

LIMN_INLINE Matrix GaussianMixture::predict_proba(MatrixView x) const {
  Matrix out;
  answer(x, &out, nullptr);
  return out;
}
LIMN_INLINE Matrix GaussianMixture::predict_proba(MatrixFView x) const {
  Matrix out;
  answer(x, &out, nullptr);
  return out;
}
LIMN_INLINE Labels GaussianMixture::predict(MatrixView x) const {
  return detail::likeliest(predict_proba(x));
}
LIMN_INLINE Labels GaussianMixture::predict(MatrixFView x) const {
  return detail::likeliest(predict_proba(x));
}
LIMN_INLINE Vector GaussianMixture::score_samples(MatrixView x) const {
  Vector out;
  answer(x, nullptr, &out);
  return out;
}
LIMN_INLINE Vector GaussianMixture::score_samples(MatrixFView x) const {
  Vector out;
  answer(x, nullptr, &out);
  return out;
}

LIMN_INLINE double GaussianMixture::n_parameters() const {
  const auto k = static_cast<double>(means_.rows()), d = static_cast<double>(means_.cols());
  const std::string& type = params_.covariance_type;
  const double spread = type == "full"   ? k * d * (d + 1.0) / 2.0
                        : type == "tied" ? d * (d + 1.0) / 2.0
                        : type == "diag" ? k * d
                                         : k;
  return spread + k * d + k - 1.0;
}
LIMN_INLINE double GaussianMixture::bic(MatrixView x) const {
  return detail::at_most_greatest(-2.0 * score_samples(x).sum() +
                                  n_parameters() * std::log(static_cast<double>(x.rows())));
}
LIMN_INLINE double GaussianMixture::aic(MatrixView x) const {
  return detail::at_most_greatest(-2.0 * score_samples(x).sum() + 2.0 * n_parameters());
}

LIMN_INLINE std::variant<std::vector<Matrix>, Matrix, Vector> GaussianMixture::covariances() const {
  if (params_.covariance_type == "spherical") return Vector(covariances_.col(0));
  if (params_.covariance_type != "full") return covariances_;
  std::vector<Matrix> out;
  const Index d = means_.cols();
  for (Index j = 0; j < means_.rows(); ++j) out.push_back(covariances_.middleRows(j * d, d));
  return out;
}

LIMN_INLINE const Labels& GaussianMixture::labels() const {
  core::require_fitted(labels_.size() > 0, name);
  return labels_;
}

LIMN_INLINE void GaussianMixture::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  const Index k = means_.rows(), d = means_.cols();
  require(k == 0 || (k == params_.n_components && d > 0), "means");
  require(means_.allFinite(), "means");
  require(weights_.size() == k && weights_.allFinite() && (weights_.array() >= 0.0).all(),
          "weights");
  const std::string& type = params_.covariance_type;
  const Index rows = type == "full" ? k * d : type == "tied" && k > 0 ? d : k;
  const Index cols = type == "spherical" ? std::min<Index>(1, k) : d;
  for (const Matrix* each : {&covariances_, &factors_})
    require(each->rows() == rows && (rows == 0 || each->cols() == cols) && each->allFinite(),
            "covariances");
  for (Index j = 0; j < factors_.rows(); ++j)
    for (Index p = 0; p < factors_.cols(); ++p)
      require(factors_(j, p) > 0.0 || ((type == "full" || type == "tied") && j % d != p),
              "factors");
  require(std::isfinite(lower_bound_), "lower_bound");
  require(n_iter_ >= 0 && converged_ <= 1, "n_iter");
}

}  // namespace limn::inline LIMN_ABI::cluster
