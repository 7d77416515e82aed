// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include <Eigen/Core>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI {

using Index = Eigen::Index;

/// (n, d) table of doubles, row-major; NaN = missing.
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
/// (n, d) embeddings, row-major.
using MatrixF = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1>;
using VectorF = Eigen::Matrix<float, Eigen::Dynamic, 1>;
/// One label or code a row.
using Labels = Eigen::Matrix<std::int32_t, Eigen::Dynamic, 1>;
/// (n, k) codes, -1 = none.
using CodeMatrix = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
/// (n, d) flags, 1 = yes.
using MaskMatrix = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

using AnyStride = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
/// A table that is only looked at: any strides, never a copy of a row-major or mapped argument.
using MatrixView = Eigen::Ref<const Matrix, 0, AnyStride>;
using MatrixFView = Eigen::Ref<const MatrixF, 0, AnyStride>;
using VectorView = Eigen::Ref<const Vector, 0, Eigen::InnerStride<>>;

inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// The k best items of each user, best first. `items` are codes of the recommender's own
/// catalogue; where there are fewer than k, items hold -1 and scores -infinity.
struct Ranked {
  CodeMatrix items;  ///< (n_users, k)
  MatrixF scores;    ///< (n_users, k)
};

}  // namespace limn::inline LIMN_ABI
