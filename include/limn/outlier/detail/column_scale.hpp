// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// Moves and divides columns, so that units do not matter inside a detector.
struct ColumnScale {
  Vector centre, divisor;  ///< (d)

  /// Mean and deviation of each column of x, free of overflow; a column of one value is only moved.
  static ColumnScale of(const MatrixView& x) {
    ColumnScale out{Vector::Zero(x.cols()), Vector::Ones(x.cols())};
    const auto n = static_cast<double>(x.rows());
    for (Index c = 0; c < x.cols(); ++c) {
      double mean = 0.0, widest = 0.0, square = 0.0;
      for (Index r = 0; r < x.rows(); ++r) mean += x(r, c) / n;
      double rest = 0.0;  // what rounding has lost
      for (Index r = 0; r < x.rows(); ++r) rest += (x(r, c) / n - mean / n);
      if (std::isfinite(rest)) mean += rest;
      for (Index r = 0; r < x.rows(); ++r)
        widest = std::max(widest, std::abs(x(r, c) / 2 - mean / 2));
      for (Index r = 0; r < x.rows(); ++r) {
        const double d = widest > 0.0 ? (x(r, c) / 2 - mean / 2) / widest : 0.0;
        square += d * d;
      }
      out.centre(c) = mean;
      const double deviation = 2.0 * widest * std::sqrt(square / n);
      if (deviation > 1e-14 * std::abs(mean) && std::isfinite(deviation))
        out.divisor(c) = deviation;
    }
    return out;
  }
  Matrix apply(const MatrixView& x) const {
    Matrix out(x.rows(), x.cols());
    for (Index r = 0; r < x.rows(); ++r)
      for (Index c = 0; c < x.cols(); ++c)
        out(r, c) = x(r, c) / divisor(c) - centre(c) / divisor(c);
    return out;
  }
  template <class V>
  void state(V&& v) {
    v("centre", centre), v("divisor", divisor);
  }
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
