// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/data/vocabulary.hpp>

#include "test.hpp"

using namespace limn;
using data::Id;
using data::Vocabulary;

TEST_CASE("ids get codes in order of first appearance", "[data]") {
  Vocabulary v;
  CHECK(v.kind() == Vocabulary::Kind::empty);
  CHECK(v.find("a") == -1);
  CHECK(v.insert("b") == 0);
  CHECK(v.insert("a") == 1);
  CHECK(v.insert("b") == 0);
  CHECK(v.kind() == Vocabulary::Kind::text);
  CHECK(v.size() == 2);
  CHECK(v.text(1) == "a");
  CHECK(v.find("c") == -1);
  CHECK(v.find("") == -1);
}

TEST_CASE("integers stay integers and are found by their text", "[data]") {
  Vocabulary v(std::vector<std::int64_t>{10, -7, INT64_MIN});
  CHECK(v.find(std::int64_t{-7}) == 1);
  CHECK(v.find("-7") == 1);
  CHECK(v.find("-9223372036854775808") == 2);
  for (const char* other : {"007", "+10", "10 ", "10.0", "", "99999999999999999999"})
    CHECK(v.find(other) == -1);
  CHECK(std::get<std::int64_t>(v.id(0)) == 10);
  CHECK(v.insert("11") == 3);
  CHECK_THROWS_AS(v.insert("x"), DataError);
  CHECK(v.size() == 4);
}

TEST_CASE("a vocabulary of texts takes integers by their text", "[data]") {
  Vocabulary v(std::vector<std::string>{"u1", "42"});
  CHECK(v.find(std::int64_t{42}) == 1);
  CHECK(v.insert(Id{std::int64_t{43}}) == 2);
  CHECK(v.text(2) == "43");
}

TEST_CASE("many ids, collisions and growth", "[data]") {
  Vocabulary integers, texts;
  for (std::int64_t i = 0; i < 20000; ++i) {
    REQUIRE(integers.insert(i << 32) == i);
    REQUIRE(texts.insert("u" + std::to_string(i)) == i);
  }
  for (std::int64_t i = 0; i < 20000; i += 7) {
    REQUIRE(integers.find(i << 32) == i);
    REQUIRE(texts.find("u" + std::to_string(i)) == i);
  }
  CHECK(integers.find((std::int64_t{1} << 32) + 1) == -1);
}

TEST_CASE("translation names the codes of another vocabulary", "[data]") {
  const Vocabulary mine(std::vector<std::string>{"1", "2", "3"});
  const Vocabulary other(std::vector<std::int64_t>{3, 9, 1});
  CHECK(mine.translate(other) == std::vector<std::int32_t>{2, -1, 0});
  CHECK(Vocabulary{}.translate(other) == std::vector<std::int32_t>{-1, -1, -1});
}

TEST_CASE("bad ids and codes are refused", "[data]") {
  CHECK_THROWS_AS(Vocabulary(std::vector<std::string>{"a", "a"}), DataError);
  const Vocabulary v(std::vector<std::string>{"a"});
  CHECK_THROWS_AS(v.id(1), DataError);
  CHECK_THROWS_AS(v.text(-1), DataError);
}

TEST_CASE("a loaded vocabulary finds its ids; a damaged one is refused", "[data]") {
  const auto reload = [](const core::Archive& archive) {
    Vocabulary out;
    out.state(core::detail::Reader(archive));
    out.check_state();
    return out;
  };
  const Vocabulary v(std::vector<std::string>{"a", "", "c"});
  core::Archive archive;
  const_cast<Vocabulary&>(v).state(core::detail::Writer(archive));
  CHECK(reload(archive) == v);
  CHECK(reload(archive).find("c") == 2);
  core::Archive twice = archive;
  for (auto& [name, tensor] : twice.tensors)
    if (name == "texts.text") tensor.bytes[1] = std::byte{'a'};
  CHECK_THROWS_AS(reload(twice), FormatError);
  core::Archive kind = archive;
  kind.tensors[0].second.bytes[0] = std::byte{7};
  CHECK_THROWS_AS(reload(kind), FormatError);
  kind.tensors[0].second.bytes[0] = std::byte{1};
  CHECK_THROWS_AS(reload(kind), FormatError);
}
