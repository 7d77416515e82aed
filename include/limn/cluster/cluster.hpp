// SPDX-License-Identifier: MIT
#pragma once

// cluster: which users are alike?
//   in:  a table or embeddings x (n, d); for Naming a table and the group of each row
//   out: a group for each row, centres; for Naming words, a rule and numbers for each group
// Neighbours: features makes the columns, evaluate.clustering scores a partition.

#include <limn/cluster/agglomerative.hpp>
#include <limn/cluster/auto.hpp>
#include <limn/cluster/choose_k.hpp>
#include <limn/cluster/gaussian_mixture.hpp>
#include <limn/cluster/hdbscan.hpp>
#include <limn/cluster/hierarchy.hpp>
#include <limn/cluster/k_prototypes.hpp>
#include <limn/cluster/kmeans.hpp>
#include <limn/cluster/match_segments.hpp>
#include <limn/cluster/naming.hpp>
#include <limn/cluster/rules.hpp>
#include <limn/core/type_list.hpp>

namespace limn::inline LIMN_ABI::cluster {
using components = core::type_list<KMeans, KPrototypes, GaussianMixture, Agglomerative, Auto,
                                   Hdbscan, Rules, Hierarchy, Naming>;
}  // namespace limn::inline LIMN_ABI::cluster
