// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/encoder/detail/label_trainer.hpp>
#include <limn/encoder/detail/lanes.hpp>
#include <limn/encoder/detail/trainer.hpp>
#include <limn/nn/adam.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

LIMN_INLINE LabelTrainer::LabelTrainer(const LabelOptions& options, const Sequences& sequences,
                                       std::span<const std::int32_t> labels, Weights& weights)
    : options_(options),
      sequences_(sequences),
      labels_(labels),
      weights_(weights),
      network_{options.shape},
      lanes_(lanes_for(weights.table.size())),
      head_(options.n_classes * (options.shape.width() + 1), 0.0f) {
  head_moments_.resize(head_.size());
  rest_moments_.resize(options_.shape.size() - moved_from());
  if (all_moves()) table_moments_.resize(static_cast<std::size_t>(weights.table.size()));
}

/// Every user with a label and an event once, at a random place where the history is longer than a
/// window, in random order.
LIMN_INLINE void LabelTrainer::draw_windows(std::uint64_t turn) {
  std::vector<std::size_t> users;
  for (std::size_t user = 0; user < sequences_.users(); ++user)
    if (labels_[user] >= 0 && sequences_.length(user) > 0) users.push_back(user);
  core::Random order(options_.seed, turn << 40);
  order.shuffle(users);
  windows_.clear(), window_labels_.clear();
  for (const std::size_t user : users) {
    const std::size_t all = sequences_.length(user);
    const std::size_t length = std::min(all, options_.shape.block.longest);
    core::Random random(options_.seed, (turn << 40) + 2 * user + 1);
    windows_.push_back({sequences_.begin(user) + random.below(all - length + 1), length});
    window_labels_.push_back(labels_[user]);
  }
}

LIMN_INLINE double LabelTrainer::epoch(std::int64_t epoch, double done, double share,
                                       const Monitor& monitor) {
  draw_windows((std::uint64_t{1} << 20) + static_cast<std::uint64_t>(epoch));
  const std::vector<Batch> batches =
      cut_batches(windows_, pack_tokens_for(options_.shape), options_.batch_tokens);
  const auto n = static_cast<double>(batches.size());
  const std::int64_t total = options_.epochs * static_cast<std::int64_t>(batches.size());
  double loss = 0.0;
  for (std::size_t b = 0; b < batches.size(); ++b) {
    loss += step(batches[b], total, monitor);
    if (!std::isfinite(loss)) return std::numeric_limits<double>::quiet_NaN();
    monitor.report(done + share * static_cast<double>(b + 1) / n, "fine-tuning the encoder");
  }
  return loss / static_cast<double>(std::max<std::size_t>(windows_.size(), 1));
}

LIMN_INLINE double LabelTrainer::step(const Batch& batch, std::int64_t total,
                                      const Monitor& monitor) {
  const std::size_t n_lanes = std::min(lanes_.size(), batch.packs.size());
  core::parallel_for(n_lanes, [&](std::size_t l) { run_lane(lanes_[l], l, batch, monitor); });
  std::vector<float>& rest = lanes_[0].rest;
  double norm = sum_lanes(lanes_, n_lanes, &Lane::head);
  sum_lanes(lanes_, n_lanes, &Lane::rest);
  const std::size_t from = moved_from();
  norm += static_cast<double>(
      nn::Math<float>::dot(rest.size() - from, rest.data() + from, rest.data() + from));
  if (all_moves()) norm += sum_lanes(lanes_, n_lanes, &Lane::table);
  double loss = 0.0;
  for (std::size_t l = 0; l < n_lanes; ++l) loss += lanes_[l].loss;
  if (!std::isfinite(loss) || !std::isfinite(norm)) return std::numeric_limits<double>::quiet_NaN();
  const double rate = nn::warm_cosine(step_++, std::min<std::int64_t>(50, total / 10), total, 0.1);
  update(options_.learning_rate * rate, nn::clip_scale(norm, options_.clip));
  return loss;
}

LIMN_INLINE void LabelTrainer::run_lane(Lane& lane, std::size_t first, const Batch& batch,
                                        const Monitor& monitor) {
  const std::size_t d = options_.shape.width();
  lane.rest.assign(options_.shape.size(), 0.0f);
  lane.table.assign(static_cast<std::size_t>(weights_.table.size()), 0.0f);
  lane.head.assign(head_.size(), 0.0f);
  lane.loss = 0.0;
  const auto users = static_cast<float>(batch.packs.back().last - batch.packs.front().first);
  core::Random key(options_.seed, (std::uint64_t{6} << 60) + static_cast<std::uint64_t>(step_));
  const std::uint32_t drops = key.bits();
  for (std::size_t p = first; p < batch.packs.size(); p += lanes_.size()) {
    monitor.check();
    const PackRange& pack = batch.packs[p];
    lane.tokens.clear();
    for (std::size_t w = pack.first; w < pack.last; ++w)
      append(sequences_, windows_[w], false, {}, lane.tokens);
    const nn::Dropout dropout{options_.dropout, drops,
                              static_cast<std::uint32_t>(pack.tokens_before * d)};
    NetworkMemory<float>& m = lane.memory;
    network_.forward(lane.tokens, weights_.table.data(), weights_.rest.data(), dropout, m);
    m.dz.assign(m.z.size(), 0.0f);
    for (std::size_t w = pack.first; w < pack.last; ++w) {
      const auto end = static_cast<std::size_t>(lane.tokens.pack.offsets[w - pack.first + 1]) - 1;
      lane.loss += static_cast<double>(label_loss<float>(
          options_.n_classes, d, head_.data(), m.z.data() + end * d, window_labels_[w],
          1.0f / users, m.dz.data() + end * d, lane.head.data()));
    }
    network_.backward(lane.tokens, weights_.rest.data(), dropout, m, lane.table.data(),
                      lane.rest.data());
  }
}

/// The head starts from nothing, so it goes ten times as fast.
LIMN_INLINE void LabelTrainer::update(double rate, double scale) {
  const auto& adam = kernels::table().optimizer.adam;
  const auto move = [&](double speed, std::size_t n, const float* gradient, Moments& m, float* w) {
    const kernels::AdamStep step = nn::adam_step(speed * rate, step_, scale);
    core::parallel_rows(n, part_floats, [&](std::size_t begin, std::size_t end) {
      adam(end - begin, step, gradient + begin, m.first.data() + begin, m.second.data() + begin,
           w + begin);
    });
  };
  const std::size_t from = moved_from();
  move(10.0, head_.size(), lanes_[0].head.data(), head_moments_, head_.data());
  move(1.0, options_.shape.size() - from, lanes_[0].rest.data() + from, rest_moments_,
       weights_.rest.data() + from);
  if (all_moves())
    move(1.0, lanes_[0].table.size(), lanes_[0].table.data(), table_moments_,
         weights_.table.data());
}

LIMN_INLINE LabelHead LabelTrainer::head() const {
  const auto k = static_cast<Index>(options_.n_classes);
  const auto d = static_cast<Index>(options_.shape.width());
  const MatrixF all = Eigen::Map<const MatrixF>(head_.data(), k, d + 1);
  return {all.leftCols(d), all.col(d)};
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
