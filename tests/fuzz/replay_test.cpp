// SPDX-License-Identifier: MIT
// The fuzz targets without a fuzzer: the seeds in corpus/ and a few hundred deterministic
// neighbours of each. An exception that is no limn::Error, a crash or a sanitizer's report fails.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <limn/core/random.hpp>
#include <limn/profiler/profiler.hpp>
#include <limn/testing/samples.hpp>

#include "targets.hpp"
#include "test.hpp"

using namespace limn;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> seeds_of(std::string_view target) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(LIMN_FUZZ_CORPUS) / target))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> out;
  for (const fs::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    out.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return out;
}

/// A real model, small: no seed on disk would keep up with the format.
std::string small_model() {
  Config config;
  config.encoder = {};
  config.n_segments = 2;
  config.evaluate = false;
  return Profiler(config).fit(testing::sample_log({.n_users = 8, .n_items = 5})).to_bytes();
}

/// Cut, with a byte changed, with a piece doubled, or with a character that means something.
std::string neighbour(std::string bytes, core::Random& random) {
  constexpr std::string_view spice("\"{}[],:;\n\r\0\xFF\xEF\xBB\xBF-.e9tfn\\", 23);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.below(n)); };
  for (std::size_t changes = 1 + below(3); changes > 0 && !bytes.empty(); --changes) {
    const std::size_t at = below(bytes.size());
    switch (below(4)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 2:
        bytes.insert(at, bytes.substr(at / 2, below(20)));
        break;
      default:
        bytes.insert(at, 1, spice[below(spice.size())]);
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("readers survive the seeds and their neighbours", "[fuzz]") {
  for (const fuzz::Target& target : fuzz::targets) {
    std::vector<std::string> seeds = seeds_of(target.name);
    std::uint64_t n_neighbours = 300;
    if (target.name == "model_file") seeds.push_back(small_model()), n_neighbours = 100;
    for (std::size_t s = 0; s < seeds.size(); ++s) {
      INFO(target.name << ", seed " << s);
      CHECK_NOTHROW(target.read(seeds[s]));
      for (std::uint64_t i = 0; i < n_neighbours; ++i) {
        core::Random random(i, s);
        const std::string bytes = neighbour(seeds[s], random);
        INFO("neighbour " << i);
        REQUIRE_NOTHROW(target.read(bytes));
      }
    }
  }
}
