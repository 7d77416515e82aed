// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/coldstart/pre_classify.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

/// Columns of a linear model: for each attribute whether it is unknown, then a column a level of a
/// category or the standardised number. A level not seen at fit leaves all its columns 0.
LIMN_INLINE Matrix linear_columns(const AttributeCoder& coder, MatrixView x) {
  std::vector<Index> begins;
  Index width = 0;
  for (Index c = 0; c < coder.width(); ++c) {
    begins.push_back(width);
    width +=
        1 + (coder.column(c).is_category ? static_cast<Index>(coder.column(c).values.size()) : 1);
  }
  Matrix out = Matrix::Zero(x.rows(), width);
  for (Index r = 0; r < x.rows(); ++r) {
    for (Index c = 0; c < coder.width(); ++c) {
      const AttributeCoder::Column& column = coder.column(c);
      const Index begin = begins[static_cast<std::size_t>(c)];
      const std::int32_t level = coder.level(c, x(r, c));
      if (level == 0)
        out(r, begin) = 1.0;
      else if (!column.is_category)
        out(r, begin + 1) = (x(r, c) - column.mean) / column.scale;
      else if (level < coder.n_levels(c) - 1)
        out(r, begin + level) = 1.0;
    }
  }
  return out;
}

/// Rows with a segment, at most `most` of them, evenly spread.
LIMN_INLINE std::vector<Index> labelled_rows(VectorView y, std::int64_t most) {
  std::vector<Index> all;
  for (Index r = 0; r < y.size(); ++r)
    if (y[r] >= 0.0) all.push_back(r);
  const std::size_t step = all.empty() ? 1 : (all.size() - 1) / static_cast<std::size_t>(most) + 1;
  std::vector<Index> out;
  for (std::size_t i = 0; i < all.size(); i += step) out.push_back(all[i]);
  return out;
}

}  // namespace detail

LIMN_INLINE PreClassify& PreClassify::fit(const data::FrameView& x, VectorView y,
                                          const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_length(y.size(), x.rows(), name, "y");
  PreClassify fresh(params_);
  fresh.coder_.fit(x, name);
  const std::vector<Index> rows = detail::labelled_rows(y, params_.max_rows);
  if (rows.empty())
    throw DataError(ErrorCode::data_empty, {.component = std::string(name),
                                            .place = "y",
                                            .got = "no user with a segment",
                                            .expected = "at least 1",
                                            .fix = "give segment ids of 0 and above"});
  Matrix known(static_cast<Index>(rows.size()), x.cols());
  Vector labels(known.rows());
  for (Index r = 0; r < known.rows(); ++r) {
    known.row(r) = x.matrix().row(rows[static_cast<std::size_t>(r)]);
    labels[r] = y[rows[static_cast<std::size_t>(r)]];
  }
  monitor.report(0.1, "attributes");
  std::vector<double> classes(labels.data(), labels.data() + labels.size());
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  fresh.classes_ = Eigen::Map<const Vector>(classes.data(), static_cast<Index>(classes.size()));
  if (classes.size() > 1) {
    fresh.model_ = learn::LogisticRegression({.C = params_.C});
    fresh.model_.fit(detail::linear_columns(fresh.coder_, known), labels, monitor.part(0.1, 1.0));
  }
  return *this = std::move(fresh);
}

LIMN_INLINE Matrix PreClassify::predict_proba(MatrixView x) const {
  core::require_fitted(classes_.size() > 0, name);
  coder_.require(x, name);
  if (classes_.size() == 1 || x.rows() == 0) return Matrix::Ones(x.rows(), classes_.size());
  return model_.predict_proba(detail::linear_columns(coder_, x));
}

LIMN_INLINE Vector PreClassify::predict(MatrixView x) const {
  const Matrix chances = predict_proba(x);
  Vector out(x.rows());
  for (Index r = 0; r < x.rows(); ++r) {
    Index best = 0;
    chances.row(r).maxCoeff(&best);
    out[r] = classes_[best];
  }
  return out;
}

LIMN_INLINE void PreClassify::check_state() const {
  coder_.check(name);
  if (classes_.size() < 2) return;
  core::require_state(model_.classes().size() == classes_.size(), name, "model");
  const Index width = detail::linear_columns(coder_, Matrix::Zero(1, coder_.width())).cols();
  core::require_state(model_.coef().cols() == width, name, "model.coef");
}

}  // namespace limn::inline LIMN_ABI::coldstart
