// SPDX-License-Identifier: MIT
#pragma once

#include <limn/encoder/basic_encoder.ipp>
#include <limn/encoder/conv_encoder.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

LIMN_INLINE void Convolutional::shape_into(const Params& params, NetworkShape& shape) {
  shape.layer = Layer::convolution;
  shape.kernel = static_cast<std::size_t>(params.kernel);
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
