// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include <limn/core/any.hpp>
#include <limn/data/event_log.hpp>

/// Expects the code after the last one, around a ring.
template <class Named>
class RingEncoder {
 public:
  static constexpr std::string_view name = Named::text;
  static constexpr std::uint32_t format = 1;
  static constexpr limn::core::Tags tags{};
  struct Params {
    double height = 1.0;
  };
  template <class V>
  static void describe(V&& v) {
    v("height", &Params::height, "score of the expected item", limn::core::above(0));
  }
  RingEncoder() = default;
  explicit RingEncoder(Params params) : params_(limn::core::checked<RingEncoder>(params)) {}
  const Params& params() const { return params_; }
  RingEncoder& fit(const limn::data::EventLog& log) {
    items_ = log.items();
    return *this;
  }
  limn::MatrixF embed(const limn::data::EventLog& log) const { return score_items(log); }
  limn::MatrixF score_items(const limn::data::EventLog& log) const {
    const auto n = static_cast<limn::Index>(items_.size());
    limn::MatrixF out = limn::MatrixF::Zero(static_cast<limn::Index>(log.n_users()), n);
    const auto codes = items_.translate(log.items());
    for (std::size_t user = 0; user < log.n_users(); ++user) {
      const auto items = log.history(user).items;
      const limn::Index last = items.empty() ? -1 : codes[static_cast<std::size_t>(items.back())];
      out(static_cast<limn::Index>(user), (last + 1) % n) = static_cast<float>(params_.height);
    }
    return out;
  }
  const limn::data::Vocabulary& items() const { return items_; }
  template <class V>
  void state(V&& v) {
    v("items", items_);
  }
  void check_state() { items_.check_state(); }

 private:
  Params params_;
  limn::data::Vocabulary items_;
};
