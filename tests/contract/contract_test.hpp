// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/type_list.hpp>
#include <limn/testing/contract.hpp>

#include "test.hpp"

/// The battery over one room's list; a finding is a failure that names component, check and sight.
template <class List>
void check_room() {
  limn::core::for_each_type(List{}, []<class C>() {
    DYNAMIC_SECTION(C::name) {
      for (const limn::testing::Finding& finding : limn::testing::check_contract<C>())
        FAIL_CHECK(C::name << ": " << finding.check << ": " << finding.what);
      SUCCEED();
    }
  });
}
