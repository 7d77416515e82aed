// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Eigenvalues>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/detail/bayes_ridge.hpp>
#include <limn/impute/detail/ridge_chain.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// The regressors of all rows, the constant 1 and padding: (n, stride), stride a multiple of 8; and
/// the sums of products of their columns, kept up to date.
class ChainTable {
 public:
  ChainTable(MatrixView x, const Schema& schema, const Design& design)
      : p_(design.width()),
        stride_((p_ + 8) / 8 * 8),
        z_(Matrix::Zero(x.rows(), stride_)),
        gaps_(static_cast<std::size_t>(x.cols())) {
    core::parallel_rows(n_rows(), 4096, [&](std::size_t begin, std::size_t end) {
      for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
        for (Index c = 0; c < x.cols(); ++c) design.encode(schema, c, x(r, c), &z_(r, 0));
        z_(r, p_) = 1.0;
      }
    });
    for (Index c = 0; c < x.cols(); ++c)
      for (Index r = 0; r < x.rows(); ++r)
        if (std::isnan(x(r, c)) || (schema.is_category(c) && schema.level_of(c, x(r, c)) < 0))
          gaps_[static_cast<std::size_t>(c)].push_back(static_cast<std::int32_t>(r));
    all_ = gram_of(n_rows(), [&](std::size_t i) { return static_cast<Index>(i); });
  }

  std::size_t n_rows() const { return static_cast<std::size_t>(z_.rows()); }
  const std::vector<std::int32_t>& gaps(Index c) const {
    return gaps_[static_cast<std::size_t>(c)];
  }
  double* row(Index r) { return &z_(r, 0); }

  /// Sums of products over the rows that have column c.
  Matrix gram_where_known(Index c) const {
    const std::vector<std::int32_t>& rows = gaps(c);
    if (rows.empty()) return all_;
    if (2 * rows.size() <= n_rows())
      return all_ - gram_of(rows.size(), [&](std::size_t i) { return Index{rows[i]}; });
    std::vector<std::int32_t> known;
    std::size_t next = 0;
    for (std::size_t r = 0; r < n_rows(); ++r)
      if (next < rows.size() && rows[next] == static_cast<std::int32_t>(r))
        ++next;
      else
        known.push_back(static_cast<std::int32_t>(r));
    return gram_of(known.size(), [&](std::size_t i) { return Index{known[i]}; });
  }

  /// Takes up the new values of block [begin, end) in the rows without column c.
  void renew(Index c, Index begin, Index end, const Matrix& known) {
    const std::vector<std::int32_t>& rows = gaps(c);
    Matrix block = core::parallel_reduce(
        rows.size(), 2048, Matrix(Matrix::Zero(end - begin, stride_)),
        [&](std::size_t from, std::size_t to) {
          Matrix sum = Matrix::Zero(end - begin, stride_);
          for (std::size_t i = from; i < to; ++i)
            for (Index j = begin; j < end; ++j)
              sum.row(j - begin) += z_(rows[i], j) * z_.row(rows[i]);
          return sum;
        },
        [](Matrix a, const Matrix& b) -> Matrix { return a + b; });
    all_.middleRows(begin, end - begin) = known.middleRows(begin, end - begin) + block;
    all_.middleCols(begin, end - begin) = all_.middleRows(begin, end - begin).transpose();
  }

 private:
  /// Sums of products of the rows row_of(0) ... row_of(n - 1).
  template <class RowOf>
  Matrix gram_of(std::size_t n, RowOf row_of) const {
    const kernels::GramKernels& kernel = kernels::table().gram;
    const auto width = static_cast<std::size_t>(stride_);
    Matrix out = core::parallel_reduce(
        n, 4096, Matrix(Matrix::Zero(stride_, stride_)),
        [&](std::size_t begin, std::size_t end) {
          Matrix sum = Matrix::Zero(stride_, stride_), part(128, stride_);
          for (std::size_t i = begin; i < end; i += 128) {
            const std::size_t size = std::min<std::size_t>(128, end - i);
            for (std::size_t k = 0; k < size; ++k)
              part.row(static_cast<Index>(k)) = z_.row(row_of(i + k));
            kernel.lower(size, width, part.data(), width, sum.data(), width);
          }
          return sum;
        },
        [](Matrix a, const Matrix& b) -> Matrix { return a + b; });
    for (Index i = 0; i < stride_; ++i)
      for (Index j = i + 1; j < stride_; ++j) out(i, j) = out(j, i);
    return out;
  }

  Index p_, stride_;
  Matrix z_;
  std::vector<std::vector<std::int32_t>> gaps_;
  Matrix all_;
};

/// The regressions of one block on all other regressors.
struct BlockFit {
  Matrix coef;   // (block, p + 1)
  Vector sigma;  // (block) deviation of what is left
};

/// From the sums of products g of the rows that have the block [begin, end); the constant is
/// regressor p.
inline BlockFit regress(const Matrix& g, const Design& design, Index begin, Index end,
                        const ChainOptions& options, std::uint64_t step) {
  const Index p = design.width();
  BlockFit out{Matrix::Zero(end - begin, p + 1), Vector::Zero(end - begin)};
  const double n = g(p, p);
  if (n < 1.0) return out;
  std::vector<Index> others;
  for (Index j = 0; j < p; ++j)
    if ((j < begin || j >= end) && design.varies(j)) others.push_back(j);
  const auto q = static_cast<Index>(others.size());
  const auto at = [&](Index i) { return others[static_cast<std::size_t>(i)]; };
  if (q == 0) {  // nothing to go by but the mean
    for (Index t = begin; t < end; ++t) {
      out.coef(t - begin, p) = g(p, t) / n;
      out.sigma(t - begin) = std::sqrt(std::max(0.0, g(t, t) / n - std::pow(g(p, t) / n, 2)));
    }
    return out;
  }
  Eigen::MatrixXd centred(q, q);
  for (Index i = 0; i < q; ++i)
    for (Index j = 0; j < q; ++j) centred(i, j) = g(at(i), at(j)) - g(p, at(i)) * (g(p, at(j)) / n);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(centred);
  Vector s = axes.eigenvalues().cwiseMax(0.0);
  const double least = 1e-13 * s.maxCoeff();
  for (Index t = begin; t < end; ++t) {
    if (!design.varies(t)) continue;
    const double mean = g(p, t) / n, yy = std::max(0.0, g(t, t) - g(p, t) * mean);
    Vector xy(q);
    for (Index i = 0; i < q; ++i) xy(i) = g(at(i), t) - g(p, at(i)) * mean;
    Vector b = axes.eigenvectors().transpose() * xy;
    for (Index i = 0; i < q; ++i)
      if (s(i) <= least) s(i) = b(i) = 0.0;
    Evidence evidence = Evidence::of(s, b, yy, n);
    if (options.draw)
      evidence.draw(s, n,
                    core::Random(step_seed(options.seed, step), static_cast<std::uint64_t>(t)));
    const Vector weight = axes.eigenvectors() * evidence.weight;
    double constant = mean;
    for (Index i = 0; i < q; ++i) {
      out.coef(t - begin, at(i)) = weight(i);
      constant -= weight(i) * (g(p, at(i)) / n);
    }
    out.coef(t - begin, p) = constant;
    out.sigma(t - begin) = std::sqrt(evidence.noise);
  }
  return out;
}

/// Noise for one cell.
inline double cell_noise(std::uint64_t seed, std::uint64_t step, std::uint64_t row) {
  return core::Random(step_seed(seed, step) ^ 0xD1B54A32D192ED03u, row).normal();
}

LIMN_INLINE void RidgeChain::fit(MatrixView x, const Schema& schema, const Design& design,
                                 const ChainOptions& options, const Monitor& monitor) {
  const Index d = x.cols(), p = design.width();
  ChainTable table(x, schema, design);
  std::vector<std::int64_t> order(static_cast<std::size_t>(d));
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(
      order, [&](auto a, auto b) { return table.gaps(a).size() < table.gaps(b).size(); });
  const bool any = std::ranges::any_of(order, [&](auto c) { return !table.gaps(c).empty(); });
  const std::int64_t most = any ? options.max_iter : 1;
  Matrix coef = Matrix::Zero(most * p, p + 1);
  Vector sigma = Vector::Zero(most * p);
  const auto keep = [&](std::int64_t round, Index begin, const BlockFit& fit) {
    coef.middleRows(round * p + begin, fit.coef.rows()) = fit.coef;
    sigma.segment(round * p + begin, fit.sigma.size()) = fit.sigma;
  };
  std::int64_t rounds = 0;
  bool converged = !any;
  while (any && rounds < most && !converged) {
    double change = 0.0;
    for (const std::int64_t c : order) {
      if (table.gaps(c).empty()) continue;
      monitor.report(static_cast<double>(rounds) / static_cast<double>(most), "filling columns");
      const Index begin = design.begin(c), end = design.end(c);
      const auto step = static_cast<std::uint64_t>(rounds * p + begin);
      const Matrix known = table.gram_where_known(c);
      const BlockFit fit = regress(known, design, begin, end, options, step);
      keep(rounds, begin, fit);
      const std::vector<std::int32_t>& rows = table.gaps(c);
      change = std::max(change, core::parallel_reduce(
                                    rows.size(), 2048, 0.0,
                                    [&](std::size_t from, std::size_t to) {
                                      double most_moved = 0.0;
                                      for (std::size_t i = from; i < to; ++i) {
                                        double* z = table.row(rows[i]);
                                        const Eigen::Map<const Vector> known_z(z, p + 1);
                                        for (Index j = begin; j < end; ++j) {
                                          double value = fit.coef.row(j - begin).dot(known_z);
                                          if (options.draw)
                                            value += fit.sigma(j - begin) *
                                                     cell_noise(
                                                         options.seed,
                                                         static_cast<std::uint64_t>(rounds * p + j),
                                                         static_cast<std::uint64_t>(rows[i]));
                                          value = design.bounded(j, value);
                                          most_moved = std::max(most_moved, std::abs(value - z[j]));
                                          z[j] = value;
                                        }
                                      }
                                      return most_moved;
                                    },
                                    [](double a, double b) { return std::max(a, b); }));
      table.renew(c, begin, end, known);
    }
    ++rounds;
    converged = !options.draw && change < options.tol;
  }
  rounds = std::max<std::int64_t>(rounds, 1);
  std::vector<std::int64_t> complete;
  for (const std::int64_t c : order)
    if (table.gaps(c).empty()) complete.push_back(c);
  core::parallel_for(complete.size(), [&](std::size_t i) {
    monitor.check();
    const Index c = complete[i];
    const BlockFit fit = regress(table.gram_where_known(c), design, design.begin(c), design.end(c),
                                 options, static_cast<std::uint64_t>(design.begin(c)));
    for (std::int64_t round = 0; round < rounds; ++round) keep(round, design.begin(c), fit);
  });
  order_ = std::move(order);
  coef_ = coef.topRows(rounds * p);
  sigma_ = sigma.head(rounds * p);
  rounds_ = rounds;
  converged_ = converged;
}

LIMN_INLINE void RidgeChain::fill(const Design& design, const std::vector<std::uint8_t>& gap,
                                  double* z, bool draws, std::uint64_t seed,
                                  std::uint64_t row) const {
  const Index p = design.width();
  const Eigen::Map<const Vector> known(z, p);
  for (std::int64_t round = 0; round < rounds_; ++round)
    for (const std::int64_t c : order_) {
      if (!gap[static_cast<std::size_t>(c)]) continue;
      for (Index j = design.begin(c); j < design.end(c); ++j) {
        const Index step = round * p + j;
        double value = coef_.row(step).head(p).dot(known) + coef_(step, p);
        if (draws) value += sigma_(step) * cell_noise(seed, static_cast<std::uint64_t>(step), row);
        z[j] = design.bounded(j, value);
      }
    }
}

LIMN_INLINE double RidgeChain::predict(Index j, const double* z) const {
  const Index p = coef_.cols() - 1, step = (rounds_ - 1) * p + j;
  return coef_.row(step).head(p).dot(Eigen::Map<const Vector>(z, p)) + coef_(step, p);
}

LIMN_INLINE void RidgeChain::require(const Design& design, std::string_view component) const {
  const Index p = design.width();
  core::require_state(rounds_ >= 1 && rounds_ <= coef_.rows() && coef_.rows() == rounds_ * p &&
                          coef_.cols() == p + 1 && coef_.allFinite(),
                      component, "coef");
  core::require_state(sigma_.size() == coef_.rows() && sigma_.allFinite(), component, "sigma");
  core::require_state(static_cast<Index>(order_.size()) == design.cols(), component, "order");
  for (const std::int64_t c : order_)
    core::require_state(c >= 0 && c < design.cols(), component, "order");
}

}  // namespace limn::inline LIMN_ABI::impute::detail
