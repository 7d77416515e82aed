// SPDX-License-Identifier: MIT
#pragma once

// filter: which rows, cells or events are noise?
//
// In: a table (n, d), or an event log. Out: flags, 1 = noise, one a cell (mask of Hampel, Iqr,
// StandardDeviation, Range, whose transform sets noise missing or clips it), one a row of a table
// with classes (noise of LabelNoise, EditedNearestNeighbours, TomekLinks) or one an event (mask of
// Duplicates and Bots, for EventLog::without); Correlated drops columns. The audit of each lists
// what it did.
// Neighbours: impute fills what was set missing; outlier judges whole rows instead of cells.

#include <limn/core/type_list.hpp>
#include <limn/filter/audit.hpp>
#include <limn/filter/bots.hpp>
#include <limn/filter/correlated.hpp>
#include <limn/filter/duplicate_rows.hpp>
#include <limn/filter/duplicates.hpp>
#include <limn/filter/edited_nearest_neighbours.hpp>
#include <limn/filter/hampel.hpp>
#include <limn/filter/iqr.hpp>
#include <limn/filter/label_noise.hpp>
#include <limn/filter/range.hpp>
#include <limn/filter/standard_deviation.hpp>
#include <limn/filter/tomek_links.hpp>

namespace limn::inline LIMN_ABI::filter {

using components =
    core::type_list<StandardDeviation, Hampel, Iqr, Range, Correlated, Duplicates, DuplicateRows,
                    Bots, LabelNoise, EditedNearestNeighbours, TomekLinks>;

}  // namespace limn::inline LIMN_ABI::filter
