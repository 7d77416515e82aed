// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::encoder {

/// How an encoder is moved towards a label; see BasicEncoder::fine_tune.
struct FineTuning {
  std::int64_t epochs = 5;         ///< turns over the users with a label
  std::int64_t frozen_layers = 0;  ///< with item and feature vectors, the first of the layers that
                                   ///< keep their bits; 0 = all is moved, all layers = norm alone
  double learning_rate = 5e-4;     ///< of Adam, after the warm start
};

/// Reads a label off the vectors of a fine-tuned encoder: a soft-max of one product.
struct LabelHead {
  MatrixF weights;  ///< (n_classes, width)
  VectorF bias;     ///< (n_classes)

  /// (n, n_classes), rows sum to 1, for embeddings (n, width).
  /// Errors: NotFittedError for a head without classes; ShapeError on another width.
  Matrix predict_proba(const MatrixF& embeddings) const;
};

}  // namespace limn::inline LIMN_ABI::encoder

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/label_head.ipp>
#endif
