// SPDX-License-Identifier: MIT
#pragma once

// The components of features that work on tables: scalers, encoders, bins and selectors. Those that
// read event logs stand in features.hpp, which joins both lists.

#include <limn/core/type_list.hpp>
#include <limn/features/false_discovery.hpp>
#include <limn/features/hashing.hpp>
#include <limn/features/k_bins.hpp>
#include <limn/features/min_max.hpp>
#include <limn/features/mutual_information.hpp>
#include <limn/features/one_hot.hpp>
#include <limn/features/ordinal.hpp>
#include <limn/features/pca.hpp>
#include <limn/features/quantile.hpp>
#include <limn/features/robust.hpp>
#include <limn/features/standard.hpp>
#include <limn/features/target.hpp>
#include <limn/features/variance.hpp>
#include <limn/features/woe.hpp>

namespace limn::inline LIMN_ABI::features {

using table_components =
    core::type_list<Standard, Robust, MinMax, Quantile, KBins, OneHot, Ordinal, Target, Woe,
                    Hashing, Pca, Variance, MutualInformation, FalseDiscovery>;

}  // namespace limn::inline LIMN_ABI::features
