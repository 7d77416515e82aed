// SPDX-License-Identifier: MIT
#include <limn/data/event_log.hpp>
#include <limn/impute/context.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

// user, time, value: user 1 at times 0, 10, 20, 40 out of order; user 2 knows nothing; one row
// without a user, one of user 1 without time.
Matrix moments_of_users() {
  const double n = missing;
  Matrix x(8, 3);
  x << 1, 20, 8,  //
      1, 10, n,   //
      1, 0, 4,    //
      1, 40, n,   //
      2, 5, n,    //
      n, 7, n,    //
      1, n, n,    //
      3, 1, 100;
  return x;
}

impute::Context context(const std::string& method) {
  return impute::Context({.method = method, .group_column = 0, .time_column = 1, .fallback = -1});
}

}  // namespace

TEST_CASE("a gap is filled from its user's own history", "[impute]") {
  struct Case {
    std::string method;
    double between, after;
  };
  for (const auto& [method, between, after] :
       std::vector<Case>{{"last", 4, 8}, {"interpolate", 6, 8}, {"typical", 6, 6}}) {
    const Matrix x = moments_of_users();
    const Matrix out = context(method).fit(x).transform(x);
    CHECK(out(1, 2) == between);
    CHECK(out(3, 2) == after);
    CHECK(out(4, 2) == 8);  // no history: the median of 4, 8, 100
    CHECK(out(5, 2) == 8);
    CHECK(out(6, 2) == 6);         // no time: the user's own median
    CHECK(std::isnan(out(5, 0)));  // ids are not made up
    CHECK(out(0, 2) == 8);
  }
}

TEST_CASE("interpolation weighs by time and holds the ends", "[impute]") {
  Matrix x(5, 2);
  x << 0, missing, 10, 1, 11, missing, 20, 11, 30, missing;
  const Matrix out =
      impute::Context({.method = "interpolate", .time_column = 0}).fit(x).transform(x);
  CHECK(out(0, 1) == 1);
  CHECK(out(2, 1) == Approx(2));
  CHECK(out(4, 1) == 11);
}

TEST_CASE("without group and time the rows are one history in their order", "[impute]") {
  Matrix x(4, 2);
  x << missing, missing, 3, missing, missing, missing, 5, missing;
  const Matrix out = impute::Context({.fallback = 7}).fit(x).transform(x);
  CHECK(out.col(0) == (Vector(4) << 4, 3, 3, 5).finished());  // 4: nothing before, so the median
  CHECK(out.col(1) == Vector::Constant(4, 7));
}

TEST_CASE("the values of a log are completed by user", "[impute]") {
  data::EventLog::Columns columns;
  columns.users = data::Vocabulary(std::vector<std::string>{"a", "b"});
  columns.items = data::Vocabulary(std::vector<std::string>{"i"});
  columns.user = {0, 0, 0, 1};
  columns.item = {0, 0, 0, 0};
  columns.time_us = {0, 1000000, 3000000, 0};
  columns.value = {2, missing, 8, missing};
  const data::EventLog log(columns);
  const auto out = impute::Context({.method = "interpolate"}).complete(log);
  CHECK(out[1] == Approx(4));
  CHECK(out[3] == 5);  // median of the log
  columns.value.clear();
  CHECK_THROWS_AS(impute::Context().complete(data::EventLog(columns)), DataError);
}

TEST_CASE("Context refuses what it cannot use", "[impute]") {
  check_refusals<impute::Context>();
  CHECK_THROWS_AS(impute::Context({.method = "next"}), ParamError);
  CHECK_THROWS_AS(impute::Context({.group_column = -1}), ParamError);
  CHECK_THROWS_AS(impute::Context({.group_column = 1, .time_column = 1}), ParamError);
  CHECK_THROWS_AS(impute::Context({.time_column = 3}).fit(Matrix::Zero(2, 3)), ShapeError);
}
