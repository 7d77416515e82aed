// SPDX-License-Identifier: MIT
#include <limn/recommend/recommend.hpp>

#include "contract/contract_test.hpp"
#include "recommend/ring_encoder.hpp"

namespace {

// Stands in for the encoder that recommend.sequence makes by name: the battery judges the room.
struct Named {
  static constexpr std::string_view text = "encoder.event_encoder";
};

}  // namespace

TEST_CASE("every component of recommend keeps the contract") {
  limn::core::AnySequenceEncoder::enroll<RingEncoder<Named>>();
  check_room<limn::recommend::components>();
}
