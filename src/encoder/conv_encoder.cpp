// SPDX-License-Identifier: MIT
#include <limn/encoder/conv_encoder.ipp>

namespace limn::inline LIMN_ABI::encoder {

template class BasicEncoder<detail::Convolutional>;

}  // namespace limn::inline LIMN_ABI::encoder
