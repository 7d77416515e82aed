// SPDX-License-Identifier: MIT
#pragma once

// The components of features that work on tables: scalers and encoders of categories. Those that
// read event logs stand in features.hpp, which joins both lists.

#include <limn/core/type_list.hpp>
#include <limn/features/min_max.hpp>
#include <limn/features/one_hot.hpp>
#include <limn/features/ordinal.hpp>
#include <limn/features/quantile.hpp>
#include <limn/features/robust.hpp>
#include <limn/features/standard.hpp>

namespace limn::inline LIMN_ABI::features {

using table_components = core::type_list<Standard, Robust, MinMax, Quantile, OneHot, Ordinal>;

}  // namespace limn::inline LIMN_ABI::features
