// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/io/arrow_c.hpp>

#include <array>
#include <cmath>
#include <cstring>
#include <deque>

#include "test.hpp"

using namespace limn;
using Kind = data::Column::Kind;

namespace {

/// A producer made by hand: arrays that own nothing, in a stream that counts its releases.
struct Made {
  std::deque<std::vector<const void*>> buffers;
  std::deque<ArrowArray> arrays;
  std::deque<ArrowSchema> schemas;
  std::deque<std::vector<ArrowArray*>> array_lists;
  std::deque<std::vector<ArrowSchema*>> schema_lists;
  std::vector<ArrowArray*> batches;
  ArrowSchema* schema = nullptr;
  std::size_t next = 0;
  int released = 0;
  int fail_at = -1;

  ArrowArray* array(std::int64_t length, std::vector<const void*> list, std::int64_t nulls = 0,
                    std::int64_t offset = 0, ArrowArray* dictionary = nullptr) {
    buffers.push_back(std::move(list));
    arrays.push_back({length, nulls, offset, std::ssize(buffers.back()), 0, buffers.back().data(),
                      nullptr, dictionary, [](ArrowArray* a) { a->release = nullptr; }, nullptr});
    return &arrays.back();
  }
  ArrowSchema* column(const char* format, const char* name, ArrowSchema* dictionary = nullptr) {
    schemas.push_back({format, name, nullptr, ARROW_FLAG_NULLABLE, 0, nullptr, dictionary,
                       [](ArrowSchema* s) { s->release = nullptr; }, nullptr});
    return &schemas.back();
  }
  void set_schema(std::vector<ArrowSchema*> columns) {
    schema_lists.push_back(std::move(columns));
    schema = column("+s", "");
    schema->n_children = std::ssize(schema_lists.back());
    schema->children = schema_lists.back().data();
  }
  ArrowArray* batch(std::int64_t length, std::vector<ArrowArray*> columns,
                    std::int64_t offset = 0) {
    array_lists.push_back(std::move(columns));
    ArrowArray* out = array(length, {nullptr}, 0, offset);
    out->n_children = std::ssize(array_lists.back());
    out->children = array_lists.back().data();
    batches.push_back(out);
    return out;
  }
  ArrowArrayStream stream() {
    return {.get_schema =
                [](ArrowArrayStream* s, ArrowSchema* out) {
                  *out = *static_cast<Made*>(s->private_data)->schema;
                  return 0;
                },
            .get_next =
                [](ArrowArrayStream* s, ArrowArray* out) {
                  auto& self = *static_cast<Made*>(s->private_data);
                  if (static_cast<int>(self.next) == self.fail_at) return EIO;
                  *out = ArrowArray{};
                  if (self.next < self.batches.size()) *out = *self.batches[self.next++];
                  return 0;
                },
            .get_last_error = [](ArrowArrayStream*) -> const char* { return "the disk is gone"; },
            .release =
                [](ArrowArrayStream* s) {
                  ++static_cast<Made*>(s->private_data)->released;
                  s->release = nullptr;
                },
            .private_data = this};
  }
  data::Table table() {
    ArrowArrayStream s = stream();
    return io::from_arrow(s);
  }
};

/// One column, one batch.
data::Table single(const char* format, std::int64_t length, std::vector<const void*> buffers,
                   std::int64_t nulls = 0, std::int64_t offset = 0) {
  Made made;
  made.set_schema({made.column(format, "x")});
  made.batch(length, {made.array(length, std::move(buffers), nulls, offset)});
  return made.table();
}

std::string message(auto&& call) {
  try {
    call();
  } catch (const Error& e) {
    return e.what();
  }
  return "accepted";
}

bool contains(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

const std::uint8_t first_and_third = 0b101;

}  // namespace

TEST_CASE("a table goes out and comes back", "[io]") {
  const std::vector<std::uint8_t> there{1, 0, 1};
  data::Table t;
  t.add("f", data::Column::float64(std::vector<double>{1.5, missing, -2}))
      .add("i",
           data::Column::int64(std::vector<std::int64_t>{1, 2, INT64_MIN}, data::Validity(there)))
      .add("b", data::Column::boolean(std::vector<std::uint8_t>{1, 0, 1}, data::Validity(there)))
      .add("c", data::Column::category(std::vector<std::int32_t>{1, -1, 0}, {"x", "y"}))
      .add("t", data::Column::text({"", "zz", "\xE4\xBA\x8C"}, data::Validity(there)))
      .add("when", data::Column::time(std::vector<std::int64_t>{0, 5, -7}));
  ArrowArrayStream stream{};
  io::to_arrow(t, stream);
  const data::Table again = io::from_arrow(stream);
  CHECK(stream.release == nullptr);
  REQUIRE(again.n_columns() == 6);
  for (std::size_t c = 0; c < 6; ++c) {
    CHECK(again.names()[c] == t.names()[c]);
    CHECK(again.column(c).kind() == t.column(c).kind());
    CHECK(again.column(c).n_missing() == t.column(c).n_missing());
    CHECK(again.column(c).is_missing(1) == t.column(c).is_missing(1));
  }
  CHECK(again.column("f").floats()[0] == 1.5);
  CHECK(again.column("i").integers()[2] == INT64_MIN);
  CHECK(again.column("b").booleans()[2] == 1);
  CHECK(again.column("c").levels()[1] == "y");
  CHECK(again.column("c").codes()[2] == 0);
  CHECK(again.column("t").text(2) == "\xE4\xBA\x8C");
  CHECK(again.column("when").times_us()[2] == -7);
  // In place: the same memory went out and came back.
  CHECK(again.column("when").times_us().data() == t.column("when").times_us().data());
  CHECK(again.column("i").integers().data() == t.column("i").integers().data());

  ArrowArrayStream empty{};
  io::to_arrow(data::Table{}, empty);
  CHECK(io::from_arrow(empty).n_rows() == 0);
  ArrowArrayStream no_rows{};
  io::to_arrow(t.rows({}), no_rows);
  CHECK(io::from_arrow(no_rows).n_columns() == 6);
}

TEST_CASE("numbers of every width are understood", "[io]") {
  const std::int8_t i8[] = {-1, 2, 3};
  const std::uint8_t u8[] = {255, 2, 3};
  const std::int16_t i16[] = {-300, 2, 3};
  const std::uint16_t u16[] = {65535, 2, 3};
  const std::int32_t i32[] = {-70000, 2, 3};
  const std::uint32_t u32[] = {4000000000u, 2, 3};
  const std::int64_t i64[] = {-5000000000, 2, 3};
  const std::uint64_t u64[] = {5000000000u, 2, 3};
  const std::vector<std::tuple<const char*, const void*, std::int64_t>> cases{
      {"c", i8, -1},      {"C", u8, 255},         {"s", i16, -300},        {"S", u16, 65535},
      {"i", i32, -70000}, {"I", u32, 4000000000}, {"l", i64, -5000000000}, {"L", u64, 5000000000}};
  for (const auto& [format, values, first] : cases) {
    INFO(format);
    const data::Table t = single(format, 3, {&first_and_third, values}, 1);
    CHECK(t.column("x").integers()[0] == first);
    CHECK(t.column("x").is_missing(1));
    CHECK(t.column("x").integers()[2] == 3);
  }
  const float f32[] = {0.5f, 2, 3};
  CHECK(single("f", 3, {nullptr, f32}).column("x").floats()[0] == 0.5);
  // Oracle: numpy.array([...], dtype="float16").view("uint16").
  const std::uint16_t f16[] = {0x3555, 0x0001, 0xfbff, 0x7c00, 0x7e00, 0x8000};
  const data::Table h = single("e", 6, {nullptr, f16});
  CHECK(h.column("x").floats()[0] == 0.333251953125);
  CHECK(h.column("x").floats()[1] == Approx(5.960464477539063e-08));
  CHECK(h.column("x").floats()[2] == -65504);
  CHECK(std::isinf(h.column("x").floats()[3]));
  CHECK(std::isnan(h.column("x").floats()[4]));
  CHECK(h.column("x").floats()[5] == 0);
  const double f64[] = {9, 1, 2, 3};
  const data::Table sliced = single("g", 3, {&first_and_third, f64}, -1, 1);
  CHECK(std::isnan(sliced.column("x").floats()[0]));  // bit 1 of 0b101
  CHECK(sliced.column("x").floats()[1] == 2);
  CHECK(single("n", 4, {}).column("x").n_missing() == 4);
  const std::uint8_t bits[] = {0b10};
  CHECK(single("b", 2, {nullptr, bits}).column("x").booleans()[1] == 1);
}

TEST_CASE("times of every unit are UTC microseconds", "[io]") {
  const std::int64_t wide[] = {-1, 1500};
  const std::int32_t days[] = {-1, 1};
  const std::vector<std::tuple<const char*, const void*, std::int64_t, std::int64_t>> cases{
      {"tss:", wide, -1000000, 1500000000}, {"tsm:UTC", wide, -1000, 1500000},
      {"tsu:Asia/Tokyo", wide, -1, 1500},   {"tsn:", wide, -1, 1},
      {"tdm", wide, -1000, 1500000},        {"tdD", days, -86400000000, 86400000000}};
  for (const auto& [format, values, first, second] : cases) {
    INFO(format);
    const data::Table t = single(format, 2, {nullptr, values});
    CHECK(t.column("x").times_us()[0] == first);
    CHECK(t.column("x").times_us()[1] == second);
  }
  const std::int64_t far[] = {INT64_MAX / 2};
  CHECK(contains(message([&] { single("tss:", 1, {nullptr, far}); }), "column 'x'"));
}

TEST_CASE("texts come short, long and as views", "[io]") {
  const std::int32_t small[] = {1, 3, 3, 7};
  const std::int64_t large[] = {1, 3, 3, 7};
  const char* words = "-abcdef";
  for (const data::Table& t :
       {single("u", 3, {nullptr, small, words}), single("U", 3, {nullptr, large, words})}) {
    CHECK(t.column("x").text(0) == "ab");
    CHECK(t.column("x").text(1).empty());
    CHECK(t.column("x").text(2) == "cdef");
  }
  struct View {
    std::int32_t length;
    char head[4];
    std::int32_t index, offset;
  };
  std::array<View, 2> views{};
  std::memcpy(&views[0], "\3\0\0\0one", 7);
  views[1] = {15, {'t', 'h', 'i', 'r'}, 0, 2};
  const char* outside = "--thirteen and two";
  const std::int64_t sizes[] = {18};
  const auto read = [&] { return single("vu", 2, {nullptr, views.data(), outside, sizes}); };
  CHECK(read().column("x").text(0) == "one");
  CHECK(read().column("x").text(1) == "thirteen and tw");
  views[1].offset = 4;
  CHECK(contains(message(read), "beyond its buffer"));
  views[1] = {15, {}, 1, 0};
  CHECK(contains(message(read), "points nowhere"));
  views[1] = {-1, {}, 0, 0};
  CHECK(contains(message(read), "points nowhere"));
}

TEST_CASE("dictionaries of several batches are joined", "[io]") {
  Made made;
  made.set_schema({made.column("c", "x", made.column("u", ""))});
  const std::int32_t ends[] = {0, 1, 2};
  const std::int8_t one[] = {1, 0}, two[] = {0, 1, 0};
  made.batch(2, {made.array(2, {nullptr, one}, 0, 0, made.array(2, {nullptr, ends, "ab"}))});
  made.batch(0, {made.array(0, {nullptr, nullptr})});
  made.batch(3,
             {made.array(3, {&first_and_third, two}, 1, 0, made.array(2, {nullptr, ends, "bc"}))});
  const data::Table t = made.table();
  CHECK(made.released == 1);
  const data::Column& x = t.column("x");
  CHECK(x.n_missing() == 1);
  REQUIRE(x.levels().size() == 3);
  CHECK(std::vector<std::int32_t>(x.codes().begin(), x.codes().end()) ==
        std::vector<std::int32_t>{1, 0, 1, -1, 1});
}

TEST_CASE("slices of batches and of columns add up", "[io]") {
  Made made;
  made.set_schema({made.column("l", "x")});
  const std::int64_t values[] = {0, 1, 2, 3, 4, 5};
  made.batch(2, {made.array(5, {nullptr, values}, 0, 1)}, 2);
  const data::Table t = made.table();
  CHECK(t.n_rows() == 2);
  CHECK(t.column("x").integers()[0] == 3);
  CHECK(t.column("x").integers()[1] == 4);
}

TEST_CASE("what cannot be right is refused and the column named", "[io]") {
  const std::int64_t values[] = {1, -2, 3};
  const std::int32_t backwards[] = {0, 2, 1, 3}, negative[] = {-1, 2, 2, 3};
  const auto refused = [&](auto call, const char* part) { CHECK(contains(message(call), part)); };
  refused([&] { single("d:10,2", 1, {nullptr, values}); }, "column 'x': got decimal");
  refused([&] { single("+l", 1, {nullptr, values}); }, "column 'x': got a list or a struct");
  refused([&] { single("z", 1, {nullptr, values}); }, "column 'x'");
  refused([&] { single("", 1, {nullptr, values}); }, "column 'x'");
  refused([&] { single("L", 2, {nullptr, values}); }, "above 2^63");
  refused([&] { single("l", 2, {nullptr}); }, "absent buffer");
  refused([&] { single("l", 2, {nullptr, nullptr}); }, "absent buffer");
  refused([&] { single("l", -1, {nullptr, values}); }, "impossible length");
  refused([&] { single("l", 1, {nullptr, values}, 0, -1); }, "impossible length");
  refused([&] { single("l", 1, {nullptr, values}, 0, INT64_MAX); }, "impossible length");
  refused([&] { single("u", 3, {nullptr, backwards, "abc"}); }, "offsets out of order");
  refused([&] { single("u", 3, {nullptr, negative, "abc"}); }, "offsets out of order");
  const std::int32_t whole[] = {0, 2};
  refused([&] { single("u", 1, {nullptr, whole, "\xC3\x28"}); }, "no UTF-8");
  refused([&] { single("u", 1, {nullptr, whole, "a\0"}); }, "no UTF-8");
}

TEST_CASE("batches, dictionaries and streams that lie are refused", "[io]") {
  const std::int64_t values[] = {1, 2, 3};
  const std::int32_t ends[] = {0, 1, 2};
  const auto made_with = [&](auto change) {
    Made made;
    made.set_schema({made.column("l", "x"), made.column("c", "y", made.column("u", ""))});
    const std::int8_t codes[] = {0, 1};
    made.batch(2, {made.array(2, {nullptr, values}),
                   made.array(2, {nullptr, codes}, 0, 0, made.array(2, {nullptr, ends, "ab"}))});
    change(made);
    const std::string out = message([&] { made.table(); });
    CHECK(made.released == 1);
    return out;
  };
  CHECK(made_with([](Made&) {}) == "accepted");
  CHECK(contains(made_with([](Made& m) { m.batches[0]->n_children = 1; }), "other columns"));
  CHECK(contains(made_with([](Made& m) { m.batches[0]->length = 3; }), "column 'x'"));
  CHECK(contains(made_with([](Made& m) { m.batches[0]->children[0] = nullptr; }), "column 'x'"));
  CHECK(contains(made_with([](Made& m) {
                   m.batches[0]->null_count = 1;
                   m.batches[0]->buffers[0] = &first_and_third;
                 }),
                 "a missing row"));
  CHECK(contains(made_with([](Made& m) { m.batches[0]->children[1]->dictionary->length = 1; }),
                 "column 'y': got a code beyond"));
  CHECK(contains(made_with([](Made& m) { m.batches[0]->children[1]->dictionary = nullptr; }),
                 "column 'y': got an impossible dictionary"));
  CHECK(contains(made_with([](Made& m) { m.schema->children[1]->dictionary->format = "l"; }),
                 "column 'y': got a dictionary of values"));
  CHECK(contains(made_with([](Made& m) { m.schema->children[1]->format = "g"; }), "index type"));
  CHECK(contains(made_with([](Made& m) { m.schema->children[1]->name = "x"; }), "the name twice"));
  CHECK(contains(made_with([](Made& m) { m.schema->format = "l"; }), "a stream of tables"));
  CHECK(contains(made_with([](Made& m) { m.schema->n_children = -1; }), "a stream of tables"));
  CHECK(contains(made_with([](Made& m) { m.fail_at = 1; }), "the disk is gone"));
  ArrowArrayStream released{};
  CHECK_THROWS_AS(io::from_arrow(released), DataError);
}
