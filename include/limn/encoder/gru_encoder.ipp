// SPDX-License-Identifier: MIT
#pragma once

#include <limn/encoder/basic_encoder.ipp>
#include <limn/encoder/gru_encoder.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

LIMN_INLINE void Recurrent::shape_into(const Params&, NetworkShape& shape) {
  shape.layer = Layer::gru;
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
