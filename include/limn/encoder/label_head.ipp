// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/error.hpp>
#include <limn/encoder/label_head.hpp>

namespace limn::inline LIMN_ABI::encoder {

LIMN_INLINE Matrix LabelHead::predict_proba(const MatrixF& embeddings) const {
  core::require_fitted(weights.size() > 0, "encoder.label_head");
  core::require_width(embeddings.cols(), weights.cols(), "encoder.label_head");
  Matrix out = embeddings.cast<double>() * weights.cast<double>().transpose();
  out.rowwise() += bias.cast<double>().transpose();
  out.colwise() -= Vector(out.rowwise().maxCoeff());
  out = out.array().exp().matrix();
  out.array().colwise() /= Vector(out.rowwise().sum()).array();
  return out;
}

}  // namespace limn::inline LIMN_ABI::encoder
