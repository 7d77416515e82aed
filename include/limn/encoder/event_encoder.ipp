// SPDX-License-Identifier: MIT
#pragma once

#include <limn/encoder/basic_encoder.ipp>
#include <limn/encoder/event_encoder.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

LIMN_INLINE void Attentive::check(const Params& params) {
  if (params.width % params.heads == 0) return;
  throw ParamError(ErrorCode::param_conflict,
                   {.component = std::string(name),
                    .place = "option 'heads'",
                    .got = std::to_string(params.heads),
                    .expected = "a divisor of width, " + std::to_string(params.width),
                    .fix = "change heads or width"});
}

LIMN_INLINE void Attentive::shape_into(const Params& params, NetworkShape& shape) {
  shape.layer = Layer::attention;
  shape.block.heads = static_cast<std::size_t>(params.heads);
  shape.block.hidden = static_cast<std::size_t>(params.width * params.feed_forward);
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
