// SPDX-License-Identifier: MIT
#include <limn/filter/range.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("cells outside of known bounds are noise", "[filter]") {
  Matrix x(3, 2);
  x << -1, 0.5, 30, 1.5, 200, missing;
  const auto c = filter::Range({.lower = {0}, .upper = {120, 1}}).fit(x);
  CHECK(c.mask(x) == (MaskMatrix(3, 2) << 1, 0, 0, 1, 1, 0).finished());
  CHECK(std::isnan(c.transform(x)(0, 0)));
  const auto clip = filter::Range({.lower = {0}, .upper = {120, 1}, .action = "clip"}).fit(x);
  CHECK(clip.transform(x)(2, 0) == 120);
  const filter::Audit audit = clip.audit(x);
  REQUIRE(audit.size() == 3);
  CHECK(audit[1].row == 1);
  CHECK(audit[1].column == 1);
  CHECK(audit[1].value == 1.5);
  CHECK(audit[1].upper == 1);
  CHECK(audit[1].replaced_by == 1);
  CHECK(audit[1].action == "clip");
  CHECK(filter::Range().fit(x).mask(x).sum() == 0);
}

TEST_CASE("Range: refusals and saving", "[filter]") {
  check_cell_filter<filter::Range>();
  const Matrix x = noisy_table();
  CHECK_THROWS_AS(filter::Range({.lower = {0, 0}}).fit(x), ParamError);
  CHECK_THROWS_AS(filter::Range({.lower = {2}, .upper = {1}}).fit(x), ParamError);
  CHECK_THROWS_AS(filter::Range({.lower = {missing}}).fit(x), ParamError);
}

TEST_CASE("Range only tells of noise where asked", "[filter]") {
  check_flag<filter::Range>({.lower = {0}, .upper = {50}}, noisy_table());
}
