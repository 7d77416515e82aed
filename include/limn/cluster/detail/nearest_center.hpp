// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include <limn/cluster/detail/weighted_rows.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// A power of two that brings numbers up to `size` near 1; 1 for sizes that are none.
inline double unit_scale(double size) {
  if (!(size > 0.0) || !std::isfinite(size)) return 1.0;
  return std::ldexp(1.0, std::clamp(-std::ilogb(size), -120, 120));
}

/// Centres laid out for the kernel. Both sides are moved by the mean of the centres and brought
/// near 1, so that float loses little; where it may have lost the difference between two centres,
/// the row is measured again in double. Labels are those of a plain loop in double, on any level.
template <class Scalar>
class PackedCenters {
 public:
  explicit PackedCenters(const Matrix& centers)
      : centers_(centers),
        shift_(centers.colwise().mean().transpose()),
        packed_(static_cast<std::size_t>(centers.size())),
        half_(static_cast<std::size_t>(centers.rows())) {
    if constexpr (sizeof(Scalar) == 4) shift_ = shift_.cast<float>().template cast<double>();
    Matrix moved = centers.rowwise() - shift_.transpose();
    scale_ = unit_scale(moved.size() ? moved.cwiseAbs().maxCoeff() : 0.0);
    moved *= scale_;
    const MatrixF narrow = moved.cast<float>();
    double most = 0.0;
    for (Index j = 0; j < narrow.rows(); ++j) {
      const double squares = narrow.row(j).cast<double>().squaredNorm();
      half_[static_cast<std::size_t>(j)] = static_cast<float>(0.5 * squares);
      most = std::max(most, squares);
    }
    reach_ = static_cast<float>(std::sqrt(most) * (1.0 + 1e-6));
    slack_ = 2.0f * static_cast<float>(centers.cols() + 8) * 0x1p-24f;
    kernels::table().clusters.pack(static_cast<std::size_t>(centers.rows()),
                                   static_cast<std::size_t>(centers.cols()), narrow.data(), -1.0f,
                                   packed_.data());
  }

  const Vector& shift() const { return shift_; }

  /// What one thread needs while it walks through blocks of rows.
  struct Room {
    std::vector<float> turned;
    std::vector<std::uint32_t> doubtful;
  };

  /// label[r] = the nearest centre of the n rows; the lowest of equally near ones. row_of(r): the
  /// number of a row in the table. room[r], unless null: by how much, at least, the next centre is
  /// farther, times scale(). False: a cell may not be finite.
  template <class View, class RowOf>
  bool nearest(const WeightedRows<View>& rows, const PlainRows<Scalar>& plain, Index n,
               RowOf&& row_of, Room& own, std::int32_t* label, float* room = nullptr) const {
    const Index d = centers_.cols();
    const auto m = static_cast<std::size_t>(n), w = static_cast<std::size_t>(d);
    const kernels::ClusterKernels& k = kernels::table().clusters;
    own.turned.resize(k.turned_size(m, w));
    own.doubtful.resize(m);
    const bool finite = turn(plain, n, d, shift_, scale_, own.turned.data());
    const std::size_t again =
        k.nearest(m, w, half_.size(), own.turned.data(), packed_.data(), half_.data(), reach_,
                  slack_, label, room, own.doubtful.data());
    for (std::size_t i = 0; i < again; ++i)
      label[own.doubtful[i]] = measured(rows, row_of(static_cast<Index>(own.doubtful[i])));
    return finite;
  }
  double scale() const { return scale_; }

 private:
  template <class View>
  std::int32_t measured(const WeightedRows<View>& rows, Index row) const {
    double least = std::numeric_limits<double>::infinity();
    Index best = 0;
    for (Index j = 0; j < centers_.rows(); ++j)
      if (const double here = rows.squared_distance(row, centers_, j); here < least)
        least = here, best = j;
    if (std::isfinite(least)) return static_cast<std::int32_t>(best);
    // All squares pass the greatest double: the distances themselves are left to compare.
    for (Index j = 0; j < centers_.rows(); ++j)
      if (const double here = rows.distance(row, centers_, j); here < least) least = here, best = j;
    return static_cast<std::int32_t>(best);
  }

  const Matrix& centers_;
  Vector shift_;
  double scale_ = 1.0;
  std::vector<float> packed_, half_;
  float reach_ = 0.0f, slack_ = 0.0f;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
