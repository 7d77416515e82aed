// SPDX-License-Identifier: MIT
#include <limn/encoder/conv_encoder.hpp>

#include <vector>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

TEST_CASE("a convolution looks back 1 + (kernel - 1) * (2^layers - 1) events, not one more") {
  auto p = small<encoder::ConvEncoder>();
  p.layers = 2, p.kernel = 3, p.epochs = 1;
  const auto e = encoder::ConvEncoder(p).fit(rings(20, 9, 20));
  std::vector<std::int32_t> items{0, 1, 2, 3, 4, 5, 6, 7, 8};
  const VectorF all = e.embed_history(items);
  items[1] = 5;  // the eighth from the end
  CHECK(e.embed_history(items) == all);
  items[2] = 5;  // the seventh
  CHECK(e.embed_history(items) != all);
}
