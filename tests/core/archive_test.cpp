// SPDX-License-Identifier: MIT
#include <limn/core/component.hpp>

#include <algorithm>
#include <chrono>

#include "test.hpp"

using namespace limn;

namespace {

struct Leaf {
  std::int32_t number = 0;
  std::string word;
  template <class V>
  void state(V&& v) {
    v("number", number);
    v("word", word);
  }
  void check_state() const { core::require_state(number >= 0, "test.inner", "number"); }
  bool operator==(const Leaf&) const = default;
};

class Inner {
 public:
  static constexpr std::string_view name = "test.inner";
  static constexpr std::uint32_t format = 1;
  struct Params {
    std::int64_t k = 5;
  };
  template <class V>
  static void describe(V&& v) {
    v("k", &Params::k, "a number", core::at_least(1));
  }
  Inner() = default;
  explicit Inner(Params params) : params_(core::checked<Inner>(params)) {}
  const Params& params() const { return params_; }
  template <class V>
  void state(V&& v) {
    v("flag", flag_);
  }
  bool flag_ = false;

 private:
  Params params_;
};

/// One member of every kind that state(v) can visit.
class Whole {
 public:
  static constexpr std::string_view name = "test.whole";
  static constexpr std::uint32_t format = 3;
  struct Params {
    double rate = 0.5;
  };
  template <class V>
  static void describe(V&& v) {
    v("rate", &Params::rate, "a share", core::between(0, 1));
  }
  Whole() = default;
  explicit Whole(Params params) : params_(core::checked<Whole>(params)) {}
  const Params& params() const { return params_; }
  template <class V>
  void state(V&& v) {
    v("count", count);
    v("word", word);
    v("numbers", numbers);
    v("words", words);
    v("matrix", matrix);
    v("vector", vector);
    v("there", there);
    v("absent", absent);
    v("leaf", leaf);
    v("leaves", leaves);
    v("inner", inner);
    v("inners", inners);
  }

  std::int64_t count = 0;
  std::string word;
  std::vector<float> numbers;
  std::vector<std::string> words;
  Matrix matrix;
  Vector vector;
  std::optional<double> there, absent;
  Leaf leaf;
  std::vector<Leaf> leaves;
  Inner inner;
  std::vector<Inner> inners;

 private:
  Params params_;
};

Whole sample() {
  Whole w({.rate = 0.25});
  w.count = -7;
  w.word = "w\0rd";
  w.numbers = {1.5f, -2.f};
  w.words = {"", "two", "\xE4\xBA\x8C"};
  w.matrix = Matrix::Random(3, 2);
  w.vector = Vector::Random(4);
  w.there = 1e300;
  w.leaf = {3, "leaf"};
  w.leaves = {{1, "a"}, {2, ""}};
  w.inner = Inner({.k = 9});
  w.inner.flag_ = true;
  w.inners.resize(2, Inner({.k = 2}));
  return w;
}

struct Many {
  std::vector<Leaf> leaves;
  template <class V>
  void state(V&& v) {
    v("leaves", leaves);
  }
};

core::Tensor& tensor(core::Archive& archive, const std::string& name) {
  for (auto& [path, t] : archive.tensors)
    if (path == name) return t;
  throw std::runtime_error("no tensor " + name);
}

std::string refusal(const core::Archive& archive) {
  try {
    core::from_archive<Whole>(archive);
  } catch (const FormatError& e) {
    return e.what();
  }
  return "accepted";
}

bool contains(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("everything that state visits comes back", "[core]") {
  const Whole w = sample();
  const core::Archive archive = core::to_archive(w);
  const Whole again = core::from_archive<Whole>(archive);
  CHECK(again.params().rate == 0.25);
  CHECK(again.count == -7);
  CHECK(again.word == w.word);
  CHECK(again.numbers == w.numbers);
  CHECK(again.words == w.words);
  CHECK(again.matrix == w.matrix);
  CHECK(again.vector == w.vector);
  CHECK(again.there == 1e300);
  CHECK_FALSE(again.absent);
  CHECK(again.leaf == w.leaf);
  CHECK(again.leaves == w.leaves);
  CHECK(again.inner.flag_);
  CHECK(again.inner.params().k == 9);
  CHECK(again.inners.size() == 2);
  CHECK(core::to_archive(again) == archive);
  CHECK(core::to_archive(core::from_archive<Whole>(core::to_archive(Whole{}))) ==
        core::to_archive(Whole{}));
}

TEST_CASE("parts may stand in another order, but none may be absent, strange or twice", "[core]") {
  core::Archive archive = core::to_archive(sample());
  std::ranges::reverse(archive.tensors);
  std::ranges::reverse(archive.children);
  CHECK(refusal(archive) == "accepted");
  for (std::size_t i = 0; i < archive.tensors.size(); ++i) {
    core::Archive less = archive;
    const std::string name = less.tensors[i].first;
    less.tensors.erase(less.tensors.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(contains(refusal(less), name));
    core::Archive twice = archive;
    twice.tensors.push_back(twice.tensors[i]);
    CHECK(contains(refusal(twice), name));
  }
  core::Archive more = archive;
  more.tensors.emplace_back("stowaway", core::Tensor{});
  CHECK(contains(refusal(more), "state 'stowaway'"));
  more = archive;
  more.children.emplace_back("guest", core::to_archive(Inner{}));
  CHECK(contains(refusal(more), "state 'guest'"));
  more = archive;
  more.children.erase(more.children.begin());
  CHECK(contains(refusal(more), "got nothing, expected a component"));
}

TEST_CASE("shapes, types and sizes that lie are refused", "[core]") {
  const core::Archive good = core::to_archive(sample());
  const auto damaged = [&](const char* name, auto change) {
    core::Archive bad = good;
    change(tensor(bad, name));
    return refusal(bad);
  };
  using Shape = std::vector<std::size_t>;
  const std::size_t huge = ~std::size_t{0};
  for (const Shape& shape : {Shape{3, 3}, Shape{huge, 2}, Shape{huge, huge}, Shape{6}, Shape{},
                             Shape{3, 2, 1}, Shape{0, 2}, Shape{std::size_t{1} << 63, 2}})
    CHECK(contains(damaged("matrix", [&](auto& t) { t.shape = shape; }), "state 'matrix'"));
  CHECK(contains(damaged("matrix",
                         [](auto& t) {
                           t.shape = {std::size_t{1} << 40, 0};
                           t.bytes.clear();
                         }),
                 "state 'matrix'"));
  CHECK(damaged("matrix", [](auto& t) {
          t.shape = {5, 0};
          t.bytes.clear();
        }) == "accepted");
  CHECK(contains(damaged("count", [](auto& t) { t.dtype = core::Dtype::f64; }), "state 'count'"));
  CHECK(contains(damaged("count", [](auto& t) { t.bytes.pop_back(); }), "state 'count'"));
  for (const int value : {-1, 100, 127})
    CHECK(contains(damaged("leaves.size",
                           [&](auto& t) {
                             std::fill(t.bytes.begin(), t.bytes.end(), std::byte{0});
                             t.bytes[0] = static_cast<std::byte>(value);
                             if (value < 0) t.bytes[7] = std::byte{0xff};
                           }),
                   "leaves"));
  CHECK(contains(damaged("words.ends", [](auto& t) { t.bytes[8] = std::byte{9}; }), "'words'"));
  CHECK(contains(damaged("words.ends", [](auto& t) { t.bytes[16] = std::byte{5}; }), "'words'"));
  CHECK(contains(damaged("leaf.number", [](auto& t) { t.bytes[3] = std::byte{0x80}; }), "number"));
}

TEST_CASE("identity, version and options are checked", "[core]") {
  core::Archive archive = core::to_archive(sample());
  archive.component = "test.other";
  CHECK(contains(refusal(archive), "test.whole"));
  archive = core::to_archive(sample());
  for (const std::uint32_t format : {0u, 4u}) {
    archive.format = format;
    CHECK(contains(refusal(archive), "expected 1 to 3"));
  }
  archive = core::to_archive(sample());
  archive.params = {{"rate", 2.0}};
  CHECK_THROWS_AS(core::from_archive<Whole>(archive), ParamError);
}

TEST_CASE("a long hostile list of names costs no more than its length", "[core]") {
  // 65536 parts in the worst order: a linear search would take 2e9 comparisons.
  Many many;
  many.leaves.resize(32768);
  core::Archive archive;
  many.state(core::detail::Writer(archive));
  std::ranges::reverse(archive.tensors);
  const auto start = std::chrono::steady_clock::now();
  Many again;
  const core::detail::Reader reader(archive);
  again.state(reader);
  reader.finish();
  CHECK(again.leaves.size() == 32768);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}
