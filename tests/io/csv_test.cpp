// SPDX-License-Identifier: MIT
#include <limn/io/csv.hpp>

#include <limn/core/error.hpp>

#include "test.hpp"

using namespace limn;
using Kind = data::Column::Kind;

TEST_CASE("kinds are guessed from all values of a column") {
  const data::Table t =
      io::parse_csv("i,f,b,t,zip\n1,1.5,true,x,01234\n-2,,false,\"\",10000\n,2e3,,y z,\n");
  REQUIRE(t.n_rows() == 3);
  CHECK(t.column("i").kind() == Kind::int64);
  CHECK(t.column("i").integers()[1] == -2);
  CHECK(t.column("i").is_missing(2));
  CHECK(t.column("f").kind() == Kind::float64);
  CHECK(t.column("f").floats()[2] == 2000.0);
  CHECK(t.column("f").is_missing(1));
  CHECK(t.column("b").kind() == Kind::boolean);
  CHECK(t.column("t").kind() == Kind::text);
  CHECK_FALSE(t.column("t").is_missing(1));  // quoted, so an empty text and no gap
  CHECK(t.column("zip").text(0) == "01234");
}

TEST_CASE("quotes, line ends, BOM and delimiters of other programs") {
  const data::Table t = io::parse_csv(
      "\xEF\xBB\xBF"
      "a;b\r\n\"x;\"\"y\"\"\r\nz\";1\r\n\r\nw;2");
  REQUIRE(t.n_rows() == 2);
  CHECK(t.column("a").text(0) == "x;\"y\"\r\nz");
  CHECK(t.column("b").integers()[1] == 2);
  CHECK(io::parse_csv("a\tb\n1\t2\n").n_columns() == 2);
  CHECK(io::parse_csv("1,2\n3,4\n", {.header = false}).column("c1").integers()[1] == 4);
  CHECK(io::parse_csv("a,b\n").n_rows() == 0);
  CHECK(io::parse_csv("a\n1\n", {.kinds = {{"a", Kind::text}}}).column("a").text(0) == "1");
}

TEST_CASE("a broken file is refused and the line is named") {
  const auto message = [](std::string_view text) -> std::string {
    try {
      (void)io::parse_csv(text);
    } catch (const Error& e) {
      return e.what();
    }
    return "accepted";
  };
  using Catch::Contains;
  CHECK_THAT(message("a,b\n1,2\n3\n"), Contains("line 3") && Contains("1 fields"));
  CHECK_THAT(message("a,b\n1,\"2\n"), Contains("line 2") && Contains("never closes"));
  CHECK_THAT(message("a,b\n1,x\"y\n"), Contains("line 2") && Contains("quote inside"));
  CHECK_THAT(message(std::string_view("a,b\n1,\0\n", 8)), Contains("NUL"));
  CHECK_THAT(message("a\n\xC3\x28\n"), Contains("line 2") && Contains("UTF-8"));
  CHECK_THAT(message("a\n\xED\xA0\x80\n"), Contains("UTF-8"));  // a surrogate
  CHECK_THAT(message("a,a\n1,2\n"), Contains("E035"));
  CHECK_THAT(message(""), Contains("E031"));
  CHECK_THROWS_AS(io::parse_csv("a\nxyz\n", {.field_bytes = 2}), LimitError);
  CHECK_THROWS_AS(io::parse_csv("a\nxyz\n", {.kinds = {{"a", Kind::int64}}}), DataError);
  CHECK_THROWS_AS(io::parse_csv("a\n1\n", {.kinds = {{"b", Kind::int64}}}), DataError);
  CHECK_THROWS_AS(io::read_csv("/nowhere/at/all.csv"), IoError);
}
