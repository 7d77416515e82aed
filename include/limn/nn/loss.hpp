// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// The candidates of a soft-max, ready for products: rows of a table (n, d), once as its transpose
/// for the scores and once as it is for the way back.
template <class S>
struct Candidates {
  std::size_t n = 0, d = 0;
  const S* table = nullptr;
  Packed<S> scores, back;

  void set(std::size_t rows, std::size_t width, const S* rows_of) {
    n = rows, d = width, table = rows_of;
    scores.set(true, rows, width, rows_of, width);
    back.set(false, width, rows, rows_of, width);
  }
};

/// Cross-entropy of z (tokens, d) against the rows of a table, in chunks of tokens: the (tokens, n)
/// scores never exist as a whole. Only numerators are kept in a chunk; their sums scale the small
/// matrices of the two products back.
template <class S>
class SoftmaxLoss {
 public:
  static constexpr std::size_t chunk = 72;  // whole tiles of every level

  /// All rows are candidates. Returns the sum over tokens of -log p(target); dz is set to, and
  /// dtable (n, d) added, `weight` times the gradient of that sum.
  S full(const Candidates<S>& all, std::span<const std::int32_t> targets, const S* z, S weight,
         S* dz, S* dtable) {
    return run(all, all.table, targets, {}, z, weight, dz, dtable);
  }

  /// The first all.n rows of `table` are negatives shared by all tokens, the target is added to
  /// each token's own list; a negative that is the target is left out.
  S sampled(const Candidates<S>& negatives, const S* table, std::span<const std::int32_t> targets,
            const S* z, S weight, S* dz, S* dtable) {
    return run(negatives, table, targets, targets, z, weight, dz, dtable);
  }

 private:
  S run(const Candidates<S>& all, const S* table, std::span<const std::int32_t> targets,
        std::span<const std::int32_t> hidden, const S* z, S weight, S* dz, S* dtable) {
    const std::size_t d = all.d, n = all.n;
    scores_.resize(chunk * n);
    scaled_.resize(chunk * d);
    S loss = 0;
    for (std::size_t t0 = 0; t0 < targets.size(); t0 += chunk) {
      const std::size_t rows = std::min(chunk, targets.size() - t0);
      const S* zc = z + t0 * d;
      S* dzc = dz + t0 * d;
      all.scores.multiply(false, rows, zc, d, scores_.data(), n, false);
      for (std::size_t r = 0; r < rows; ++r) {
        const auto target = static_cast<std::size_t>(targets[t0 + r]);
        loss += hidden.empty() ? row_full(n, r, target, weight)
                               : row_sampled(n, d, r, target, weight, zc, table);
      }
      all.back.multiply(false, rows, scores_.data(), n, dzc, d, false);
      for (std::size_t r = 0; r < rows; ++r) {
        const std::size_t at = static_cast<std::size_t>(targets[t0 + r]) * d;
        Math<S>::scale(d, share_[r], dzc + r * d);
        Math<S>::axpy(d, pull_[r], table + at, dzc + r * d);
        Math<S>::axpy(d, pull_[r], zc + r * d, dtable + at);
        std::copy_n(zc + r * d, d, scaled_.data() + r * d);
        Math<S>::scale(d, share_[r], scaled_.data() + r * d);
      }
      Math<S>::gemm(true, false, n, d, rows, scores_.data(), n, scaled_.data(), d, dtable, d, true);
    }
    return loss;
  }

  S row_full(std::size_t n, std::size_t r, std::size_t target, S weight) {
    S* row = scores_.data() + r * n;
    const S wanted = row[target], top = Math<S>::maximum(n, row);
    const S sum = Math<S>::exp_sum(n, top, row);
    share_[r] = weight / sum;
    pull_[r] = -weight;
    return std::log(sum) + top - wanted;
  }

  S row_sampled(std::size_t n, std::size_t d, std::size_t r, std::size_t target, S weight,
                const S* z, const S* table) {
    S* row = scores_.data() + r * n;
    const S wanted = Math<S>::dot(d, z + r * d, table + target * d);
    if (target < n) row[target] = -std::numeric_limits<S>::infinity();
    const S top = std::max(wanted, Math<S>::maximum(n, row));
    const S own = std::exp(wanted - top);
    const S sum = Math<S>::exp_sum(n, top, row) + own;
    share_[r] = weight / sum;
    pull_[r] = weight * (own / sum - S(1));
    return std::log(sum) + top - wanted;
  }

  std::vector<S> scores_, scaled_;
  S share_[chunk]{}, pull_[chunk]{};
};

}  // namespace limn::inline LIMN_ABI::nn
