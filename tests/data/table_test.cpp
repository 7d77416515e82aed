// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/data/table.hpp>

#include <cmath>

#include "test.hpp"

using namespace limn;
using data::Column;
using data::Table;
using data::Validity;

namespace {

Table sample() {
  const std::vector<std::uint8_t> there{1, 0, 1};
  Table table;
  table.add("age", Column::float64(std::vector<double>{31, missing, 7}))
      .add("orders", Column::int64(std::vector<std::int64_t>{4, 5, 6}, Validity(there)))
      .add("member", Column::boolean(std::vector<std::uint8_t>{1, 0, 0}))
      .add("city", Column::category(std::vector<std::int32_t>{1, -1, 0}, {"Oslo", "Rome"}))
      .add("note", Column::text({"a", "", "ccc"}, Validity(there)))
      .add("seen", Column::time(std::vector<std::int64_t>{1, 2, 3}));
  return table;
}

std::string message(auto&& call) {
  try {
    call();
  } catch (const DataError& e) {
    return e.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("columns know their kind, their values and their gaps", "[data]") {
  const Table t = sample();
  CHECK(t.n_rows() == 3);
  CHECK(t.n_columns() == 6);
  const std::vector<std::size_t> gaps{1, 1, 0, 1, 1, 0};
  for (std::size_t c = 0; c < 6; ++c) {
    CHECK(t.column(c).n_missing() == gaps[c]);
    CHECK(t.column(c).is_missing(1) == (gaps[c] == 1));
  }
  CHECK(t.column("note").text(2) == "ccc");
  CHECK(t.column("note").text(1).empty());
  CHECK(t.column("city").levels()[1] == "Rome");
  CHECK(t.column("seen").times_us()[2] == 3);
  CHECK_THROWS_AS(t.column("seen").integers(), DataError);
  CHECK_THROWS_AS(t.column("age").text(0), DataError);
}

TEST_CASE("a missing column is named with the nearest one", "[data]") {
  CHECK(contains(message([] { sample().column("ordres"); }), "did you mean 'orders'?"));
  CHECK(contains(message([] { sample().column("zzzzzz"); }), "one of age, orders"));
  CHECK(contains(message([] { Table{}.column("x"); }), "column 'x'"));
}

TEST_CASE("rows and columns are chosen in the given order", "[data]") {
  const std::vector<std::size_t> chosen{2, 1, 2};
  const Table t = sample().rows(chosen);
  CHECK(t.n_rows() == 3);
  CHECK(t.column("age").floats()[0] == 7);
  CHECK(t.column("orders").is_missing(1));
  CHECK(t.column("city").codes()[2] == 0);
  CHECK(t.column("note").text(0) == "ccc");
  CHECK(t.column("member").booleans()[1] == 0);
  CHECK(t.column("seen").times_us()[1] == 2);
  const std::vector<std::size_t> beyond{3};
  CHECK_THROWS_AS(sample().rows(beyond), DataError);
  const std::vector<std::string> names{"city", "age"};
  CHECK(sample().select(names).names()[0] == "city");
  CHECK(Table{}.rows({}).n_rows() == 0);
}

TEST_CASE("numbers become a matrix, categories a frame, words neither", "[data]") {
  const std::vector<std::string> numeric{"member", "orders"}, mixed{"age", "city"};
  const Matrix x = sample().numeric_matrix(numeric);
  CHECK(x(0, 0) == 1);
  CHECK(std::isnan(x(1, 1)));
  CHECK(x(2, 1) == 6);
  const data::Frame frame = sample().frame(mixed);
  const data::FrameView view = frame;
  CHECK(view.is_category(1));
  CHECK(view.column(1).levels[0] == "Oslo");
  CHECK(view(0, 1) == 1);
  CHECK(std::isnan(view(1, 1)));
  CHECK(view.label(0) == "column 'age'");
  for (const char* name : {"note", "seen", "city"}) {
    const std::vector<std::string> one{name};
    CHECK(contains(message([&] { sample().numeric_matrix(one); }), name));
  }
}

TEST_CASE("a frame comes from a matrix and goes to one", "[data]") {
  const Matrix x = Matrix::Identity(3, 2);
  const auto sum = [](const data::FrameView& f) { return f.matrix().sum(); };
  const auto plain = [](MatrixView m) { return m.sum(); };
  CHECK(sum(x) == 2);
  CHECK(sum(MatrixView(x)) == 2);
  const data::FrameView view(x);
  CHECK(plain(view) == 2);
  CHECK(&view.matrix().coeffRef(0, 0) == x.data());
  CHECK(view.label(1) == "column 1");
  CHECK_FALSE(view.is_category(0));
  CHECK_THROWS_AS(data::Frame(x, {}), ShapeError);
}

TEST_CASE("impossible columns and tables are refused", "[data]") {
  Table t = sample();
  CHECK_THROWS_AS(t.add("age", Column::float64(std::vector<double>{1, 2, 3})), DataError);
  CHECK_THROWS_AS(t.add("new", Column::float64(std::vector<double>{1})), ShapeError);
  CHECK(t.n_columns() == 6);
  CHECK_THROWS_AS(Column::category(std::vector<std::int32_t>{2}, {"a", "b"}), DataError);
  CHECK_THROWS_AS(Column::category(std::vector<std::int32_t>{-2}, {"a"}), DataError);
  CHECK_THROWS_AS(Column::category(std::vector<std::int32_t>{0}, {"a", "a"}), DataError);
  CHECK_THROWS_AS(Column::text(std::vector<char>{'a'}, std::vector<std::int64_t>{2}), DataError);
  CHECK_THROWS_AS(Column::text(std::vector<char>{'a'}, std::vector<std::int64_t>{1, 0}), DataError);
  const std::vector<std::uint8_t> many(20, 0);
  CHECK_THROWS_AS(Column::int64(std::vector<std::int64_t>{1}, Validity(many)), ShapeError);
}

TEST_CASE("memory of others is shared, not copied", "[data]") {
  auto owner = std::make_shared<std::vector<double>>(1000, 2.0);
  const std::weak_ptr<void> watch = owner;
  const double* address = owner->data();
  Table t;
  t.add("x", Column::float64(data::Buffer<double>(owner, *owner)));
  owner.reset();
  const Table copy = t;
  t = {};
  CHECK(copy.column("x").floats().data() == address);
  CHECK_FALSE(watch.expired());
}
