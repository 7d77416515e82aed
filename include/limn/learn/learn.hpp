// SPDX-License-Identifier: MIT
#pragma once

// learn: building blocks that learn from examples with answers.
//
// In: a table (n, d) without gaps and the answer y of each row (n), optionally weights (n). Out:
// amounts (Ridge) or classes with probabilities (LogisticRegression), and what each column added.
// Nearest finds like rows.
// Neighbours: features scales the columns, impute fills them; the rooms that ask business questions
// are built from these blocks.

#include <limn/core/type_list.hpp>
#include <limn/learn/logistic_regression.hpp>
#include <limn/learn/nearest.hpp>
#include <limn/learn/neighbours.hpp>
#include <limn/learn/ridge.hpp>

namespace limn::inline LIMN_ABI::learn {

using components = core::type_list<Ridge, LogisticRegression, Nearest>;

}  // namespace limn::inline LIMN_ABI::learn
