// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/encoder/detail/lanes.hpp>
#include <limn/encoder/detail/layout.hpp>
#include <limn/encoder/detail/trainer.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// What a pass keeps of a pack stays near the core; recurrent layers want many users side by side.
LIMN_INLINE std::size_t pack_tokens_for(const NetworkShape& shape) {
  return shape.layer == Layer::gru ? 1024 : 256;
}

LIMN_INLINE void draw_weights(const NetworkShape& shape, std::size_t n_items, std::uint64_t seed,
                              Weights& w) {
  w = Weights{};
  w.rest.resize(static_cast<Index>(shape.size()));
  draw_weights(shape, seed, w.rest.data());
  w.rest_m = w.rest_v = VectorF::Zero(w.rest.size());
  w.table.resize(0, static_cast<Index>(shape.width()));
  w.table_m = w.table_v = w.table;
  add_items(n_items, seed, w);
}

LIMN_INLINE void add_items(std::size_t n_items, std::uint64_t seed, Weights& w) {
  const Index known = w.table.rows(), all = static_cast<Index>(n_items), width = w.table.cols();
  for (MatrixF* each : {&w.table, &w.table_m, &w.table_v}) {
    MatrixF larger = MatrixF::Zero(all, width);
    larger.topRows(std::min(known, each->rows())) = each->topRows(std::min(known, each->rows()));
    *each = std::move(larger);
  }
  for (Index item = known; item < all; ++item)
    draw_normal(seed, (std::uint64_t{1} << 60) + static_cast<std::uint64_t>(item), 0.02,
                static_cast<std::size_t>(width), w.table.row(item).data());
}

LIMN_INLINE void add_types(const NetworkShape& from, const NetworkShape& to, std::uint64_t seed,
                           Weights& w) {
  const std::vector<Place> before = list_weights(from), after = list_weights(to);
  for (VectorF* each : {&w.rest, &w.rest_m, &w.rest_v}) {
    VectorF larger = VectorF::Zero(static_cast<Index>(to.size()));
    for (const Place& place : before) {  // rows of a larger table come after those there are
      const auto found = std::ranges::find(after, place.name, &Place::name);
      std::copy_n(each->data() + place.begin, place.size(), larger.data() + found->begin);
    }
    *each = std::move(larger);
  }
  for (std::size_t type = from.codes[type_of]; type < to.codes[type_of]; ++type)
    draw_normal(seed, (std::uint64_t{4} << 60) + type, 0.02, to.width(),
                w.rest.data() + to.feature(type_of) + type * to.width());
}

/// Where the loss is no -log p of one item among others, it cannot be told from that of a guess.
LIMN_INLINE double loss_of_guess(const TrainOptions& options, Index n_items) {
  if (!options.next_item || options.slices || options.objective == Objective::gbce)
    return std::numeric_limits<double>::infinity();
  return std::log(static_cast<double>(std::max<Index>(n_items, 2)));
}

LIMN_INLINE Trainer::Trainer(const TrainOptions& options, const Sequences& sequences,
                             Weights& weights)
    : options_(options),
      sequences_(sequences),
      weights_(weights),
      network_{options.shape},
      lanes_(sampled() ? n_lanes_most : lanes_for(weights.table.size())),
      guess_(loss_of_guess(options, weights.table.rows())) {
  if (sampled()) slots_.assign(static_cast<std::size_t>(weights.table.rows()), -1);
  if (sampled() && options.popular_negatives) count_items();
}

/// Chances by count to the power 3/4, as word2vec draws them.
LIMN_INLINE void Trainer::count_items() {
  chances_.assign(slots_.size(), 0.0);
  for (const std::int32_t item : sequences_.items) chances_[static_cast<std::size_t>(item)] += 1.0;
  double sum = 0.0;
  for (double& chance : chances_) chance = sum += std::pow(chance, 0.75);
  for (double& chance : chances_) chance /= sum;
}

LIMN_INLINE std::int32_t Trainer::draw(core::Random& random) const {
  if (chances_.empty()) return static_cast<std::int32_t>(random.below(slots_.size()));
  const auto at = std::upper_bound(chances_.begin(), chances_.end() - 1, random.uniform());
  return static_cast<std::int32_t>(at - chances_.begin());
}

/// Windows in which nothing is guessed are left out, unless they count as parts of histories.
LIMN_INLINE std::vector<Batch> Trainer::batches_of(std::vector<Window>& windows) const {
  if (!options_.slices)
    std::erase_if(windows, [&](Window w) { return count_targets(sequences_, w) == 0; });
  std::vector<Batch> out =
      cut_batches(windows, pack_tokens_for(options_.shape), options_.batch_tokens,
                  std::max<std::size_t>(options_.slices, 1));
  for (Batch& batch : out) {
    for (std::size_t w = batch.packs.front().first; w < batch.packs.back().last; ++w)
      batch.targets += count_targets(sequences_, windows[w]);
    if (!options_.next_item) batch.targets = batch.tokens;
    batch.targets = std::max<std::size_t>(batch.targets, 1);
  }
  return out;
}

LIMN_INLINE double Trainer::epoch(std::int64_t epoch, double done, double share,
                                  const Monitor& monitor) {
  const std::size_t longest = options_.shape.block.longest, slices = options_.slices;
  const auto turn = static_cast<std::uint64_t>(epoch) + 1;
  auto windows = slices ? epoch_slices(sequences_, longest, slices, options_.seed, turn)
                        : epoch_windows(sequences_, longest, options_.seed, turn);
  const std::vector<Batch> batches = batches_of(windows);
  const auto n_batches = static_cast<std::int64_t>(batches.size());
  const std::int64_t place = options_.begun + run_epoch_;  // on the schedule
  if (run_epoch_ == 0) run_step_ = place * n_batches;
  const std::int64_t total = place < options_.epochs ? options_.epochs * n_batches : 0;
  double loss = 0.0;
  std::size_t targets = 0;
  for (std::size_t b = 0; b < batches.size(); ++b) {
    loss += step(windows, batches[b], total, monitor);
    if (b == 0) began_ = loss / static_cast<double>(batches[b].targets);
    if (b == 0 && run_epoch_ == 0) guess_ = std::max(guess_, began_);
    if (!std::isfinite(loss)) return std::numeric_limits<double>::quiet_NaN();
    targets += batches[b].targets;
    monitor.report(done + share * static_cast<double>(b + 1) / static_cast<double>(batches.size()),
                   "training the encoder");
  }
  ++run_epoch_;
  return loss / static_cast<double>(std::max<std::size_t>(targets, 1));
}

/// Without steps in total the schedule is over: its last rate.
LIMN_INLINE double Trainer::step(const std::vector<Window>& windows, const Batch& batch,
                                 std::int64_t total_steps, const Monitor& monitor) {
  const std::size_t d = options_.shape.width();
  choose_rows(windows, batch);
  candidates_.resize(!options_.next_item ? 0 : sampled() ? n_drawn_ : n_rows(), d, table());
  candidates_.bias = bias_.empty() ? nullptr : bias_.data();
  core::parallel_for(candidates_.stripes(), [&](std::size_t b) { candidates_.set_stripe(b); });
  const std::size_t n_lanes = std::min(lanes_.size(), batch.packs.size());
  double loss = options_.slices ? contrast(windows, batch, monitor) : 0.0;
  core::parallel_for(n_lanes,
                     [&](std::size_t l) { run_lane(lanes_[l], l, windows, batch, monitor); });
  const double norm = add_lanes(n_lanes);
  ++weights_.step;
  const double last = 0.1;
  const std::int64_t warm = std::min<std::int64_t>(100, total_steps / 10);
  const double rate = nn::warm_cosine(run_step_++, warm, total_steps, last);
  for (std::size_t l = 0; l < n_lanes; ++l) loss += lanes_[l].loss;
  if (!std::isfinite(loss) || !std::isfinite(norm)) return std::numeric_limits<double>::quiet_NaN();
  update(nn::adam_step(options_.learning_rate * rate, weights_.step,
                       nn::clip_scale(norm, options_.clip)));
  return loss;
}

/// Sampled loss: the rows of this batch are its negatives first, then the other items it touches.
LIMN_INLINE void Trainer::choose_rows(const std::vector<Window>& windows, const Batch& batch) {
  if (!sampled()) return;
  const std::size_t d = options_.shape.width();
  for (const std::int32_t item : rows_) slots_[static_cast<std::size_t>(item)] = -1;
  rows_.clear();
  const auto take = [&](std::int32_t item) {
    std::int32_t& slot = slots_[static_cast<std::size_t>(item)];
    if (slot >= 0) return;
    slot = static_cast<std::int32_t>(rows_.size());
    rows_.push_back(item);
  };
  core::Random random(options_.seed,
                      (std::uint64_t{3} << 60) + static_cast<std::uint64_t>(weights_.step));
  const std::size_t wanted = std::min(options_.n_negatives, slots_.size());
  std::size_t tries = 0;
  for (; rows_.size() < wanted && tries < 64 * wanted; ++tries) take(draw(random));
  n_drawn_ = rows_.size();
  for (const PackRange& pack : batch.packs)
    for (std::size_t w = pack.first; w < pack.last; ++w)
      for (std::size_t i = 0; i <= windows[w].length; ++i)
        take(sequences_.items[windows[w].begin + i]);
  local_.resize(rows_.size() * d);
  for (std::size_t r = 0; r < rows_.size(); ++r)
    std::copy_n(weights_.table.row(rows_[r]).data(), d, local_.data() + r * d);
  if (chances_.empty() || options_.objective != Objective::sampled) return;
  bias_.resize(rows_.size());
  for (std::size_t r = 0; r < rows_.size(); ++r) {  // chance to be among the drawn
    const auto item = static_cast<std::size_t>(rows_[r]);
    const double each = std::max(chances_[item] - (item > 0 ? chances_[item - 1] : 0.0), 1e-12);
    bias_[r] = static_cast<float>(
        -std::log(-std::expm1(static_cast<double>(tries) * std::log1p(-std::min(each, 0.999999)))));
  }
}

/// The forward pass of a pack, with the dropout of this step: the same however often it is run.
LIMN_INLINE void Trainer::read(Lane& lane, const std::vector<Window>& windows,
                               const PackRange& pack) {
  const std::size_t d = options_.shape.width();
  lane.tokens.clear();
  for (std::size_t w = pack.first; w < pack.last; ++w)
    append(sequences_, windows[w], true, slots_, lane.tokens);
  core::Random key(options_.seed,
                   (std::uint64_t{2} << 60) + static_cast<std::uint64_t>(weights_.step));
  lane.dropout = {options_.dropout, key.bits(), static_cast<std::uint32_t>(pack.tokens_before * d)};
  network_.forward(lane.tokens, table(), weights_.rest.data(), lane.dropout, lane.memory);
}

/// The aim that couples all slices of a batch: where they end is computed first, with its gradient,
/// and the backward pass runs each pack again. Returns the mean loss a slice, times the targets.
/// Source: Gao et al. (2021), Scaling Deep Contrastive Learning Batch Size under Memory Limited
/// Setup.
LIMN_INLINE double Trainer::contrast(const std::vector<Window>& windows, const Batch& batch,
                                     const Monitor& monitor) {
  const std::size_t d = options_.shape.width(), first = batch.packs.front().first;
  const std::size_t n = batch.packs.back().last - first;
  ends_.resize(n * d);
  ends_gradient_.resize(n * d);
  core::parallel_for(std::min(lanes_.size(), batch.packs.size()), [&](std::size_t l) {
    for (std::size_t p = l; p < batch.packs.size(); p += lanes_.size()) {
      monitor.check();
      const PackRange& pack = batch.packs[p];
      read(lanes_[l], windows, pack);
      for (std::size_t w = pack.first; w < pack.last; ++w)
        std::copy_n(end_of(lanes_[l].memory.z, lanes_[l].tokens, w - pack.first), d,
                    ends_.data() + (w - first) * d);
    }
  });
  const float each = 1.0f / static_cast<float>(n);
  const float loss =
      contrast_.run(n, d, options_.slices, ends_.data(), static_cast<float>(options_.temperature),
                    each, ends_gradient_.data());
  return static_cast<double>(loss * each) * static_cast<double>(batch.targets);
}

LIMN_INLINE void Trainer::run_lane(Lane& lane, std::size_t first,
                                   const std::vector<Window>& windows, const Batch& batch,
                                   const Monitor& monitor) {
  const std::size_t d = options_.shape.width();
  lane.rest.assign(options_.shape.size(), 0.0f);
  lane.table.assign(n_rows() * d, 0.0f);
  lane.loss = 0.0;
  const float weight = 1.0f / static_cast<float>(batch.targets);
  for (std::size_t p = first; p < batch.packs.size(); p += lanes_.size()) {
    monitor.check();
    const PackRange& pack = batch.packs[p];
    read(lane, windows, pack);
    NetworkMemory<float>& m = lane.memory;
    m.dz.assign(m.z.size(), 0.0f);
    if (options_.next_item) lane.loss += static_cast<double>(loss_of(lane, weight));
    if (options_.slices)
      for (std::size_t w = pack.first; w < pack.last; ++w)
        nn::Math<float>::axpy(d, 1.0f, ends_gradient_.data() + (w - batch.packs.front().first) * d,
                              end_of(m.dz, lane.tokens, w - pack.first));
    network_.backward(lane.tokens, weights_.rest.data(), lane.dropout, m, lane.table.data(),
                      lane.rest.data());
  }
}

/// The loss of a pack; its gradient goes into memory.dz, which holds zeros before. Where only some
/// events are guessed, their states are put together, so that the product with the items, which is
/// most of the work, is made for them alone.
LIMN_INLINE float Trainer::loss_of(Lane& lane, float weight) {
  NetworkMemory<float>& m = lane.memory;
  if (sequences_.targets.empty())
    return loss_at(lane, lane.tokens.targets, m.z.data(), weight, m.dz.data());
  const std::size_t d = options_.shape.width();
  lane.targets.clear(), lane.asked.clear();
  for (std::size_t t = 0; t < lane.tokens.targets.size(); ++t)
    if (lane.tokens.targets[t] >= 0)
      lane.targets.push_back(lane.tokens.targets[t]), lane.asked.push_back(t);
  if (lane.asked.empty()) return 0.0f;
  lane.z.resize(lane.asked.size() * d);
  lane.dz.assign(lane.asked.size() * d, 0.0f);
  for (std::size_t i = 0; i < lane.asked.size(); ++i)
    std::copy_n(m.z.data() + lane.asked[i] * d, d, lane.z.data() + i * d);
  const float loss = loss_at(lane, lane.targets, lane.z.data(), weight, lane.dz.data());
  for (std::size_t i = 0; i < lane.asked.size(); ++i)
    std::copy_n(lane.dz.data() + i * d, d, m.dz.data() + lane.asked[i] * d);
  return loss;
}

LIMN_INLINE float Trainer::loss_at(Lane& lane, std::span<const std::int32_t> targets,
                                   const float* z, float weight, float* dz) {
  nn::SoftmaxLoss<float>& loss = lane.memory.loss;
  if (!sampled()) return loss.full(candidates_, targets, z, weight, dz, lane.table.data());
  if (options_.objective == Objective::sampled)
    return loss.sampled(candidates_, table(), targets, z, weight, dz, lane.table.data());
  // The power that undoes the overconfidence of `share` of all items as negatives.
  const double share = static_cast<double>(n_drawn_) /
                       std::max(1.0, static_cast<double>(weights_.table.rows()) - 1.0);
  const double part = std::min(share, 1.0), t = options_.calibration;
  const double beta = part * (t * (1.0 - 1.0 / part) + 1.0 / part);
  return loss.binary(candidates_, table(), targets, static_cast<float>(beta), z, weight, dz,
                     lane.table.data());
}

/// Sums the gradients into lane 0; returns their squared length.
LIMN_INLINE double Trainer::add_lanes(std::size_t n_lanes) {
  return sum_lanes(lanes_, n_lanes, &Lane::rest) + sum_lanes(lanes_, n_lanes, &Lane::table);
}

LIMN_INLINE void Trainer::update(const kernels::AdamStep& step) {
  const auto& adam = kernels::table().optimizer.adam;
  Weights& w = weights_;
  core::parallel_rows(lanes_[0].rest.size(), part_floats, [&](std::size_t begin, std::size_t end) {
    adam(end - begin, step, lanes_[0].rest.data() + begin, w.rest_m.data() + begin,
         w.rest_v.data() + begin, w.rest.data() + begin);
  });
  const std::size_t d = options_.shape.width();
  core::parallel_rows(n_rows(), part_floats / d + 1, [&](std::size_t begin, std::size_t end) {
    const float* gradient = lanes_[0].table.data();
    if (!sampled()) {
      const std::size_t at = begin * d;
      return adam((end - begin) * d, step, gradient + at, w.table_m.data() + at,
                  w.table_v.data() + at, w.table.data() + at);
    }
    for (std::size_t r = begin; r < end; ++r) {
      const std::size_t at = static_cast<std::size_t>(rows_[r]) * d;
      adam(d, step, gradient + r * d, w.table_m.data() + at, w.table_v.data() + at,
           w.table.data() + at);
    }
  });
}

inline constexpr std::size_t longest_pass = 4096;

/// For histories whose pass would need much memory.
LIMN_INLINE void last_state_by_steps(const Network<float>& network, const Weights& weights,
                                     const Sequences& sequences, Window window,
                                     const Monitor& monitor, float* out) {
  const Stepper stepper{network.shape};
  data::EventState state;
  stepper.start(state);
  for (std::size_t i = window.begin; i < window.begin + window.length; ++i) {
    if (i % 1024 == 0) monitor.check();
    stepper.step(weights.table.row(sequences.items[i]).data(), weights.rest.data(),
                 sequences.event(i), state);
  }
  std::copy_n(state.embedding.data(), state.embedding.size(), out);
}

LIMN_INLINE void last_states_of(const Network<float>& network, const Weights& weights,
                                const Sequences& sequences, std::span<const Window> windows,
                                std::size_t begin, std::size_t end, const Monitor& monitor,
                                float* out) {
  const std::size_t d = network.shape.width();
  NetworkMemory<float> memory;
  Tokens tokens;
  std::vector<std::size_t> rows;
  const auto flush = [&] {
    if (rows.empty()) return;
    monitor.check();
    network.forward(tokens, weights.table.data(), weights.rest.data(), {}, memory);
    for (std::size_t i = 0; i < rows.size(); ++i)
      std::copy_n(memory.z.data() + (tokens.pack.begin(i + 1) - 1) * d, d, out + rows[i] * d);
    tokens.clear();
    rows.clear();
  };
  for (std::size_t i = begin; i < end; ++i) {
    if (windows[i].length == 0) {
      std::fill_n(out + i * d, d, 0.0f);
      continue;
    }
    if (windows[i].length > longest_pass) {
      last_state_by_steps(network, weights, sequences, windows[i], monitor, out + i * d);
      continue;
    }
    if (tokens.items.size() + windows[i].length > pack_tokens_for(network.shape)) flush();
    append(sequences, windows[i], false, {}, tokens);
    rows.push_back(i);
  }
  flush();
}

LIMN_INLINE MatrixF last_states(const NetworkShape& shape, const Weights& weights,
                                const Sequences& sequences, std::span<const Window> windows,
                                const Monitor& monitor) {
  MatrixF out(static_cast<Index>(windows.size()), static_cast<Index>(shape.width()));
  const Network<float> network{shape};
  core::parallel_rows(windows.size(), 32, [&](std::size_t begin, std::size_t end) {
    last_states_of(network, weights, sequences, windows, begin, end, monitor, out.data());
  });
  return out;
}

/// How many unseen items that can be offered score at least as much as the target, itself left out.
LIMN_INLINE std::size_t rank_of(const Trial& trial, const Sequences& sequences, std::size_t n,
                                std::span<const std::uint8_t> offered, float* scores) {
  const float wanted = scores[trial.target];
  for (std::size_t i = 0; i < sequences.length(trial.user); ++i)
    scores[sequences.items[sequences.begin(trial.user) + i]] =
        -std::numeric_limits<float>::infinity();
  scores[trial.target] = -std::numeric_limits<float>::infinity();
  hide_others(offered, {scores, n});
  std::size_t rank = 0;
  for (std::size_t i = 0; i < n; ++i) rank += scores[i] >= wanted;
  return rank;
}

LIMN_INLINE Quality evaluate(const NetworkShape& shape, const Weights& weights,
                             const Sequences& sequences, std::span<const Trial> trials,
                             std::span<const std::uint8_t> offered, const Monitor& monitor) {
  std::vector<Window> windows;
  for (const Trial& t : trials) windows.push_back(last_window(sequences, t.user, shape.reach()));
  const MatrixF states = last_states(shape, weights, sequences, windows, monitor);
  const std::size_t n = static_cast<std::size_t>(weights.table.rows()), d = shape.width();
  nn::Packed<float> items;
  items.set(true, n, d, weights.table.data(), d);
  const auto join = [](Quality a, Quality b) { return Quality{a.ndcg + b.ndcg, a.hit + b.hit}; };
  const auto some = [&](std::size_t begin, std::size_t end) {
    monitor.check();
    Quality out;
    std::vector<float> scores((end - begin) * n);
    items.multiply(false, end - begin, states.data() + begin * d, d, scores.data(), n, false);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t rank =
          rank_of(trials[i], sequences, n, offered, scores.data() + (i - begin) * n);
      if (rank >= 10) continue;
      out.ndcg += 1.0 / std::log2(static_cast<double>(rank) + 2.0);
      out.hit += 1.0;
    }
    return out;
  };
  const Quality sum = core::parallel_reduce(trials.size(), 32, Quality{}, some, join);
  const auto count = static_cast<double>(std::max<std::size_t>(trials.size(), 1));
  return {sum.ndcg / count, sum.hit / count};
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
