// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/error.hpp>
#include <limn/core/monitor.hpp>
#include <limn/core/params.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI {

namespace data {
class EventLog;
class Vocabulary;
struct History;
}  // namespace data

namespace core {

/// What a component promises; the contract battery picks its checks by these.
struct Tags {
  bool allows_missing = false;     ///< NaN in x is understood, not refused
  bool allows_categories = false;  ///< columns of codes are understood (FrameView)
  bool needs_labels = false;       ///< fit takes y
  bool row_wise = true;            ///< a row's answer does not depend on the other rows asked for
  bool row_order_free = true;      ///< fit does not depend on the order of the rows
  bool exact_merge = false;        ///< merge equals one fit on all rows
  bool exact_partial_fit = false;  ///< chunks equal one fit on all rows
};

/// The heart of the contract: a regular value with a name, options, tags and a visitable state.
template <class C>
concept Component =
    Described<C> && std::semiregular<C> && std::constructible_from<C, typename C::Params> &&
    requires(C c, const C fixed, detail::NullVisitor v) {
      { C::format } -> std::convertible_to<std::uint32_t>;
      { C::tags } -> std::convertible_to<Tags>;
      { fixed.params() } -> std::convertible_to<const typename C::Params&>;
      c.state(v);
    };

/// Learns from x (n, d); forgets whatever it knew before.
template <class C>
concept Fittable = Component<C> && requires(C c, MatrixView x) {
  { c.fit(x) } -> std::same_as<C&>;
};
/// Learns from x (n, d) and y (n).
template <class C>
concept SupervisedFittable = Component<C> && requires(C c, MatrixView x, VectorView y) {
  { c.fit(x, y) } -> std::same_as<C&>;
};
/// Maps x (n, d) to (n, k) without changing itself.
template <class C>
concept Transformer = Fittable<C> && requires(const C c, MatrixView x) {
  { c.transform(x) } -> std::convertible_to<Matrix>;
};
/// Answers x (n, d) with one number a row.
template <class C>
concept Predictor = SupervisedFittable<C> && requires(const C c, MatrixView x) {
  { c.predict(x) } -> std::convertible_to<Vector>;
};
/// Says how strange each row of x (n, d) is: higher = stranger.
template <class C>
concept Scorer = Fittable<C> && requires(const C c, MatrixView x) {
  { c.anomaly_score(x) } -> std::convertible_to<Vector>;
};
/// Puts each row of x (n, d) into one of n_clusters() groups, or -1 = none.
template <class C>
concept Clusterer = Fittable<C> && requires(const C c, MatrixView x) {
  { c.predict(x) } -> std::convertible_to<Labels>;
  { c.n_clusters() } -> std::convertible_to<std::int64_t>;
};
/// Marks the cells of x (n, d) that are noise: mask (n, d), 1 = noise; transform acts on them.
template <class C>
concept Filter = Transformer<C> && requires(const C c, MatrixView x) {
  { c.mask(x) } -> std::convertible_to<MaskMatrix>;
};

/// Learns from an event log.
template <class C>
concept LogFittable = Component<C> && requires(C c, const data::EventLog& log) {
  { c.fit(log) } -> std::same_as<C&>;
};
/// Marks the events that are noise: one flag an event, 1 = noise.
template <class C>
concept EventFilter = LogFittable<C> && requires(const C c, const data::EventLog& log) {
  { c.mask(log) } -> std::convertible_to<std::vector<std::uint8_t>>;
};
/// Describes the history of each user in numbers: (n_users, k), rows in the order of log.users().
/// `as_of_us` is exclusive: only events strictly before it are seen.
template <class C>
concept EventFeaturizer =
    LogFittable<C> && requires(const C c, const data::EventLog& log, std::int64_t as_of_us) {
      { c.transform(log, as_of_us) } -> std::convertible_to<Matrix>;
      { c.feature_names() } -> std::convertible_to<std::vector<std::string>>;
    };
/// Turns each user's history into a vector: (n_users, width), rows in the order of log.users().
/// What sets it apart is asked first: a component that holds an AnySequenceEncoder and can be made
/// from one would otherwise have to be judged in order to be judged.
template <class C>
concept SequenceEncoder = requires(const C c, const data::EventLog& log) {
  { c.embed(log) } -> std::convertible_to<MatrixF>;
} && LogFittable<C>;
/// The k best items for each user of `log`, given the events in it; codes are of `items()`.
template <class C>
concept Recommender =
    LogFittable<C> && requires(const C c, const data::EventLog& log, std::int64_t k, bool exclude) {
      { c.recommend(log, k, exclude) } -> std::convertible_to<Ranked>;
      { c.items() } -> std::same_as<const data::Vocabulary&>;
    };

/// Learns more without forgetting.
template <class C>
concept Incremental = Component<C> && requires(C c, MatrixView x) { c.partial_fit(x); };
/// Joins what two objects of equal options have learned.
template <class C>
concept Mergeable = Component<C> && requires(C c, const C other) { c.merge(other); };
/// Says per row which columns made the answer what it is: (n, d), comparable across columns.
template <class C>
concept Explainable = Component<C> && requires(const C c, MatrixView x) {
  { c.explain(x) } -> std::convertible_to<Matrix>;
};

/// fit with progress where the component knows how, without where it does not.
template <class C, class... Args>
C& fit_with(C& component, const Monitor& monitor, const Args&... args) {
  monitor.check();
  if constexpr (requires { component.fit(args..., monitor); })
    return component.fit(args..., monitor);
  else
    return component.fit(args...);
}

}  // namespace core
}  // namespace limn::inline LIMN_ABI
