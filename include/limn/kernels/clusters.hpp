// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Rows against a few centres, on the calling thread: a row a lane, so that the least of all
/// centres is found in registers and no (m, k) matrix is ever written. "Turned" rows stand feature
/// by feature in tiles of a level's own size; they are of no use to another level.
struct ClusterKernels {
  /// Floats that `turn` writes for m rows of d.
  std::size_t (*turned_size)(std::size_t m, std::size_t d);
  /// out = (x - shift) * scale, turned. x (m, d): row r begins at x + r * ld. The last tile is
  /// filled up with zeros. False: a number of `out` is not finite.
  bool (*turn_f32)(std::size_t m, std::size_t d, const float* x, std::ptrdiff_t ld,
                   const double* shift, double scale, float* out);
  bool (*turn_f64)(std::size_t m, std::size_t d, const double* x, std::ptrdiff_t ld,
                   const double* shift, double scale, float* out);
  /// Centres (k, d) in the order of the inner loop, each cell times `factor`: k * d floats.
  void (*pack)(std::size_t k, std::size_t d, const float* centers, float factor, float* packed);
  /// label[r] = the centre of the least half[j] + x[r].packed[j] of k >= 1; centres packed
  /// with factor -1, half = |c|^2 / 2. A row is doubtful when the second least is within slack *
  /// reach * (|x| + reach) of it, or nothing can be compared; their numbers are written in order to
  /// `doubtful` (room for m). Returns how many. room[r], unless null: at most how much nearer the
  /// row is to its centre than to any other, as a distance; 0 for a doubtful row.
  std::size_t (*nearest)(std::size_t m, std::size_t d, std::size_t k, const float* turned,
                         const float* packed, const float* half, float reach, float slack,
                         std::int32_t* label, float* room, std::uint32_t* doubtful);
  /// near[r] = min(near[r], |x[r] - c|^2), c (d).
  void (*approach)(std::size_t m, std::size_t d, const float* turned, const float* c, float* near);
  /// left[j] += sum over r of weight[r] * min(near[r], |x[r] - c[j]|^2); centres packed with factor
  /// 1; weight null = all 1. Sums of 64 rows run in float, the rest in double.
  void (*remain)(std::size_t m, std::size_t d, std::size_t k, const float* turned,
                 const float* packed, const float* near, const float* weight, double* left);
  /// For each row: sums[label * d + c] += weight * (x[c] - shift[c]), counts[label] += weight;
  /// weight null = all 1. The same bits on every level.
  void (*gather_f32)(std::size_t m, std::size_t d, const float* x, std::ptrdiff_t ld,
                     const double* shift, const std::int32_t* label, const double* weight,
                     double* sums, double* counts);
  void (*gather_f64)(std::size_t m, std::size_t d, const double* x, std::ptrdiff_t ld,
                     const double* shift, const std::int32_t* label, const double* weight,
                     double* sums, double* counts);
  /// Sum over the rows of weight * |x - centers[label]|^2; the same bits on every level.
  double (*scatter_f32)(std::size_t m, std::size_t d, const float* x, std::ptrdiff_t ld,
                        const double* centers, const std::int32_t* label, const double* weight);
  double (*scatter_f64)(std::size_t m, std::size_t d, const double* x, std::ptrdiff_t ld,
                        const double* centers, const std::int32_t* label, const double* weight);
  /// sum[c] += x[c] - shift[c], squares[c] += (x[c] - shift[c])^2 over the rows: not finite when a
  /// cell is not. The same bits on every level.
  void (*moments_f32)(std::size_t m, std::size_t d, const float* x, std::ptrdiff_t ld,
                      const double* shift, double* sum, double* squares);
  void (*moments_f64)(std::size_t m, std::size_t d, const double* x, std::ptrdiff_t ld,
                      const double* shift, double* sum, double* squares);
};

}  // namespace limn::inline LIMN_ABI::kernels
