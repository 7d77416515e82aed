// SPDX-License-Identifier: MIT
#include <limn/cluster/naming.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include <set>

#include "test.hpp"

using namespace limn;
using cluster::Naming;
using cluster::SegmentDescription;

namespace {

struct Shop {
  Matrix x;  ///< recency_days, n_orders, spend, noise
  Vector y;
  std::vector<std::string> names{"rfm.recency_days", "n_orders", "spend", "noise"};
};

/// Segment 0: recent and frequent; 1: gone; 2: recent, few orders.
Shop shop(Index n = 300, std::uint64_t seed = 1) {
  Shop out{Matrix(n, 4), Vector(n)};
  for (Index r = 0; r < n; ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    const Index s = r % 3;
    out.y(r) = static_cast<double>(s);
    out.x(r, 0) = s == 1 ? 100.0 + 200.0 * random.uniform() : 30.0 * random.uniform();
    out.x(r, 1) = s == 0 ? 10.0 + static_cast<double>(random.below(10))
                         : 1.0 + static_cast<double>(random.below(4));
    out.x(r, 2) = out.x(r, 1) * (5.0 + random.uniform());
    out.x(r, 3) = random.normal();
  }
  return out;
}

double f1(const SegmentDescription& d) {
  return 2.0 * d.coverage * d.precision / (d.coverage + d.precision);
}

}  // namespace

TEST_CASE(
    "Naming: segments that rules can tell apart get a rule that is always right, many seeds") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Shop s = shop(300, seed);
    const Naming naming = Naming().fit(s.x, s.y, s.names);
    REQUIRE(naming.descriptions().size() == 3);
    for (const SegmentDescription& d : naming.descriptions()) {
      CHECK(d.size == 100);
      CHECK(d.share == Approx(1.0 / 3.0));
      CHECK(d.rule.size() >= 1);
      CHECK(d.rule.size() <= 2);
      CHECK(f1(d) == Approx(1.0));
    }
    const MaskMatrix who = naming.matches(s.x);
    for (Index r = 0; r < 300; ++r) CHECK(who(r, r % 3) == 1);
  }
}

TEST_CASE("Naming: names are words in English and Chinese, each its own") {
  const Shop s = shop();
  const Naming naming = Naming().fit(s.x, s.y, s.names);
  const auto& d = naming.descriptions();
  CHECK(d[0].name.find("frequent") != std::string::npos);
  CHECK(d[1].name.find("lapsed") != std::string::npos);
  CHECK(d[1].name_zh.find("沉睡") != std::string::npos);
  CHECK(d[0].name.ends_with("buyers"));
  CHECK(d[0].name_zh.ends_with("买家"));
  std::set<std::string> en, zh;
  for (const SegmentDescription& own : d) en.insert(own.name), zh.insert(own.name_zh);
  CHECK(en.size() == 3);
  CHECK(zh.size() == 3);
  CHECK(naming.texts()[0].starts_with(d[0].name + ": 100 rows"));
  CHECK(Naming({.language = "zh"}).fit(s.x, s.y, s.names).texts()[0].starts_with(d[0].name_zh));
}

TEST_CASE("Naming: names stay apart when segments are alike") {
  const Index n = 400;
  Matrix x(n, 1);
  Vector y(n);
  for (Index r = 0; r < n; ++r)
    x(r, 0) = static_cast<double>(r), y(r) = static_cast<double>(r / 50);
  const Naming naming = Naming().fit(x, y, {"n_orders"});
  std::set<std::string> en, zh;
  for (const SegmentDescription& d : naming.descriptions()) en.insert(d.name), zh.insert(d.name_zh);
  CHECK(en.size() == 8);
  CHECK(zh.size() == 8);
}

TEST_CASE("Naming: lift and effect, hand calculation") {
  // Segment 0: 5 1 4 4 9, segment 1: 2 3 4 0. scipy.stats.mannwhitneyu(a, b): U = 16, 2 U / 20 - 1.
  const Matrix x = (Matrix(9, 1) << 5, 1, 4, 4, 9, 2, 3, 4, 0).finished();
  const Vector y = (Vector(9) << 0, 0, 0, 0, 0, 1, 1, 1, 1).finished();
  const Naming naming = Naming().fit(data::FrameView(x), y);
  const auto& lift = naming.descriptions()[0].lifts[0];
  CHECK(lift.feature == "x0");
  CHECK(lift.effect == Approx(0.6));
  CHECK(lift.mean == Approx(23.0 / 5.0));
  CHECK(lift.lift == Approx((23.0 / 5.0) / (32.0 / 9.0)));
  CHECK(naming.descriptions()[1].lifts[0].effect == Approx(-0.6));
}

TEST_CASE("Naming: coverage and precision are those of the rule, counted again") {
  Shop s = shop(500, 4);
  for (Index r = 0; r < 500; r += 7) s.y(r) = static_cast<double>((r + 1) % 3);  // blur
  const Naming naming = Naming().fit(s.x, s.y, s.names);
  const MaskMatrix who = naming.matches(s.x);
  for (Index k = 0; k < 3; ++k) {
    double found = 0, right = 0, size = 0;
    for (Index r = 0; r < 500; ++r) {
      found += who(r, k);
      right += who(r, k) && s.y(r) == static_cast<double>(k);
      size += s.y(r) == static_cast<double>(k);
    }
    const SegmentDescription& d = naming.descriptions()[static_cast<std::size_t>(k)];
    CHECK(d.coverage == Approx(right / size));
    CHECK(d.precision == Approx(right / found));
    CHECK(f1(d) > 0.8);
  }
}

TEST_CASE("Naming: precision at a least coverage") {
  Shop s = shop(600, 2);
  for (Index r = 0; r < 600; r += 5) s.y(r) = static_cast<double>((r + 2) % 3);
  const auto sharp = Naming({.objective = "precision", .min_coverage = 0.3}).fit(s.x, s.y, s.names);
  const auto broad = Naming().fit(s.x, s.y, s.names);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(sharp.descriptions()[k].coverage >= 0.3);
    CHECK(sharp.descriptions()[k].precision >= broad.descriptions()[k].precision - 1e-12);
  }
}

TEST_CASE("Naming: a limit on the conditions is kept") {
  const Shop s = shop();
  for (const std::int64_t most : {1, 2, 3}) {
    const Naming naming = Naming({.max_predicates = most}).fit(s.x, s.y, s.names);
    for (const SegmentDescription& d : naming.descriptions()) CHECK(std::ssize(d.rule) <= most);
  }
  CHECK_THROWS_AS(Naming({.max_predicates = 4}), ParamError);
}

TEST_CASE("Naming: categories and gaps are spoken of") {
  const Index n = 120;
  Matrix x(n, 2);
  Vector y(n);
  for (Index r = 0; r < n; ++r) {
    x(r, 0) = r % 4 == 0 ? 1.0 : (r % 3 == 0 ? 0.0 : 2.0);
    x(r, 1) = r % 4 == 1 ? missing : static_cast<double>(r % 5);
    y(r) = r % 4 == 0 ? 0.0 : (r % 4 == 1 ? 1.0 : -1.0);
  }
  const data::Frame frame(
      x, {{.name = "city", .kind = data::ColumnInfo::Kind::category, .levels = {"a", "b", "c"}},
          {.name = "answers"}});
  const Naming naming = Naming().fit(frame, y);
  REQUIRE(naming.descriptions().size() == 2);
  CHECK(naming.descriptions()[0].rule_text() == "city = b");
  CHECK(naming.descriptions()[0].rule_text("zh") == "city = b");
  CHECK(naming.descriptions()[0].precision == 1.0);
  CHECK(naming.descriptions()[1].rule_text() == "answers is missing");
  CHECK(naming.descriptions()[0].name.find("city = b") != std::string::npos);
  CHECK(naming.find(1) != nullptr);
  CHECK(naming.find(7) == nullptr);
}

TEST_CASE("Naming: names given stay, those found differ from them") {
  const Shop s = shop();
  const Naming first = Naming().fit(s.x, s.y, s.names);
  const std::vector<std::string> names = first.names();
  REQUIRE(names.size() == 3);
  const Naming again = Naming({.names = names, .names_zh = first.names_zh()})
                           .fit(s.x.topRows(s.x.rows() / 2), s.y.head(s.y.size() / 2), s.names);
  CHECK(again.names() == names);
  CHECK(again.names_zh() == first.names_zh());
  const Naming one = Naming({.names = {"", names[0]}}).fit(s.x, s.y, s.names);
  CHECK(one.names()[1] == names[0]);
  CHECK(one.names_zh()[1] == names[0]);
  CHECK(one.names()[0] != names[0]);
  const Naming twice = Naming({.names = {"VIP", "VIP"}}).fit(s.x, s.y, s.names);
  CHECK(twice.names()[0] != twice.names()[1]);
  Vector far = s.y;
  far.array() *= 2.0;  // labels 0, 2, 4
  CHECK(Naming().fit(s.x, far, s.names).names()[1].empty());
}

TEST_CASE("Naming: one segment is everybody") {
  const Shop s = shop(30);
  const Naming naming = Naming().fit(s.x, Vector::Zero(30), s.names);
  const SegmentDescription& d = naming.descriptions()[0];
  CHECK(d.rule.empty());
  CHECK(d.rule_text() == "everybody");
  CHECK(d.name == "typical buyers");
  CHECK(d.name_zh == "普通买家");
  CHECK(d.coverage == 1.0);
  CHECK(d.precision == 1.0);
}

TEST_CASE("Naming: large tables are searched on a sample, measured on all") {
  const Shop s = shop(90'000, 8);
  const Naming naming = Naming().fit(s.x, s.y, s.names);
  for (const SegmentDescription& d : naming.descriptions()) {
    CHECK(d.size == 30'000);
    CHECK(f1(d) > 0.999);
  }
}

TEST_CASE("Naming: misuse is refused by name") {
  const Shop s = shop(30);
  CHECK_THROWS_AS(Naming().fit(s.x, s.y.head(29), s.names), ShapeError);
  CHECK_THROWS_AS(Naming().fit(s.x, s.y, {"a", "b"}), ShapeError);
  CHECK_THROWS_AS(Naming().fit(s.x, Vector::Constant(30, -1.0), s.names), DataError);
  CHECK_THROWS_AS(Naming().fit(s.x, Vector::Constant(30, 0.5), s.names), DataError);
  CHECK_THROWS_AS(Naming().fit(s.x, Vector::Constant(30, missing), s.names), DataError);
  CHECK_THROWS_AS(Naming().descriptions(), NotFittedError);
  CHECK_THROWS_AS(Naming().fit(s.x, s.y, s.names).matches(s.x.leftCols(2)), ShapeError);
}

TEST_CASE("Naming: saved, loaded and for any number of threads the same") {
  const Shop s = shop();
  const int before = threads();
  std::vector<core::Archive> archives;
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    archives.push_back(core::to_archive(Naming().fit(s.x, s.y, s.names)));
  }
  set_threads(before);
  CHECK(archives[0] == archives[1]);
  CHECK(archives[0] == archives[2]);
  CHECK(core::to_archive(core::from_archive<Naming>(archives[0])) == archives[0]);
}
