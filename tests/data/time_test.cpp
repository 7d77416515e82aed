// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/data/time.hpp>

#include "test.hpp"

using namespace limn;
using data::parse_time;

TEST_CASE("texts become UTC microseconds", "[data]") {
  // Oracle: date -u -d "..." +%s.
  const std::vector<std::pair<const char*, std::int64_t>> cases{
      {"1970-01-01", 0},
      {"1969-12-31", -86400000000},
      {"2000-02-29", 951782400000000},
      {"2011-12-09 12:50:00", 1323435000000000},
      {"2011-12-09T12:50", 1323435000000000},
      {"2011-12-09T12:50:00Z", 1323435000000000},
      {"2011-12-09T12:50:00+01:00", 1323431400000000},
      {"2011-12-09T12:50:00-0530", 1323454800000000},
      {"2024-03-10 02:30:15.25", 1710037815250000},
      {"2024-03-10 02:30:15.123456789", 1710037815123456},
      {"2016-12-31 23:59:60", 1483228800000000},
      {"1900-01-01", -2208988800000000},
      {"2200-12-31", 7289568000000000}};
  for (const auto& [text, us] : cases) {
    INFO(text);
    REQUIRE(parse_time(text).has_value());
    CHECK(*parse_time(text) == us);
  }
}

TEST_CASE("texts that are no times are not guessed at", "[data]") {
  for (const char* text : {"",
                           "x",
                           "2023",
                           "2023-1-1",
                           "2023-02-29",
                           "1900-02-29",
                           "2023-13-01",
                           "2023-00-10",
                           "2023-01-00",
                           "2023-01-32",
                           "2023-04-31",
                           "2023-01-01 ",
                           "2023-01-01x",
                           "2023-01-01 1:00",
                           "2023-01-01 24:00",
                           "2023-01-01 10:60",
                           "2023-01-01 10:00:61",
                           "2023-01-01 10:00:00.",
                           "2023-01-01 10:00:00+",
                           "2023-01-01 10:00:00+1",
                           "2023-01-01 10:00:00+25:00",
                           "2023-01-01 10:00:00Zx",
                           "01/02/2023",
                           "2023/01/02",
                           "-001-01-01",
                           "2023-01-01T"}) {
    INFO(text);
    CHECK_FALSE(parse_time(text).has_value());
  }
}

TEST_CASE("units are known by their words", "[data]") {
  CHECK(data::parse_time_unit("ms") == data::TimeUnit::ms);
  CHECK(data::parse_time_unit("auto") == data::TimeUnit::automatic);
  CHECK(data::unit_name(data::TimeUnit::order) == "order");
  try {
    data::parse_time_unit("ordr");
    FAIL();
  } catch (const ParamError& e) {
    CHECK(std::string(e.what()).find("did you mean 'order'?") != std::string::npos);
  }
}
