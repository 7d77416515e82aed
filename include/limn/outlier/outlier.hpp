// SPDX-License-Identifier: MIT
#pragma once

// outlier: who does not fit, and by how much?
//   in:  a table x (n, d) of double or float, one row a user; gaps and category codes as they are
//   out: one score a row, higher = stranger; -1/1 where a threshold is wanted; reasons per column
// Neighbours: filter marks noise cell by cell; evaluate says how good the scores are.

#include <limn/core/type_list.hpp>
#include <limn/outlier/cblof.hpp>
#include <limn/outlier/ecod.hpp>
#include <limn/outlier/ensemble.hpp>
#include <limn/outlier/half_space_trees.hpp>
#include <limn/outlier/hbos.hpp>
#include <limn/outlier/isolation_forest.hpp>
#include <limn/outlier/local_outlier_factor.hpp>
#include <limn/outlier/mahalanobis.hpp>
#include <limn/outlier/nearest.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {
using components = core::type_list<IsolationForest, Ensemble, LocalOutlierFactor, Nearest,
                                   Mahalanobis, Cblof, Ecod, Hbos, HalfSpaceTrees>;
}  // namespace limn::inline LIMN_ABI::outlier
