// SPDX-License-Identifier: MIT
#include <limn/encoder/gru_encoder.hpp>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

TEST_CASE("a recurrent state keeps one vector a layer, however long the history") {
  auto p = small<encoder::GruEncoder>();
  p.layers = 3, p.epochs = 1;
  const data::EventLog log = rings(20, 9, 40);
  const auto e = encoder::GruEncoder(p).fit(log);
  for (const std::size_t n : {1u, 40u}) {
    const data::History h = log.history(2);
    CHECK(e.start({h.items.first(n), {}, h.times_us.first(n), {}}).memory.size() == 3 * 16);
  }
}
