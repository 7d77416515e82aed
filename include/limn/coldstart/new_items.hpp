// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/coldstart/attribute_coder.hpp>
#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/item_nearest.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// A known item that lends its place to a new one; the weights of a new item's donors sum to 1.
struct ItemDonor {
  std::int32_t item = -1;
  double weight = 0.0;
};

/// Gives items that nobody has taken yet a place among the known ones, by their attributes, and
/// recommends both.
///
/// Choose it when the catalogue changes faster than the model is fitted and items come described
/// (genre, brand, price); prefer plain ItemNearest when new items can wait for their first events.
/// Likeness of two items = sum of the weights of the attributes they share: one weight for each
/// value of a category of at most 30 values (a rare genre may say more than a common one, sharing
/// "no" may say nothing), one for each other column, times the agreement of numbers. The weights,
/// at least 0, are a ridge regression of how often the same users took both items (cosine over
/// 20,000 pairs of known items). The n_neighbors likest known items are the donors of a new one,
/// with weight likeness^sharpness; its score is the mean of theirs, times trust. An attribute that
/// goes along with nothing weighs nothing; when all do, all columns weigh the same. Attributes:
/// (n_items, d), rows in the order of log.items(), NaN = unknown: shared with nobody. Without
/// attributes items cannot be added. Cost: fit that of ItemNearest and of the pairs; an item added
/// one pass over the known ones; an answer n_neighbors additions a new item.
/// **Source:** Gantner, Drumond, Freudenthaler, Rendle, Schmidt-Thieme (2010), Learning
/// Attribute-to-Feature Mappings for Cold-Start Recommendations (their kNN mapping). **Differs:**
/// likeness learnt by non-negative ridge from shared users; scores instead of factors are mapped.
class NewItems {
 public:
  static constexpr std::string_view name = "coldstart.new_items";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::int64_t n_neighbors = 20;  // donors of a new item
    double sharpness = 2.0;         // power of the likeness
    double regularization = 10.0;   // pairs of items by which weights are held small
    double trust = 1.0;             // what a new item's score is multiplied by
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "donors of a new item", core::at_least(1));
    v("sharpness", &Params::sharpness, "power of the likeness", core::between(0, 100));
    v("regularization", &Params::regularization, "pairs of items by which weights are held small",
      core::above(0));
    v("trust", &Params::trust, "what a new item's score is multiplied by", core::above(0));
    v("random_state", &Params::random_state, "seed of the pairs learnt from", core::at_least(0));
  }

  NewItems() = default;
  explicit NewItems(Params params) : params_(core::checked<NewItems>(params)) {}
  const Params& params() const { return params_; }

  /// The known items alone. Errors: DataError for a log without events.
  NewItems& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// attributes: (n_items, d), rows in the order of log.items(). Items of the log's vocabulary that
  /// nobody took are new ones. Errors: as above; ShapeError unless there is one row an item;
  /// DataError for infinite cells.
  NewItems& fit(const data::EventLog& log, const data::FrameView& attributes,
                const Monitor& monitor = {});
  /// New items and their attributes (n, d) join the catalogue, behind the others.
  /// Errors: NotFittedError; DataError for an item known already or named twice, infinite cells, or
  /// a fit without attributes; ShapeError on another width or number of rows.
  NewItems& add(std::span<const data::Id> ids, MatrixView attributes);

  /// Rows in the order of log.users(); codes of items(), new ones among them.
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items(): (1, k).
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;
  /// (n_items) evidence for each item; 0 = none.
  VectorF score(const data::History& history) const;
  /// Scores of any recommender for the known items, (n_items), with those of new items filled in.
  void lend(std::span<float> scores) const;
  /// Of a new item "similar_items" with the donor that says most; else that of ItemNearest.
  recommend::Reason reason(const data::History& history, std::int32_t item) const;
  /// The known items a new one stands beside, the likest first; empty for a known item.
  std::vector<ItemDonor> donors(std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }
  bool is_new(std::int32_t item) const {
    return item >= 0 && item < std::ssize(is_new_) && is_new_[static_cast<std::size_t>(item)] != 0;
  }
  /// weight of each shared value of each column, in order; see the class
  const Vector& coef() const { return weights_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("is_new", is_new_);
    v("coder", coder_);
    v("attributes", attributes_);
    v("weights", weights_);
    v("offsets", offsets_);
    v("donors", donors_);
    v("shares", shares_);
    v("nearest", nearest_);
  }
  void check_state();

 private:
  NewItems& fit(const data::EventLog& log, const data::FrameView* attributes,
                const Monitor& monitor);
  void learn_weights(const data::EventLog& log, const Monitor& monitor);
  /// f(place in weights, how much) for each attribute two rows share.
  template <class F>
  void shared(std::span<const std::int64_t> start, VectorView a, VectorView b, const F& f) const;
  std::vector<ItemDonor> find_donors(VectorView row) const;
  void place(std::int32_t item);
  std::size_t place_of(std::int32_t item) const;
  std::vector<std::int64_t> starts() const;

  Params params_;
  data::Vocabulary items_;
  std::vector<std::uint8_t> is_new_;  ///< (n_items)
  AttributeCoder coder_;
  Matrix attributes_;  ///< (n_items, d); no columns without attributes
  Vector weights_;     ///< of each column's values
  // Donors of the new items, in the order of their codes:
  std::vector<std::int64_t> offsets_;  ///< (n_new + 1)
  std::vector<std::int32_t> donors_;
  Vector shares_;
  recommend::ItemNearest nearest_;
};

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/new_items.ipp>
#endif
