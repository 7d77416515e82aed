// SPDX-License-Identifier: MIT
#pragma once

#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::data::detail {

template <class T>
const kernels::ColumnPasses<T>& column_passes() {
  if constexpr (sizeof(T) == 4)
    return kernels::table().columns.f32;
  else
    return kernels::table().columns.f64;
}

}  // namespace limn::inline LIMN_ABI::data::detail
