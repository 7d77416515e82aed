// SPDX-License-Identifier: MIT
#include <limn/io/sha256.hpp>

#include <string>

#include "test.hpp"

using namespace limn;

namespace {
std::span<const std::byte> bytes(const std::string& text) { return std::as_bytes(std::span(text)); }
}  // namespace

TEST_CASE("SHA-256 agrees with the published vectors", "[io]") {
  // Oracle: NIST, FIPS 180-4 examples and the CAVP short message vectors.
  const std::vector<std::pair<std::string, std::string>> vectors{
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1000000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
      {"\xd3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"}};
  for (const auto& [message, digest] : vectors) CHECK(io::sha256_hex(bytes(message)) == digest);
}

TEST_CASE("pieces of any length give the digest of the whole", "[io]") {
  std::string message;
  for (int i = 0; i < 300; ++i) message += static_cast<char>(i * 7);
  for (std::size_t n = 0; n <= 300; n += 13) {
    for (const std::size_t piece : {1u, 7u, 63u, 64u, 65u, 200u}) {
      io::Sha256 hash;
      for (std::size_t at = 0; at < n; at += piece)
        hash.update(bytes(message.substr(at, std::min(piece, n - at))));
      REQUIRE(hash.hex() == io::sha256_hex(bytes(message.substr(0, n))));
    }
  }
}

TEST_CASE("plain code and the processor's instructions agree", "[io]") {
  std::string blocks;
  for (int i = 0; i < 6400; ++i) blocks += static_cast<char>(i * i);
  std::array<std::uint32_t, 8> plain{1, 2, 3, 4, 5, 6, 7, 8}, chosen = plain;
  io::detail::sha256_plain(plain.data(), bytes(blocks).data(), 100);
  io::detail::sha256_blocks(chosen.data(), bytes(blocks).data(), 100);
  CHECK(plain == chosen);
}
