// SPDX-License-Identifier: MIT
#include <limn/core/random.hpp>
#include <limn/impute/mean.hpp>
#include <limn/impute/median.hpp>
#include <limn/io/json.hpp>
#include <limn/io/model_file.hpp>
#include <limn/io/sha256.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "test.hpp"

using namespace limn;
using core::Archive;
using core::Dtype;
using core::Tensor;
using Bytes = std::vector<std::byte>;
using io::Json;

namespace {

Tensor tensor(Dtype dtype, std::vector<std::size_t> shape) {
  std::size_t n = core::size_of(dtype);
  for (const std::size_t extent : shape) n *= extent;
  Tensor out{dtype, std::move(shape), Bytes(n)};
  for (std::size_t i = 0; i < n; ++i) out.bytes[i] = static_cast<std::byte>(i * 37 + 11);
  return out;
}

Archive sample() {
  Archive leaf{"test.leaf", 2, {{"on", true}, {"far", 1e300}}, {}, {}};
  leaf.tensors.emplace_back("w", tensor(Dtype::f32, {3}));
  Archive root{"test.root", 1, {{"k", std::int64_t{5}}, {"word", std::string("a/\"b")}}, {}, {}};
  root.tensors.emplace_back("flag", tensor(Dtype::u8, {}));
  root.tensors.emplace_back("x", tensor(Dtype::f64, {2, 3}));
  root.tensors.emplace_back("none", tensor(Dtype::i64, {0}));
  root.tensors.emplace_back("codes", tensor(Dtype::i32, {2}));
  root.tensors.emplace_back("a.b", tensor(Dtype::u64, {1}));
  root.tensors.emplace_back("c", tensor(Dtype::u32, {1}));
  root.children.emplace_back("second", leaf);
  root.children.emplace_back("first", leaf);
  root.children[0].second.children.emplace_back("deep", leaf);
  return root;
}

std::string header_of(const Bytes& file) {
  std::uint64_t n = 0;
  std::memcpy(&n, file.data(), 8);
  return {reinterpret_cast<const char*>(file.data()) + 8, n};
}

/// A file with a changed header and body, whose digests are right again: what a careful attacker
/// would write. `about` is the document inside __metadata__.limn.
Bytes forged(const Bytes& file,
             const std::function<void(Json& header, Json& about, Bytes& body)>& change) {
  const std::string old = header_of(file);
  Bytes body(file.begin() + static_cast<std::ptrdiff_t>(8 + old.size()), file.end());
  Json header = Json::parse(old);
  Json about = Json::parse(header["__metadata__"]["limn"].get<std::string>());
  about["sha256"] = "";
  change(header, about, body);
  if (about["sha256"] == "") about["sha256"] = io::sha256_hex(body);
  about["header_sha256"] = std::string(64, '0');
  header["__metadata__"]["limn"] = about.dump();
  std::string text = header.dump();
  const std::size_t at = text.find(std::string(64, '0'));
  const std::string digest = io::sha256_hex(std::as_bytes(std::span(text)));
  if (at != std::string::npos) text.replace(at, 64, digest);
  Bytes out(8);
  const std::uint64_t n = text.size();
  std::memcpy(out.data(), &n, 8);
  const auto bytes = std::as_bytes(std::span(text));
  out.insert(out.end(), bytes.begin(), bytes.end());
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

std::string refusal(const Bytes& file, const io::ModelLimits& limits = {}) {
  try {
    io::from_bytes(file, limits);
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

TEST_CASE("a tree goes to bytes and comes back, always the same bytes", "[io]") {
  const Bytes file = io::to_bytes(sample());
  CHECK(io::from_bytes(file) == sample());
  CHECK(io::to_bytes(io::from_bytes(file)) == file);
  CHECK(io::from_bytes(io::to_bytes(Archive{})) == Archive{});
}

TEST_CASE("options that JSON has no number for come back", "[io]") {
  for (const double value : {HUGE_VAL, -HUGE_VAL}) {
    const Archive archive{"a.b", 1, {{"x", value}, {"y", 1.0}}, {}, {}};
    CHECK(io::from_bytes(io::to_bytes(archive)) == archive);
  }
  const Archive unknown{"a.b", 1, {{"x", missing}}, {}, {}};
  CHECK(std::isnan(std::get<double>(io::from_bytes(io::to_bytes(unknown)).params[0].second)));
}

TEST_CASE("the file is a safetensors file with aligned tensors", "[io]") {
  const Bytes file = io::to_bytes(sample());
  const std::string text = header_of(file);
  CHECK(text.size() % 8 == 0);
  const Json header = Json::parse(text);
  CHECK(header["second/deep/w"]["dtype"] == "F32");
  CHECK(header["x"]["shape"] == Json::array({2, 3}));
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") continue;
    const std::string dtype = entry["dtype"];
    const int width = dtype == "U8" ? 1 : std::stoi(dtype.substr(1)) / 8;
    CHECK(entry["data_offsets"][0].get<int>() % width == 0);
  }
  const Json about = Json::parse(header["__metadata__"]["limn"].get<std::string>());
  const Bytes body(file.begin() + static_cast<std::ptrdiff_t>(8 + text.size()), file.end());
  CHECK(about["sha256"] == io::sha256_hex(body));
  CHECK(about["tree"]["children"]["first"]["params"]["far"] == 1e300);
}

TEST_CASE("every prefix and every longer file is refused", "[io]") {
  const Bytes file = io::to_bytes(sample());
  for (std::size_t n = 0; n < file.size(); ++n)
    REQUIRE(refusal({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(n)}) != "accepted");
  Bytes longer = file;
  longer.push_back(std::byte{0});
  CHECK(refusal(longer) != "accepted");
}

TEST_CASE("no changed bit goes unseen", "[io]") {
  const Bytes file = io::to_bytes(sample());
  core::Random random(1);
  for (int i = 0; i < 2000; ++i) {
    Bytes bad = file;
    const std::size_t at = random.below(bad.size());
    bad[at] ^= static_cast<std::byte>(1u << random.below(8));
    INFO("byte " << at);
    REQUIRE(refusal(bad) != "accepted");
  }
}

TEST_CASE("changed files with right digests are read or refused, never worse", "[io]") {
  const Bytes file = io::to_bytes(sample());
  core::Random random(2);
  int refused = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string text = header_of(file);
    const std::size_t start =
        std::string(R"({"__metadata__":{"limn":"{\"header_sha256\":\")").size();
    const std::size_t at = start + 64 + random.below(text.size() - start - 64);
    text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
    text.replace(start, 64, 64, '0');
    const std::string digest = io::sha256_hex(std::as_bytes(std::span(text)));
    text.replace(start, 64, digest);
    Bytes bad = file;
    std::memcpy(bad.data() + 8, text.data(), text.size());
    const std::string answer = refusal(bad);
    refused += answer != "accepted";
    REQUIRE(answer.find("byte-order") == std::string::npos);
  }
  CHECK(refused > 1000);  // what is left changed a name, a version or an option
}

TEST_CASE("each kind of lie in the header is refused", "[io]") {
  const Bytes file = io::to_bytes(sample());
  const auto lie = [&](auto change) { return refusal(forged(file, change)); };
  using B = Bytes&;
  using J = Json&;
  CHECK(lie([](J, J, B) {}) == "accepted");
  const std::size_t huge = ~std::size_t{0};
  for (const Json& shape : {Json{3, 3}, Json{huge, 2}, Json{huge, huge},
                            Json{std::size_t{1} << 63, 2}, Json{-1, -6}, Json{2.0, 3}, Json{"2", 3},
                            Json(6), Json::object(), Json{2, 3, 1, 1, 1, 1, 1, 1, 1}, Json{0, 6}})
    CHECK(contains(lie([&](J h, J, B) { h["x"]["shape"] = shape; }), "[LIMN-E05"));
  for (const Json& offsets : {Json{0, 47}, Json{1, 49}, Json{-1, 47}, Json{48, 0}, Json{0, huge},
                              Json{huge, 48}, Json{0}, Json{0, 48, 48}, Json(0)})
    CHECK(contains(lie([&](J h, J, B) { h["x"]["data_offsets"] = offsets; }), "[LIMN-E05"));
  for (const Json& dtype : {Json("F16"), Json("f64"), Json("BOOL"), Json(""), Json(7)})
    CHECK(contains(lie([&](J h, J, B) { h["x"]["dtype"] = dtype; }), "tensor 'x'"));
  CHECK(contains(lie([](J h, J, B) { h["x"]["more"] = 1; }), "tensor 'x'"));
  CHECK(contains(lie([](J h, J, B) { h["x"] = 1; }), "tensor 'x'"));
  CHECK(contains(lie([](J h, J, B) { h["x"].erase("dtype"); }), "tensor 'x'"));
  CHECK(contains(lie([](J h, J, B) { h["x"]["data_offsets"] = h["a.b"]["data_offsets"]; }), "E05"));
  CHECK(lie([](J h, J, B) { h.erase("c"); }) != "accepted");
  CHECK(contains(lie([](J h, J a, B) {
                   h["ghost/w"] = h["c"];
                   h.erase("c");
                   (void)a;
                 }),
                 "no such component"));
  CHECK(contains(lie([](J, J, B body) { body.push_back(std::byte{0}); }), "E051"));
  CHECK(contains(lie([](J, J a, B) { a["sha256"] = std::string(64, 'a'); }), "body"));
  CHECK(contains(lie([](J, J a, B) { a["sha256"] = 5; }), "E051"));
  CHECK(contains(lie([](J, J a, B) { a["format"] = 2; }), "E054"));
  CHECK(contains(lie([](J, J a, B) { a["limits"]["tensors"] = 1; }), "sizes"));
  for (const Json& tree : {Json(1), Json::array(), Json::object(), Json(nullptr)}) {
    CHECK(contains(lie([&](J, J a, B) { a["tree"] = tree; }), "component tree"));
    CHECK(contains(lie([&](J, J a, B) { a["tree"]["children"]["first"] = tree; }), "tree"));
  }
  for (const char* key : {"component", "format", "children"})
    CHECK(contains(lie([&](J, J a, B) { a["tree"][key] = -1; }), "component tree"));
  CHECK(contains(lie([](J, J a, B) { a["tree"]["params"] = {{"k", {{"x", 1}}}}; }), "options"));
  CHECK(contains(lie([](J, J a, B) { a["tree"]["format"] = 1ull << 40; }), "component tree"));
  CHECK(contains(lie([](J h, J, B) { h["__metadata__"]["pickle"] = "x"; }), "__metadata__"));
}

TEST_CASE("files of other kinds are refused at once", "[io]") {
  const auto text = [](const std::string& t) {
    const auto b = std::as_bytes(std::span(t));
    return Bytes(b.begin(), b.end());
  };
  const std::string eight("\x10\0\0\0\0\0\0\0", 8);
  for (const std::string& t :
       {std::string(), std::string("PK\x03\x04 zip of something else"), std::string(4096, '\0'),
        std::string(4096, '\xff'), std::string("\x80\x04\x95 pickle bytes here"),
        eight + R"({"a":1}         )", eight + "[[[[[[[[[[[[[[[[", eight + std::string(16, ' '),
        std::string("\0\0\0\0\0\0\0\0", 8)})
    CHECK(refusal(text(t)) != "accepted");
  // A header that names more bytes than any machine has is refused before anything is allocated.
  CHECK(contains(refusal(text(std::string("\xff\xff\xff\xff\xff\xff\xff\x7f", 8) + "{}")),
                 "header length"));
}

TEST_CASE("each limit holds at its edge", "[io]") {
  const Bytes file = io::to_bytes(sample());
  const std::size_t header = header_of(file).size(), tensors = 9;
  CHECK(refusal(file, {.header_bytes = header}) == "accepted");
  CHECK(contains(refusal(file, {.header_bytes = header - 1}), "header length"));
  CHECK(refusal(file, {.n_tensors = tensors}) == "accepted");
  CHECK(refusal(file, {.n_tensors = tensors + 1}) == "accepted");
  CHECK(contains(refusal(file, {.n_tensors = tensors - 1}), "number of tensors"));
  CHECK(refusal(file, {.rank = 2}) == "accepted");
  CHECK(contains(refusal(file, {.rank = 1}), "rank"));
  CHECK(refusal(file, {.name_bytes = 13}) == "accepted");  // second/deep/w
  CHECK(contains(refusal(file, {.name_bytes = 12}), "name"));
  CHECK(refusal(file, {.json_depth = 9}) == "accepted");
  CHECK(contains(refusal(file, {.json_depth = 6}), "levels"));

  Archive many{"a.b", 1, {}, {}, {}};
  for (int i = 0; i < 65536; ++i) many.tensors.emplace_back("t" + std::to_string(i), Tensor{});
  for (auto& [name, t] : many.tensors) t = tensor(Dtype::u8, {});
  CHECK(io::from_bytes(io::to_bytes(many)) == many);
  many.tensors.emplace_back("one too many", tensor(Dtype::u8, {}));
  CHECK_THROWS_AS(io::to_bytes(many), LimitError);
  Archive named{"a.b", 1, {}, {}, {}};
  named.tensors.emplace_back(std::string(257, 'n'), tensor(Dtype::u8, {}));
  CHECK_THROWS_AS(io::to_bytes(named), LimitError);
  Archive deep{"a.b", 1, {}, {}, {}};
  for (int i = 0; i < 40; ++i) {
    Archive outer{"a.b", 1, {}, {}, {}};
    outer.children.emplace_back("c", deep);
    deep = outer;
  }
  CHECK(contains(refusal(io::to_bytes(deep)), "levels"));
}

TEST_CASE("names that no path can hold are not written", "[io]") {
  for (const char* name : {"", "a/b", "__metadata__"}) {
    Archive bad{"a.b", 1, {}, {}, {}};
    bad.tensors.emplace_back(name, tensor(Dtype::u8, {}));
    CHECK_THROWS_AS(io::to_bytes(bad), FormatError);
  }
  Archive latin{"a.b", 1, {{"word", std::string("\xE9")}}, {}, {}};
  CHECK_THROWS_AS(io::to_bytes(latin), DataError);
}

TEST_CASE("a model is written to a file and read from it", "[io]") {
  const auto path = std::filesystem::temp_directory_path() / "limn_model_file_test.limn";
  io::write_model(sample(), path);
  CHECK(io::read_model(path) == sample());
  CHECK(io::read_file(path) == io::to_bytes(sample()));
  Bytes cut = io::to_bytes(sample());
  cut.pop_back();
  io::write_file(path, cut);
  CHECK_THROWS_AS(io::read_model(path), FormatError);
  std::filesystem::remove(path);
  CHECK_THROWS_AS(io::read_model(path), IoError);
  CHECK_THROWS_AS(io::read_model(path.parent_path()), IoError);
}

TEST_CASE("a component that Python saved opens without what Python remembers") {
  const auto median = impute::Median().fit(Matrix{{1.0}, {3.0}, {9.0}});
  Archive around{"python.estimator", 1, {}, {}, {}};
  around.tensors.emplace_back("memory", tensor(Dtype::u8, {5}));
  around.children.emplace_back("component", core::to_archive(median));
  const auto path = std::filesystem::temp_directory_path() / "limn_python_component.limn";
  io::write_model(around, path);
  CHECK(io::load<impute::Median>(path).fill() == median.fill());
  CHECK_THROWS_AS(io::load<impute::Mean>(path), FormatError);
  std::filesystem::remove(path);
}
