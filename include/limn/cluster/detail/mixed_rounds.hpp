// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// A table as k-prototypes sees it: numbers (n, p) and, side by side, categories (n, q) whose
/// values only are or are not equal.
struct MixedRows {
  std::vector<Index> number_at, category_at;  ///< columns of the table
  Matrix numbers, categories;
  double gamma = 1.0;

  MixedRows(MatrixView x, const std::vector<std::uint8_t>& is_category) {
    for (Index c = 0; c < x.cols(); ++c)
      (is_category[static_cast<std::size_t>(c)] ? category_at : number_at).push_back(c);
    numbers = x(Eigen::all, number_at);
    categories = x(Eigen::all, category_at);
  }
  Index n() const { return numbers.rows(); }

  /// Half the mean variance of the numbers; 1 where they do not vary.
  double usual_gamma() const {
    if (numbers.cols() == 0 || n() == 0) return 1.0;
    const Eigen::RowVectorXd mean = numbers.colwise().mean();
    const double squares = (numbers.rowwise() - mean).squaredNorm();
    const double usual = 0.5 * squares / static_cast<double>(n() * numbers.cols());
    return usual > 0.0 ? usual : 1.0;
  }
  double distance(const double* number, const double* category, const MixedRows& of,
                  Index row) const {
    const double* x = of.numbers.data() + row * of.numbers.cols();
    double sum = 0.0;
    for (Index c = 0; c < numbers.cols(); ++c) sum += (x[c] - number[c]) * (x[c] - number[c]);
    const double* z = of.categories.data() + row * of.categories.cols();
    Index differ = 0;
    for (Index c = 0; c < categories.cols(); ++c) differ += z[c] != category[c];
    return sum + gamma * static_cast<double>(differ);
  }
  /// Of row `row` of `of` to row `center` here.
  double distance(Index center, const MixedRows& of, Index row) const {
    return distance(numbers.data() + center * numbers.cols(),
                    categories.data() + center * categories.cols(), of, row);
  }
  void take(Index center, const MixedRows& of, Index row) {
    numbers.row(center) = of.numbers.row(row);
    categories.row(center) = of.categories.row(row);
  }
  Matrix table() const {
    Matrix out(n(), numbers.cols() + categories.cols());
    for (std::size_t c = 0; c < number_at.size(); ++c)
      out.col(number_at[c]) = numbers.col(static_cast<Index>(c));
    for (std::size_t c = 0; c < category_at.size(); ++c)
      out.col(category_at[c]) = categories.col(static_cast<Index>(c));
    return out;
  }
};

/// Rounds of k-prototypes from one start.
class MixedRounds {
 public:
  MixedRounds(const MixedRows& rows, Index k, std::uint64_t seed, std::uint64_t start)
      : rows_(rows),
        centers_(rows),
        random_(seed, start),
        labels_(Labels::Constant(rows.n(), -1)),
        near_(Vector::Constant(rows.n(), std::numeric_limits<double>::infinity())) {
    centers_.numbers.resize(k, rows.numbers.cols());
    centers_.categories.resize(k, rows.categories.cols());
  }

  void run(std::int64_t max_iter, const Monitor& monitor) {
    spread(monitor.part(0.0, 0.3));
    while (n_iter_ < max_iter) {
      const bool moved = assign();
      if (!moved && n_iter_ > 0) break;
      ++n_iter_;
      fill_empty();
      means();
      modes();
      monitor.part(0.3, 1.0).report(static_cast<double>(n_iter_) / static_cast<double>(max_iter),
                                    "rounds");
    }
    assign();
    inertia_ = near_.sum();
  }

  const MixedRows& centers() const { return centers_; }
  const Labels& labels() const { return labels_; }
  double inertia() const { return inertia_; }
  std::int64_t n_iter() const { return n_iter_; }

 private:
  Index k() const { return centers_.n(); }
  template <class Task>
  void each_row(Task&& task) const {
    core::parallel_rows(static_cast<std::size_t>(rows_.n()), 1024,
                        [&](std::size_t begin, std::size_t end) {
                          for (std::size_t row = begin; row < end; ++row)
                            task(static_cast<Index>(row));
                        });
  }

  /// Each next centre is a row drawn in proportion to its distance, the best of 2 + ln k draws.
  void spread(const Monitor& monitor) {
    const auto n = static_cast<std::uint64_t>(rows_.n());
    const auto trials = static_cast<Index>(2.0 + std::log(static_cast<double>(k())));
    for (Index center = 0; center < k(); ++center) {
      monitor.report(static_cast<double>(center) / static_cast<double>(k()), "start");
      Vector best;
      Index chosen = 0;
      for (Index t = 0; t < (center == 0 ? 1 : trials); ++t) {
        const Index row = center == 0 ? static_cast<Index>(random_.below(n)) : draw();
        Vector left(near_.size());
        each_row([&](Index r) { left(r) = std::min(near_(r), rows_.distance(row, rows_, r)); });
        if (best.size() > 0 && !(left.sum() < best.sum())) continue;
        best = std::move(left);
        chosen = row;
      }
      near_ = std::move(best);
      centers_.take(center, rows_, chosen);
    }
  }
  Index draw() {
    const double u = random_.uniform();
    double left = u * near_.sum();
    if (!(left > 0.0)) return static_cast<Index>(u * static_cast<double>(near_.size()));
    Index last = 0;
    for (Index row = 0; row < near_.size(); ++row) {
      if (!(near_(row) > 0.0)) continue;
      last = row;
      if (left < near_(row)) return row;
      left -= near_(row);
    }
    return last;
  }

  bool assign() {
    std::vector<std::uint8_t> moved(static_cast<std::size_t>((rows_.n() + 1023) / 1024), 0);
    each_row([&](Index row) {
      double least = std::numeric_limits<double>::infinity();
      std::int32_t best = 0;
      for (Index j = 0; j < k(); ++j)
        if (const double d = centers_.distance(j, rows_, row); d < least)
          least = d, best = static_cast<std::int32_t>(j);
      near_(row) = least;
      if (labels_(row) == best) return;
      labels_(row) = best;
      moved[static_cast<std::size_t>(row / 1024)] = 1;
    });
    return std::ranges::find(moved, std::uint8_t{1}) != moved.end();
  }

  void fill_empty() {
    std::vector<Index> sizes(static_cast<std::size_t>(k()), 0);
    for (const auto label : labels_) ++sizes[static_cast<std::size_t>(label)];
    for (std::size_t j = 0; j < sizes.size(); ++j) {
      if (sizes[j] > 0) continue;
      Index far = 0;
      if (!(near_.maxCoeff(&far) > 0.0)) return;  // fewer different rows than groups
      --sizes[static_cast<std::size_t>(labels_(far))];
      labels_(far) = static_cast<std::int32_t>(j);
      near_(far) = 0.0;
      ++sizes[j];
    }
  }

  void means() {
    struct Sums {
      Matrix of;
      Vector n;
    };
    const Sums none{Matrix::Zero(k(), rows_.numbers.cols()), Vector::Zero(k())};
    const auto rows = static_cast<std::size_t>(rows_.n());
    const Sums all = core::parallel_reduce(
        rows, std::max<std::size_t>(1024, (rows + 31) / 32), none,
        [&](std::size_t begin, std::size_t end) {
          Sums out = none;
          for (auto row = static_cast<Index>(begin); row < static_cast<Index>(end); ++row) {
            out.of.row(labels_(row)) += rows_.numbers.row(row);
            out.n(labels_(row)) += 1.0;
          }
          return out;
        },
        [](Sums a, const Sums& b) {
          a.of += b.of;
          a.n += b.n;
          return a;
        });
    for (Index j = 0; j < k(); ++j)
      if (all.n(j) > 0.0) centers_.numbers.row(j) = all.of.row(j) / all.n(j);
  }

  void modes() {
    core::parallel_for(static_cast<std::size_t>(rows_.categories.cols()), [&](std::size_t column) {
      const auto c = static_cast<Index>(column);
      std::vector<std::map<double, Index>> count(static_cast<std::size_t>(k()));
      for (Index row = 0; row < rows_.n(); ++row)
        ++count[static_cast<std::size_t>(labels_(row))][rows_.categories(row, c)];
      for (Index j = 0; j < k(); ++j) {
        Index most = 0;
        for (const auto& [value, n] : count[static_cast<std::size_t>(j)])
          if (n > most) most = n, centers_.categories(j, c) = value;
      }
    });
  }

  const MixedRows& rows_;
  MixedRows centers_;
  core::Random random_;
  Labels labels_;
  Vector near_;  ///< (n) distance to the nearest centre
  double inertia_ = 0.0;
  std::int64_t n_iter_ = 0;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
