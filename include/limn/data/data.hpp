// SPDX-License-Identifier: MIT
#pragma once

// data: what do we hold?
// In: columns of numbers, words and times. Out: tables, event logs sorted by user and time, frames
// that know the meaning of their columns, and splits of a log that can be named and repeated.
// Nothing here learns anything: these are the plain types in which the other rooms meet.

#include <limn/core/type_list.hpp>
#include <limn/data/buffer.hpp>
#include <limn/data/column.hpp>
#include <limn/data/column_quantiles.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/data/event_log.hpp>
#include <limn/data/event_state.hpp>
#include <limn/data/frame.hpp>
#include <limn/data/make_event_log.hpp>
#include <limn/data/occurrences.hpp>
#include <limn/data/sparse.hpp>
#include <limn/data/split.hpp>
#include <limn/data/table.hpp>
#include <limn/data/time.hpp>
#include <limn/data/vocabulary.hpp>

namespace limn::inline LIMN_ABI {

using data::EventLog;
using data::Table;

namespace data {
using components = core::type_list<>;
}  // namespace data

}  // namespace limn::inline LIMN_ABI
