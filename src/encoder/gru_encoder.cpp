// SPDX-License-Identifier: MIT
#include <limn/encoder/gru_encoder.ipp>

namespace limn::inline LIMN_ABI::encoder {

template class BasicEncoder<detail::Recurrent>;

}  // namespace limn::inline LIMN_ABI::encoder
