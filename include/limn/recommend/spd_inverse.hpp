// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// The lower triangle of a symmetric positive definite matrix becomes that of its inverse, in
/// place and in float; what lies above the diagonal is neither read nor kept.
/// False: not positive definite (to a float), the matrix is spoilt.
/// Cost: n^3 floating-point operations on all threads, 130 more rows of memory; the same bits for
/// any number of threads. Errors: CancelledError, the matrix is spoilt.
bool invert_spd(MatrixF& a, const Monitor& monitor = {});

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/spd_inverse.ipp>
#endif
