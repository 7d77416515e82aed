// SPDX-License-Identifier: MIT
#pragma once

// Which code runs the hot loops? One set of sources, compiled once per instruction set behind one
// table of function pointers, chosen at first use. In: pointers and sizes; out: numbers in place.
// Kernels neither allocate nor throw nor start threads. A new topic is a struct of pointers in a
// header of its own, a member of Table and a detail/<topic>.inc.

#include <string_view>
#include <vector>

#include <limn/kernels/activation.hpp>
#include <limn/kernels/bits.hpp>
#include <limn/kernels/block.hpp>
#include <limn/kernels/clusters.hpp>
#include <limn/kernels/columns.hpp>
#include <limn/kernels/gemm.hpp>
#include <limn/kernels/gram.hpp>
#include <limn/kernels/mixtures.hpp>
#include <limn/kernels/neighbours.hpp>
#include <limn/kernels/normal.hpp>
#include <limn/kernels/optimizer.hpp>
#include <limn/kernels/trees.hpp>
#include <limn/kernels/vector.hpp>

namespace limn::inline LIMN_ABI::kernels {

struct Table {
  const char* level;  ///< "x86-64", "x86-64-v3", "x86-64-v4"; "generic" on another CPU
  GemmKernels gemm;
  VectorKernels vector;
  ActivationKernels activation;
  OptimizerKernels optimizer;
  NeighbourKernels neighbours;
  ClusterKernels clusters;
  GramKernels gram;
  TreesKernels trees;
  BlockKernels block;
  BitKernels bits;
  NormalKernels normal;
  MixtureKernels mixtures;
  ColumnKernels columns;
};

/// The table of this process: the best level of the CPU, or the one named by the environment
/// variable LIMN_ISA. Read once.
/// Errors: ParamError when LIMN_ISA names no level, or one that this CPU or build lacks.
const Table& table();

/// The levels that this CPU and this build offer, lowest first.
std::vector<std::string_view> levels();
/// The table of one level. Errors: ParamError when it is unknown or not among levels().
const Table& table_for(std::string_view level);

}  // namespace limn::inline LIMN_ABI::kernels

#ifdef LIMN_HEADER_ONLY
#include <limn/kernels/kernels.ipp>
#endif
