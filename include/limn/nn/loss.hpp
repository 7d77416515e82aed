// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// The candidates of a loss, ready for products: rows of a table (n, d) in stripes, each once as
/// its transpose for the scores and once as it is for the way back. A stripe, its scores and its
/// part of the gradient stay near the core.
template <class S>
struct Candidates {
  static constexpr std::size_t stripe = 256;

  std::size_t n = 0, d = 0;
  const S* table = nullptr;
  const S* bias = nullptr;  ///< added to the score of each row of the table; null = none
  std::vector<Packed<S>> scores, back;

  void set(std::size_t rows, std::size_t width, const S* rows_of) {
    resize(rows, width, rows_of);
    for (std::size_t b = 0; b < stripes(); ++b) set_stripe(b);
  }
  /// set in two parts: room, then each stripe, in parallel if need be.
  void resize(std::size_t rows, std::size_t width, const S* rows_of) {
    n = rows, d = width, table = rows_of;
    scores.resize(stripes());
    back.resize(stripes());
  }
  void set_stripe(std::size_t b) {
    scores[b].set(true, columns(b), d, table + b * stripe * d, d);
    back[b].set(false, d, columns(b), table + b * stripe * d, d);
  }
  std::size_t stripes() const { return (n + stripe - 1) / stripe; }
  std::size_t columns(std::size_t b) const { return std::min(stripe, n - b * stripe); }
};

/// Losses of z (tokens, d) against the rows of a table. Scores are made, turned into numerators and
/// used for dz while a stripe of them is near; they are read once more for the gradient of the
/// table, when their sums are known, and live no longer than their pack of tokens.
template <class S>
class SoftmaxLoss {
 public:
  /// Cross-entropy with all rows as candidates. Returns the sum over tokens of -log p(target); dz
  /// is set to, and dtable (n, d) added, `weight` times the gradient of that sum.
  S full(const Candidates<S>& all, std::span<const std::int32_t> targets, const S* z, S weight,
         S* dz, S* dtable) {
    return run(all, all.table, targets, false, z, weight, dz, dtable);
  }

  /// Cross-entropy where the first all.n rows of `table` are negatives shared by all tokens and the
  /// target is added to each token's own list; a negative that is the target is left out.
  S sampled(const Candidates<S>& negatives, const S* table, std::span<const std::int32_t> targets,
            const S* z, S weight, S* dz, S* dtable) {
    return run(negatives, table, targets, true, z, weight, dz, dtable);
  }

  /// Binary cross-entropy with the same negatives, the probability of the target to the power
  /// `beta`: the sum over tokens of -beta log s(target) - sum log(1 - s(negative)), s = sigmoid.
  /// Source: Petrov and Macdonald (2023), gSASRec.
  S binary(const Candidates<S>& negatives, const S* table, std::span<const std::int32_t> targets,
           S beta, const S* z, S weight, S* dz, S* dtable) {
    start(negatives, targets.size());
    const std::size_t d = negatives.d, rows = targets.size();
    S loss = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      const S wanted = Math<S>::dot(d, z + r * d, row_of(table, targets, r, d));
      loss += beta * softplus(-wanted);
      share_[r] = weight;
      pull_[r] = -weight * beta * (S(1) - Math<S>::sigmoid(wanted));
    }
    for (std::size_t b = 0; b < negatives.stripes(); ++b) {
      make_scores(negatives, b, targets, true, z);
      for (std::size_t r = 0; r < rows; ++r) {
        S* row = block(b) + r * ld;
        for (std::size_t j = 0; j < negatives.columns(b); ++j) loss += softplus(row[j]);
        Math<S>::sigmoids(negatives.columns(b), row);
        shift_[b * rows + r] = top_[r];
      }
      negatives.back[b].multiply(false, rows, block(b), ld, dz, d, b > 0);
    }
    finish(negatives, table, targets, z, dz, dtable);
    return loss;
  }

 private:
  static constexpr std::size_t ld = Candidates<S>::stripe + 16;  // off the powers of two

  S* block(std::size_t b) { return scores_.data() + b * block_size_; }
  static const S* row_of(const S* table, std::span<const std::int32_t> targets, std::size_t r,
                         std::size_t d) {
    return table + static_cast<std::size_t>(targets[r]) * d;
  }
  static S softplus(S x) { return std::max(x, S(0)) + std::log1p(std::exp(-std::abs(x))); }

  void start(const Candidates<S>& all, std::size_t rows) {
    block_size_ = rows * ld;
    scores_.resize(all.stripes() * block_size_);
    scaled_.resize(rows * all.d);
    shift_.resize(all.stripes() * rows);
    for (auto* list : {&share_, &pull_, &top_, &sum_, &wanted_}) list->assign(rows, S(0));
  }

  /// Scores of a stripe, with its biases; `hide`: a target among the candidates drops out.
  void make_scores(const Candidates<S>& all, std::size_t b, std::span<const std::int32_t> targets,
                   bool hide, const S* z) {
    const std::size_t first = b * Candidates<S>::stripe, columns = all.columns(b);
    all.scores[b].multiply(false, targets.size(), z, all.d, block(b), ld, false);
    for (std::size_t r = 0; r < targets.size(); ++r) {
      S* row = block(b) + r * ld;
      if (all.bias) Math<S>::axpy(columns, S(1), all.bias + first, row);
      const std::size_t at = static_cast<std::size_t>(targets[r]) - first;
      if (at >= columns) continue;
      if (hide)
        row[at] = -std::numeric_limits<S>::infinity();
      else
        wanted_[r] = row[at];
    }
  }

  S run(const Candidates<S>& all, const S* table, std::span<const std::int32_t> targets, bool hide,
        const S* z, S weight, S* dz, S* dtable) {
    const std::size_t d = all.d, rows = targets.size();
    start(all, rows);
    for (std::size_t r = 0; r < rows; ++r) {
      top_[r] = -std::numeric_limits<S>::infinity();
      if (!hide) continue;
      wanted_[r] = Math<S>::dot(d, z + r * d, row_of(table, targets, r, d));
      if (all.bias) wanted_[r] += all.bias[targets[r]];
      top_[r] = wanted_[r], sum_[r] = S(1);
    }
    for (std::size_t b = 0; b < all.stripes(); ++b) {
      make_scores(all, b, targets, hide, z);
      for (std::size_t r = 0; r < rows; ++r) add_numerators(b, r, all.columns(b), d, dz + r * d);
      all.back[b].multiply(false, rows, block(b), ld, dz, d, b > 0);
    }
    S loss = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      loss += std::log(sum_[r]) + top_[r] - wanted_[r];
      share_[r] = weight / sum_[r];
      pull_[r] = hide ? weight * (std::exp(wanted_[r] - top_[r]) / sum_[r] - S(1)) : -weight;
    }
    finish(all, table, targets, z, dz, dtable);
    return loss;
  }

  /// Scores of a row of a stripe become e^(score - largest so far); what was summed before a new
  /// largest is brought down to it.
  void add_numerators(std::size_t b, std::size_t r, std::size_t columns, std::size_t d, S* dz) {
    S* row = block(b) + r * ld;
    const S top = std::max(top_[r], Math<S>::maximum(columns, row));
    if (b > 0 && top > top_[r]) Math<S>::scale(d, std::exp(top_[r] - top), dz);
    if (top > top_[r]) sum_[r] *= std::exp(top_[r] - top);
    top_[r] = shift_[b * targets_count() + r] = top;
    sum_[r] += Math<S>::exp_sum(columns, top, row);
  }
  std::size_t targets_count() const { return share_.size(); }

  void finish(const Candidates<S>& all, const S* table, std::span<const std::int32_t> targets,
              const S* z, S* dz, S* dtable) {
    const std::size_t d = all.d, rows = targets.size();
    for (std::size_t r = 0; r < rows; ++r) {
      Math<S>::scale(d, share_[r], dz + r * d);
      Math<S>::axpy(d, pull_[r], row_of(table, targets, r, d), dz + r * d);
      Math<S>::axpy(d, pull_[r], z + r * d, dtable + static_cast<std::size_t>(targets[r]) * d);
    }
    for (std::size_t b = 0; b < all.stripes(); ++b) {
      for (std::size_t r = 0; r < rows; ++r) {
        const S shift = shift_[b * rows + r];
        const S share = shift == top_[r] ? share_[r] : share_[r] * std::exp(shift - top_[r]);
        std::copy_n(z + r * d, d, scaled_.data() + r * d);
        Math<S>::scale(d, share, scaled_.data() + r * d);
      }
      Math<S>::gemm(true, false, all.columns(b), d, rows, block(b), ld, scaled_.data(), d,
                    dtable + b * Candidates<S>::stripe * d, d, true);
    }
  }

  std::vector<S> scores_, scaled_, shift_, share_, pull_, top_, sum_, wanted_;
  std::size_t block_size_ = 0;
};

}  // namespace limn::inline LIMN_ABI::nn
