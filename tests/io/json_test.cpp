// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/io/json.hpp>

#include <chrono>

#include "test.hpp"

using namespace limn;
using core::Value;

namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("options go to JSON and come back in order", "[io]") {
  const core::Values values{{"z", std::int64_t{-3}},
                            {"a", 0.1},
                            {"whole", 2.0},
                            {"on", true},
                            {"word", std::string("\xE4\xBA\x8C\"\n")},
                            {"list", std::vector<double>{1, 2.5}},
                            {"words", std::vector<std::string>{"x", ""}},
                            {"none", std::monostate{}}};
  const std::string text = io::to_json(values).dump();
  CHECK(text.find(R"({"z":-3,"a":0.1,"whole":2.0,"on":true)") == 0);
  CHECK(io::values_from_json(io::parse_json(text)) == values);
  CHECK(io::values_from_json(nullptr).empty());
}

TEST_CASE("every double comes back bit for bit", "[io]") {
  for (const double d : {0.1, -0.0, 1e308, 5e-324, 1.0 / 3, 123456789.123456789}) {
    const Value value = io::value_from_json(io::parse_json(io::to_json(Value{d}).dump()));
    CHECK(std::bit_cast<std::uint64_t>(std::get<double>(value)) == std::bit_cast<std::uint64_t>(d));
  }
}

TEST_CASE("broken JSON is refused with its place", "[io]") {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[1,]",
                           "{\"a\":1,}",
                           "{'a':1}",
                           "nul",
                           "01",
                           "+1",
                           "1 2",
                           "[1]x",
                           "\"\\x\"",
                           "\"\t\"",
                           "NaN",
                           "[Infinity]",
                           "1e400",
                           "\"\xC3\x28\"",
                           "\"\xED\xA0\x80\"",
                           "\"\\ud800\"",
                           "// c\n1",
                           "[1",
                           "{\"a\"}"}) {
    INFO(text);
    CHECK_THROWS_AS(io::parse_json(text), FormatError);
  }
  CHECK_THROWS_AS(io::parse_json(std::string_view("{}\0{}", 5)), FormatError);
  CHECK_THROWS_AS(io::parse_json(R"({"a":1,"b":2,"a":3})"), FormatError);
  CHECK_THROWS_AS(io::parse_json(R"({"x":{"a":1,"a":1}})"), FormatError);
  CHECK_NOTHROW(io::parse_json(R"({"x":{"a":1},"y":{"a":1}})"));
  try {
    io::parse_json("[1, 2, x]");
    FAIL();
  } catch (const FormatError& e) {
    CHECK(std::string(e.what()).find("byte 8") != std::string::npos);
  }
}

TEST_CASE("each limit on JSON holds at its edge", "[io]") {
  CHECK_NOTHROW(io::parse_json(nested(31)));
  CHECK_NOTHROW(io::parse_json(nested(32)));
  CHECK_THROWS_AS(io::parse_json(nested(33)), LimitError);
  CHECK_THROWS_AS(io::parse_json(nested(1000000)), LimitError);
  CHECK_THROWS_AS(io::parse_json(std::string(1000000, '[')), LimitError);
  CHECK_NOTHROW(io::parse_json("[\"[[[[\"]", {.depth = 1}));
  CHECK_NOTHROW(io::parse_json("[12]", {.bytes = 4}));
  CHECK_THROWS_AS(io::parse_json("[123]", {.bytes = 4}), LimitError);
  CHECK_NOTHROW(io::parse_json("[1,2,3]", {.values = 4}));
  CHECK_THROWS_AS(io::parse_json("[1,2,3,4]", {.values = 4}), LimitError);
}

TEST_CASE("many keys cost no more than their length", "[io]") {
  std::string text = "{";
  for (int i = 0; i < 200000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  text += "\"end\":0}";
  const auto start = std::chrono::steady_clock::now();
  CHECK(io::parse_json(text).size() == 200001);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("values that no option can hold are refused", "[io]") {
  for (const char* text : {"{\"a\":{}}", "{\"a\":[1,\"x\"]}", "{\"a\":[[1]]}",
                           "{\"a\":9223372036854775808}", "[1]", "3"}) {
    INFO(text);
    CHECK_THROWS_AS(io::values_from_json(io::parse_json(text)), ParamError);
  }
  CHECK(std::get<std::int64_t>(io::value_from_json(io::parse_json("9223372036854775807"))) ==
        INT64_MAX);
  CHECK(std::get<double>(io::value_from_json(io::parse_json("1e3"))) == 1000.0);
}
