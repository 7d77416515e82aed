// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/random.hpp>
#include <limn/data/sparse.hpp>
#include <limn/outlier/detail/row_sample.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// Rows a detector learns from, and rows whose scores then say what is usual: both rising.
struct CalibrationSplit {
  std::vector<Index> learned, kept_back;
};

/// The level of a conformal threshold: the share of usual rows that may be called strange.
inline double conformal_level(std::optional<double> contamination) {
  return contamination.value_or(0.01);
}

/// Halves of n rows, always the same ones. Errors: DataError where the second half is too small to
/// give any row a p-value as low as the level.
inline CalibrationSplit calibration_split(Index n, double level, std::string_view component) {
  const Index half = n / 2;
  if (level * static_cast<double>(half + 1) < 1.0) {
    const double needed = 2.0 * (std::ceil(1.0 / level) - 1.0);
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(component),
                     .place = "option 'threshold'",
                     .got = std::to_string(n) + " rows",
                     .expected = std::to_string(static_cast<std::int64_t>(needed)) +
                                 " rows or more for a conformal threshold at this level",
                     .fix = "raise contamination, which is the level, or use \"automatic\""});
  }
  core::Random random(0x5eed, 0xca1b);
  CalibrationSplit out{{}, sample_rows(n, half, random)};
  std::sort(out.kept_back.begin(), out.kept_back.end());
  std::size_t at = 0;
  for (Index r = 0; r < n; ++r) {
    if (at < out.kept_back.size() && out.kept_back[at] == r)
      ++at;
    else
      out.learned.push_back(r);
  }
  return out;
}

template <class View>
Matrix rows_of(const View& x, const std::vector<Index>& rows) {
  Matrix out(std::ssize(rows), x.cols());
  for (Index r = 0; r < out.rows(); ++r)
    for (Index c = 0; c < out.cols(); ++c)
      out(r, c) = static_cast<double>(x.coeff(rows[static_cast<std::size_t>(r)], c));
  return out;
}

/// Some rows of a sparse table, and the looks at them.
struct SparseRows {
  Index cols = 0;
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int32_t> columns = {};
  std::vector<double> values = {};
};
inline SparseRows rows_of(const data::SparseView& x, const std::vector<Index>& rows) {
  SparseRows out{.cols = x.cols()};
  for (const Index row : rows) {
    for (std::int64_t i = x.begin(row); i < x.end(row); ++i)
      out.columns.push_back(x.column(i)), out.values.push_back(x.value(i));
    out.offsets.push_back(std::ssize(out.columns));
  }
  return out;
}
inline data::SparseView view_of(const SparseRows& x) {
  return {std::ssize(x.offsets) - 1, x.cols, x.offsets.data(), x.columns.data(), x.values.data()};
}
inline MatrixView view_of(const Matrix& x) { return x; }

/// A detector of the same options that has learned from half of x, and the line above which at most
/// a share `level` of usual rows lies, by the other half. Errors: those of fit, and of the split.
template <class Detector>
std::pair<Detector, double> fit_half(typename Detector::Params plain, const MatrixView& x,
                                     const Monitor& monitor) {
  const double level = conformal_level(plain.contamination);
  plain.threshold = "automatic", plain.contamination = std::nullopt;
  const CalibrationSplit split = calibration_split(x.rows(), level, Detector::name);
  Detector half(plain);
  const Matrix learned = rows_of(x, split.learned);
  half.fit(MatrixView(learned), monitor.part(0.0, 0.7));
  const Matrix kept_back = rows_of(x, split.kept_back);
  const double line = conformal_threshold(half.anomaly_score(MatrixView(kept_back)), level);
  monitor.report(1.0, "calibration");
  return {std::move(half), line};
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
