// SPDX-License-Identifier: MIT
#include <limn/filter/hampel.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Hampel's bounds are median and deviation", "[filter]") {
  // By hand: median 3, deviations 0 1 1 2 97, so 3 +- 3 * 1.4826 * 1.
  const Matrix x = noisy_table();
  const auto fitted = filter::Hampel().fit(x);
  CHECK(fitted.lower()(0) == Approx(3 - 4.4478));
  CHECK(fitted.upper()(0) == Approx(3 + 4.4478));
  CHECK(fitted.mask(x)(4, 0) == 1);
  CHECK(fitted.mask(x).cast<int>().sum() == 1);  // the rare 9 among zeros stays
  const Matrix out = fitted.transform(x);
  CHECK(std::isnan(out(4, 0)));
  CHECK(out(3, 0) == 4);
  CHECK(filter::Hampel({.action = "clip"}).fit(x).transform(x)(4, 0) == Approx(7.4478));
}

TEST_CASE("the audit tells what was done to which cell", "[filter]") {
  const Matrix x = noisy_table();
  const auto entries = filter::Hampel({.action = "clip"}).fit(x).audit(x);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].row == 4);
  CHECK(entries[0].column == 0);
  CHECK(entries[0].rule == "filter.hampel");
  CHECK(entries[0].value == 100);
  CHECK(entries[0].action == "clip");
  CHECK(entries[0].replaced_by == entries[0].upper);
}

TEST_CASE("Hampel: scale, refusals, saving", "[filter]") {
  check_cell_filter<filter::Hampel>();
  CHECK_THROWS_AS(filter::Hampel({.n_sigmas = 0}), ParamError);
  auto archive = core::to_archive(filter::Hampel().fit(noisy_table()));
  for (auto& [key, tensor] : archive.tensors)
    if (key == "bounds.lower") tensor = {core::Dtype::f64, {0}, {}};
  CHECK_THROWS_AS(core::from_archive<filter::Hampel>(archive), FormatError);
}

TEST_CASE("Hampel only tells of noise where asked", "[filter]") {
  check_flag<filter::Hampel>({}, noisy_table());
}
