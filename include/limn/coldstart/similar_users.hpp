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
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// A known user who lends their taste to a new one. `user` is the row at fit (the code of the
/// fitted log's users()); it is personal: answers to others name the number of donors only.
struct Donor {
  std::int32_t user = -1;
  double weight = 0.0;  ///< the weights of one answer add up to 1
};

/// Finds the known users most like a new one, by attributes and by the first few events, and offers
/// what they take.
///
/// Choose it for users with attributes or a handful of events, and where the answer should name its
/// donors; prefer Attributes when users are described by two or three coarse attributes only.
/// Likeness = a * (mean agreement of the attributes known of the asking user) + (1 - a) * (cosine
/// of the item sets, rare items count more: weight log(n_users / users of the item)), with a = 1 /
/// (1 + n_events / 3) for n known events; only the part that can be asked counts. An attribute
/// weighs as much as its agreement goes along with like item sets (the correlation over 20,000
/// pairs of users), so that useless columns do no harm. The n_neighbors likest are donors, with
/// weight likeness^sharpness; ties: the lower row. score(j) = (sum of donor weights with j +
/// shrinkage * share of all users with j) / (sum of weights + shrinkage), the weights scaled to add
/// up to the number of donors. Attributes: (n_users, d), NaN = unknown, agrees half with
/// everything. Of each user the last 200 different items are kept. The object holds histories: it
/// is personal data, see `forget`. Cost: an answer is one pass over the donors' attributes and the
/// users of the known items.
/// **Source:** Gower (1971), A General Coefficient of Similarity; Herlocker, Konstan, Borchers,
/// Riedl (1999), An Algorithmic Framework for Performing Collaborative Filtering. **Differs:** both
/// at once, with a weight by the number of known events.
class SimilarUsers {
 public:
  static constexpr std::string_view name = "coldstart.similar_users";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::int64_t n_neighbors = 500;   // donors of an answer
    double shrinkage = 10.0;          // donors by which everybody counts
    double sharpness = 2.0;           // power of the likeness
    std::int64_t max_donors = 20000;  // known users kept, evenly spread over the log
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "donors of an answer", core::at_least(1));
    v("shrinkage", &Params::shrinkage, "donors by which everybody counts", core::above(0));
    v("sharpness", &Params::sharpness, "power of the likeness", core::between(0, 100));
    v("max_donors", &Params::max_donors, "known users kept, evenly spread over the log",
      core::at_least(1));
  }

  SimilarUsers() = default;
  explicit SimilarUsers(Params params) : params_(core::checked<SimilarUsers>(params)) {}
  const Params& params() const { return params_; }

  /// By events alone. Errors: DataError for a log without events.
  SimilarUsers& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// attributes: (n_users, d), NaN = unknown; kinds of columns are guessed when not described.
  /// Errors: as above; ShapeError unless there is one row a user; DataError for infinite cells.
  SimilarUsers& fit(const data::EventLog& log, const data::FrameView& attributes,
                    const Monitor& monitor = {});

  /// By events alone. Rows in the order of log.users(); codes of items(). The user themselves, when
  /// among the donors, is a donor like any other.
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// attributes: (n_users, d). Errors: as above; ShapeError on other sizes.
  Ranked recommend(const data::EventLog& log, MatrixView attributes, std::int64_t k = 10,
                   bool exclude_seen = true) const;
  /// One user: history in codes of items(), attributes (d) or none: (1, k).
  Ranked recommend_one(const data::History& history, std::span<const double> attributes,
                       std::int64_t k = 10, bool exclude_seen = true) const;

  /// The likest known users, the likest first; empty when nothing is known of the asking user.
  /// Errors: NotFittedError, ShapeError on another width.
  std::vector<Donor> donors(const data::History& history, std::span<const double> attributes) const;
  /// (n_items) share of such users who take each item.
  VectorF score(const data::History& history, std::span<const double> attributes) const;
  VectorF score(const data::History& history) const { return score(history, {}); }
  /// As score, from donors already found.
  void score_into(std::span<const Donor> donors, std::span<float> out) const;
  /// "similar_users", share = weight of the donors with the item; "popular" when there is none.
  recommend::Reason reason(std::span<const Donor> donors, std::int32_t item) const;
  /// Weighted mean of the donors' rows in any table with one row a user of the fitted log,
  /// unknown cells left out: (d), NaN where no donor is known.
  Vector mean_profile(std::span<const Donor> donors, MatrixView profiles) const;

  /// A user of the fitted log is no donor any more: attributes and history are erased here.
  void forget(std::int32_t user);

  const data::Vocabulary& items() const { return items_; }
  Index n_donors() const { return static_cast<Index>(users_.size()); }
  Index n_attributes() const { return coder_.width(); }
  /// (d) how much each attribute weighs; they sum to 1.
  const Vector& column_weights() const { return column_weights_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("shares", shares_);
    v("rarity", rarity_);
    v("coder", coder_);
    v("users", users_);
    v("attributes", attributes_);
    v("column_weights", column_weights_);
    v("offsets", offsets_);
    v("user_items", user_items_);
  }
  void check_state();

 private:
  SimilarUsers& fit(const data::EventLog& log, const data::FrameView* attributes,
                    const Monitor& monitor);
  void index();
  void weigh_columns();
  double cosine(std::size_t a, std::size_t b) const;
  std::vector<double> likeness(const data::History& history,
                               std::span<const double> attributes) const;
  void add_attributes(std::span<const double> attributes, double weight,
                      std::vector<double>& like) const;
  void add_events(std::span<const std::int32_t> items, double weight,
                  std::vector<double>& like) const;
  std::ptrdiff_t row_of(std::int32_t user) const;
  std::span<const std::int32_t> items_of(std::size_t row) const;

  Params params_;
  data::Vocabulary items_;
  VectorF shares_;  ///< (n_items) share of users who took the item
  VectorF rarity_;  ///< (n_items) log(n_users / users of the item)
  AttributeCoder coder_;
  std::vector<std::int32_t> users_;    ///< (n_donors) rows of the fitted log, rising
  Matrix attributes_;                  ///< (n_donors, d)
  Vector column_weights_;              ///< (d) at least 0
  std::vector<std::int64_t> offsets_;  ///< (n_donors + 1)
  std::vector<std::int32_t> user_items_;
  // Made anew from the above by index():
  std::vector<double> lengths_;             ///< (n_donors) length of the item vector
  std::vector<std::int64_t> item_offsets_;  ///< (n_items + 1)
  std::vector<std::int32_t> item_donors_;   ///< donors' places of each item
};

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/similar_users.ipp>
#endif
