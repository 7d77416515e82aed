// SPDX-License-Identifier: MIT
// The methods and fitted attributes Python may show, each found on a component by trying the call.
// A new kind of question is one line here, for all rooms at once.
#pragma once

#include <array>
#include <string_view>
#include <tuple>

namespace limn::python {

/// A const call c.name(x), c.name(x, monitor), c.name(log), c.name(log, as_of_us) ...
template <class F>
struct Method {
  std::string_view name;
  std::string_view returns;  ///< type in the Python signature
  std::string_view help;
  F call;
};
template <class F>
Method(const char*, const char*, const char*, F) -> Method<F>;

/// What was learned: c.name() without arguments, a property in Python.
template <class F>
struct Attribute {
  std::string_view name;
  std::string_view help;
  F get;
};
template <class F>
Attribute(const char*, const char*, F) -> Attribute<F>;

inline constexpr std::tuple methods{
    Method{"transform", "typing.Any", "X changed by what was learned, (n, k).",
           [](const auto& c, const auto&... a) -> decltype(c.transform(a...)) {
             return c.transform(a...);
           }},
    Method{
        "audit", "list[dict[str, typing.Any]]",
        "One dict a cell transform changes: row, column, rule, value, lower, upper, action, "
        "replaced_by.",
        [](const auto& c, const auto&... a) -> decltype(c.audit(a...)) { return c.audit(a...); }},
    Method{"inverse_transform", "typing.Any", "Transformed rows in their first units, (n, d).",
           [](const auto& c, const auto&... a) -> decltype(c.inverse_transform(a...)) {
             return c.inverse_transform(a...);
           }},
    Method{"predict", "numpy.typing.NDArray[typing.Any]", "One answer a row, (n,).",
           [](const auto& c, const auto&... a) -> decltype(c.predict(a...)) {
             return c.predict(a...);
           }},
    Method{"predict_proba", "numpy.typing.NDArray[numpy.float64]",
           "Probability of each class, (n, n_classes).",
           [](const auto& c, const auto&... a) -> decltype(c.predict_proba(a...)) {
             return c.predict_proba(a...);
           }},
    Method{"score_samples", "numpy.typing.NDArray[numpy.float64]", "Log-density of each row, (n,).",
           [](const auto& c, const auto&... a) -> decltype(c.score_samples(a...)) {
             return c.score_samples(a...);
           }},
    Method{"bic", "float", "Bayesian information criterion on X: lower is better.",
           [](const auto& c, const auto&... a) -> decltype(c.bic(a...)) { return c.bic(a...); }},
    Method{"aic", "float", "Akaike's information criterion on X: lower is better.",
           [](const auto& c, const auto&... a) -> decltype(c.aic(a...)) { return c.aic(a...); }},
    Method{"anomaly_score", "numpy.typing.NDArray[numpy.float64]",
           "How strange each row is, (n,): higher = stranger.",
           [](const auto& c, const auto&... a) -> decltype(c.anomaly_score(a...)) {
             return c.anomaly_score(a...);
           }},
    Method{"decision_function", "numpy.typing.NDArray[numpy.float64]",
           "Signed distance from the decision, (n,) or (n, n_classes).",
           [](const auto& c, const auto&... a) -> decltype(c.decision_function(a...)) {
             return c.decision_function(a...);
           }},
    Method{"mask", "numpy.typing.NDArray[numpy.bool_]",
           "True where a cell, row or event is noise or missing.",
           [](const auto& c, const auto&... a) -> decltype(c.mask(a...)) { return c.mask(a...); }},
    Method{"explain", "numpy.typing.NDArray[numpy.float64]",
           "How much each column made the answer what it is, (n, d).",
           [](const auto& c, const auto&... a) -> decltype(c.explain(a...)) {
             return c.explain(a...);
           }},
    Method{"imputations", "list[numpy.typing.NDArray[numpy.float64]]",
           "The completed tables of X, n_imputations times (n, d).",
           [](const auto& c, const auto&... a) -> decltype(c.imputations(a...)) {
             return c.imputations(a...);
           }},
    Method{"proximity", "numpy.typing.NDArray[numpy.float64]",
           "Share of trees in which two rows end in the same leaf, (n, n).",
           [](const auto& c, const auto&... a) -> decltype(c.proximity(a...)) {
             return c.proximity(a...);
           }},
    Method{"distances", "numpy.typing.NDArray[numpy.float64]", "Distance to each centre, (n, k).",
           [](const auto& c, const auto&... a) -> decltype(c.distances(a...)) {
             return c.distances(a...);
           }},
    Method{"strength", "numpy.typing.NDArray[numpy.float64]",
           "How strongly each row belongs to its group, (n,): 0 = noise.",
           [](const auto& c, const auto&... a) -> decltype(c.strength(a...)) {
             return c.strength(a...);
           }},
    Method{"matches", "numpy.typing.NDArray[numpy.bool_]",
           "True where a row fulfils the rule of a segment, (n, n_segments).",
           [](const auto& c, const auto&... a) -> decltype(c.matches(a...)) {
             return c.matches(a...);
           }},
    Method{"score_items", "numpy.typing.NDArray[numpy.float32]",
           "How much each item is expected next, (n_users, n_items).",
           [](const auto& c, const auto&... a) -> decltype(c.score_items(a...)) {
             return c.score_items(a...);
           }},
    Method{
        "embed", "numpy.typing.NDArray[numpy.float32]",
        "One vector a user, (n_users, width), rows in the order of log.users.",
        [](const auto& c, const auto&... a) -> decltype(c.embed(a...)) { return c.embed(a...); }},
};
inline constexpr std::size_t n_methods = std::tuple_size_v<decltype(methods)>;

inline constexpr std::tuple attributes{
    Attribute{"cluster_centers_", "centre of each cluster, (n_clusters, d)",
              [](const auto& c) -> decltype(c.centers()) { return c.centers(); }},
    Attribute{"labels_", "cluster of each row seen by fit, (n,)",
              [](const auto& c) -> decltype(c.labels()) { return c.labels(); }},
    Attribute{"children_", "the two groups joined at each step, (n - 1, 2)",
              [](const auto& c) -> decltype(c.children()) { return c.children(); }},
    Attribute{"distances_", "distance of the two groups joined at each step, (n - 1,)",
              [](const auto& c) -> decltype(c.distances()) { return c.distances(); }},
    Attribute{"probabilities_", "strength of each row seen by fit in its group, (n,)",
              [](const auto& c) -> decltype(c.probabilities()) { return c.probabilities(); }},
    Attribute{"outlier_scores_", "how strange each row seen by fit is, (n,)",
              [](const auto& c) -> decltype(c.outlier_scores()) { return c.outlier_scores(); }},
    Attribute{"inertia_", "sum of squared distances to the nearest centre",
              [](const auto& c) -> decltype(c.inertia()) { return c.inertia(); }},
    Attribute{"n_iter_", "iterations run",
              [](const auto& c) -> decltype(c.n_iter()) { return c.n_iter(); }},
    Attribute{"statistics_", "fill value of each column, (d,)",
              [](const auto& c) -> decltype(c.fill()) { return c.fill(); }},
    Attribute{"coef_", "weight of each column",
              [](const auto& c) -> decltype(c.coef()) { return c.coef(); }},
    Attribute{"intercept_", "constant term",
              [](const auto& c) -> decltype(c.intercept()) { return c.intercept(); }},
    Attribute{"classes_", "the classes, sorted",
              [](const auto& c) -> decltype(c.classes()) { return c.classes(); }},
    Attribute{"mean_", "mean of each column, (d,)",
              [](const auto& c) -> decltype(c.mean()) { return c.mean(); }},
    Attribute{"scale_", "divisor of each column, (d,)",
              [](const auto& c) -> decltype(c.scale()) { return c.scale(); }},
    Attribute{"center_", "value subtracted from each column, (d,)",
              [](const auto& c) -> decltype(c.centre()) { return c.centre(); }},
    Attribute{"descriptions_",
              "one dict a segment: label, name, name_zh, size, share, rule, coverage, precision, "
              "features and their lifts, text, text_zh",
              [](const auto& c) -> decltype(c.descriptions()) { return c.descriptions(); }},
    Attribute{"chosen_", "name of the component that was kept",
              [](const auto& c) -> decltype(c.chosen()) { return c.chosen(); }},
    Attribute{"weights_", "share of each component, (n_components,)",
              [](const auto& c) -> decltype(c.weights()) { return c.weights(); }},
    Attribute{"means_", "centre of each component, (n_components, d)",
              [](const auto& c) -> decltype(c.means()) { return c.means(); }},
    Attribute{"covariances_", "spread of each component; its shape follows covariance_type",
              [](const auto& c) -> decltype(c.covariances()) { return c.covariances(); }},
    Attribute{"lower_bound_", "mean log-likelihood of a row in the last round",
              [](const auto& c) -> decltype(c.lower_bound()) { return c.lower_bound(); }},
    Attribute{"texts_", "one line of words for each segment",
              [](const auto& c) -> decltype(c.texts()) { return c.texts(); }},
    Attribute{"counts_", "weight of the rows each centre has seen, (n_clusters,)",
              [](const auto& c) -> decltype(c.counts()) { return c.counts(); }},
    Attribute{"converged_", "True: the solver came to rest",
              [](const auto& c) -> decltype(c.converged()) { return c.converged(); }},
    Attribute{"penalty_", "the penalty used",
              [](const auto& c) -> decltype(c.penalty()) { return c.penalty(); }},
    Attribute{"rank_", "axes that are left",
              [](const auto& c) -> decltype(c.rank()) { return c.rank(); }},
    Attribute{"objective_", "what is minimised, before each iteration",
              [](const auto& c) -> decltype(c.objective()) { return c.objective(); }},
    Attribute{"item_vectors_", "one vector an item, (n_items, width)",
              [](const auto& c) -> decltype(c.item_vectors()) { return c.item_vectors(); }},
    Attribute{"best_epoch_", "the turn that was kept",
              [](const auto& c) -> decltype(c.best_epoch()) { return c.best_epoch(); }},
    Attribute{"baseline_", "mean path length of the training rows",
              [](const auto& c) -> decltype(c.baseline()) { return c.baseline(); }},
    Attribute{"errors_", "expected error of the answers for each column, (d,)",
              [](const auto& c) -> decltype(c.errors()) { return c.errors(); }},
    Attribute{"columns_", "columns that have a flag",
              [](const auto& c) -> decltype(c.columns()) { return c.columns(); }},
    Attribute{"categories_", "categories of each column",
              [](const auto& c) -> decltype(c.categories()) { return c.categories(); }},
    Attribute{"loss_", "what was minimised, after the last round",
              [](const auto& c) -> decltype(c.loss()) { return c.loss(); }},
    Attribute{"weights_", "weight of each part",
              [](const auto& c) -> decltype(c.weights()) { return c.weights(); }},
    Attribute{"learnt_", "quality on the users learnt from: each part alone, then the whole",
              [](const auto& c) -> decltype(c.learnt()) { return c.learnt(); }},
    Attribute{"negative_outlier_factor_", "minus the factor of each row of fit, (n,)",
              [](const auto& c) -> decltype(c.negative_outlier_factor()) {
                return c.negative_outlier_factor();
              }},
    Attribute{"location_", "robust centre, (d,)",
              [](const auto& c) -> decltype(c.location()) { return c.location(); }},
    Attribute{"covariance_", "robust covariance, (d, d)",
              [](const auto& c) -> decltype(c.covariance()) { return c.covariance(); }},
    Attribute{"noise_", "True where a row seen by fit is noise, (n,)",
              [](const auto& c) -> decltype(c.noise()) { return c.noise(); }},
    Attribute{"noise_score_", "how doubtful the label of each row is, (n,), in [0, 1]",
              [](const auto& c) -> decltype(c.noise_score()) { return c.noise_score(); }},
    Attribute{"sample_indices_", "the rows to keep, rising",
              [](const auto& c) -> decltype(c.sample_indices()) { return c.sample_indices(); }},
    Attribute{"corrected_labels_", "the labels, those of noise changed, (n,)",
              [](const auto& c) -> decltype(c.corrected()) { return c.corrected(); }},
    Attribute{"sample_weight_", "how much each label is worth, (n,)",
              [](const auto& c) -> decltype(c.sample_weights()) { return c.sample_weights(); }},
    Attribute{"confident_joint_", "rows of each label by estimated class",
              [](const auto& c) -> decltype(c.joint()) { return c.joint(); }},
    Attribute{"audit_", "what was found at fit and why, an entry a finding",
              [](const auto& c) -> decltype(c.audit()) { return c.audit(); }},
    Attribute{"support_", "True where a column is kept, (d,)",
              [](const auto& c) -> decltype(c.support()) { return c.support(); }},
    Attribute{"scores_", "how much each column tells about the answer, (d,)",
              [](const auto& c) -> decltype(c.scores()) { return c.scores(); }},
    Attribute{"pvalues_", "chance of such a score without any link, (d,)",
              [](const auto& c) -> decltype(c.pvalues()) { return c.pvalues(); }},
    Attribute{"adjusted_pvalues_", "the same, raised for all columns having been tried, (d,)",
              [](const auto& c) -> decltype(c.adjusted()) { return c.adjusted(); }},
    Attribute{"gamma_", "what a differing category adds to the squared distance",
              [](const auto& c) -> decltype(c.gamma()) { return c.gamma(); }},
    Attribute{"names_", "names of the segments by label, empty where there is none",
              [](const auto& c) -> decltype(c.names()) { return c.names(); }},
    Attribute{"names_zh_", "the same in Chinese",
              [](const auto& c) -> decltype(c.names_zh()) { return c.names_zh(); }},
    Attribute{"variances_", "variance of each column, (d,)",
              [](const auto& c) -> decltype(c.variances()) { return c.variances(); }},
    Attribute{"iv_", "information value of each column, (d,)",
              [](const auto& c) -> decltype(c.iv()) { return c.iv(); }},
    Attribute{"woe_", "weight of evidence of each column's bins, missing last",
              [](const auto& c) -> decltype(c.woes()) { return c.woes(); }},
    Attribute{"bin_edges_", "edges of each column's bins",
              [](const auto& c) -> decltype(c.bin_edges()) { return c.bin_edges(); }},
    Attribute{"target_mean_", "mean answer of all rows",
              [](const auto& c) -> decltype(c.target_mean()) { return c.target_mean(); }},
    Attribute{"components_", "the axes, (k, d)",
              [](const auto& c) -> decltype(c.components()) { return c.components(); }},
    Attribute{
        "explained_variance_", "variance along each axis, (k,)",
        [](const auto& c) -> decltype(c.explained_variance()) { return c.explained_variance(); }},
    Attribute{"explained_variance_ratio_", "share of the variance along each axis, (k,)",
              [](const auto& c) -> decltype(c.explained_variance_ratio()) {
                return c.explained_variance_ratio();
              }},
    Attribute{"threshold_", "score above which a row is called an outlier",
              [](const auto& c) -> decltype(c.threshold()) { return c.threshold(); }},
};
inline constexpr std::size_t n_attributes = std::tuple_size_v<decltype(attributes)>;

/// f.template operator()<I>(std::get<I>(tuple)) for each I in order.
template <class Tuple, class F>
constexpr void for_each_indexed(const Tuple& tuple, F&& f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (f.template operator()<I>(std::get<I>(tuple)), ...);
  }(std::make_index_sequence<std::tuple_size_v<Tuple>>{});
}

constexpr std::size_t method_index(std::string_view name) {
  std::size_t out = n_methods;
  for_each_indexed(methods, [&]<std::size_t I>(const auto& m) {
    if (m.name == name) out = I;
  });
  return out;
}
constexpr std::size_t attribute_index(std::string_view name) {
  std::size_t out = n_attributes;
  for_each_indexed(attributes, [&]<std::size_t I>(const auto& a) {
    if (a.name == name) out = I;
  });
  return out;
}

}  // namespace limn::python
