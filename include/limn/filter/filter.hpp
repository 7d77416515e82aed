// SPDX-License-Identifier: MIT
#pragma once

// filter: which rows, cells or events are noise?
//
// In: a table (n, d), or an event log. Out: flags, 1 = noise, one a cell (mask of Hampel, Iqr,
// StandardDeviation, whose transform sets noise missing or clips it, and whose audit lists what it
// did) or one an event (mask of Duplicates and Bots, for EventLog::without).
// Neighbours: impute fills what was set missing; outlier judges whole rows instead of cells.

#include <limn/core/type_list.hpp>
#include <limn/filter/audit.hpp>
#include <limn/filter/bots.hpp>
#include <limn/filter/duplicates.hpp>
#include <limn/filter/hampel.hpp>
#include <limn/filter/iqr.hpp>
#include <limn/filter/standard_deviation.hpp>

namespace limn::inline LIMN_ABI::filter {

using components = core::type_list<StandardDeviation, Hampel, Iqr, Duplicates, Bots>;

}  // namespace limn::inline LIMN_ABI::filter
