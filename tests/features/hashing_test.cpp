// SPDX-License-Identifier: MIT
#include <limn/features/detail/murmur3.hpp>
#include <limn/features/hashing.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("MurmurHash3_x86_32: published vectors", "[features]") {
  const auto hash = features::detail::murmur3;
  CHECK(hash("", 0) == 0);
  CHECK(hash("", 1) == 0x514E28B7);
  CHECK(hash("", 0xffffffff) == 0x81F16F39);
  CHECK(hash("test", 0) == 0xba6bd213);
  CHECK(hash("test", 0x9747b28c) == 0x704b81dc);
  CHECK(hash("Hello, world!", 0) == 0xc0363e43);
  CHECK(hash("Hello, world!", 0x9747b28c) == 0x24884CBA);
  CHECK(hash("The quick brown fox jumps over the lazy dog", 0) == 0x2e4ff723);
  CHECK(hash("a", 0x9747b28c) == 0x7FA09EA6);
  CHECK(hash("aa", 0x9747b28c) == 0x5D211726);
  CHECK(hash("aaa", 0x9747b28c) == 0x283E0130);
}

TEST_CASE("columns and signs come from the hash of the name", "[features]") {
  using Kind = data::ColumnInfo::Kind;
  Matrix x(3, 2);
  x << 0, 2.5, 1, missing, missing, -1;
  const data::Frame frame(
      x, {{.name = "city", .kind = Kind::category, .levels = {"rome", "bonn"}}, {.name = "age"}});
  const auto c = features::Hashing({.n_features = 64}).fit(frame);
  const Matrix out = c.transform(frame);
  const auto rome = c.slot("city=rome"), age = c.slot("age");
  REQUIRE(rome.column != age.column);
  CHECK(out(0, rome.column) == rome.sign);
  CHECK(out(0, age.column) == 2.5 * age.sign);
  CHECK(out.row(1).cwiseAbs().sum() == 1);
  CHECK(out.row(2).sum() == -age.sign);
  const auto plain = features::Hashing({.n_features = 3, .alternate_sign = false}).fit(frame);
  CHECK(plain.transform(frame)(0, plain.slot("age").column) >= 2.5);
  CHECK(plain.feature_names({"city", "age"}) ==
        std::vector<std::string>{"hash_0", "hash_1", "hash_2"});
}

TEST_CASE("Hashing: refusals and saving", "[features]") {
  features::Hashing c;
  const Matrix x = column_table();
  CHECK_THROWS_AS(features::Hashing({.n_features = 0}), ParamError);
  CHECK_THROWS_AS(c.transform(x), NotFittedError);
  c.fit(x);
  CHECK_THROWS_AS(c.fit(Matrix(0, 3)), DataError);
  CHECK_THROWS_AS(c.transform(Matrix(x.leftCols(2))), ShapeError);
  CHECK(core::from_archive<features::Hashing>(core::to_archive(c)).transform(x) == c.transform(x));
}
