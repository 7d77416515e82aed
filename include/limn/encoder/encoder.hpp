// SPDX-License-Identifier: MIT
#pragma once

// What does a sequence of events mean? Encoders read each user's events in order and answer with
// one vector a user, which clusters, predicts and ranks. In: an EventLog; out: (n_users, width)
// floats in the order of log.users(), and for encoders that guess the next item its scores.

#include <limn/core/type_list.hpp>
#include <limn/encoder/conv_encoder.hpp>
#include <limn/encoder/event_encoder.hpp>
#include <limn/encoder/gru_encoder.hpp>

namespace limn::inline LIMN_ABI::encoder {

using components = core::type_list<EventEncoder, GruEncoder, ConvEncoder>;

}  // namespace limn::inline LIMN_ABI::encoder
