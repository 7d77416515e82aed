// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <span>
#include <vector>

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// Several sequences side by side without padding: sequence s is tokens offsets[s] ..
/// offsets[s + 1] - 1. Attention never crosses a border. `buckets`, where time is known, holds the
/// time-gap bucket of each (row, column) of each sequence's square, squares one after another.
struct Pack {
  std::vector<std::int32_t> offsets{0};
  std::vector<std::uint8_t> buckets;

  std::size_t tokens() const { return static_cast<std::size_t>(offsets.back()); }
  std::size_t sequences() const { return offsets.size() - 1; }
  std::size_t begin(std::size_t s) const { return static_cast<std::size_t>(offsets[s]); }
  std::size_t length(std::size_t s) const { return begin(s + 1) - begin(s); }
  /// Sum of squared lengths: the size of one head's weights.
  std::size_t squares() const {
    std::size_t out = 0;
    for (std::size_t s = 0; s < sequences(); ++s) out += length(s) * length(s);
    return out;
  }
};

inline constexpr std::size_t time_buckets = 32;

/// floor(log2(1 + seconds)), 0 .. 31: bucket 17 is a day, 21 a month.
inline std::uint8_t time_bucket(std::int64_t gap_us) {
  if (gap_us <= 0) return 0;
  const auto seconds = static_cast<std::uint64_t>(gap_us) / 1'000'000u;
  return static_cast<std::uint8_t>(std::min(static_cast<int>(std::bit_width(seconds + 1)) - 1, 31));
}

/// Adds the squares of buckets for one sequence with rising times.
inline void append_buckets(std::span<const std::int64_t> times_us, Pack& pack) {
  const std::size_t n = times_us.size(), old = pack.buckets.size();
  pack.buckets.resize(old + n * n, 0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      pack.buckets[old + i * n + j] = time_bucket(times_us[i] - times_us[j]);
}

/// What attention remembers of the events before the next one: keys and values, (slots, width)
/// each; `newest` is the slot of the event that is added, older events follow around the ring.
/// `buckets` holds the time-gap bucket of each slot, or is null.
template <class S>
struct AttentionCache {
  S* keys;
  S* values;
  std::size_t slots, newest, seen;
  const std::int16_t* buckets;  ///< below 0 = gap unknown
};

/// Causal attention with a learned bias per distance and per time gap and head:
/// weight(i, j) = softmax over i - longest < j <= i of q_i k_j + position[i - j] + time[bucket(i,
/// j)]. Nothing depends on where a sequence begins or ends: what was computed for an event stays
/// true when more events follow. Queries come scaled. Cost: O(sum of squared lengths * width) time,
/// scores kept for the way back. Source: Vaswani et al. (2017), Attention Is All You Need; bias
/// after Zhai et al. (2024), Actions Speak Louder than Words. **Differs:** soft-max; sequences
/// packed; rows in blocks of 60 that skip what the mask hides.
template <class S>
struct Attention {
  std::size_t heads, head_width, longest;
  const S* position;                        ///< (heads, longest), entry longest - 1 - distance
  const S* time;                            ///< (heads, time_buckets)
  static constexpr std::size_t block = 60;  // whole tiles of every level

  std::size_t width() const { return heads * head_width; }

  /// qkv: rows of stride `ld`, q | k | v of `width()` each. out (tokens, width), weights (heads *
  /// squares).
  void forward(const Pack& pack, const S* qkv, std::size_t ld, S* weights, S* out) const {
    std::size_t square = 0;
    for (std::size_t s = 0; s < pack.sequences(); ++s) {
      const std::size_t n = pack.length(s);
      const S* rows = qkv + pack.begin(s) * ld;
      for (std::size_t h = 0; h < heads; ++h, weights += n * n)
        head_forward(n, h, rows + h * head_width, ld, squares_of(pack, square), weights,
                     out + pack.begin(s) * width() + h * head_width);
      square += n * n;
    }
  }

  /// dqkv (same stride) is set; dposition and dtime are added to. scratch: block *
  /// (block + longest).
  void backward(const Pack& pack, const S* qkv, std::size_t ld, const S* weights, const S* dout,
                S* dqkv, S* dposition, S* dtime, S* scratch) const {
    std::size_t square = 0;
    for (std::size_t s = 0; s < pack.sequences(); ++s) {
      const std::size_t n = pack.length(s), at = pack.begin(s) * ld;
      for (std::size_t h = 0; h < heads; ++h, weights += n * n)
        head_backward(n, qkv + at + h * head_width, ld, squares_of(pack, square), weights,
                      dout + pack.begin(s) * width() + h * head_width, dqkv + at + h * head_width,
                      dposition + h * longest, dtime + h * time_buckets, scratch);
      square += n * n;
    }
  }

  /// The newest event's mix of values for its query (width); scores: longest.
  void step(const AttentionCache<S>& cache, const S* query, S* scores, S* out) const {
    const std::size_t before = cache.newest + 1, after = cache.seen - before;
    for (std::size_t h = 0; h < heads; ++h) {
      const std::size_t at = h * head_width;
      const S* bias = position + h * longest;
      Math<S>::gemv(false, cache.seen, head_width, cache.keys + at, width(), query + at, scores,
                    false);
      Math<S>::axpy(before, S(1), bias + longest - before, scores);
      if (after > 0) Math<S>::axpy(after, S(1), bias + longest - cache.seen, scores + before);
      if (cache.buckets)
        for (std::size_t j = 0; j < cache.seen; ++j)
          if (cache.buckets[j] >= 0)
            scores[j] += time[h * time_buckets + static_cast<std::size_t>(cache.buckets[j])];
      Math<S>::softmax(cache.seen, scores);
      Math<S>::gemv(true, cache.seen, head_width, cache.values + at, width(), scores, out + at,
                    false);
    }
  }

 private:
  /// The first event that event i still sees.
  std::size_t oldest(std::size_t i) const { return i + 1 > longest ? i + 1 - longest : 0; }

  static const std::uint8_t* squares_of(const Pack& pack, std::size_t square) {
    return pack.buckets.empty() ? nullptr : pack.buckets.data() + square;
  }

  void head_forward(std::size_t n, std::size_t h, const S* q, std::size_t ld,
                    const std::uint8_t* buckets, S* weights, S* out) const {
    const S* k = q + width();
    const S* v = k + width();
    for (std::size_t r0 = 0; r0 < n; r0 += block) {
      const std::size_t r1 = std::min(n, r0 + block), c0 = oldest(r0);
      Math<S>::gemm(false, true, r1 - r0, r1 - c0, head_width, q + r0 * ld, ld, k + c0 * ld, ld,
                    weights + r0 * n + c0, n, false);
      for (std::size_t i = r0; i < r1; ++i) {
        S* row = weights + i * n;
        const std::size_t c = oldest(i), seen = i + 1 - c;
        Math<S>::axpy(seen, S(1), position + h * longest + longest - seen, row + c);
        if (buckets)
          for (std::size_t j = c; j <= i; ++j)
            row[j] += time[h * time_buckets + buckets[i * n + j]];
        Math<S>::softmax(seen, row + c);
        std::fill(row + c0, row + c, S(0));
        std::fill(row + i + 1, row + r1, S(0));
      }
      Math<S>::gemm(false, false, r1 - r0, head_width, r1 - c0, weights + r0 * n + c0, n,
                    v + c0 * ld, ld, out + r0 * width(), width(), false);
    }
  }

  void head_backward(std::size_t n, const S* q, std::size_t ld, const std::uint8_t* buckets,
                     const S* weights, const S* dout, S* dq, S* dposition, S* dtime,
                     S* scratch) const {
    const S* k = q + width();
    const S* v = k + width();
    S* dk = dq + width();
    S* dv = dk + width();
    for (std::size_t i = 0; i < n; ++i) {
      std::fill_n(dk + i * ld, head_width, S(0));
      std::fill_n(dv + i * ld, head_width, S(0));
    }
    for (std::size_t r0 = 0; r0 < n; r0 += block) {
      const std::size_t r1 = std::min(n, r0 + block), rows = r1 - r0;
      const std::size_t c0 = oldest(r0), columns = r1 - c0;
      const S* p = weights + r0 * n + c0;
      const S* d = dout + r0 * width();
      Math<S>::gemm(true, false, columns, head_width, rows, p, n, d, width(), dv + c0 * ld, ld,
                    true);
      Math<S>::gemm(false, true, rows, columns, head_width, d, width(), v + c0 * ld, ld, scratch,
                    columns, false);
      for (std::size_t i = r0; i < r1; ++i) {
        const std::size_t c = oldest(i), seen = i + 1 - c;
        S* row = scratch + (i - r0) * columns;
        std::fill(row, row + (c - c0), S(0));
        std::fill(row + i + 1 - c0, row + columns, S(0));
        row += c - c0;
        Math<S>::softmax_backward(seen, p + (i - r0) * n + (c - c0), row);
        Math<S>::axpy(seen, S(1), row, dposition + longest - seen);
        if (buckets)
          for (std::size_t j = 0; j < seen; ++j) dtime[buckets[i * n + c + j]] += row[j];
      }
      Math<S>::gemm(false, false, rows, head_width, columns, scratch, columns, k + c0 * ld, ld,
                    dq + r0 * ld, ld, false);
      Math<S>::gemm(true, false, columns, head_width, rows, scratch, columns, q + r0 * ld, ld,
                    dk + c0 * ld, ld, true);
    }
  }
};

}  // namespace limn::inline LIMN_ABI::nn
