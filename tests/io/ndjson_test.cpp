// SPDX-License-Identifier: MIT
#include <limn/io/ndjson.hpp>

#include <limn/core/error.hpp>

#include "test.hpp"

using namespace limn;
using Kind = data::Column::Kind;

TEST_CASE("one flat object a line, keys may come and go") {
  const data::Table t = io::parse_ndjson(
      "{\"user\":\"u1\",\"item\":7,\"price\":9.5}\n\n{\"user\":\"u2\",\"price\":3,\"new\":true}\r\n"
      "{\"item\":null,\"user\":\"\"}");
  REQUIRE(t.n_rows() == 3);
  CHECK(t.column("user").text(1) == "u2");
  CHECK(t.column("item").kind() == Kind::int64);
  CHECK(t.column("item").is_missing(1));
  CHECK(t.column("item").is_missing(2));
  CHECK(t.column("price").floats()[1] == 3.0);
  CHECK(t.column("price").is_missing(2));
  CHECK(t.column("new").kind() == Kind::boolean);
}

TEST_CASE("a broken line is named") {
  CHECK_THROWS_WITH(io::parse_ndjson("{\"a\":1}\n{\"a\":\n"), Catch::Contains("line 2"));
  CHECK_THROWS_WITH(io::parse_ndjson("[1]\n"), Catch::Contains("no object"));
  CHECK_THROWS_WITH(io::parse_ndjson("{\"a\":{\"b\":1}}\n"), Catch::Contains("nested"));
  CHECK_THROWS_AS(io::parse_ndjson("{\"a\":[[[[[1]]]]]}\n"), LimitError);
  CHECK_THROWS_AS(io::parse_ndjson("{\"a\":1,\"a\":2}\n"), FormatError);
  CHECK_THROWS_AS(io::parse_ndjson("{\"a\":\"xxxxxxxxxxxxxxxx\"}\n", 8), LimitError);
}
