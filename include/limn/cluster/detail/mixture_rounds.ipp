// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <Eigen/Cholesky>

#include <limn/cluster/detail/weighted_rows.hpp>
#include <limn/core/parallel.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

inline constexpr Index mixture_block = static_cast<Index>(kernels::mixture_block);

/// The parameters of a mixture. k components, d columns.
struct Mixture {
  std::string type;
  Vector weights;
  Matrix means;
  Matrix covariances;  ///< full (k * d, d), tied (d, d), diag (k, d), spherical (k, 1)
  Matrix factors;      ///< inverse Cholesky factors, same shape

  bool diagonal() const { return type == "diag" || type == "spherical"; }
  /// Cell (p, q <= p) of the factor of component j.
  double factor(Index j, Index p, Index q) const {
    if (type == "full") return factors(j * means.cols() + p, q);
    if (type == "tied") return factors(p, q);
    return p != q ? 0.0 : factors(j, type == "diag" ? p : 0);
  }
};

/// Which products of (1, x) are summed, and where each stands in a row of sums. Products are made
/// panel by panel, so that a panel of a block of rows stays in cache; panels are filled up to 16.
class ProductLayout {
 public:
  enum class Kind { pairs, squares, linear };

  struct Panel {
    Index first = 0, last = 0;  ///< of the left factors
    Index begin = 0, width = 0;
  };

  ProductLayout(Kind kind, Index d) : kind_(kind), d_(d) {
    if (kind != Kind::pairs) {
      size_ = filled(kind == Kind::squares ? 2 * d + 1 : d + 1);
      panels_.push_back({0, d, 0, size_});
      return;
    }
    for (Index p = 0; p <= d;) {
      Panel panel{p, p, size_, 0};
      Index width = 0;
      do {
        at_.push_back(size_ + width);
        width += ++p;
      } while (p <= d && width + p + 1 <= 96);
      panel.last = p;
      panel.width = filled(width);
      size_ += panel.width;
      panels_.push_back(panel);
    }
  }
  Index size() const { return size_; }
  const std::vector<Panel>& panels() const { return panels_; }
  Index widest() const {
    Index out = 0;
    for (const Panel& panel : panels_) out = std::max(out, panel.width);
    return out;
  }
  /// Where the sum of x[p] stands, and that of x[p] * x[q], q <= p.
  Index one(Index p) const { return kind_ == Kind::pairs ? at_[ix(p + 1)] : p + 1; }
  Index two(Index p, Index q) const {
    return kind_ == Kind::pairs ? at_[ix(p + 1)] + q + 1 : d_ + 1 + p;
  }

  /// products (n, width) of rows (n, d + 1) that begin with a 1.
  void fill(const Panel& panel, const double* rows, Index n, double* products) const {
    for (Index r = 0; r < n; ++r, rows += d_ + 1, products += panel.width) {
      double* out = products;
      if (kind_ == Kind::pairs)
        for (Index p = panel.first; p < panel.last; ++p)
          for (Index q = 0; q <= p; ++q) *out++ = rows[p] * rows[q];
      else
        for (Index p = 0; p <= d_; ++p) *out++ = rows[p];
      if (kind_ == Kind::squares)
        for (Index p = 1; p <= d_; ++p) *out++ = rows[p] * rows[p];
      std::fill(out, products + panel.width, 0.0);
    }
  }

 private:
  static std::size_t ix(Index i) { return static_cast<std::size_t>(i); }
  static Index filled(Index n) { return (n + 15) / 16 * 16; }

  Kind kind_;
  Index d_, size_ = 0;
  std::vector<Index> at_;
  std::vector<Panel> panels_;
};

/// Up to mixture_block rows less a shift, by rows with a leading 1 and by features.
struct MixtureBlock {
  std::vector<double> rows, features;

  template <class View>
  void load(const View& x, Index first, Index n, const Vector& shift, bool by_rows) {
    const Index d = x.cols();
    features.assign(static_cast<std::size_t>(d * mixture_block), 0.0);
    rows.resize(static_cast<std::size_t>((d + 1) * mixture_block));
    for (Index r = 0; r < n; ++r) {
      double* row = rows.data() + r * (d + 1);
      if (by_rows) *row++ = 1.0;
      for (Index c = 0; c < d; ++c) {
        const double cell = static_cast<double>(x.coeffRef(first + r, c)) - shift(c);
        features[static_cast<std::size_t>(c * mixture_block + r)] = cell;
        if (by_rows) *row++ = cell;
      }
    }
  }
};

/// The densities of a mixture as the kernels want them; rows are taken less shift. Both are kept by
/// reference.
class PackedMixture {
 public:
  PackedMixture(const Mixture& mixture, const Vector& shift)
      : mixture_(mixture),
        shift_(shift),
        k_(mixture.means.rows()),
        d_(mixture.means.cols()),
        diagonal_(mixture.diagonal()) {
    const Index fours = (d_ + 3) / 4 * 4;
    stride_ = diagonal_ ? d_ : 0;
    for (Index first = 0; !diagonal_ && first < d_; first += 4)
      stride_ += 4 * std::min(first + 4, d_);
    cells_.assign(static_cast<std::size_t>(k_ * stride_), 0.0);
    bias_.assign(static_cast<std::size_t>(k_ * fours), 0.0);
    for (Index j = 0; j < k_; ++j) {
      const Vector mean = mixture.means.row(j).transpose() - shift;
      double log_det = 0.0;
      for (Index p = 0; p < d_; ++p) {
        double sum = 0.0;
        for (Index q = diagonal_ ? p : 0; q <= p; ++q) sum += mixture.factor(j, p, q) * mean(q);
        bias_[static_cast<std::size_t>(j * fours + p)] = -sum;
        log_det += std::log(mixture.factor(j, p, p));
      }
      pack(mixture, j);
      constants_.push_back(std::log(mixture.weights(j)) + log_det -
                           0.5 * static_cast<double>(d_) * std::log(2.0 * std::numbers::pi));
    }
  }

  /// share (k, block) of the block, and the log-density of its first n rows. Neither is ever NaN or
  /// infinite: a row too far from every component belongs to the nearest, its density is the least.
  void posterior(const MixtureBlock& block, Index n, std::vector<double>& share,
                 double* log_density) const {
    const kernels::MixtureKernels& kernel = kernels::table().mixtures;
    const auto d = static_cast<std::size_t>(d_);
    const Index fours = (d_ + 3) / 4 * 4;
    share.resize(static_cast<std::size_t>(k_ * mixture_block));
    for (Index j = 0; j < k_; ++j)
      (diagonal_ ? kernel.log_density_diagonal : kernel.log_density)(
          d, block.features.data(), cells_.data() + j * stride_, bias_.data() + j * fours,
          constants_[static_cast<std::size_t>(j)], share.data() + j * mixture_block);
    double largest[kernels::mixture_block], sum[kernels::mixture_block];
    kernel.posterior(static_cast<std::size_t>(k_), share.data(), largest, sum);
    for (Index r = 0; r < n; ++r) {
      log_density[r] = largest[r] + std::log(sum[r]);
      if (!std::isfinite(log_density[r])) log_density[r] = far_posterior(block, r, share);
    }
  }

 private:
  /// Log of the Mahalanobis distance of row r to component j, which may pass the greatest double.
  double log_distance(const MixtureBlock& block, Index r, Index j) const {
    constexpr double most = std::numeric_limits<double>::max();
    Vector gap(d_), length(d_);
    for (Index p = 0; p < d_; ++p)
      gap(p) = std::clamp(block.features[static_cast<std::size_t>(p * mixture_block + r)] -
                              (mixture_.means(j, p) - shift_(p)),
                          -most, most);
    const double unit = gap.cwiseAbs().maxCoeff();
    if (unit == 0.0) return -std::numeric_limits<double>::infinity();
    gap /= unit;
    for (Index p = 0; p < d_; ++p) {
      length(p) = 0.0;
      for (Index q = diagonal_ ? p : 0; q <= p; ++q) length(p) += mixture_.factor(j, p, q) * gap(q);
    }
    const double out = std::log(unit) + std::log(length.stableNorm());
    return std::isnan(out) ? std::numeric_limits<double>::infinity() : out;
  }

  /// Puts the shares of a row whose densities are no numbers, and returns its log-density. Where
  /// all vanish, the nearest component takes the row; equally near ones share it.
  double far_posterior(const MixtureBlock& block, Index r, std::vector<double>& share) const {
    const double never = -std::numeric_limits<double>::infinity();
    Vector far(k_), density(k_);
    double nearest = -never;
    for (Index j = 0; j < k_; ++j) {
      const double constant = constants_[static_cast<std::size_t>(j)];
      far(j) = log_distance(block, r, j);
      density(j) = constant - 0.5 * std::exp(2.0 * far(j));
      if (constant > never) nearest = std::min(nearest, far(j));
    }
    const bool vanish = density.maxCoeff() == never;
    for (Index j = 0; j < k_ && vanish; ++j)
      density(j) = far(j) == nearest ? constants_[static_cast<std::size_t>(j)] : never;
    const double most = density.maxCoeff();
    const Vector part = (density.array() - most).exp();
    for (Index j = 0; j < k_; ++j)
      share[static_cast<std::size_t>(j * mixture_block + r)] = part(j) / part.sum();
    constexpr double least = std::numeric_limits<double>::lowest();
    return vanish ? least : std::max(least, most + std::log(part.sum()));
  }

  void pack(const Mixture& mixture, Index j) {
    double* out = cells_.data() + j * stride_;
    if (diagonal_) {
      for (Index p = 0; p < d_; ++p) out[p] = mixture.factor(j, p, p);
      return;
    }
    for (Index first = 0; first < d_; first += 4)
      for (Index q = 0; q < std::min(first + 4, d_); ++q)
        for (Index p = first; p < first + 4; ++p)
          *out++ = p < d_ && q <= p ? mixture.factor(j, p, q) : 0.0;
  }

  const Mixture& mixture_;
  const Vector& shift_;
  Index k_, d_;
  bool diagonal_;
  Index stride_ = 0;
  std::vector<double> cells_, bias_, constants_;
};

/// What is added to each variance: the default guards against singular covariances alone, so it
/// must not drown columns in small units. More than it is wanted for its own sake.
inline double guard_of(double asked, double mean_variance) {
  constexpr double guard = 1e-6, share = 1e-3;
  return asked > guard ? asked : std::min(asked, share * mean_variance);
}

/// The lower factor's inverse; adds to the diagonal, from 1e-12 of the mean variance up, until
/// there is one.
inline Matrix inverse_factor(Matrix& covariance) {
  const Index d = covariance.rows();
  const double unit = std::max(covariance.trace() / static_cast<double>(d), 1e-300);
  for (double more = 0.0;; more = more == 0.0 ? 1e-12 * unit : 10.0 * more) {
    covariance.diagonal().array() += more;
    const Eigen::LLT<Eigen::MatrixXd> llt(covariance);
    if (llt.info() != Eigen::Success) continue;
    const Eigen::MatrixXd l = llt.matrixL();
    const double least = l.diagonal().minCoeff(), most = l.diagonal().maxCoeff();
    if (!(least > 1e-9 * most)) continue;
    const Matrix out = llt.matrixL().solve(Eigen::MatrixXd::Identity(d, d));
    if (out.allFinite()) return out;
  }
}

/// Rounds over one table: shares and sums of products come from the same block of rows.
template <class View>
class MixtureRounds {
 public:
  MixtureRounds(const View& x, std::string type, Vector shift, double reg_covar)
      : x_(x),
        type_(std::move(type)),
        shift_(std::move(shift)),
        reg_(reg_covar),
        layout_(type_ == "full"   ? ProductLayout::Kind::pairs
                : type_ == "tied" ? ProductLayout::Kind::linear
                                  : ProductLayout::Kind::squares,
                x.cols()) {
    if (type_ == "tied") total_ = second_moments();
  }

  /// The mixture whose components are groups of rows.
  Mixture from_labels(const Labels& labels, Index k) const {
    return from_sums(
        sums(k, [&](const MixtureBlock&, Index first, Index n, std::vector<double>& share) {
          share.assign(static_cast<std::size_t>(k * mixture_block), 0.0);
          for (Index r = 0; r < n; ++r)
            share[static_cast<std::size_t>(labels(first + r) * mixture_block + r)] = 1;
          return 0.0;
        }).first);
  }

  /// One round: the mean log-likelihood of `mixture`, which then becomes likelier.
  double improve(Mixture& mixture) const {
    const PackedMixture packed(mixture, shift_);
    const auto [sum, log_likelihood] =
        sums(mixture.means.rows(),
             [&](const MixtureBlock& block, Index, Index n, std::vector<double>& share) {
               double log_density[kernels::mixture_block], out = 0.0;
               packed.posterior(block, n, share, log_density);
               for (Index r = 0; r < n; ++r) out += log_density[r];
               return out;
             });
    mixture = from_sums(sum);
    return std::max(log_likelihood / static_cast<double>(x_.rows()),
                    std::numeric_limits<double>::lowest());
  }

 private:
  std::size_t chunk_rows() const {
    const auto n = static_cast<std::size_t>(x_.rows());
    return std::max<std::size_t>(512, ((n + 31) / 32 + 63) / 64 * 64);
  }

  /// (k, layout size) sums of products times shares, and the sum of what `shares` returns.
  template <class Shares>
  std::pair<Matrix, double> sums(Index k, Shares&& shares) const {
    struct Part {
      Matrix sums;
      double log_likelihood = 0.0;
    };
    const auto rows = static_cast<std::size_t>(x_.rows()), size = chunk_rows();
    std::vector<Part> parts(core::chunk_count(rows, size));
    core::parallel_for(parts.size(), [&](std::size_t chunk) {
      const core::Range range = core::chunk_range(chunk, rows, size);
      Part& part = parts[chunk];
      part.sums = Matrix::Zero(k, layout_.size());
      MixtureBlock block;
      std::vector<double> share,
          products(static_cast<std::size_t>(layout_.widest() * mixture_block));
      for (auto first = static_cast<Index>(range.begin); first < static_cast<Index>(range.end);
           first += mixture_block) {
        const Index n = std::min(mixture_block, static_cast<Index>(range.end) - first);
        block.load(x_, first, n, shift_, true);
        part.log_likelihood += shares(block, first, n, share);
        for (const ProductLayout::Panel& panel : layout_.panels()) {
          layout_.fill(panel, block.rows.data(), n, products.data());
          kernels::table().mixtures.weighted_sums(
              static_cast<std::size_t>(n), static_cast<std::size_t>(panel.width),
              static_cast<std::size_t>(k), share.data(), products.data(),
              part.sums.data() + panel.begin, static_cast<std::size_t>(layout_.size()));
        }
      }
    });
    std::pair<Matrix, double> out(Matrix::Zero(k, layout_.size()), 0.0);
    for (const Part& part : parts) out.first += part.sums, out.second += part.log_likelihood;
    return out;
  }

  /// Sum of (x - shift)(x - shift)' over all rows.
  Matrix second_moments() const {
    MixtureRounds all(x_, "full", shift_, 0.0);
    const auto sum = all.sums(1, [](const MixtureBlock&, Index, Index, std::vector<double>& share) {
      share.assign(kernels::mixture_block, 1.0);
      return 0.0;
    });
    Matrix out(x_.cols(), x_.cols());
    for (Index p = 0; p < out.rows(); ++p)
      for (Index q = 0; q <= p; ++q) out(p, q) = out(q, p) = sum.first(0, all.layout_.two(p, q));
    return out;
  }

  /// Sums to parameters. A component that has no row left is as wide as the table, and weighs
  /// nearly nothing.
  Mixture from_sums(const Matrix& sums) const {
    const Index k = sums.rows(), d = x_.cols();
    const double n = static_cast<double>(x_.rows());
    const Vector all = sums.colwise().sum().transpose();
    Mixture out{type_, Vector(k), Matrix(k, d), {}, {}};
    Matrix per_row(k, sums.cols());
    for (Index j = 0; j < k; ++j) {
      const double size = sums(j, 0) + 10.0 * std::numeric_limits<double>::epsilon();
      const bool lost = sums(j, 0) < 1e-10;
      per_row.row(j) = lost ? Vector(all / n).transpose() : Vector(sums.row(j) / size).transpose();
      out.weights(j) = size;
      for (Index p = 0; p < d; ++p) out.means(j, p) = per_row(j, layout_.one(p));
    }
    out.weights /= out.weights.sum();
    set_covariances(per_row, out);
    out.means.rowwise() += shift_.transpose();
    return out;
  }

  void set_covariances(const Matrix& per_row, Mixture& out) const {
    const Index k = per_row.rows(), d = x_.cols();
    if (type_ == "tied") {
      Matrix own = total_ / static_cast<double>(x_.rows());
      for (Index j = 0; j < k; ++j)
        own -= out.weights(j) * out.means.row(j).transpose() * out.means.row(j);
      own.diagonal().array() += reg_;
      out.factors = inverse_factor(own);
      out.covariances = own;
      return;
    }
    const bool full = type_ == "full";
    out.covariances.resize(full ? k * d : k, full || type_ == "diag" ? d : 1);
    out.factors.resize(out.covariances.rows(), out.covariances.cols());
    core::parallel_for(static_cast<std::size_t>(k), [&](std::size_t component) {
      const auto j = static_cast<Index>(component);
      if (!full) return set_diagonal(per_row, j, out);
      Matrix own(d, d);
      for (Index p = 0; p < d; ++p)
        for (Index q = 0; q <= p; ++q)
          own(p, q) = own(q, p) = per_row(j, layout_.two(p, q)) - out.means(j, p) * out.means(j, q);
      own.diagonal() = own.diagonal().cwiseMax(0.0).array() + reg_;
      out.factors.middleRows(j * d, d) = inverse_factor(own);
      out.covariances.middleRows(j * d, d) = own;
    });
  }

  void set_diagonal(const Matrix& per_row, Index j, Mixture& out) const {
    const Index d = x_.cols();
    Vector own(d);
    for (Index p = 0; p < d; ++p)
      own(p) = std::max(0.0, per_row(j, layout_.two(p, p)) - out.means(j, p) * out.means(j, p));
    own.array() += reg_;
    const double least = std::max(1e-12 * own.mean(), 1e-290);  // a column without any spread
    if (type_ == "spherical") own = Vector::Constant(1, own.mean());
    own = own.cwiseMax(least);
    out.covariances.row(j) = own.transpose();
    out.factors.row(j) = own.cwiseSqrt().cwiseInverse().transpose();
  }

  const View& x_;
  std::string type_;
  Vector shift_;
  double reg_;
  ProductLayout layout_;
  Matrix total_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
