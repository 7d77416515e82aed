// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/encoder/basic_encoder.hpp>
#include <limn/encoder/detail/count_vectors.hpp>
#include <limn/encoder/detail/label_trainer.hpp>
#include <limn/encoder/detail/layout.hpp>
#include <limn/encoder/detail/trainer.hpp>
#include <limn/encoder/detail/training.hpp>

namespace limn::inline LIMN_ABI::encoder {

template <class Kind>
BasicEncoder<Kind>::BasicEncoder(Params params)
    : params_(core::checked<BasicEncoder>(std::move(params))) {
  Kind::check(params_);
}

template <class Kind>
detail::NetworkShape BasicEncoder<Kind>::shape() const {
  detail::NetworkShape out{.block = {.width = static_cast<std::size_t>(params_.width),
                                     .longest = static_cast<std::size_t>(params_.max_length)},
                           .layers = static_cast<std::size_t>(params_.layers),
                           .amounts = has_values_ && params_.values};
  Kind::shape_into(params_, out);
  out.codes[detail::type_of] = types_.size();
  if (out.amounts) out.codes[detail::value_of] = detail::ValueScale::n_buckets;
  if (has_clock_ && params_.calendar)
    out.codes[detail::hour_of] = 24, out.codes[detail::day_of] = 7;
  // attention sees every gap through its bias
  if (has_clock_ && params_.time_bias && out.layer != detail::Layer::attention)
    out.codes[detail::gap_of] = nn::time_buckets;
  return out;
}

template <class Kind>
detail::Event BasicEncoder<Kind>::event(std::int32_t item, std::int64_t time_us,
                                        std::int64_t before_us, std::int32_t type,
                                        double value) const {
  detail::Event out{.item = item};
  out.codes[detail::type_of] = type;
  if (has_values_) {
    out.codes[detail::value_of] = value_scale_.bucket(value);
    out.amount = value_scale_.amount(value);
  }
  if (!has_clock_ || time_us == detail::no_time) return out;
  out.codes[detail::hour_of] = detail::hour_of_day(time_us);
  out.codes[detail::day_of] = detail::day_of_week(time_us);
  if (before_us != detail::no_time)
    out.codes[detail::gap_of] = nn::time_bucket(time_us - before_us);
  if (params_.time_bias) out.time_us = time_us;
  return out;
}

template <class Kind>
detail::Sequences BasicEncoder<Kind>::sequences(const data::EventLog& log,
                                                std::span<const std::int32_t> users) const {
  const std::vector<std::int32_t> items = items_.translate(log.items());
  const std::vector<std::int32_t> types = types_.translate(log.types());
  const std::vector<std::uint8_t> targets = target_codes(log);
  const detail::NetworkShape wanted = shape();
  const bool clock = reads_clock() && !log.ordered_only();
  const bool biased = clock && params_.time_bias && wanted.layer == detail::Layer::attention;
  detail::Sequences out;
  for (const std::int32_t user : users) {
    if (user < 0 || static_cast<std::size_t>(user) >= log.n_users())
      detail::throw_data(name, ErrorCode::data_unknown_id, "users", std::to_string(user),
                         "a code below " + std::to_string(log.n_users()),
                         "pass codes of log.users()");
    const data::History h = log.history(static_cast<std::size_t>(user));
    std::int64_t before = detail::no_time;
    for (std::size_t i = 0; i < h.size(); ++i) {
      const std::int32_t item = items[static_cast<std::size_t>(h.items[i])];
      if (item < 0) continue;
      const std::int64_t time = clock ? h.times_us[i] : detail::no_time;
      const bool typed = !h.types.empty() && h.types[i] >= 0;
      out.add(wanted, biased,
              event(item, time, before, typed ? types[static_cast<std::size_t>(h.types[i])] : -1,
                    h.values.empty() ? std::numeric_limits<double>::quiet_NaN() : h.values[i]));
      if (!targets.empty()) out.targets.push_back(detail::is_target(targets, h, i));
      before = time;
    }
    out.close();
  }
  return out;
}

/// By type of a log: whether its events are targets. Empty: all are.
template <class Kind>
std::vector<std::uint8_t> BasicEncoder<Kind>::target_codes(const data::EventLog& log) const {
  if (params_.target_types.empty()) return {};
  std::vector<std::uint8_t> out(log.types().size(), 0);
  for (const std::string& type : params_.target_types) {
    const std::int32_t code = log.has_types() ? log.types().find(type) : -1;
    if (code >= 0) out[static_cast<std::size_t>(code)] = 1;
  }
  return out.empty() ? std::vector<std::uint8_t>{0} : out;
}

/// Items met in events that are targets can be offered. Errors: DataError when a log has none of
/// the types that are asked for.
template <class Kind>
void BasicEncoder<Kind>::add_offered(const data::EventLog& log) {
  const std::vector<std::uint8_t> targets = target_codes(log);
  if (targets.empty()) return;
  for (const std::string& type : params_.target_types)
    if (types_.find(type) < 0)
      detail::throw_data(name, ErrorCode::data_unknown_id, "option 'target_types'",
                         "'" + type + "', which no event has", "types of events of the log",
                         "check the word, and that the log has a column of types");
  offered_.resize(items_.size(), 0);
  const std::vector<std::int32_t> items = items_.translate(log.items());
  for (std::size_t e = 0; e < log.type_codes().size(); ++e) {
    const std::int32_t type = log.type_codes()[e];
    if (type >= 0 && targets[static_cast<std::size_t>(type)])
      offered_[static_cast<std::size_t>(items[static_cast<std::size_t>(log.item_codes()[e])])] = 1;
  }
}

template <class Kind>
void BasicEncoder<Kind>::hide_others(std::span<float> scores) const {
  detail::hide_others(offered_, scores);
}

/// An encoder of these options that has seen what a log offers, before training.
template <class Kind>
BasicEncoder<Kind> BasicEncoder<Kind>::prepared(const data::EventLog& log) const {
  BasicEncoder out(params_);
  out.items_ = log.items();
  out.types_ = log.types();
  out.has_clock_ = !log.ordered_only();
  out.add_offered(log);
  if (!params_.values) return out;
  std::vector<double> values;
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const data::History h = log.history(user);
    for (const double v : h.values)
      if (std::isfinite(v)) values.push_back(v);
  }
  out.has_values_ = !values.empty();
  out.value_scale_.fit(std::move(values));
  return out;
}

template <class Kind>
std::vector<detail::Trial> BasicEncoder<Kind>::trials_of(const data::EventLog& log,
                                                         const data::EventLog& truth) const {
  const std::vector<std::int32_t> items = items_.translate(truth.items());
  const std::vector<std::int32_t> rows = truth.users().translate(log.users());
  const std::vector<std::uint8_t> targets = target_codes(truth);
  std::vector<detail::Trial> out;
  for (std::size_t user = 0; user < rows.size(); ++user) {
    if (rows[user] < 0 || log.history(user).size() == 0) continue;
    const data::History h = truth.history(static_cast<std::size_t>(rows[user]));
    std::size_t first = 0;
    while (first < h.size() && !detail::is_target(targets, h, first)) ++first;
    if (first == h.size()) continue;
    const std::int32_t item = items[static_cast<std::size_t>(h.items[first])];
    if (item >= 0) out.push_back({user, item});
  }
  if (out.empty())
    detail::throw_data(name, ErrorCode::data_empty, "validation",
                       "no user and item of the training log",
                       "events after those of the training log, of its users and items",
                       "pass the second part of data.leave_one_out, or nothing");
  return out;
}

template <class Kind>
BasicEncoder<Kind>& BasicEncoder<Kind>::fit(const data::EventLog& log, const Monitor& monitor) {
  BasicEncoder fresh = prepared(log);
  detail::Sequences all = fresh.sequences(log, detail::all_users(log));
  std::vector<detail::Trial> trials;
  if (params_.patience > 0 && guesses()) trials = detail::hold_out(all, params_.random_state);
  fresh.train_best(all, trials, monitor);
  return *this = std::move(fresh);
}

/// What a training is worth: NDCG of the best turn where turns are judged, else minus the last
/// loss; the least there is when it was cancelled in its first turn and kept.
template <class Kind>
double BasicEncoder<Kind>::merit(bool judged) const {
  if (judged && best_epoch_ >= 0) return history_[static_cast<std::size_t>(best_epoch_)].ndcg;
  return history_.empty() ? -std::numeric_limits<double>::infinity() : -history_.back().loss;
}

/// Trains from each seed and becomes the best of them. One that is cancelled before its first step
/// leaves the others as they are.
template <class Kind>
void BasicEncoder<Kind>::train_best(const detail::Sequences& sequences,
                                    const std::vector<detail::Trial>& trials,
                                    const Monitor& monitor) {
  const auto n = static_cast<double>(params_.n_starts);
  const Params asked = params_;
  BasicEncoder best;
  double reached = -std::numeric_limits<double>::infinity();
  for (std::int64_t start = 0; start < asked.n_starts; ++start) {
    BasicEncoder one = *this;
    one.params_.random_state += static_cast<std::uint64_t>(start);
    const Monitor part =
        monitor.part(static_cast<double>(start) / n, static_cast<double>(start + 1) / n);
    if (detail::cancelled(start > 0 && asked.on_cancel == "keep",
                          [&] { one.train(sequences, trials, asked.epochs, part); }))
      break;
    const double found = one.merit(!trials.empty());
    if (start > 0 && !(found > reached)) continue;
    reached = found;
    best = std::move(one);
  }
  *this = std::move(best);
  params_ = asked;
}

template <class Kind>
BasicEncoder<Kind>& BasicEncoder<Kind>::fit(const data::EventLog& log,
                                            const data::EventLog& validation,
                                            const Monitor& monitor) {
  if (!guesses())
    throw ParamError(ErrorCode::param_conflict,
                     {.component = std::string(name),
                      .place = "option 'objective'",
                      .got = "contrastive with a validation log",
                      .expected = "an objective that guesses next items",
                      .fix = "set objective to both, or fit without validation"});
  BasicEncoder fresh = prepared(log);
  std::vector<detail::Trial> trials = fresh.trials_of(log, validation);
  fresh.train_best(fresh.sequences(log, detail::all_users(log)), trials, monitor);
  return *this = std::move(fresh);
}

/// A copy that knows the items and event types of these logs as well.
template <class Kind>
BasicEncoder<Kind> BasicEncoder<Kind>::grown(std::initializer_list<const data::EventLog*> logs,
                                             std::int64_t epochs) const {
  core::require_fitted(weights_.table.size() > 0, name);
  core::check_rule(name, "epochs", core::Value{epochs}, core::at_least(1));
  if (!weights_.has_moments())
    throw ParamError(ErrorCode::param_conflict, {.component = std::string(name),
                                                 .place = "option 'resumable'",
                                                 .got = "false at fit",
                                                 .expected = "true",
                                                 .fix = "fit with resumable = true"});
  BasicEncoder more = *this;
  const auto learn = [](const data::Vocabulary& from, data::Vocabulary& into) {
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(from.size()); ++i)
      into.insert(from.id(i));
  };
  for (const data::EventLog* log : logs)
    learn(log->items(), more.items_), learn(log->types(), more.types_);
  if (!offered_.empty()) more.offered_.resize(more.items_.size(), 0);
  for (const data::EventLog* log : logs) more.add_offered(*log);
  detail::add_items(more.items_.size(), params_.random_state, more.weights_);
  if (more.types_.size() > types_.size())
    detail::add_types(shape(), more.shape(), params_.random_state, more.weights_);
  return more;
}

template <class Kind>
BasicEncoder<Kind>& BasicEncoder<Kind>::resume(const data::EventLog& log, std::int64_t epochs,
                                               const Monitor& monitor) {
  BasicEncoder more = grown({&log}, epochs);
  more.train(more.sequences(log, detail::all_users(log)), {}, epochs, monitor);
  return *this = std::move(more);
}

template <class Kind>
BasicEncoder<Kind>& BasicEncoder<Kind>::resume(const data::EventLog& log,
                                               const data::EventLog& replay, std::int64_t epochs,
                                               const Monitor& monitor) {
  BasicEncoder more = grown({&log, &replay}, epochs);
  detail::Sequences all = more.sequences(log, detail::all_users(log));
  std::vector<std::int32_t> users = detail::all_users(replay);
  core::Random random(params_.random_state,
                      (std::uint64_t{5} << 60) + static_cast<std::uint64_t>(epochs_done_));
  random.shuffle(users);
  std::size_t events = 0, n = 0;
  while (n < users.size() && events < log.n_events())
    events += replay.history(static_cast<std::size_t>(users[n++])).size();
  users.resize(n);
  const detail::Sequences old = more.sequences(replay, users);
  for (std::size_t user = 0; user < old.users(); ++user)
    old.copy(user, old.begin(user) + old.length(user), all);
  more.train(all, {}, epochs, monitor);
  return *this = std::move(more);
}

/// Weights before training. The counts weigh a little more than chance in an item's vector: enough
/// to be found, little enough to be left.
template <class Kind>
void BasicEncoder<Kind>::draw_weights(const detail::Sequences& sequences, const Monitor& monitor) {
  detail::draw_weights(shape(), items_.size(), params_.random_state, weights_);
  if (params_.init != "counts") return;
  const auto width = static_cast<std::size_t>(params_.width);
  weights_.table +=
      0.03F * std::sqrt(static_cast<float>(width)) *
      detail::count_vectors(sequences, items_.size(), width, params_.random_state, monitor);
}

/// One turn. False when there should be no more: it diverged, or patience is at its end. A turn
/// that is cancelled does not count, so that resume runs it again.
template <class Kind>
bool BasicEncoder<Kind>::turn(detail::Course& course, double done, double share,
                              const Monitor& monitor) {
  const bool judged = !course.trials.empty();
  if (!judged) course.best = weights_;  // what a turn that diverges falls back to
  EpochReport report;
  report.loss = course.trainer.epoch(epochs_done_, done, share, monitor);
  const bool strayed = course.trainer.strayed(report.loss);
  if (judged && !strayed) {
    const auto q =
        detail::evaluate(shape(), weights_, course.sequences, course.trials, offered_, monitor);
    report.ndcg = q.ndcg, report.hit = q.hit;
  }
  ++epochs_done_;
  if (strayed) {
    ended_ = detail::by_divergence;
    return false;
  }
  history_.push_back(report);
  if (!judged) return true;
  const bool better = report.ndcg > course.best_ndcg;
  course.since = better ? 0 : course.since + 1;
  if (better) {
    course.best_ndcg = report.ndcg, course.best = weights_;
    best_epoch_ = std::ssize(history_) - 1;
  }
  monitor.report(done + share, "turn " + std::to_string(history_.size()) + ", NDCG@10 " +
                                   std::to_string(report.ndcg));
  return better || params_.patience == 0 || course.since < params_.patience;
}

template <class Kind>
void BasicEncoder<Kind>::train(const detail::Sequences& sequences,
                               const std::vector<detail::Trial>& trials, std::int64_t epochs,
                               const Monitor& monitor) {
  const std::size_t tokens =
      detail::training_tokens(sequences, static_cast<std::size_t>(params_.max_length));
  if (tokens == 0)
    detail::throw_data(name, ErrorCode::data_empty, "events", "no user with two known events",
                       "at least one user with two events", "pass longer histories");
  if (guesses() && !sequences.any_target())
    detail::throw_data(name, ErrorCode::data_empty, "option 'target_types'",
                       "no event of these types that another one comes before",
                       "at least one such event", "name other types, or none to guess all events");
  const bool fresh = weights_.table.size() == 0;
  const std::int64_t begun = fresh                          ? 0
                             : ended_ == detail::unfinished ? std::ssize(history_)
                                                            : params_.epochs;
  if (fresh) draw_weights(sequences, monitor);
  const detail::TrainOptions options =
      detail::train_options(params_, shape(), tokens, items_.size(), begun);
  detail::Trainer trainer(options, sequences, weights_);
  detail::Course course{trainer, sequences, trials};
  const bool keep = params_.on_cancel == "keep";
  const double share = 1.0 / static_cast<double>(epochs);
  bool stopped = false, goes_on = true;
  ended_ = detail::as_planned;
  for (std::int64_t e = 0; e < epochs && goes_on && !stopped; ++e)
    stopped = detail::cancelled(
        keep, [&] { goes_on = turn(course, static_cast<double>(e) * share, share, monitor); });
  if (diverged() && (history_.empty() || (trials.empty() && trainer.began_astray())))
    detail::throw_data(name, ErrorCode::data_value, "training",
                       "a loss that diverged before there was a turn to keep", "a falling loss",
                       "lower learning_rate or set clip_norm");
  if (diverged() || course.best_ndcg >= 0.0) weights_ = std::move(course.best);
  if (goes_on && begun < params_.epochs && std::ssize(history_) < params_.epochs)
    ended_ = detail::unfinished;
  if (!params_.resumable) weights_.clear_moments();
  if (!stopped) detail::cancelled(keep, [&] { monitor.report(1.0, "training the encoder"); });
}

template <class Kind>
LabelHead BasicEncoder<Kind>::fine_tune(const data::EventLog& log,
                                        std::span<const std::int32_t> labels, const FineTuning& how,
                                        const Monitor& monitor) {
  core::require_fitted(weights_.table.size() > 0, name);
  core::require_length(std::ssize(labels), static_cast<Index>(log.n_users()), name, "labels");
  core::check_rule(name, "epochs", core::Value{how.epochs}, core::at_least(1));
  core::check_rule(name, "frozen_layers", core::Value{how.frozen_layers},
                   core::between(0, static_cast<double>(params_.layers)));
  core::check_rule(name, "learning_rate", core::Value{how.learning_rate}, core::above(0));
  BasicEncoder moved = *this;
  const detail::Sequences all = sequences(log, detail::all_users(log));
  const detail::LabelOptions options{
      .shape = shape(),
      .n_classes = detail::count_classes(name, all, labels),
      .frozen_layers = static_cast<std::size_t>(how.frozen_layers),
      .batch_tokens = detail::batch_tokens(params_, all.items.size()),
      .dropout = params_.dropout,
      .learning_rate = how.learning_rate,
      .clip = params_.clip_norm,
      .seed = params_.random_state,
      .epochs = how.epochs};
  detail::LabelTrainer trainer(options, all, labels, moved.weights_);
  const double share = 1.0 / static_cast<double>(how.epochs);
  for (std::int64_t e = 0; e < how.epochs; ++e)
    if (!std::isfinite(trainer.epoch(e, static_cast<double>(e) * share, share, monitor)))
      detail::throw_data(name, ErrorCode::data_value, "fine-tuning", "a loss that diverged",
                         "a falling loss", "lower learning_rate");
  if (weights_.has_moments()) moved.weights_.forget_moments();
  *this = std::move(moved);
  return trainer.head();
}

template <class Kind>
MatrixF BasicEncoder<Kind>::embed(const data::EventLog& log, const Monitor& monitor) const {
  return embed_users(log, detail::all_users(log), monitor);
}

template <class Kind>
MatrixF BasicEncoder<Kind>::embed_users(const data::EventLog& log,
                                        std::span<const std::int32_t> users,
                                        const Monitor& monitor) const {
  core::require_fitted(weights_.table.size() > 0, name);
  const detail::Sequences all = sequences(log, users);
  std::vector<detail::Window> windows;
  for (std::size_t user = 0; user < all.users(); ++user)
    windows.push_back(detail::last_window(all, user, shape().reach()));
  return detail::last_states(shape(), weights_, all, windows, monitor);
}

template <class Kind>
VectorF BasicEncoder<Kind>::embed_history(std::span<const std::int32_t> items,
                                          std::span<const std::int64_t> times_us,
                                          std::span<const std::int32_t> types,
                                          std::span<const double> values) const {
  core::require_fitted(weights_.table.size() > 0, name);
  const auto n = static_cast<std::ptrdiff_t>(items.size());
  if (!times_us.empty()) core::require_length(std::ssize(times_us), n, name, "times_us");
  if (!types.empty()) core::require_length(std::ssize(types), n, name, "types");
  if (!values.empty()) core::require_length(std::ssize(values), n, name, "values");
  const detail::NetworkShape wanted = shape();
  const bool clock = reads_clock() && !times_us.empty();
  const bool biased = clock && params_.time_bias && wanted.layer == detail::Layer::attention;
  detail::Sequences one;
  std::int64_t before = detail::no_time;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i] < 0) continue;
    const bool known =
        static_cast<std::size_t>(items[i]) < items_.size() &&
        (types.empty() || types[i] < 0 || static_cast<std::size_t>(types[i]) < types_.size());
    if (!known)
      detail::throw_data(name, ErrorCode::data_unknown_id, "event " + std::to_string(i),
                         "a code out of range", "codes of items() and types(), or -1",
                         "translate the codes with items().translate");
    const std::int64_t time = clock ? times_us[i] : detail::no_time;
    one.add(wanted, biased,
            event(items[i], time, before, types.empty() ? -1 : std::max(types[i], -1),
                  values.empty() ? std::numeric_limits<double>::quiet_NaN() : values[i]));
    before = time;
  }
  one.close();
  const detail::Window window = detail::last_window(one, 0, wanted.reach());
  VectorF out(static_cast<Index>(params_.width));
  detail::last_states_of({wanted}, weights_, one, {&window, 1}, 0, 1, {}, out.data());
  return out;
}

template <class Kind>
State BasicEncoder<Kind>::start(const data::History& history) const {
  core::require_fitted(weights_.table.size() > 0, name);
  const std::size_t n = history.size();
  const auto check = [&](std::size_t size, const char* what) {
    if (size > 0) core::require_length(static_cast<Index>(size), static_cast<Index>(n), name, what);
  };
  check(history.types.size(), "types"), check(history.values.size(), "values");
  State out;
  const detail::Stepper stepper{shape()};
  stepper.start(out);
  const bool timed = history.times_us.size() == n;
  for (std::size_t i = 0; i < n; ++i)
    step(out, history.items[i],
         timed ? std::optional<std::int64_t>(history.times_us[i]) : std::nullopt,
         history.types.empty() ? -1 : history.types[i],
         history.values.empty() ? std::numeric_limits<double>::quiet_NaN() : history.values[i]);
  return out;
}

template <class Kind>
void BasicEncoder<Kind>::require_state(const State& state) const {
  core::require_fitted(weights_.table.size() > 0, name);
  if (!detail::Stepper{shape()}.fits(state))
    detail::throw_data(name, ErrorCode::data_value, "state", "a state of other sizes",
                       "a state made by start of this encoder",
                       "start a new state from the user's history");
}

template <class Kind>
const VectorF& BasicEncoder<Kind>::step(State& state, std::int32_t item,
                                        std::optional<std::int64_t> time_us, std::int32_t type,
                                        double value) const {
  require_state(state);
  if (item < 0 || static_cast<std::size_t>(item) >= items_.size()) return state.embedding;
  const detail::NetworkShape wanted = shape();
  const bool typed = type >= 0 && static_cast<std::size_t>(type) < types_.size();
  const std::int64_t before =
      state.n_events == 0
          ? detail::no_time
          : state.times_us[static_cast<std::size_t>(state.n_events - 1) % state.times_us.size()];
  const detail::Event next =
      event(item, time_us.value_or(detail::no_time), before, typed ? type : -1, value);
  detail::Stepper{wanted}.step(weights_.table.row(item).data(), weights_.rest.data(), next, state);
  return state.embedding;
}

template <class Kind>
VectorF BasicEncoder<Kind>::score(const State& state) const {
  require_state(state);
  VectorF out(weights_.table.rows());
  nn::Math<float>::gemv(false, static_cast<std::size_t>(weights_.table.rows()),
                        static_cast<std::size_t>(weights_.table.cols()), weights_.table.data(),
                        static_cast<std::size_t>(weights_.table.cols()), state.embedding.data(),
                        out.data(), false);
  hide_others({out.data(), static_cast<std::size_t>(out.size())});
  return out;
}

template <class Kind>
MatrixF BasicEncoder<Kind>::scores(const MatrixF& embeddings) const {
  core::require_fitted(weights_.table.size() > 0, name);
  core::require_width(embeddings.cols(), weights_.table.cols(), name);
  const auto n = static_cast<std::size_t>(weights_.table.rows());
  const auto d = static_cast<std::size_t>(weights_.table.cols());
  MatrixF out(embeddings.rows(), weights_.table.rows());
  if (embeddings.rows() < 16) {  // packing the table would cost more than the product
    for (Index r = 0; r < embeddings.rows(); ++r) {
      nn::Math<float>::gemv(false, n, d, weights_.table.data(), d, embeddings.row(r).data(),
                            out.row(r).data(), false);
      hide_others({out.row(r).data(), n});
    }
    return out;
  }
  nn::Packed<float> items;
  items.set(true, n, d, weights_.table.data(), d);
  core::parallel_rows(static_cast<std::size_t>(out.rows()), 64,
                      [&](std::size_t begin, std::size_t end) {
                        items.multiply(false, end - begin, embeddings.data() + begin * d, d,
                                       out.data() + begin * n, n, false);
                        for (std::size_t r = begin; r < end; ++r)
                          hide_others({out.data() + r * n, n});
                      });
  return out;
}

template <class Kind>
VectorF BasicEncoder<Kind>::embed(const data::History& history) const {
  const auto known = [](std::span<const std::int32_t> codes, std::size_t size) {
    std::vector<std::int32_t> out(codes.begin(), codes.end());
    for (std::int32_t& code : out)
      if (code >= static_cast<std::int32_t>(size)) code = -1;
    return out;
  };
  const std::vector<std::int32_t> items = known(history.items, items_.size());
  const std::vector<std::int32_t> kinds = known(history.types, types_.size());
  return embed_history(items, history.times_us, kinds, history.values);
}

template <class Kind>
VectorF BasicEncoder<Kind>::score(const data::History& history) const {
  return scores(embed(history).transpose()).row(0);
}

template <class Kind>
Quality BasicEncoder<Kind>::evaluate(const data::EventLog& log, const data::EventLog& truth,
                                     const Monitor& monitor) const {
  core::require_fitted(weights_.table.size() > 0, name);
  const std::vector<detail::Trial> trials = trials_of(log, truth);
  return detail::evaluate(shape(), weights_, sequences(log, detail::all_users(log)), trials,
                          offered_, monitor);
}

template <class Kind>
std::vector<NamedWeights> BasicEncoder<Kind>::named_weights() const {
  core::require_fitted(weights_.table.size() > 0, name);
  const MatrixF& table = weights_.table;
  std::vector<NamedWeights> out{
      {"items", {table.rows(), table.cols()}, {table.data(), table.data() + table.size()}}};
  for (const detail::Place& place : detail::list_weights(shape())) {
    const float* begin = weights_.rest.data() + place.begin;
    out.push_back({place.name, place.shape, {begin, begin + place.size()}});
  }
  return out;
}

template <class Kind>
BasicEncoder<Kind>& BasicEncoder<Kind>::set_weights(std::span<const NamedWeights> weights) {
  core::require_fitted(weights_.table.size() > 0, name);
  std::vector<detail::Place> places = detail::list_weights(shape());
  places.push_back({"items", 0, {weights_.table.rows(), weights_.table.cols()}});
  detail::Weights next = weights_;
  for (const detail::Place& place : places) {
    const auto found = std::find_if(weights.begin(), weights.end(),
                                    [&](const NamedWeights& w) { return w.name == place.name; });
    if (found == weights.end() || found->shape != place.shape ||
        found->numbers.size() != place.size())
      detail::throw_weights(name, place, found == weights.end() ? nullptr : &*found);
    if (!std::ranges::all_of(found->numbers, [](float x) { return std::isfinite(x); }))
      detail::throw_data(name, ErrorCode::data_value, "weights '" + place.name + "'",
                         "a number that is not finite", "finite numbers",
                         "go back to weights from before training diverged");
    float* to = place.name == "items" ? next.table.data() : next.rest.data() + place.begin;
    std::copy(found->numbers.begin(), found->numbers.end(), to);
  }
  if (weights.size() != places.size()) detail::throw_count(name, weights.size(), places.size());
  if ((next.table.array() != weights_.table.array()).any() ||
      (next.rest.array() != weights_.rest.array()).any())
    next.forget_moments();
  weights_ = std::move(next);
  return *this;
}

template <class Kind>
Reading BasicEncoder<Kind>::reading() const {
  core::require_fitted(weights_.table.size() > 0, name);
  const detail::NetworkShape wanted = shape();
  return {.types = wanted.codes[detail::type_of] > 0,
          .values = wanted.amounts,
          .calendar = wanted.codes[detail::hour_of] > 0,
          .gaps = has_clock_ && params_.time_bias,
          .value_edges = value_scale_.edges,
          .value_mean = value_scale_.mean,
          .value_factor = value_scale_.inverse,
          .reach = static_cast<std::int64_t>(wanted.reach())};
}

template <class Kind>
void BasicEncoder<Kind>::check_state() const {
  const auto same = [](Index got, std::size_t wanted) { return got == static_cast<Index>(wanted); };
  const detail::Weights& w = weights_;
  if (items_.size() == 0 && w.table.size() == 0 && w.rest.size() == 0) return;
  core::require_state(same(w.table.rows(), items_.size()) && w.table.cols() == params_.width, name,
                      "weights.table");
  core::require_state(same(w.rest.size(), shape().size()), name, "weights.rest");
  core::require_state(w.table.allFinite() && w.rest.allFinite(), name, "weights");
  core::require_state(offered_.empty() || offered_.size() == items_.size(), name, "offered");
  const bool none = w.table_m.size() == 0 && w.table_v.size() == 0 && w.rest_m.size() == 0 &&
                    w.rest_v.size() == 0;
  const bool all = w.table_m.rows() == w.table.rows() && w.table_m.cols() == w.table.cols() &&
                   w.table_v.rows() == w.table.rows() && w.table_v.cols() == w.table.cols() &&
                   w.rest_m.size() == w.rest.size() && w.rest_v.size() == w.rest.size();
  core::require_state(none || all, name, "optimizer state");
  core::require_state(w.step >= 0 && epochs_done_ >= 0 && ended_ <= detail::unfinished &&
                          best_epoch_ >= -1 && best_epoch_ < std::ssize(history_),
                      name, "history");
}

}  // namespace limn::inline LIMN_ABI::encoder
