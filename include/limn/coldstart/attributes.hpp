// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <limn/coldstart/attribute_coder.hpp>
#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// Offers what people of the same kind take: popularity inside attribute cells (gender, then age
/// inside gender ...), each drawn towards the coarser cell around it and in the end to everybody.
///
/// Choose it for users with no events or a handful whose attributes are known: on short histories
/// it beats item models. Prefer recommend::Transitions from about ten events on.
/// Fit orders the columns by how much they add to NDCG@10 of the lists half of the users are
/// offered by what the other half took (at most 20,000 users are asked), and nests at most `depth`
/// of them; a column that adds less than a standard error is left out. rate(cell) = (events of the
/// cell + shrinkage * rate(coarser cell)) / (n + shrinkage), in events. Unknown cells (NaN) are a
/// kind of their own; a value never seen falls back to the coarser cell.
/// Attributes: (n_users, d), rows in the order of log.users(). Without attributes: popularity.
/// Cost: fit d * depth passes over the events; an answer one pass over the items.
/// **Source:** Pazzani (1999), A Framework for Collaborative, Content-Based and Demographic
/// Filtering. **Differs:** nested cells with shrinkage, order of columns learnt.
class Attributes {
 public:
  static constexpr std::string_view name = "coldstart.attributes";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .allows_categories = true};

  struct Params {
    std::int64_t depth = 2;  // columns nested at most
    std::optional<double>
        shrinkage;  // events by which the coarser cell counts, learnt when not set
  };
  template <class V>
  static void describe(V&& v) {
    v("depth", &Params::depth, "attribute columns nested at most", core::between(0, 6));
    v("shrinkage", &Params::shrinkage,
      "events by which the coarser cell counts, learnt when not set", core::above(0));
  }

  Attributes() = default;
  explicit Attributes(Params params) : params_(core::checked<Attributes>(params)) {}
  const Params& params() const { return params_; }

  /// Popularity alone. Errors: DataError for a log without events.
  Attributes& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// attributes: (n_users, d), NaN = unknown; kinds of columns are guessed when not described.
  /// Errors: as above; ShapeError unless there is one row a user; DataError for infinite cells.
  Attributes& fit(const data::EventLog& log, const data::FrameView& attributes,
                  const Monitor& monitor = {});

  /// By popularity alone. Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// attributes: (n_users, d). Errors: as above; ShapeError on other sizes.
  Ranked recommend(const data::EventLog& log, MatrixView attributes, std::int64_t k = 10,
                   bool exclude_seen = true) const;
  /// One user: history in codes of items(), attributes (d) or none: (1, k).
  Ranked recommend_one(const data::History& history, std::span<const double> attributes,
                       std::int64_t k = 10, bool exclude_seen = true) const;

  /// (n_items) expected share of the events of such a user; attributes (d) or none.
  VectorF score(std::span<const double> attributes) const;
  VectorF score(const data::History&) const { return score(std::span<const double>{}); }
  void score_into(std::span<const double> attributes, std::span<float> out) const;
  /// "attributes", share = part of the score that everybody's taste does not explain; "popular"
  /// when there is none.
  recommend::Reason reason(std::span<const double> attributes, std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }
  /// Columns in the order they are nested, the most telling first.
  const std::vector<std::int32_t>& order() const { return order_; }
  /// Events by which the coarser cell counts, given or learnt.
  double shrinkage() const { return shrinkage_; }
  const AttributeCoder& coder() const { return coder_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("rates", rates_);
    v("coder", coder_);
    v("order", order_);
    v("shrinkage", shrinkage_);
    v("keys", keys_);
    v("totals", totals_);
    v("offsets", offsets_);
    v("cell_items", cell_items_);
    v("cell_counts", cell_counts_);
  }
  void check_state();

 private:
  Params params_;
  data::Vocabulary items_;
  VectorF rates_;  ///< (n_items) everybody's share of events
  AttributeCoder coder_;
  std::vector<std::int32_t> order_;
  double shrinkage_ = 1.0;
  std::vector<std::int64_t> keys_;     ///< cells, rising; see detail::cell_key
  std::vector<double> totals_;         ///< (n_cells) events
  std::vector<std::int64_t> offsets_;  ///< (n_cells + 1)
  std::vector<std::int32_t> cell_items_;
  std::vector<float> cell_counts_;
};

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/attributes.ipp>
#endif
