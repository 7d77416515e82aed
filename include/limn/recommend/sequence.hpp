// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <limn/core/any.hpp>
#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/data/event_state.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Offers what a sequence encoder expects next.
///
/// Choose it when there are some ten thousand events or more and histories are long; compare it
/// with Transitions, which is a hundred times cheaper and often as good on short histories.
/// The encoder is any component of the SequenceEncoder concept that also scores items: hand one in,
/// or name one that this process knows (`encoder`). Every item the encoder knows gets a score, so
/// a user without events is answered too, as well as the encoder answers an empty history.
/// Cost: fit is the encoder's; an answer is one pass of the encoder and one product with its items,
/// in blocks of 256 users, fewer above 130,000 items: the scores of all users never lie in memory
/// together.
/// **Source:** Kang, McAuley (2018), Self-Attentive Sequential Recommendation. **Differs:** holds
/// the encoder by its interface and knows nothing of its make.
class Sequence {
 public:
  static constexpr std::string_view name = "recommend.sequence";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::string encoder = "encoder.event_encoder";  // name of the encoder made by fit
  };
  template <class V>
  static void describe(V&& v) {
    v("encoder", &Params::encoder, "name of the sequence encoder that fit makes", core::anything());
  }

  Sequence() = default;
  explicit Sequence(Params params) : params_(core::checked<Sequence>(params)) {}
  /// Around an encoder, fitted (then ready to answer) or not.
  explicit Sequence(core::AnySequenceEncoder encoder)
      : params_{.encoder = encoder->name()}, encoder_(std::move(encoder)) {}
  const Params& params() const { return params_; }

  /// Fits the encoder anew. Errors: DataError for a log without events; ParamError when no encoder
  /// of that name is known; those of the encoder.
  Sequence& fit(const data::EventLog& log, const Monitor& monitor = {});

  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items() and types(): (1, k). An encoder that answers
  /// only whole logs is asked with a log of one user, for which the vocabulary of items is copied.
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;
  /// (n_items) scores of what comes next; the history as in recommend_one.
  VectorF score(const data::History& history) const;
  /// A user's state after a history, in codes of items() and types(), for step and
  /// recommend_from. Errors: NotFittedError; ParamError when the encoder has no one-event updates.
  data::EventState start(const data::History& history = {}) const;
  /// Takes one event in without reading the earlier ones again; returns the embedding.
  /// Errors: as start; DataError for a state of another encoder.
  const VectorF& step(data::EventState& state, std::int32_t item,
                      std::optional<std::int64_t> time_us = {}, std::int32_t type = -1,
                      double value = std::numeric_limits<double>::quiet_NaN()) const;
  /// (n_items) scores of what comes next.
  VectorF score(const data::EventState& state) const;
  /// The k best items for a state: (1, k). Cost: one product with the items; microseconds.
  Ranked recommend_from(const data::EventState& state, std::int64_t k = 10,
                        bool exclude_seen = true) const;
  /// "sequence", with the latest known event of the history: an encoder weighs the history whole.
  Reason reason(const data::History& history, std::int32_t item) const;

  /// Empty before fit.
  const data::Vocabulary& items() const;
  const data::Vocabulary& types() const;
  const core::AnySequenceEncoder& encoder() const { return encoder_; }

  template <class V>
  void state(V&& v) {
    v("encoder", encoder_);
  }

 private:
  void require_steps() const;

  Params params_;
  core::AnySequenceEncoder encoder_;
};

namespace detail {

/// A log of one user with the known events of a history; without times they are numbered. A log
/// cannot leave single types out: events whose type is none of `types` get a word of their own that
/// no component knows.
data::EventLog one_user_log(const data::Vocabulary& items, const data::History& history,
                            const data::Vocabulary& types = {});

/// Sequence::recommend with the scores of about `most` pairs of user and item in memory, at least
/// 32 users'. From 16 users on the same bits for every `most`.
Ranked rank_encoded(const core::AnySequenceEncoder& encoder, const data::EventLog& log,
                    std::int64_t k, bool exclude_seen, std::size_t most);

}  // namespace detail
}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/sequence.ipp>
#endif
