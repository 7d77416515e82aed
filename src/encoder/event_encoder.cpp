// SPDX-License-Identifier: MIT
#include <limn/encoder/event_encoder.ipp>

namespace limn::inline LIMN_ABI::encoder {

template class BasicEncoder<detail::Attentive>;

}  // namespace limn::inline LIMN_ABI::encoder
