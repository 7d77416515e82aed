// SPDX-License-Identifier: MIT
#pragma once

// impute: what belongs in the gap?
//
// In: a table (n, d) whose NaN cells are missing. Out: the same table without them, (n, d); only
// Indicator widens it, by flags that say where the gaps were. A column that had no value at fit is
// filled with `fallback`, so that an answer never holds a NaN.
// Neighbours: filter sets noisy cells missing, features scales what is filled here.

#include <limn/core/type_list.hpp>
#include <limn/impute/constant.hpp>
#include <limn/impute/context.hpp>
#include <limn/impute/forest.hpp>
#include <limn/impute/indicator.hpp>
#include <limn/impute/iterative.hpp>
#include <limn/impute/knn.hpp>
#include <limn/impute/mean.hpp>
#include <limn/impute/median.hpp>
#include <limn/impute/mode.hpp>
#include <limn/impute/multiple.hpp>
#include <limn/impute/pool.hpp>
#include <limn/impute/soft_impute.hpp>

namespace limn::inline LIMN_ABI::impute {

using components = core::type_list<Constant, Mean, Median, Mode, Knn, Iterative, Forest, SoftImpute,
                                   Multiple, Context, Indicator>;

}  // namespace limn::inline LIMN_ABI::impute
