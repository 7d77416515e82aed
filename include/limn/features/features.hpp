// SPDX-License-Identifier: MIT
#pragma once

// features: what does a history say, in numbers?
//
// In: an event log and a moment as_of (exclusive: only events strictly before it are seen), or a
// table (n, d). Out: one row of named columns a user, or the table rescaled or encoded. NaN =
// missing. Event features keep to what they say on logs without values, types or a clock; impute
// fills what is missing, the scalers here make columns comparable.

#include <limn/core/type_list.hpp>
#include <limn/features/cadence.hpp>
#include <limn/features/calendar.hpp>
#include <limn/features/interests.hpp>
#include <limn/features/price_sensitivity.hpp>
#include <limn/features/rfm.hpp>
#include <limn/features/sessions.hpp>
#include <limn/features/table_components.hpp>
#include <limn/features/windows.hpp>

namespace limn::inline LIMN_ABI::features {

using event_components =
    core::type_list<Rfm, Windows, Cadence, Calendar, Interests, PriceSensitivity, Sessions>;
using components = core::concat<event_components, table_components>;

}  // namespace limn::inline LIMN_ABI::features
