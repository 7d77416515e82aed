// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <span>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>
#include <limn/encoder/detail/sequences.hpp>
#include <limn/encoder/detail/weights.hpp>
#include <limn/nn/adam.hpp>
#include <limn/nn/contrastive.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// Tokens of a pack: what a pass keeps of them stays near the core.
std::size_t pack_tokens_for(const NetworkShape& shape);
/// Weights before training.
void draw_weights(const NetworkShape& shape, std::size_t n_items, std::uint64_t seed, Weights& w);
/// Grows the table to n_items rows: new ones are drawn, those there are kept.
void add_items(std::size_t n_items, std::uint64_t seed, Weights& w);
/// Lays the other weights out anew for a shape with more types: their vectors are drawn, all others
/// are kept.
void add_types(const NetworkShape& from, const NetworkShape& to, std::uint64_t seed, Weights& w);

/// One question to a trained network: given the user's sequence, does it rank this item high?
struct Trial {
  std::size_t user = 0;
  std::int32_t target = 0;
};
enum class Objective : std::uint8_t { softmax, sampled, gbce };
struct TrainOptions {
  NetworkShape shape;
  Objective objective = Objective::softmax;
  std::size_t batch_tokens = 4096, n_negatives = 256;
  bool popular_negatives = false;  ///< drawn by how often they occur; else all alike
  double calibration = 0.75;       ///< of gbce, 0 to 1
  bool next_item = true;           ///< guess what comes next
  std::size_t slices = 0;    ///< parts of each history that should look alike; 0 = no such aim
  double temperature = 0.1;  ///< of that aim
  double dropout = 0.1, learning_rate = 1e-3, clip = 1.0;
  std::uint64_t seed = 0;
  std::int64_t epochs = 1;  ///< of the schedule
  std::int64_t begun = 0;   ///< how many of them are done; from the last one on the rate is flat
};

/// Runs epochs over sequences. Work is cut into packs and packs are dealt to a fixed number of
/// lanes, each with a gradient of its own, which are added in order: the result does not depend on
/// the number of threads.
class Trainer {
 public:
  Trainer(const TrainOptions& options, const Sequences& sequences, Weights& weights);

  /// Mean loss a token; not a number as soon as a step has no finite loss. `epoch` counts from the
  /// first ever, `done` in [0, 1) is where this epoch begins in the whole call, `share` its part.
  double epoch(std::int64_t epoch, double done, double share, const Monitor& monitor);
  /// Whether a mean loss is that of a network which learns no more: not a number, or above three
  /// times what guessing and the first step of this trainer give. The first step counts because
  /// training that goes on may meet items it has learned not to expect.
  bool strayed(double loss) const { return !(loss <= 3.0 * guess_); }
  /// Whether the last epoch did so from its first step on.
  bool began_astray() const { return strayed(began_); }

 private:
  struct Lane {
    Tokens tokens;
    NetworkMemory<float> memory;
    nn::Dropout dropout;
    std::vector<float> rest, table;     // gradients
    std::vector<std::int32_t> targets;  // where only some events are guessed: their next items,
    std::vector<std::size_t> asked;     // their tokens,
    std::vector<float> z, dz;           // states and gradients
    double loss = 0.0;
  };

  /// The row of the last token of a window of a pack.
  float* end_of(std::vector<float>& rows, const Tokens& tokens, std::size_t window) const {
    const auto token = static_cast<std::size_t>(tokens.pack.offsets[window + 1]) - 1;
    return rows.data() + token * options_.shape.width();
  }
  void read(Lane& lane, const std::vector<Window>& windows, const PackRange& pack);
  double contrast(const std::vector<Window>& windows, const Batch& batch, const Monitor& monitor);
  float loss_of(Lane& lane, float weight);
  float loss_at(Lane& lane, std::span<const std::int32_t> targets, const float* z, float weight,
                float* dz);
  std::vector<Batch> batches_of(std::vector<Window>& windows) const;
  void count_items();
  std::int32_t draw(core::Random& random) const;
  double step(const std::vector<Window>& windows, const Batch& batch, std::int64_t total_steps,
              const Monitor& monitor);
  void choose_rows(const std::vector<Window>& windows, const Batch& batch);
  void run_lane(Lane& lane, std::size_t first, const std::vector<Window>& windows,
                const Batch& batch, const Monitor& monitor);
  double add_lanes(std::size_t n_lanes);
  void update(const kernels::AdamStep& step);
  bool sampled() const { return options_.objective != Objective::softmax; }
  const float* table() const { return sampled() ? local_.data() : weights_.table.data(); }
  std::size_t n_rows() const {
    return sampled() ? rows_.size() : static_cast<std::size_t>(weights_.table.rows());
  }

  const TrainOptions& options_;
  const Sequences& sequences_;
  Weights& weights_;
  Network<float> network_;
  nn::Candidates<float> candidates_;
  std::vector<Lane> lanes_;
  std::vector<std::int32_t> rows_, slots_;  // sampled: items of this batch, and where each one is
  std::vector<float> local_, bias_;         // their vectors, and minus the log of their chance
  std::vector<double> chances_;             // up to and with each item; empty: all alike
  nn::ContrastiveLoss<float> contrast_;
  std::vector<float> ends_, ends_gradient_;  // of the slices of this batch, (slices, width)
  std::size_t n_drawn_ = 0;
  std::int64_t run_step_ = 0, run_epoch_ = 0;
  double guess_, began_ = 0.0;  // loss of guessing; of the first step of the last epoch
};

/// States of windows [begin, end) into rows begin .. end - 1 of out, a few windows at a time, on
/// the calling thread.
void last_states_of(const Network<float>& network, const Weights& weights,
                    const Sequences& sequences, std::span<const Window> windows, std::size_t begin,
                    std::size_t end, const Monitor& monitor, float* out);
/// The state after the last event of each window, (windows, width); empty windows give zeros.
MatrixF last_states(const NetworkShape& shape, const Weights& weights, const Sequences& sequences,
                    std::span<const Window> windows, const Monitor& monitor);

/// Scores of items that `offered` does not flag become -infinity; empty: it flags all.
inline void hide_others(std::span<const std::uint8_t> offered, std::span<float> scores) {
  for (std::size_t item = 0; item < offered.size(); ++item)
    if (!offered[item]) scores[item] = -std::numeric_limits<float>::infinity();
}

/// NDCG@10 and hit rate@10 with full ranking: seen items are left out, and those that `offered`
/// does not flag (empty: it flags all); ties count against.
Quality evaluate(const NetworkShape& shape, const Weights& weights, const Sequences& sequences,
                 std::span<const Trial> trials, std::span<const std::uint8_t> offered,
                 const Monitor& monitor);

}  // namespace limn::inline LIMN_ABI::encoder::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/detail/trainer.ipp>
#endif
