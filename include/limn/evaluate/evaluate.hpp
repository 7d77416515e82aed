// SPDX-License-Identifier: MIT
#pragma once

// evaluate: how good is it, and how sure are we?
//
// In: arrays (truth, scores, labels, ranked lists); never models, so that any library can be
// scored. Out: one number, a struct of numbers, or one value a user for the bootstrap. Malformed
// arrays are typed errors; a measure without a value on good arrays (one class, one cluster, nobody
// who wants anything) is NaN. The room has functions, no components.

#include <limn/core/type_list.hpp>
#include <limn/evaluate/bootstrap.hpp>
#include <limn/evaluate/calibration.hpp>
#include <limn/evaluate/classification.hpp>
#include <limn/evaluate/clustering.hpp>
#include <limn/evaluate/coverage.hpp>
#include <limn/evaluate/groups.hpp>
#include <limn/evaluate/off_policy.hpp>
#include <limn/evaluate/ranking.hpp>
#include <limn/evaluate/regression.hpp>

namespace limn::inline LIMN_ABI::evaluate {

using components = core::type_list<>;

}  // namespace limn::inline LIMN_ABI::evaluate
