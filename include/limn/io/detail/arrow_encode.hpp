// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include <limn/io/arrow_c.hpp>

// A data::Table as one Arrow batch. Every exported structure owns what it points to through its
// private_data; children are released by their parents, as the specification asks.
namespace limn::inline LIMN_ABI::io::detail {

/// What one exported array keeps alive.
struct ArrayHolder {
  data::Column column;
  std::vector<std::uint8_t> bits;     // of booleans and of missing codes
  std::vector<std::int64_t> offsets;  // of texts
  std::vector<char> words;            // of levels
  std::vector<const void*> buffers;
  std::vector<std::unique_ptr<ArrowArray>> children;
  std::vector<ArrowArray*> child_pointers;
  std::unique_ptr<ArrowArray> dictionary;
};

struct SchemaHolder {
  std::string format, name;
  std::vector<std::unique_ptr<ArrowSchema>> children;
  std::vector<ArrowSchema*> child_pointers;
  std::unique_ptr<ArrowSchema> dictionary;
};

template <class Struct, class Holder>
void release_holder(Struct* s) {
  std::unique_ptr<Holder> holder(static_cast<Holder*>(s->private_data));
  for (auto& child : holder->children)
    if (child->release) child->release(child.get());
  if (holder->dictionary && holder->dictionary->release)
    holder->dictionary->release(holder->dictionary.get());
  s->release = nullptr;
}

inline void finish_schema(std::unique_ptr<SchemaHolder> holder, ArrowSchema& out) {
  for (auto& child : holder->children) holder->child_pointers.push_back(child.get());
  out = ArrowSchema{.format = holder->format.c_str(),
                    .name = holder->name.c_str(),
                    .metadata = nullptr,
                    .flags = ARROW_FLAG_NULLABLE,
                    .n_children = std::ssize(holder->children),
                    .children = holder->child_pointers.data(),
                    .dictionary = holder->dictionary.get(),
                    .release = &release_holder<ArrowSchema, SchemaHolder>,
                    .private_data = nullptr};
  out.private_data = holder.release();
}

inline void finish_array(std::unique_ptr<ArrayHolder> holder, std::size_t length,
                         std::size_t missing_rows, ArrowArray& out) {
  for (auto& child : holder->children) holder->child_pointers.push_back(child.get());
  out = ArrowArray{.length = static_cast<std::int64_t>(length),
                   .null_count = static_cast<std::int64_t>(missing_rows),
                   .offset = 0,
                   .n_buffers = std::ssize(holder->buffers),
                   .n_children = std::ssize(holder->children),
                   .buffers = holder->buffers.data(),
                   .children = holder->child_pointers.data(),
                   .dictionary = holder->dictionary.get(),
                   .release = &release_holder<ArrowArray, ArrayHolder>,
                   .private_data = nullptr};
  out.private_data = holder.release();
}

inline const char* arrow_format(data::Column::Kind kind) {
  static constexpr const char* formats[] = {"g", "l", "b", "i", "U", "tsu:UTC"};
  return formats[static_cast<std::size_t>(kind)];
}

inline void encode_schema(const data::Column& column, const std::string& name, ArrowSchema& out) {
  auto holder = std::make_unique<SchemaHolder>();
  holder->format = arrow_format(column.kind());
  holder->name = name;
  if (column.kind() == data::Column::Kind::category) {
    holder->dictionary = std::make_unique<ArrowSchema>();
    auto levels = std::make_unique<SchemaHolder>();
    levels->format = "U";
    finish_schema(std::move(levels), *holder->dictionary);
  }
  finish_schema(std::move(holder), out);
}

template <class Flag>
std::vector<std::uint8_t> packed(std::size_t n, Flag&& flag) {
  std::vector<std::uint8_t> out((n + 7) / 8 + 1, 0);
  for (std::size_t i = 0; i < n; ++i)
    if (flag(i)) out[i / 8] = static_cast<std::uint8_t>(out[i / 8] | 1u << (i % 8));
  return out;
}

inline void encode_levels(std::span<const std::string> levels, ArrowArray& out) {
  auto holder = std::make_unique<ArrayHolder>();
  holder->offsets.push_back(0);
  for (const std::string& level : levels) {
    holder->words.insert(holder->words.end(), level.begin(), level.end());
    holder->offsets.push_back(std::ssize(holder->words));
  }
  holder->words.push_back('\0');  // so that there is an address, even of no words
  holder->buffers = {nullptr, holder->offsets.data(), holder->words.data()};
  finish_array(std::move(holder), levels.size(), 0, out);
}

/// Points the buffers at the column's values; `valid` is the first buffer.
inline void point_buffers(ArrayHolder& h, const void* valid) {
  using Kind = data::Column::Kind;
  const data::Column& column = h.column;
  static constexpr std::int64_t nothing = 0;
  const auto address = [](const void* p) { return p ? p : static_cast<const void*>(&nothing); };
  switch (column.kind()) {
    case Kind::float64:
      h.buffers = {nullptr, address(column.floats().data())};
      break;
    case Kind::int64:
      h.buffers = {valid, address(column.integers().data())};
      break;
    case Kind::time:
      h.buffers = {valid, address(column.times_us().data())};
      break;
    case Kind::category:
      h.buffers = {valid, address(column.codes().data())};
      break;
    case Kind::boolean:
      h.bits = packed(column.size(), [&](std::size_t i) { return column.booleans()[i] != 0; });
      h.buffers = {valid, h.bits.data()};
      break;
    case Kind::text:
      h.offsets.push_back(0);
      h.offsets.insert(h.offsets.end(), column.text_ends().begin(), column.text_ends().end());
      h.buffers = {valid, h.offsets.data(), address(column.text_bytes().begin())};
      break;
  }
}

inline void encode_array(const data::Column& column, ArrowArray& out) {
  auto holder = std::make_unique<ArrayHolder>();
  holder->column = column;
  std::size_t gaps = column.kind() == data::Column::Kind::float64 ? 0 : column.n_missing();
  const void* valid = gaps > 0 ? holder->column.validity().bits().data() : nullptr;
  if (column.kind() == data::Column::Kind::category) {
    holder->dictionary = std::make_unique<ArrowArray>();
    encode_levels(column.levels(), *holder->dictionary);
    if (gaps > 0) {
      holder->bits = packed(column.size(), [&](std::size_t i) { return !column.is_missing(i); });
      valid = holder->bits.data();
    }
  }
  point_buffers(*holder, valid);
  finish_array(std::move(holder), column.size(), gaps, out);
}

/// The table behind a stream; it gives one batch.
struct StreamHolder {
  data::Table table;
  bool given = false;
};

inline int stream_schema(ArrowArrayStream* stream, ArrowSchema* out) try {
  const data::Table& table = static_cast<StreamHolder*>(stream->private_data)->table;
  auto holder = std::make_unique<SchemaHolder>();
  holder->format = "+s";
  for (std::size_t c = 0; c < table.n_columns(); ++c) {
    holder->children.push_back(std::make_unique<ArrowSchema>());
    encode_schema(table.column(c), table.names()[c], *holder->children.back());
  }
  finish_schema(std::move(holder), *out);
  out->flags = 0;
  return 0;
} catch (const std::exception&) {
  return ENOMEM;
}

inline int stream_next(ArrowArrayStream* stream, ArrowArray* out) try {
  auto& state = *static_cast<StreamHolder*>(stream->private_data);
  *out = ArrowArray{};
  if (std::exchange(state.given, true)) return 0;
  auto holder = std::make_unique<ArrayHolder>();
  holder->buffers = {nullptr};
  for (std::size_t c = 0; c < state.table.n_columns(); ++c) {
    holder->children.push_back(std::make_unique<ArrowArray>());
    encode_array(state.table.column(c), *holder->children.back());
  }
  finish_array(std::move(holder), state.table.n_rows(), 0, *out);
  return 0;
} catch (const std::exception&) {
  return ENOMEM;
}

}  // namespace limn::inline LIMN_ABI::io::detail
