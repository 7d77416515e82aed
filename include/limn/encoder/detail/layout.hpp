// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/encoder/detail/network.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// Where an array of weights lies in the flat array, and what it is called outside.
struct Place {
  std::string name;
  std::size_t begin = 0;
  std::vector<std::int64_t> shape = {};

  std::size_t size() const {
    std::size_t out = 1;
    for (const std::int64_t n : shape) out *= static_cast<std::size_t>(n);
    return out;
  }
};

/// The weights of one layer, in their order in memory.
inline void list_layer(const NetworkShape& s, std::size_t l, std::vector<Place>& out) {
  const auto size = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  const std::string prefix = "layers." + std::to_string(l) + ".";
  const auto add = [&](const char* name, std::size_t at, std::vector<std::int64_t> shape) {
    out.push_back({prefix + name, s.weights(l) + at, std::move(shape)});
  };
  const std::int64_t d = size(s.width());
  if (s.layer == Layer::attention) {
    const nn::BlockShape& b = s.block;
    add("norm1", b.norm1(), {d});
    add("project1", b.project1(), {d, size(b.into_attention())});
    add("position", b.position(), {size(b.heads), size(b.longest)});
    add("time", b.time(), {size(b.heads), size(nn::time_buckets)});
    add("out1", b.out1(), {d, d});
    add("norm2", b.norm2(), {d});
    add("project2", b.project2(), {d, size(b.into_hidden())});
    add("out2", b.out2(), {size(b.hidden), d});
  } else if (s.layer == Layer::gru) {
    const nn::GruShape g = s.gru();
    add("norm", g.norm(), {d});
    add("input", g.input(), {d, 3 * d});
    add("input_bias", g.input_bias(), {3 * d});
    add("past", g.past(), {d, 3 * d});
    add("past_bias", g.past_bias(), {3 * d});
    add("out", g.out(), {d, d});
  } else {
    const nn::ConvolutionShape c = s.convolution();
    add("norm", c.norm(), {d});
    add("taps", c.taps(), {size(c.kernel) * d, 2 * d});
    add("bias", c.bias(), {2 * d});
    add("out", c.out(), {d, d});
  }
}

/// All weights but those of the items, in their order in memory.
inline std::vector<Place> list_weights(const NetworkShape& s) {
  const char* const features[] = {"types", "values", "hours", "weekdays", "gaps"};
  const auto d = static_cast<std::int64_t>(s.width());
  std::vector<Place> out;
  for (std::size_t f = 0; f < n_features; ++f)
    if (s.codes[f])
      out.push_back({features[f], s.feature(f), {static_cast<std::int64_t>(s.codes[f]), d}});
  if (s.amounts) out.push_back({"amount", s.amount(), {d}});
  for (std::size_t l = 0; l < s.layers; ++l) list_layer(s, l, out);
  out.push_back({"final_norm", s.final_norm(), {d}});
  return out;
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
