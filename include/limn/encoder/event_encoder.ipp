// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/encoder/detail/trainer.hpp>
#include <limn/encoder/event_encoder.hpp>

namespace limn::inline LIMN_ABI::encoder {

namespace detail {

[[noreturn]] LIMN_INLINE void throw_data(ErrorCode code, std::string place, std::string got,
                                         std::string expected, std::string fix) {
  throw DataError(code, {.component = std::string(EventEncoder::name),
                         .place = std::move(place),
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = std::move(fix)});
}

LIMN_INLINE std::vector<std::int32_t> all_users(const data::EventLog& log) {
  std::vector<std::int32_t> out(log.n_users());
  std::iota(out.begin(), out.end(), 0);
  return out;
}

/// Takes the last event of a tenth of the users with three and more out of the sequences.
LIMN_INLINE std::vector<Trial> hold_out(Sequences& s, std::uint64_t seed) {
  std::vector<std::size_t> users;
  for (std::size_t user = 0; user < s.users(); ++user)
    if (s.length(user) >= 3) users.push_back(user);
  if (users.size() < 100) return {};
  core::Random random(seed, std::uint64_t{7} << 60);
  random.shuffle(users);
  users.resize(std::clamp<std::size_t>(users.size() / 10, 20, 2000));
  std::vector<std::uint8_t> held(s.users(), 0);
  for (const std::size_t user : users) held[user] = 1;
  Sequences kept;
  std::vector<Trial> out;
  for (std::size_t user = 0; user < s.users(); ++user) {
    const std::size_t begin = s.begin(user), end = begin + s.length(user) - held[user];
    if (held[user]) out.push_back({user, s.items[end]});
    const auto copy = [&](const auto& from, auto& to) {
      if (from.empty()) return;
      to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(begin),
                from.begin() + static_cast<std::ptrdiff_t>(end));
    };
    copy(s.items, kept.items);
    copy(s.types, kept.types);
    copy(s.times_us, kept.times_us);
    kept.offsets.push_back(static_cast<std::int64_t>(kept.items.size()));
  }
  s = std::move(kept);
  return out;
}

LIMN_INLINE std::size_t training_tokens(const Sequences& s, std::size_t longest) {
  std::size_t out = 0;
  for (std::size_t user = 0; user < s.users(); ++user)
    out += std::min(longest, std::max<std::size_t>(s.length(user), 1) - 1);
  return out;
}

}  // namespace detail

LIMN_INLINE EventEncoder::EventEncoder(Params params)
    : params_(core::checked<EventEncoder>(params)) {
  if (params_.width % params_.heads == 0) return;
  throw ParamError(ErrorCode::param_conflict,
                   {.component = std::string(name),
                    .place = "option 'heads'",
                    .got = std::to_string(params_.heads),
                    .expected = "a divisor of width, " + std::to_string(params_.width),
                    .fix = "change heads or width"});
}

LIMN_INLINE detail::NetworkShape EventEncoder::shape() const {
  const auto size = [](std::int64_t n) { return static_cast<std::size_t>(n); };
  return {.block = {.width = size(params_.width),
                    .heads = size(params_.heads),
                    .hidden = size(params_.width * params_.feed_forward),
                    .longest = size(params_.max_length)},
          .layers = size(params_.layers),
          .n_types = types_.size()};
}

LIMN_INLINE detail::Sequences EventEncoder::sequences(const data::EventLog& log,
                                                      std::span<const std::int32_t> users) const {
  const std::vector<std::int32_t> items = items_.translate(log.items());
  const std::vector<std::int32_t> types = types_.translate(log.types());
  const bool clock = has_clock_ && params_.time_bias && !log.ordered_only();
  detail::Sequences out;
  for (const std::int32_t user : users) {
    if (user < 0 || static_cast<std::size_t>(user) >= log.n_users())
      detail::throw_data(ErrorCode::data_unknown_id, "users", std::to_string(user),
                         "a code below " + std::to_string(log.n_users()),
                         "pass codes of log.users()");
    const data::History h = log.history(static_cast<std::size_t>(user));
    for (std::size_t i = 0; i < h.size(); ++i) {
      const std::int32_t item = items[static_cast<std::size_t>(h.items[i])];
      if (item < 0) continue;
      out.items.push_back(item);
      if (types_.size())
        out.types.push_back(
            h.types.empty() || h.types[i] < 0 ? -1 : types[static_cast<std::size_t>(h.types[i])]);
      if (clock) out.times_us.push_back(h.times_us[i]);
    }
    out.offsets.push_back(static_cast<std::int64_t>(out.items.size()));
  }
  return out;
}

LIMN_INLINE std::vector<detail::Trial> EventEncoder::trials_of(const data::EventLog& log,
                                                               const data::EventLog& truth) const {
  const std::vector<std::int32_t> items = items_.translate(truth.items());
  const std::vector<std::int32_t> rows = truth.users().translate(log.users());
  std::vector<detail::Trial> out;
  for (std::size_t user = 0; user < rows.size(); ++user) {
    if (rows[user] < 0) continue;
    const data::History h = truth.history(static_cast<std::size_t>(rows[user]));
    if (h.size() == 0 || log.history(user).size() == 0) continue;
    const std::int32_t item = items[static_cast<std::size_t>(h.items[0])];
    if (item >= 0) out.push_back({user, item});
  }
  if (out.empty())
    detail::throw_data(ErrorCode::data_empty, "validation", "no user and item of the training log",
                       "events after those of the training log, of its users and items",
                       "pass the second part of data.leave_one_out, or nothing");
  return out;
}

LIMN_INLINE EventEncoder& EventEncoder::fit(const data::EventLog& log, const Monitor& monitor) {
  EventEncoder fresh(params_);
  fresh.items_ = log.items();
  fresh.types_ = log.types();
  fresh.has_clock_ = !log.ordered_only();
  detail::Sequences all = fresh.sequences(log, detail::all_users(log));
  std::vector<detail::Trial> trials;
  if (params_.patience > 0) trials = detail::hold_out(all, params_.random_state);
  fresh.train(std::move(all), std::move(trials), false, params_.epochs, monitor);
  return *this = std::move(fresh);
}

LIMN_INLINE EventEncoder& EventEncoder::fit(const data::EventLog& log,
                                            const data::EventLog& validation,
                                            const Monitor& monitor) {
  EventEncoder fresh(params_);
  fresh.items_ = log.items();
  fresh.types_ = log.types();
  fresh.has_clock_ = !log.ordered_only();
  std::vector<detail::Trial> trials = fresh.trials_of(log, validation);
  fresh.train(fresh.sequences(log, detail::all_users(log)), std::move(trials), false,
              params_.epochs, monitor);
  return *this = std::move(fresh);
}

LIMN_INLINE EventEncoder& EventEncoder::resume(const data::EventLog& log, std::int64_t epochs,
                                               const Monitor& monitor) {
  core::require_fitted(weights_.table.size() > 0, name);
  core::check_rule(name, "epochs", core::Value{epochs}, core::at_least(1));
  if (!weights_.has_moments())
    throw ParamError(ErrorCode::param_conflict, {.component = std::string(name),
                                                 .place = "option 'resumable'",
                                                 .got = "false at fit",
                                                 .expected = "true",
                                                 .fix = "fit with resumable = true"});
  EventEncoder more = *this;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(log.n_items()); ++i)
    more.items_.insert(log.items().id(i));
  detail::add_items(more.items_.size(), params_.random_state, more.weights_);
  more.train(more.sequences(log, detail::all_users(log)), {}, true, epochs, monitor);
  return *this = std::move(more);
}

LIMN_INLINE void EventEncoder::train(detail::Sequences sequences, std::vector<detail::Trial> trials,
                                     bool flat, std::int64_t epochs, const Monitor& monitor) {
  const std::size_t tokens =
      detail::training_tokens(sequences, static_cast<std::size_t>(params_.max_length));
  if (tokens == 0)
    detail::throw_data(ErrorCode::data_empty, "events", "no user with two known events",
                       "at least one user with two events", "pass longer histories");
  const std::size_t n_items = items_.size();
  if (!flat) draw_weights(shape(), n_items, params_.random_state, weights_);
  const auto negatives = static_cast<std::size_t>(params_.n_negatives);
  const detail::TrainOptions options{
      .shape = shape(),
      .batch_tokens = params_.batch_tokens > 0 ? static_cast<std::size_t>(params_.batch_tokens)
                                               : std::clamp<std::size_t>(tokens / 64, 256, 4096),
      .n_negatives = params_.loss == "sampled" && negatives < n_items ? negatives : 0,
      .dropout = params_.dropout,
      .learning_rate = params_.learning_rate,
      .clip = params_.clip_norm,
      .seed = params_.random_state,
      .epochs = epochs,
      .flat_schedule = flat};
  detail::Trainer trainer(options, sequences, weights_);
  detail::Weights best;
  double best_ndcg = -1.0;
  const double share = 1.0 / static_cast<double>(epochs);
  for (std::int64_t e = 0, since = 0; e < epochs; ++e) {
    EpochReport report;
    report.loss = trainer.epoch(epochs_done_++, static_cast<double>(e) * share, share, monitor);
    if (!trials.empty()) {
      const auto q = detail::evaluate(options.shape, weights_, sequences, trials, monitor);
      report.ndcg = q.ndcg, report.hit = q.hit;
    }
    history_.push_back(report);
    if (trials.empty()) continue;
    monitor.report(static_cast<double>(e + 1) * share,
                   "turn " + std::to_string(e + 1) + ", NDCG@10 " + std::to_string(report.ndcg));
    if (report.ndcg > best_ndcg) {
      best_ndcg = report.ndcg, best = weights_, since = 0;
      best_epoch_ = static_cast<std::int64_t>(history_.size()) - 1;
    } else if (params_.patience > 0 && ++since >= params_.patience) {
      break;
    }
  }
  if (!trials.empty()) weights_ = std::move(best);
  if (!weights_.rest.allFinite() || !weights_.table.allFinite())
    detail::throw_data(ErrorCode::data_value, "training", "weights that are not finite",
                       "finite weights", "lower learning_rate");
  if (!params_.resumable) weights_.clear_moments();
  monitor.report(1.0, "training the encoder");
}

LIMN_INLINE MatrixF EventEncoder::embed(const data::EventLog& log, const Monitor& monitor) const {
  return embed_users(log, detail::all_users(log), monitor);
}

LIMN_INLINE MatrixF EventEncoder::embed_users(const data::EventLog& log,
                                              std::span<const std::int32_t> users,
                                              const Monitor& monitor) const {
  core::require_fitted(weights_.table.size() > 0, name);
  const detail::Sequences all = sequences(log, users);
  std::vector<detail::Window> windows;
  for (std::size_t user = 0; user < all.users(); ++user)
    windows.push_back(detail::last_window(all, user, static_cast<std::size_t>(params_.max_length)));
  return detail::last_states(shape(), weights_, all, windows, monitor);
}

LIMN_INLINE VectorF EventEncoder::embed_history(std::span<const std::int32_t> items,
                                                std::span<const std::int64_t> times_us,
                                                std::span<const std::int32_t> types) const {
  core::require_fitted(weights_.table.size() > 0, name);
  const auto n = static_cast<std::ptrdiff_t>(items.size());
  if (!times_us.empty()) core::require_length(std::ssize(times_us), n, name, "times_us");
  if (!types.empty()) core::require_length(std::ssize(types), n, name, "types");
  detail::Sequences one;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i] < 0) continue;
    const bool known =
        static_cast<std::size_t>(items[i]) < items_.size() &&
        (types.empty() || types[i] < 0 || static_cast<std::size_t>(types[i]) < types_.size());
    if (!known)
      detail::throw_data(ErrorCode::data_unknown_id, "event " + std::to_string(i),
                         "a code out of range", "codes of items() and types(), or -1",
                         "translate the codes with items().translate");
    one.items.push_back(items[i]);
    if (types_.size()) one.types.push_back(types.empty() ? -1 : types[i]);
    if (has_clock_ && params_.time_bias && !times_us.empty()) one.times_us.push_back(times_us[i]);
  }
  one.offsets.push_back(static_cast<std::int64_t>(one.items.size()));
  const detail::Window window =
      detail::last_window(one, 0, static_cast<std::size_t>(params_.max_length));
  VectorF out(static_cast<Index>(params_.width));
  detail::last_states_of({shape()}, weights_, one, {&window, 1}, 0, 1, {}, out.data());
  return out;
}

LIMN_INLINE MatrixF EventEncoder::scores(const MatrixF& embeddings) const {
  core::require_fitted(weights_.table.size() > 0, name);
  core::require_width(embeddings.cols(), weights_.table.cols(), name);
  const auto n = static_cast<std::size_t>(weights_.table.rows());
  const auto d = static_cast<std::size_t>(weights_.table.cols());
  MatrixF out(embeddings.rows(), weights_.table.rows());
  if (embeddings.rows() < 16) {  // packing the table would cost more than the product
    nn::Math<float>::gemm(false, true, static_cast<std::size_t>(embeddings.rows()), n, d,
                          embeddings.data(), d, weights_.table.data(), d, out.data(), n, false);
    return out;
  }
  nn::Packed<float> items;
  items.set(true, n, d, weights_.table.data(), d);
  core::parallel_rows(static_cast<std::size_t>(out.rows()), 64,
                      [&](std::size_t begin, std::size_t end) {
                        items.multiply(false, end - begin, embeddings.data() + begin * d, d,
                                       out.data() + begin * n, n, false);
                      });
  return out;
}

LIMN_INLINE VectorF EventEncoder::embed(const data::History& history) const {
  const auto known = [](std::span<const std::int32_t> codes, std::size_t size) {
    std::vector<std::int32_t> out(codes.begin(), codes.end());
    for (std::int32_t& code : out)
      if (code >= static_cast<std::int32_t>(size)) code = -1;
    return out;
  };
  const std::vector<std::int32_t> items = known(history.items, items_.size());
  const std::vector<std::int32_t> kinds = known(history.types, types_.size());
  return embed_history(items, has_clock_ ? history.times_us : std::span<const std::int64_t>{},
                       kinds);
}

LIMN_INLINE VectorF EventEncoder::score(const data::History& history) const {
  return scores(embed(history).transpose()).row(0);
}

LIMN_INLINE Quality EventEncoder::evaluate(const data::EventLog& log, const data::EventLog& truth,
                                           const Monitor& monitor) const {
  core::require_fitted(weights_.table.size() > 0, name);
  const std::vector<detail::Trial> trials = trials_of(log, truth);
  return detail::evaluate(shape(), weights_, sequences(log, detail::all_users(log)), trials,
                          monitor);
}

LIMN_INLINE void EventEncoder::check_state() const {
  const auto same = [](Index got, std::size_t wanted) { return got == static_cast<Index>(wanted); };
  const detail::Weights& w = weights_;
  if (items_.size() == 0 && w.table.size() == 0 && w.rest.size() == 0) return;
  core::require_state(same(w.table.rows(), items_.size()) && w.table.cols() == params_.width, name,
                      "weights.table");
  core::require_state(same(w.rest.size(), shape().size()), name, "weights.rest");
  core::require_state(w.table.allFinite() && w.rest.allFinite(), name, "weights");
  const bool none = w.table_m.size() == 0 && w.table_v.size() == 0 && w.rest_m.size() == 0 &&
                    w.rest_v.size() == 0;
  const bool all = w.table_m.rows() == w.table.rows() && w.table_m.cols() == w.table.cols() &&
                   w.table_v.rows() == w.table.rows() && w.table_v.cols() == w.table.cols() &&
                   w.rest_m.size() == w.rest.size() && w.rest_v.size() == w.rest.size();
  core::require_state(none || all, name, "optimizer state");
  core::require_state(
      w.step >= 0 && epochs_done_ >= 0 && best_epoch_ >= -1 && best_epoch_ < std::ssize(history_),
      name, "history");
}

}  // namespace limn::inline LIMN_ABI::encoder
