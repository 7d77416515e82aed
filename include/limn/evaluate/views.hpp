// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::evaluate {

/// One class or cluster a row, looked at.
using LabelsView = Eigen::Ref<const Labels, 0, Eigen::InnerStride<>>;
/// (n_users, k) item codes, best first, -1 = none; looked at.
using CodesView = Eigen::Ref<const CodeMatrix, 0, AnyStride>;

}  // namespace limn::inline LIMN_ABI::evaluate
