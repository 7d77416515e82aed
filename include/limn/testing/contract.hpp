// SPDX-License-Identifier: MIT
#pragma once

// The contract battery: the same checks for every component of every room, and for yours.
//
//   for (const limn::testing::Finding& f : limn::testing::check_contract<MyImputer>())
//     std::cerr << f.check << ": " << f.what << '\n';
//
// It needs no test framework. Which checks run follows from the concepts a component satisfies and
// from its tags; the contract itself: docs/design/contract.md.

#include <limn/testing/contract_log.hpp>
#include <limn/testing/contract_table.hpp>

namespace limn::inline LIMN_ABI::testing {

/// Everything C owes; empty = all kept. Takes milliseconds to a second.
template <core::Component C>
std::vector<Finding> check_contract() {
  Report report;
  detail::check_options<C>(report);
  if constexpr (detail::TableComponent<C>)
    detail::check_table<C>(report);
  else if constexpr (core::LogFittable<C>)
    detail::check_log<C>(report);
  return report.findings();
}

}  // namespace limn::inline LIMN_ABI::testing
