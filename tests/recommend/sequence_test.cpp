// SPDX-License-Identifier: MIT
#include <limn/encoder/gru_encoder.hpp>
#include <limn/recommend/sequence.hpp>

#include <algorithm>
#include <vector>

#include "ring_encoder.hpp"
#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Sequence;

namespace {

struct RingName {
  static constexpr std::string_view text = "test.ring";
};
using Ring = RingEncoder<RingName>;

/// Ten users with types, values and times; two of the types tell what comes next.
data::EventLog typed_log() {
  data::EventLog::Columns c;
  for (const char* type : {"view", "buy"}) c.types.insert(type);
  for (std::int64_t i = 0; i < 60; ++i) {
    c.user.push_back(c.users.insert(i % 10));
    c.item.push_back(c.items.insert(i * i % 7));
    c.type.push_back(static_cast<std::int32_t>(i / 10 % 2));
    c.value.push_back(static_cast<double>(i % 5));
    c.time_us.push_back(i * 3'600'000'000);
  }
  return data::EventLog(std::move(c));
}

}  // namespace

TEST_CASE("Sequence offers what its encoder expects", "[recommend]") {
  Sequence model{core::AnySequenceEncoder(Ring({.height = 2.0}))};
  model.fit(abcd_log());
  const Ranked ranked = model.recommend(abcd_log(), 2, true);
  CHECK(ranked.items(0, 0) == 3);  // a b c -> d
  CHECK(ranked.scores(0, 0) == 2.0F);
  CHECK(ranked.items(0, 1) == -1);
  CHECK(ranked.items(1, 0) == 2);                                 // a b -> c
  CHECK(model.recommend(abcd_log(), 1, false).items(2, 0) == 0);  // b c d -> a
  CHECK(model.recommend_one(history_of({1}), 1).items(0, 0) == 2);
  CHECK(model.reason(history_of({1, -1}), 2).item == 1);
}

TEST_CASE("Sequence says the same of a log, a history and a state, types and values read",
          "[recommend]") {
  const data::EventLog log = typed_log();
  encoder::GruEncoder::Params p;
  p.width = 8, p.epochs = 20, p.learning_rate = 0.02;
  Sequence model{core::AnySequenceEncoder(encoder::GruEncoder(p))};
  model.fit(log);
  const auto k = static_cast<std::int64_t>(log.n_items());
  const Ranked all = model.recommend(log, k, false);
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const data::History history = log.history(user);
    const auto row = static_cast<Index>(user);
    CHECK(model.recommend_one(history, k, false).scores.row(0) == all.scores.row(row));
    CHECK(model.recommend_from(model.start(history), k, false)
              .scores.row(0)
              .isApprox(all.scores.row(row), 1e-4f));
  }
  data::History blind = log.history(0);
  blind.types = {};
  CHECK(model.score(blind) != model.score(log.history(0)));
}

TEST_CASE("A log of one user has the types of a history that knows them all", "[recommend]") {
  const data::EventLog log = typed_log();
  const data::History history = log.history(3);
  const data::EventLog one = recommend::detail::one_user_log(log.items(), history, log.types());
  CHECK(std::ranges::equal(one.history(0).types, history.types));
  data::History unknown = history;
  std::vector<std::int32_t> types(history.types.begin(), history.types.end());
  types[1] = -1;
  unknown.types = types;
  const data::EventLog without = recommend::detail::one_user_log(log.items(), unknown, log.types());
  CHECK_FALSE(without.has_types());
  CHECK(without.n_events() == history.size());
}

TEST_CASE("Sequence makes its encoder by name and comes back from an archive", "[recommend]") {
  core::enroll<Ring>();
  const Sequence model = Sequence({.encoder = "test.ring"}).fit(abcd_log());
  const Sequence back = core::from_archive<Sequence>(core::to_archive(model));
  CHECK(back.recommend(abcd_log(), 1).items(1, 0) == 2);
  CHECK(back.items() == model.items());
}

TEST_CASE("Sequence refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Sequence({.encoder = "encoder.nobody"}).fit(abcd_log()), ParamError);
  CHECK_THROWS_AS(Sequence().recommend(abcd_log()), NotFittedError);
  CHECK_THROWS_AS(Sequence(core::AnySequenceEncoder(Ring())).fit(data::EventLog()), DataError);
  CHECK(Sequence().items().size() == 0);
}
