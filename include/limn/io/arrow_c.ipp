// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <system_error>

#include <limn/io/arrow_c.hpp>
#include <limn/io/detail/arrow_decode.hpp>
#include <limn/io/detail/arrow_encode.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

template <class Struct>
std::shared_ptr<Struct> owned_arrow() {
  return {new Struct{}, [](Struct* s) {
            if (s->release) s->release(s);
            delete s;
          }};
}

inline void check_stream(ArrowArrayStream& stream, int error) {
  if (error == 0) return;
  const char* text = stream.get_last_error ? stream.get_last_error(&stream) : nullptr;
  throw IoError(ErrorCode::io_read,
                {.component = "io.arrow",
                 .place = "stream",
                 .got = text ? std::string(text) : std::generic_category().message(error),
                 .expected = "",
                 .fix = "look at what produces the stream"});
}

/// Errors: DataError unless an array has rows [begin, begin + n), counted without its offset.
inline Part checked_part(const ArrowArray* array, std::int64_t begin, std::int64_t n,
                         const std::string& name) {
  constexpr std::int64_t most = std::int64_t{1} << 48;
  if (!array || !array->release || array->length < 0 || array->offset < 0 || array->offset > most ||
      array->length > most || begin + n > array->length)
    throw_arrow(name, "an impossible length or offset", "rows that are there",
                ErrorCode::data_value);
  return {array, array->offset + begin, n};
}

inline data::Column decode_dictionary(const ColumnParts& column) {
  const ArrowSchema& values = *column.schema->dictionary;
  const std::string_view index = column.schema->format;
  if (!values.format || !is_text(values.format) || values.dictionary)
    throw_arrow(column.name, "a dictionary of values other than texts", "texts");
  if (index == "c") return categories<std::int8_t>(column);
  if (index == "C") return categories<std::uint8_t>(column);
  if (index == "s") return categories<std::int16_t>(column);
  if (index == "S") return categories<std::uint16_t>(column);
  if (index == "i") return categories<std::int32_t>(column);
  if (index == "I") return categories<std::uint32_t>(column);
  if (index == "l") return categories<std::int64_t>(column);
  if (index == "L") return categories<std::uint64_t>(column);
  throw_arrow(column.name, "an unknown index type", "integers");
}

inline data::Column decode_column(const ColumnParts& column) {
  const std::string_view format = column.schema->format;
  if (column.schema->dictionary) return decode_dictionary(column);
  if (format == "n") return data::Column::float64(std::vector<double>(column.n_rows, missing));
  if (format == "b") return booleans(column);
  if (format == "c") return integers<std::int8_t>(column);
  if (format == "C") return integers<std::uint8_t>(column);
  if (format == "s") return integers<std::int16_t>(column);
  if (format == "S") return integers<std::uint16_t>(column);
  if (format == "i") return integers<std::int32_t>(column);
  if (format == "I") return integers<std::uint32_t>(column);
  if (format == "l") return integers<std::int64_t>(column);
  if (format == "L") return integers<std::uint64_t>(column);
  if (format == "e") return floats<std::uint16_t>(column);
  if (format == "f") return floats<float>(column);
  if (format == "g") return floats<double>(column);
  if (is_text(format)) return texts(column, format);
  if (format == "tdD") return times<std::int32_t>(column, 86400000000, 1);
  if (format == "tdm") return times<std::int64_t>(column, 1000, 1);
  if (format.starts_with("tss:")) return times<std::int64_t>(column, 1000000, 1);
  if (format.starts_with("tsm:")) return times<std::int64_t>(column, 1000, 1);
  if (format.starts_with("tsu:")) return times<std::int64_t>(column, 1, 1);
  if (format.starts_with("tsn:")) return times<std::int64_t>(column, 1, 1000);
  const std::string kind = format.starts_with("d:")  ? "decimal"
                           : format.starts_with("+") ? "a list or a struct"
                                                     : "type '" + std::string(format) + "'";
  throw_arrow(column.name, kind, "numbers, texts, times, booleans or dictionaries of texts");
}

/// Where column c lies in each batch.
inline ColumnParts parts_of(const ArrowBatches& in, std::int64_t c) {
  ColumnParts out;
  out.schema = in.schema->children[c];
  if (!out.schema || !out.schema->format) throw_arrow("", "a column without a type", "a table");
  out.name = out.schema->name ? out.schema->name : "";
  check_utf8("", out.name);
  for (const auto& batch : in.batches) {
    const Part whole = checked_part(batch.get(), 0, batch->length, "");
    if (batch->n_children != in.schema->n_children || !batch->children)
      throw_arrow("", "a batch with other columns than the schema", "the columns of the schema");
    if (const std::uint8_t* bits = validity_bits(*batch))
      for (std::int64_t i = 0; i < whole.n; ++i)
        if (!bit(bits, whole.begin + i))
          throw_arrow("", "a missing row", "rows of columns", ErrorCode::data_value);
    out.parts.push_back(checked_part(batch->children[c], whole.begin, whole.n, out.name));
    out.n_rows += static_cast<std::size_t>(whole.n);
  }
  if (in.batches.size() == 1) out.owner = in.batches[0];
  return out;
}

}  // namespace detail

LIMN_INLINE ArrowBatches drain_arrow(ArrowArrayStream& stream) {
  if (!stream.release || !stream.get_schema || !stream.get_next)
    detail::throw_arrow("", "a released stream", "a stream that nobody has read yet");
  struct Release {
    ArrowArrayStream& stream;
    ~Release() {
      if (stream.release) stream.release(&stream);
    }
  } const release{stream};
  ArrowBatches out{detail::owned_arrow<ArrowSchema>(), {}};
  detail::check_stream(stream, stream.get_schema(&stream, out.schema.get()));
  const ArrowSchema& schema = *out.schema;
  if (!schema.release || !schema.format || std::string_view(schema.format) != "+s" ||
      schema.n_children < 0 || (schema.n_children > 0 && !schema.children))
    detail::throw_arrow("", "a stream of something else", "a stream of tables");
  while (true) {
    auto batch = detail::owned_arrow<ArrowArray>();
    detail::check_stream(stream, stream.get_next(&stream, batch.get()));
    if (!batch->release) return out;
    if (batch->length != 0) out.batches.push_back(std::move(batch));
  }
}

LIMN_INLINE data::Table decode_arrow(const ArrowBatches& batches) {
  data::Table out;
  for (std::int64_t c = 0; c < batches.schema->n_children; ++c) {
    const detail::ColumnParts column = detail::parts_of(batches, c);
    out.add(column.name, detail::decode_column(column));
  }
  return out;
}

LIMN_INLINE data::Table from_arrow(ArrowArrayStream& stream) {
  return decode_arrow(drain_arrow(stream));
}

LIMN_INLINE void to_arrow(const data::Table& table, ArrowArrayStream& out) {
  auto holder = std::make_unique<detail::StreamHolder>(detail::StreamHolder{table});
  out = ArrowArrayStream{.get_schema = &detail::stream_schema,
                         .get_next = &detail::stream_next,
                         .get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; },
                         .release =
                             [](ArrowArrayStream* stream) {
                               delete static_cast<detail::StreamHolder*>(stream->private_data);
                               stream->release = nullptr;
                             },
                         .private_data = holder.get()};
  holder.release();
}

}  // namespace limn::inline LIMN_ABI::io
