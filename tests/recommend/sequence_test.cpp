// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
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

struct WatchedName {
  static constexpr std::string_view text = "test.watched";
};
/// A ring that remembers how many users it was asked about at once.
class Watched : public RingEncoder<WatchedName> {
 public:
  using RingEncoder<WatchedName>::RingEncoder;
  Watched& fit(const data::EventLog& log) {
    RingEncoder<WatchedName>::fit(log);
    return *this;
  }
  MatrixF score_items(const data::EventLog& log) const {
    most_users = std::max(most_users, log.n_users());
    return RingEncoder<WatchedName>::score_items(log);
  }
  static inline std::size_t most_users = 0;
};

/// Users with types, values and times; two of the types tell what comes next.
data::EventLog typed_log(std::int64_t n_users = 10) {
  data::EventLog::Columns c;
  for (const char* type : {"view", "buy"}) c.types.insert(type);
  for (std::int64_t i = 0; i < 6 * n_users; ++i) {
    c.user.push_back(c.users.insert(i % n_users));
    c.item.push_back(c.items.insert(i * i % 7));
    c.type.push_back(static_cast<std::int32_t>(i / n_users % 2));
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

TEST_CASE("A log of one user keeps types, times and values, and strange types apart",
          "[recommend]") {
  const data::EventLog log = typed_log();
  const data::History history = log.history(3);
  const data::EventLog one = recommend::detail::one_user_log(log.items(), history, log.types());
  CHECK(std::ranges::equal(one.history(0).types, history.types));
  CHECK(std::ranges::equal(one.history(0).values, history.values));
  CHECK(std::ranges::equal(one.history(0).times_us, history.times_us));
  CHECK(one.types() == log.types());
  data::History odd = history;
  std::vector<std::int32_t> types(history.types.begin(), history.types.end());
  types[1] = -1, types[4] = 99;
  odd.types = types;
  for (const data::Vocabulary& known :
       {log.types(), data::Vocabulary(std::vector<std::int64_t>{4, 2})}) {
    const data::EventLog with = recommend::detail::one_user_log(log.items(), odd, known);
    const std::vector<std::int32_t> back = known.translate(with.types());
    for (std::size_t e = 0; e < history.size(); ++e) {
      const auto code = static_cast<std::size_t>(with.history(0).types[e]);
      CHECK(back[code] == (e == 1 || e == 4 ? -1 : types[e]));
    }
  }
  odd.types = {};
  CHECK_FALSE(recommend::detail::one_user_log(log.items(), odd, log.types()).has_types());
}

TEST_CASE("Sequence holds the scores of few users at once, to the same bits", "[recommend]") {
  const data::EventLog log = typed_log(101);
  encoder::GruEncoder::Params p;
  p.width = 8, p.epochs = 1;
  const core::AnySequenceEncoder gru(encoder::GruEncoder(p).fit(log));
  const Ranked whole = recommend::detail::rank_encoded(gru, log, 4, true, 1'000'000);
  CHECK(Sequence(gru).recommend(log, 4).scores == whole.scores);
  for (const std::size_t most : {std::size_t{1}, 40 * log.n_items()})
    for (const int n_threads : {1, 7}) {
      set_threads(n_threads);
      const Ranked parts = recommend::detail::rank_encoded(gru, log, 4, true, most);
      set_threads(0);
      CHECK(parts.items == whole.items);
      CHECK(parts.scores == whole.scores);
    }
  const core::AnySequenceEncoder watched(Watched().fit(log));
  recommend::detail::rank_encoded(watched, log, 4, true, 1);
  CHECK(Watched::most_users <= 32);
  CHECK(Watched::most_users >= 16);
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
