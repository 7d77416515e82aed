// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/encoder/detail/sequences.hpp>
#include <limn/encoder/detail/weights.hpp>
#include <limn/encoder/label_head.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// The numbers of the schedule of a fine-tuning.
struct LabelOptions {
  NetworkShape shape;
  std::size_t n_classes = 2, frozen_layers = 0, batch_tokens = 4096;
  double dropout = 0.1, learning_rate = 5e-4, clip = 1.0;
  std::uint64_t seed = 0;
  std::int64_t epochs = 5;
};

/// -log p(label) of z (d) under a head (n_classes rows of d weights and a bias). dz and dhead
/// receive, added, `weight` times its gradient.
template <class S>
S label_loss(std::size_t n_classes, std::size_t d, const S* head, const S* z, std::int32_t label,
             S weight, S* dz, S* dhead) {
  std::vector<S> p(n_classes);
  for (std::size_t c = 0; c < n_classes; ++c) {
    const S* row = head + c * (d + 1);
    p[c] = nn::Math<S>::dot(d, row, z) + row[d];
  }
  nn::Math<S>::softmax(n_classes, p.data());
  const auto wanted = static_cast<std::size_t>(label);
  const S loss = -std::log(std::max(p[wanted], std::numeric_limits<S>::min()));
  for (std::size_t c = 0; c < n_classes; ++c) {
    const S pull = weight * (p[c] - (c == wanted ? S(1) : S(0)));
    nn::Math<S>::axpy(d, pull, head + c * (d + 1), dz);
    nn::Math<S>::axpy(d, pull, z, dhead + c * (d + 1));
    dhead[c * (d + 1) + d] += pull;
  }
  return loss;
}

/// Trains a network, from a layer on, and a head by the labels of users. Lanes as in Trainer: the
/// result does not depend on the number of threads.
class LabelTrainer {
 public:
  /// labels: a class of each user of the sequences, or -1.
  LabelTrainer(const LabelOptions& options, const Sequences& sequences,
               std::span<const std::int32_t> labels, Weights& weights);

  /// One turn; the mean loss a user, not a number as soon as a step has no finite loss.
  double epoch(std::int64_t epoch, double done, double share, const Monitor& monitor);
  LabelHead head() const;

 private:
  struct Lane {
    Tokens tokens;
    NetworkMemory<float> memory;
    std::vector<float> rest, table, head;  // gradients
    double loss = 0.0;
  };
  /// Numbers with the moments of Adam.
  struct Moments {
    std::vector<float> first, second;
    void resize(std::size_t n) { first.assign(n, 0.0f), second.assign(n, 0.0f); }
  };

  void draw_windows(std::uint64_t turn);
  double step(const Batch& batch, std::int64_t total, const Monitor& monitor);
  void run_lane(Lane& lane, std::size_t first, const Batch& batch, const Monitor& monitor);
  void update(double rate, double scale);
  bool all_moves() const { return options_.frozen_layers == 0; }
  /// Where the weights that move begin.
  std::size_t moved_from() const {
    return all_moves() ? 0 : options_.shape.weights(options_.frozen_layers);
  }

  const LabelOptions options_;
  const Sequences& sequences_;
  const std::span<const std::int32_t> labels_;
  Weights& weights_;
  Network<float> network_;
  std::vector<Lane> lanes_;
  std::vector<float> head_;  // (n_classes, width + 1)
  Moments table_moments_, rest_moments_, head_moments_;
  std::vector<Window> windows_;              // of this turn,
  std::vector<std::int32_t> window_labels_;  // and their labels
  std::int64_t step_ = 0;
};

}  // namespace limn::inline LIMN_ABI::encoder::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/detail/label_trainer.ipp>
#endif
