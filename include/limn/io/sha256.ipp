// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

#include <limn/io/sha256.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

inline constexpr std::array<std::uint32_t, 64> sha256_k{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

inline void sha256_block(std::uint32_t* state, const std::byte* block) {
  std::array<std::uint32_t, 64> w;
  for (std::size_t i = 0; i < 16; ++i) {
    const auto byte = [&](std::size_t j) { return static_cast<std::uint32_t>(block[4 * i + j]); };
    w[i] = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
  }
  for (std::size_t i = 16; i < 64; ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  std::array<std::uint32_t, 8> s;
  std::copy(state, state + 8, s.begin());
  for (std::size_t i = 0; i < 64; ++i) {
    const std::uint32_t e1 = std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25);
    const std::uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
    const std::uint32_t t1 = s[7] + e1 + choice + sha256_k[i] + w[i];
    const std::uint32_t e0 = std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22);
    const std::uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
    s = {t1 + e0 + majority, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6]};
  }
  for (std::size_t i = 0; i < 8; ++i) state[i] += s[i];
}

LIMN_INLINE void sha256_plain(std::uint32_t* state, const std::byte* blocks, std::size_t n) {
  for (; n > 0; --n, blocks += 64) sha256_block(state, blocks);
}

#if defined(__x86_64__) && defined(__GNUC__)
/// The same with the SHA instructions: two rounds each, the state as (ABEF, CDGH).
__attribute__((target("sha,sse4.1"))) inline void sha256_ni(std::uint32_t* state,
                                                            const std::byte* blocks,
                                                            std::size_t n) {
  const auto at = [](const void* p) { return _mm_loadu_si128(static_cast<const __m128i*>(p)); };
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i low = _mm_shuffle_epi32(at(state), 0xB1);       // C D A B
  const __m128i high = _mm_shuffle_epi32(at(state + 4), 0x1B);  // E F G H
  __m128i abef = _mm_alignr_epi8(low, high, 8);
  __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);
  for (; n > 0; --n, blocks += 64) {
    const __m128i abef_start = abef, cdgh_start = cdgh;
    __m128i w[4];
    for (int i = 0; i < 16; ++i) {
      __m128i& now = w[i % 4];
      if (i < 4) {
        now = _mm_shuffle_epi8(at(blocks + 16 * i), big_endian);
      } else {
        const __m128i &w1 = w[(i + 1) % 4], &w2 = w[(i + 2) % 4], &w3 = w[(i + 3) % 4];
        now = _mm_add_epi32(_mm_sha256msg1_epu32(now, w1), _mm_alignr_epi8(w3, w2, 4));
        now = _mm_sha256msg2_epu32(now, w3);
      }
      __m128i round = _mm_add_epi32(now, at(sha256_k.data() + 4 * i));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, round);
      round = _mm_shuffle_epi32(round, 0x0E);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, round);
    }
    abef = _mm_add_epi32(abef, abef_start);
    cdgh = _mm_add_epi32(cdgh, cdgh_start);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state), _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#endif

LIMN_INLINE void sha256_blocks(std::uint32_t* state, const std::byte* blocks, std::size_t n) {
#if defined(__x86_64__) && defined(__GNUC__)
  static const bool fast = [] {
    unsigned a = 7, b = 0, c = 0, d = 0;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (b >> 29 & 1u) != 0 && __builtin_cpu_supports("sse4.1") != 0;
  }();
  if (fast) return sha256_ni(state, blocks, n);
#endif
  sha256_plain(state, blocks, n);
}

}  // namespace detail

LIMN_INLINE Sha256& Sha256::update(std::span<const std::byte> bytes) {
  n_bytes_ += bytes.size();
  if (used_ > 0) {
    const std::size_t n = std::min(bytes.size(), block_.size() - used_);
    std::copy_n(bytes.begin(), n, block_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ += n;
    bytes = bytes.subspan(n);
    if (used_ < block_.size()) return *this;
    detail::sha256_blocks(state_.data(), block_.data(), 1);
    used_ = 0;
  }
  detail::sha256_blocks(state_.data(), bytes.data(), bytes.size() / 64);
  const auto rest = bytes.subspan(bytes.size() / 64 * 64);
  std::copy(rest.begin(), rest.end(), block_.begin());
  used_ = rest.size();
  return *this;
}

LIMN_INLINE void Sha256::pad(std::uint64_t n_bits) {
  std::array<std::byte, 72> tail{std::byte{0x80}};
  const std::size_t zeros = (used_ < 56 ? 56 : 120) - used_;
  update(std::span(tail).first(zeros));
  std::array<std::byte, 8> length;
  for (std::size_t i = 0; i < 8; ++i)
    length[i] = static_cast<std::byte>(n_bits >> (56 - 8 * i) & 0xff);
  update(length);
}

LIMN_INLINE std::array<std::uint8_t, 32> Sha256::digest() {
  pad(n_bytes_ * 8);
  std::array<std::uint8_t, 32> out;
  for (std::size_t i = 0; i < 32; ++i)
    out[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)) & 0xff);
  return out;
}

LIMN_INLINE std::string Sha256::hex() {
  std::string out;
  for (const std::uint8_t byte : digest()) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

LIMN_INLINE std::string sha256_hex(std::span<const std::byte> bytes) {
  return Sha256{}.update(bytes).hex();
}

}  // namespace limn::inline LIMN_ABI::io
