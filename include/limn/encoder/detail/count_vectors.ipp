// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Dense>

#include <limn/core/parallel.hpp>
#include <limn/data/occurrences.hpp>
#include <limn/encoder/detail/count_vectors.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

inline constexpr std::size_t count_rows = 512;  // of a parallel sweep over items

/// The symmetric matrix of neighbour counts. It is never formed: a product reads the histories.
class NeighbourCounts {
 public:
  NeighbourCounts(const Sequences& s, std::size_t n_items)
      : items_(s.items), where_(data::occurrences(s.items, n_items)), before_(s.items.size()) {
    for (std::size_t user = 0; user < s.users(); ++user)
      for (std::size_t i = 0; i < s.length(user); ++i)
        before_[s.begin(user) + i] = static_cast<std::uint8_t>(std::min(i, count_reach));
    roots_.resize(static_cast<Index>(n_items));
    for (std::size_t i = 0; i < n_items; ++i)
      roots_[static_cast<Index>(i)] =
          1.0F /
          std::sqrt(1.0F + static_cast<float>(where_.of(static_cast<std::int32_t>(i)).size()));
  }

  /// The product with x (n_items, any).
  MatrixF times(const MatrixF& x, const Monitor& monitor) const {
    MatrixF out = MatrixF::Zero(x.rows(), x.cols());
    core::parallel_rows(static_cast<std::size_t>(x.rows()), count_rows,
                        [&](std::size_t begin, std::size_t end) {
                          monitor.check();
                          for (std::size_t i = begin; i < end; ++i) add_row(i, x, out);
                        });
    return out;
  }

 private:
  void add_row(std::size_t item, const MatrixF& x, MatrixF& out) const {
    const auto width = static_cast<std::size_t>(x.cols());
    const auto row = static_cast<Index>(item);
    const auto add = [&](std::size_t event, std::size_t distance) {
      const Index other = items_[event];
      nn::Math<float>::axpy(width, roots_[other] / static_cast<float>(distance),
                            x.row(other).data(), out.row(row).data());
    };
    for (const std::int64_t event : where_.of(static_cast<std::int32_t>(item))) {
      const auto at = static_cast<std::size_t>(event);
      for (std::size_t d = 1; d <= before_[at]; ++d) add(at - d, d);
      // An event is inside the reach of this one if as many lie before it, in its own history.
      for (std::size_t d = 1; d <= count_reach && at + d < items_.size() && before_[at + d] >= d;
           ++d)
        add(at + d, d);
    }
    out.row(row) *= roots_[row];
  }

  const std::vector<std::int32_t>& items_;
  data::Occurrences where_;
  std::vector<std::uint8_t> before_;  // events before this one in its history, up to the reach
  VectorF roots_;
};

/// x' y in double, summed in fixed order.
inline Eigen::MatrixXd inner_products(const MatrixF& x, const MatrixF& y) {
  return core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), count_rows,
      Eigen::MatrixXd(Eigen::MatrixXd::Zero(x.cols(), y.cols())),
      [&](std::size_t begin, std::size_t end) -> Eigen::MatrixXd {
        const auto first = static_cast<Index>(begin), n = static_cast<Index>(end - begin);
        return x.middleRows(first, n).cast<double>().transpose() *
               y.middleRows(first, n).cast<double>();
      },
      [](Eigen::MatrixXd all, const Eigen::MatrixXd& one) {
        all += one;
        return all;
      });
}

inline MatrixF mixed(const MatrixF& x, const Eigen::MatrixXd& mix) {
  const MatrixF by = mix.cast<float>();
  MatrixF out(x.rows(), by.cols());
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), count_rows, [&](std::size_t begin, std::size_t end) {
        const auto first = static_cast<Index>(begin), n = static_cast<Index>(end - begin);
        out.middleRows(first, n).noalias() = x.middleRows(first, n) * by;
      });
  return out;
}

/// The same space with orthonormal columns; directions that are not there become zeros.
inline MatrixF orthonormal(const MatrixF& x) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> gram(inner_products(x, x));
  const double least = 1e-12 * std::max(gram.eigenvalues().maxCoeff(), 1e-300);
  const Eigen::VectorXd inverse = gram.eigenvalues().unaryExpr(
      [&](double square) { return square > least ? 1.0 / std::sqrt(square) : 0.0; });
  return mixed(x, gram.eigenvectors() * inverse.asDiagonal());
}

/// (rows, width), rows orthonormal where rows <= width: a random turn.
inline Eigen::MatrixXd random_turn(Index rows, Index width, std::uint64_t seed) {
  Eigen::MatrixXd draws(width, width);
  draw_normal(seed, (std::uint64_t{6} << 60) + 1, 1.0, static_cast<std::size_t>(draws.size()),
              draws.data());
  const Eigen::MatrixXd turn = Eigen::HouseholderQR<Eigen::MatrixXd>(draws).householderQ();
  return turn.topRows(rows);
}

LIMN_INLINE MatrixF count_vectors(const Sequences& sequences, std::size_t n_items,
                                  std::size_t width, std::uint64_t seed, const Monitor& monitor) {
  constexpr int rounds = 12;
  constexpr std::size_t spare = 8;  // columns that let the wanted ones settle sooner
  const NeighbourCounts counts(sequences, n_items);
  MatrixF x(static_cast<Index>(n_items), static_cast<Index>(std::min(n_items, width + spare)));
  draw_normal(seed, std::uint64_t{6} << 60, 1.0, static_cast<std::size_t>(x.size()), x.data());
  for (int round = 0; round < rounds; ++round) x = counts.times(orthonormal(x), monitor);
  x = orthonormal(x);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> inner(
      inner_products(x, counts.times(x, monitor)));
  const auto size = [&](Index i) { return std::abs(inner.eigenvalues()[i]); };
  std::vector<Index> order(static_cast<std::size_t>(x.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return size(a) > size(b); });
  order.resize(std::min(order.size(), width));
  Eigen::MatrixXd leading(x.cols(), static_cast<Index>(order.size()));
  for (Index i = 0; i < leading.cols(); ++i) {
    const Index from = order[static_cast<std::size_t>(i)];
    leading.col(i) = std::sqrt(size(from)) * inner.eigenvectors().col(from);
  }
  MatrixF out = mixed(x, leading * random_turn(leading.cols(), static_cast<Index>(width), seed));
  for (Index i = 0; i < out.rows(); ++i)
    if (const float length = out.row(i).norm(); length > 0.0F) out.row(i) /= length;
  return out;
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
