// SPDX-License-Identifier: MIT
#pragma once

// What are encoders made of? Building blocks with hand-written backward passes, templated on the
// scalar: float trains on the kernels, double checks gradients. In: pointers and shapes, rows of
// tokens packed side by side without padding; out: numbers in place. No tape, no allocation beyond
// the memory structs handed in. The room has no components.

#include <limn/core/type_list.hpp>
#include <limn/nn/adam.hpp>
#include <limn/nn/attention.hpp>
#include <limn/nn/block.hpp>
#include <limn/nn/contrastive.hpp>
#include <limn/nn/convolution.hpp>
#include <limn/nn/dropout.hpp>
#include <limn/nn/embedding.hpp>
#include <limn/nn/gradient_check.hpp>
#include <limn/nn/gru.hpp>
#include <limn/nn/linear.hpp>
#include <limn/nn/loss.hpp>
#include <limn/nn/math.hpp>
#include <limn/nn/norm.hpp>

namespace limn::inline LIMN_ABI::nn {

using components = core::type_list<>;

}  // namespace limn::inline LIMN_ABI::nn
