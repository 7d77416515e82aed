// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

// Do probabilities mean what they say, and how to make them?
namespace limn::inline LIMN_ABI::evaluate {

/// The rows whose probability falls into one bin.
struct Bin {
  double low = 0, high = 0;  ///< [low, high), the last one [low, high]
  std::int64_t count = 0;
  double predicted = missing, observed = missing;  ///< means; NaN in an empty bin
};

struct Reliability {
  std::vector<Bin> bins;
  double ece = 0;  ///< expected calibration error: mean |predicted - observed| weighted by count
  double mce = 0;  ///< the largest |predicted - observed|
};

enum class Binning { uniform, quantile };  ///< equal width, or (nearly) equal count

/// truth (n) of 0 and 1, probabilities (n). Quantile bins never cut equal probabilities apart, so
/// there may be fewer of them.
/// **Source:** Naeini, Cooper, Hauskrecht (2015), Obtaining well calibrated probabilities.
/// Errors: ShapeError on unequal lengths; DataError when n = 0, a probability lies outside [0, 1]
/// or a truth is not 0 or 1; ParamError unless 1 <= n_bins <= 10000.
Reliability reliability(VectorView truth, VectorView probabilities, std::int64_t n_bins = 15,
                        Binning binning = Binning::uniform);

/// A rising curve through points: linear between them, flat beyond the first and the last.
struct Isotonic {
  Vector x, y;  ///< (n_points), both rising

  double operator()(double score) const;
  Vector operator()(VectorView scores) const;
  template <class V>
  void state(V&& v) {
    v("x", x);
    v("y", y);
  }
};

/// The rising curve with the least squared distance to truth (n) over scores (n): pool adjacent
/// violators. weights (n) may be empty. Choose it from about 1,000 rows; prefer Platt below.
/// **Source:** Zadrozny, Elkan (2002), Transforming classifier scores into probability estimates.
/// Errors: ShapeError on unequal lengths; DataError when n = 0, a number is NaN or infinite, or a
/// weight is negative or all are 0.
Isotonic fit_isotonic(VectorView truth, VectorView scores, VectorView weights = Vector());

/// 1 / (1 + exp(-(slope * score + offset))).
struct Platt {
  double slope = 1, offset = 0;

  double operator()(double score) const {
    const double z = slope * score + offset;
    return z >= 0 ? 1.0 / (1.0 + std::exp(-z)) : std::exp(z) / (1.0 + std::exp(z));
  }
  Vector operator()(VectorView scores) const;
  template <class V>
  void state(V&& v) {
    v("slope", slope);
    v("offset", offset);
  }
};

/// The logistic curve of largest likelihood, truth drawn in by 1 / (class size + 2) so that it
/// exists for any data. Choose it for few rows, and for any score on the whole line (margins,
/// logits).
/// **Source:** Platt (1999), Probabilistic outputs; Lin, Lin, Weng (2007), A note on Platt's
/// method. Errors: as reliability, for scores NaN or infinite.
Platt fit_platt(VectorView truth, VectorView scores);

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/calibration.ipp>
#endif
