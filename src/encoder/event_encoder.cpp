// SPDX-License-Identifier: MIT
#include <limn/encoder/event_encoder.ipp>
