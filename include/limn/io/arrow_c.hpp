// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <limn/data/table.hpp>

// The structures of the Arrow C data and stream interfaces, as their specification lays them down;
// the guards are the specification's too, so that other headers may bring them along.
// Source: Apache Arrow (2020), The Arrow C data interface; (2021), The Arrow C stream interface.
extern "C" {

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif  // ARROW_C_STREAM_INTERFACE

}  // extern "C"

namespace limn::inline LIMN_ABI::io {

/// What a stream brought, not decoded yet. Draining may call back into the producer's language and
/// wants its lock; decoding does not.
struct ArrowBatches {
  std::shared_ptr<ArrowSchema> schema;
  std::vector<std::shared_ptr<ArrowArray>> batches;
};

/// Takes everything out of a stream and releases it, also when it throws.
/// Errors: DataError for a released stream or one that does not hold tables; IoError when the
/// producer fails.
ArrowBatches drain_arrow(ArrowArrayStream& stream);

/// Batches as a table. Understood: null, bool, integers of all widths, half, float, double, utf8,
/// large utf8, string view, dates, timestamps of any unit and zone, and dictionaries of texts with
/// any index; gaps, slices, empty and many batches, a dictionary of its own in each. float64, int64
/// and microseconds of a single batch are looked at in place, not copied; they keep the batch
/// alive. Lengths, offsets, indices and UTF-8 are checked; that buffers are as long as the producer
/// says is, by the interface's design, a matter of trust. Errors: DataError naming the column, for
/// any other type and for anything inconsistent.
data::Table decode_arrow(const ArrowBatches& batches);

/// Both in one.
data::Table from_arrow(ArrowArrayStream& stream);

/// Hands a table out as a stream of one batch; memory is shared with the table, not copied, except
/// booleans and texts' offsets. float64 NaN stay NaN. `out` must not hold anything to release.
void to_arrow(const data::Table& table, ArrowArrayStream& out);

}  // namespace limn::inline LIMN_ABI::io

#ifdef LIMN_HEADER_ONLY
#include <limn/io/arrow_c.ipp>
#endif
