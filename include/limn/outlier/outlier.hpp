// SPDX-License-Identifier: MIT
#pragma once

// outlier: who does not fit, and by how much?
//   in:  a table x (n, d) of double or float, one row a user; gaps and category codes as they are
//   out: one score a row, higher = stranger; -1/1 where a threshold is wanted; reasons per column
// Neighbours: filter marks noise cell by cell; evaluate says how good the scores are.

#include <limn/core/type_list.hpp>
#include <limn/outlier/isolation_forest.hpp>

namespace limn::inline LIMN_ABI::outlier {
using components = core::type_list<IsolationForest>;
}  // namespace limn::inline LIMN_ABI::outlier
