// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/recommend/als.hpp>
#include <limn/recommend/item_graph.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

/// Confidences above 1 by rows: columns rise inside a row.
struct Confidence {
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int32_t> columns;
  std::vector<float> weights;  ///< alpha * times taken
  std::size_t rows() const { return offsets.size() - 1; }
  std::size_t begin(std::size_t row) const { return static_cast<std::size_t>(offsets[row]); }
  std::size_t size(std::size_t row) const { return begin(row + 1) - begin(row); }
};

LIMN_INLINE Confidence user_confidence(const data::EventLog& log, double alpha) {
  Confidence out;
  std::vector<std::int32_t> taken;
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    taken.clear();
    for (const std::int32_t item : log.history(user).items)
      if (item >= 0) taken.push_back(item);
    std::sort(taken.begin(), taken.end());
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (i > 0 && taken[i] == taken[i - 1]) {
        out.weights.back() += static_cast<float>(alpha);
      } else {
        out.columns.push_back(taken[i]);
        out.weights.push_back(static_cast<float>(alpha));
      }
    }
    out.offsets.push_back(static_cast<std::int64_t>(out.columns.size()));
  }
  return out;
}

LIMN_INLINE Confidence transposed(const Confidence& x, std::size_t n_columns) {
  const data::Occurrences where = data::occurrences(x.columns, n_columns);
  std::vector<std::int32_t> rows(x.columns.size());
  for (std::size_t row = 0; row < x.rows(); ++row)
    std::fill_n(rows.begin() + x.offsets[row], x.size(row), static_cast<std::int32_t>(row));
  Confidence out;
  out.offsets = where.offsets;
  for (const std::int64_t entry : where.events) {
    out.columns.push_back(rows[static_cast<std::size_t>(entry)]);
    out.weights.push_back(x.weights[static_cast<std::size_t>(entry)]);
  }
  return out;
}

/// y'y, upper triangle, plus a ridge.
LIMN_INLINE MatrixF ridge_gram(const MatrixF& y, double ridge) {
  const auto n = static_cast<std::size_t>(y.rows()), width = static_cast<std::size_t>(y.cols());
  const std::size_t size = std::max<std::size_t>(1024, n / 256 + 1);
  Matrix sum = core::parallel_reduce(
      n, size, Matrix(Matrix::Zero(y.cols(), y.cols())),
      [&](std::size_t begin, std::size_t end) {
        MatrixF part = MatrixF::Zero(y.cols(), y.cols());
        kernels::table().normal.add_gram(width, end - begin,
                                         y.row(static_cast<Index>(begin)).data(), part.data());
        return Matrix(part.cast<double>());
      },
      [](Matrix a, const Matrix& b) { return Matrix(a + b); });
  sum.diagonal().array() += ridge;
  return sum.cast<float>();
}

/// Solves one row at a time; owns what that takes.
class RowSolver {
 public:
  RowSolver(const MatrixF& y, const MatrixF& gram)
      : y_(y), gram_(gram), a_(gram.rows(), gram.cols()), rows_(block * width()) {}

  /// x (width) = (gram + y' C y)^-1 y' (1 + C) 1 over the named rows of y.
  void solve(std::span<const std::int32_t> columns, std::span<const float> weights, float* x) {
    std::fill_n(x, width(), 0.0F);
    if (columns.empty()) return;
    sum(columns, weights, x);
    back(x);
  }
  /// The factor of the same matrix, for more than one right side.
  void prepare(std::span<const std::int32_t> columns, std::span<const float> weights) {
    VectorF unused = VectorF::Zero(y_.cols());
    sum(columns, weights, unused.data());
  }
  void back(float* x) const { kernels_.solve(width(), a_.data(), x); }

 private:
  static constexpr std::size_t block = 64;
  std::size_t width() const { return static_cast<std::size_t>(y_.cols()); }

  void sum(std::span<const std::int32_t> columns, std::span<const float> weights, float* right) {
    for (float guard = 0.0F; !try_sum(columns, weights, guard, right);)  // rounding ate the ridge
      guard = std::max(10.0F * guard, 1e-6F * gram_.diagonal().maxCoeff());
  }
  bool try_sum(std::span<const std::int32_t> columns, std::span<const float> weights, float guard,
               float* right) {
    a_ = gram_;
    a_.diagonal().array() += guard;
    std::fill_n(right, width(), 0.0F);
    for (std::size_t begin = 0; begin < columns.size(); begin += block) {
      const std::size_t m = std::min(block, columns.size() - begin);
      kernels_.gather(width(), m, &columns[begin], &weights[begin], y_.data(), rows_.data(), right);
      kernels_.add_gram(width(), m, rows_.data(), a_.data());
    }
    return kernels_.factor(width(), a_.data()) || !(guard < 1e30F);
  }

  const kernels::NormalKernels& kernels_ = kernels::table().normal;
  const MatrixF& y_;
  const MatrixF& gram_;
  MatrixF a_;
  std::vector<float> rows_;
};

LIMN_INLINE void solve_all(const Confidence& confidence, const MatrixF& y, double ridge, MatrixF& x,
                           const Monitor& monitor) {
  const MatrixF gram = ridge_gram(y, ridge);
  core::parallel_rows(confidence.rows(), 64, [&](std::size_t begin, std::size_t end) {
    monitor.check();
    RowSolver solver(y, gram);
    for (std::size_t row = begin; row < end; ++row)
      solver.solve(
          std::span(confidence.columns).subspan(confidence.begin(row), confidence.size(row)),
          std::span(confidence.weights).subspan(confidence.begin(row), confidence.size(row)),
          x.row(static_cast<Index>(row)).data());
  });
}

/// sum c (p - x'y)^2 over all pairs + ridge (|x|^2 + |y|^2), without visiting the pairs not taken.
LIMN_INLINE double als_loss(const Confidence& confidence, const MatrixF& x, const MatrixF& y,
                            double ridge) {
  const auto symmetric = [](const MatrixF& upper) {
    Matrix out = upper.cast<double>().triangularView<Eigen::Upper>();
    out.triangularView<Eigen::StrictlyLower>() = out.transpose();
    return out;
  };
  const Matrix gram_x = symmetric(ridge_gram(x, 0.0)), gram_y = symmetric(ridge_gram(y, 0.0));
  const double all = gram_x.cwiseProduct(gram_y).sum() + ridge * (gram_x.trace() + gram_y.trace());
  const auto dot = kernels::table().vector.dot;
  return core::parallel_reduce(
      confidence.rows(), 256, all,
      [&](std::size_t begin, std::size_t end) {
        double sum = 0.0;
        for (std::size_t row = begin; row < end; ++row)
          for (std::size_t e = confidence.begin(row); e < confidence.begin(row + 1); ++e) {
            const auto s = static_cast<double>(dot(static_cast<std::size_t>(y.cols()),
                                                   x.row(static_cast<Index>(row)).data(),
                                                   y.row(confidence.columns[e]).data()));
            sum +=
                (1.0 + static_cast<double>(confidence.weights[e])) * (1.0 - s) * (1.0 - s) - s * s;
          }
        return sum;
      },
      [](double a, double b) { return a + b; });
}

struct Weighted {
  std::vector<std::int32_t> items;
  std::vector<float> weights;
};

LIMN_INLINE Weighted weigh_history(std::span<const std::int32_t> history, double alpha,
                                   std::optional<double> half_life, Index n_items) {
  std::vector<std::pair<std::int32_t, double>> taken;
  for (std::size_t n = 0; n < history.size(); ++n) {
    const std::int32_t item = history[history.size() - 1 - n];
    const double age = half_life ? static_cast<double>(n) / *half_life : 0.0;
    if (age > 24.0) break;  // below what a float can tell
    if (item >= 0 && item < n_items) taken.emplace_back(item, std::exp2(-age));
  }
  std::stable_sort(taken.begin(), taken.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Weighted out;
  for (const auto& [item, weight] : taken) {
    const auto w = static_cast<float>(alpha * weight);
    if (!out.items.empty() && out.items.back() == item) {
      out.weights.back() += w;
    } else {
      out.items.push_back(item);
      out.weights.push_back(w);
    }
  }
  return out;
}

}  // namespace detail

LIMN_INLINE Als& Als::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  monitor.report(0.0, "pairs");
  const detail::Confidence users = detail::user_confidence(log, params_.alpha);
  const detail::Confidence items = detail::transposed(users, log.n_items());
  const Index width = (params_.factors + 15) / 16 * 16;
  MatrixF x = MatrixF::Zero(static_cast<Index>(users.rows()), width);
  MatrixF y = MatrixF::Zero(static_cast<Index>(items.rows()), width);
  for (Index item = 0; item < y.rows(); ++item) {
    core::Random random(params_.random_state, static_cast<std::uint64_t>(item));
    for (Index f = 0; f < params_.factors; ++f)
      y(item, f) = static_cast<float>(0.01 * random.normal());
  }
  for (std::int64_t round = 0; round < params_.iterations; ++round) {
    monitor.report(static_cast<double>(round) / static_cast<double>(params_.iterations), "rounds");
    detail::solve_all(users, y, params_.regularization, x, monitor);
    detail::solve_all(items, x, params_.regularization, y, monitor);
  }
  VectorF counts(y.rows());
  for (Index item = 0; item < y.rows(); ++item)
    counts[item] = static_cast<float>(items.size(static_cast<std::size_t>(item)));
  const double loss = detail::als_loss(users, x, y, params_.regularization);
  data::Vocabulary known = log.items();
  items_ = std::move(known);
  vectors_ = std::move(y);
  counts_ = std::move(counts);
  loss_ = loss;
  cache();
  return *this;
}

LIMN_INLINE void Als::cache() { gram_ = detail::ridge_gram(vectors_, params_.regularization); }

LIMN_INLINE Ranked Als::recommend(const data::EventLog& log, std::int64_t k,
                                  bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  const std::vector<std::int32_t> codes = items_.translate(log.items());
  const auto n = static_cast<std::size_t>(vectors_.rows());
  const auto width = static_cast<std::size_t>(vectors_.cols()),
             places = static_cast<std::size_t>(k);
  const auto& gemm = kernels::table().gemm;
  std::vector<float> packed(gemm.packed_size(n, width));
  gemm.pack(true, n, width, vectors_.data(), width, packed.data());
  Ranked out{CodeMatrix(static_cast<Index>(log.n_users()), k),
             MatrixF(static_cast<Index>(log.n_users()), k)};
  const std::size_t block = std::clamp<std::size_t>((std::size_t{1} << 18) / n, 1, 64);
  core::parallel_rows(log.n_users(), block, [&](std::size_t begin, std::size_t end) {
    MatrixF users(static_cast<Index>(end - begin), vectors_.cols());
    MatrixF scores(users.rows(), vectors_.rows());
    detail::Translated translated;
    for (std::size_t user = begin; user < end; ++user)
      users.row(static_cast<Index>(user - begin)) =
          padded_user(translated.view(log.history(user), codes)).transpose();
    gemm.sgemm_packed(false, end - begin, n, width, users.data(), width, packed.data(),
                      scores.data(), n, false);
    for (std::size_t user = begin; user < end; ++user) {
      const std::span<float> of_user(scores.row(static_cast<Index>(user - begin)).data(), n);
      if (users.row(static_cast<Index>(user - begin)).isZero(0.0F)) fill_by_count(counts_, of_user);
      if (exclude_seen) hide(translated.view(log.history(user), codes).items, of_user);
      const std::size_t at = user * places;
      top_k(of_user, {out.items.data() + at, places}, {out.scores.data() + at, places});
    }
  });
  return out;
}

LIMN_INLINE Ranked Als::recommend_one(const data::History& history, std::int64_t k,
                                      bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(history);
  return rank_one({scores.data(), items_.size()}, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF Als::padded_user(const data::History& history) const {
  const detail::Weighted known =
      detail::weigh_history(history.items, params_.alpha, params_.half_life, vectors_.rows());
  VectorF out = VectorF::Zero(vectors_.cols());
  detail::RowSolver(vectors_, gram_).solve(known.items, known.weights, out.data());
  return out;
}

LIMN_INLINE VectorF Als::fold_in(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  return padded_user(history).head(params_.factors);
}

LIMN_INLINE VectorF Als::score(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  VectorF out(counts_.size());
  score_into(history, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void Als::score_into(const data::History& history, std::span<float> out) const {
  const VectorF user = padded_user(history);
  const auto dot = kernels::table().vector.dot;
  for (std::size_t item = 0; item < out.size(); ++item)
    out[item] = dot(static_cast<std::size_t>(user.size()), user.data(),
                    vectors_.row(static_cast<Index>(item)).data());
  if (user.isZero(0.0F)) fill_by_count(counts_, out);
}

LIMN_INLINE Reason Als::reason(const data::History& history, std::int32_t item) const {
  Reason out;
  if (item < 0 || item >= vectors_.rows()) return out;
  const detail::Weighted known =
      detail::weigh_history(history.items, params_.alpha, params_.half_life, vectors_.rows());
  detail::RowSolver solver(vectors_, gram_);
  solver.prepare(known.items, known.weights);
  VectorF asked = vectors_.row(item).transpose();  // score = sum of (1 + w) asked' A^-1 y
  solver.back(asked.data());
  double total = 0.0, loudest = 0.0;
  for (std::size_t i = 0; i < known.items.size(); ++i) {
    const auto part =
        static_cast<double>((1.0F + known.weights[i]) * vectors_.row(known.items[i]).dot(asked));
    if (part > 0.0) total += part;
    if (part <= loudest) continue;
    loudest = part;
    out = {.kind = "together", .item = known.items[i]};
  }
  if (total > 0.0) out.share = loudest / total;
  return out;
}

LIMN_INLINE void Als::check_state() {
  items_.check_state();
  const auto n = static_cast<Index>(items_.size());
  core::require_state(counts_.size() == n && vectors_.rows() == n, name, "vectors");
  core::require_state(n == 0 || vectors_.cols() == (params_.factors + 15) / 16 * 16, name,
                      "vectors");
  if (n > 0) cache();
}

}  // namespace limn::inline LIMN_ABI::recommend
