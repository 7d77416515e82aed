// SPDX-License-Identifier: MIT
// The measures, over arrays of numbers and codes; limn/evaluate.py turns ids into codes.
#include <limits>

#include <pybind11/stl.h>

#include <limn/evaluate/evaluate.hpp>

#include "arrays.hpp"
#include "rooms.hpp"
#include "watch.hpp"

namespace limn::python {
namespace {

using namespace py::literals;
using Codes = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;
using Counts = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;

Eigen::Map<const Labels> labels(const Codes& codes) { return {codes.data(), codes.size()}; }

Eigen::Map<const CodeMatrix> lists(const Codes& codes) {
  core::require_width(codes.ndim(), 2, "evaluate.lists");
  return {codes.data(), codes.shape(0), codes.shape(1)};
}

std::span<const std::int64_t> counts(const Counts& values) {
  return {values.data(), static_cast<std::size_t>(values.size())};
}

evaluate::Relevant wanted(const Counts& offsets, const Codes& items) {
  return {{offsets.data(), offsets.data() + offsets.size()},
          {items.data(), items.data() + items.size()}};
}

/// A measure of truth and numbers, as Python calls it.
template <class Measure>
auto of_vectors(Measure measure, const char* name) {
  return [measure, name](const py::object& truth, const py::object& other) {
    const Vector t = to_vector(truth, name, "truth"), o = to_vector(other, name, "scores");
    return measure(t, o);
  };
}

py::dict to_dict(const evaluate::Interval& i) {
  return py::dict("value"_a = i.value, "low"_a = i.low, "high"_a = i.high, "n"_a = i.n);
}

py::dict to_dict(const evaluate::Classification& c) {
  return py::dict("n"_a = c.n, "n_positive"_a = c.n_positive, "auroc"_a = c.auroc,
                  "average_precision"_a = c.average_precision, "log_loss"_a = c.log_loss,
                  "brier"_a = c.brier, "accuracy"_a = c.accuracy,
                  "balanced_accuracy"_a = c.balanced_accuracy, "f1"_a = c.f1);
}

py::dict to_dict(const evaluate::Regression& r) {
  return py::dict("n"_a = r.n, "mae"_a = r.mae, "rmse"_a = r.rmse, "r2"_a = r.r2, "bias"_a = r.bias,
                  "median_error"_a = r.median_error, "mape"_a = r.mape, "smape"_a = r.smape,
                  "wape"_a = r.wape);
}

py::dict to_dict(const evaluate::PolicyValue& v) {
  return py::dict("value"_a = v.value, "standard_error"_a = v.standard_error,
                  "effective_n"_a = v.effective_n, "largest_weight"_a = v.largest_weight,
                  "n"_a = v.n);
}

void bind_policies(py::module_& room) {
  constexpr double any = std::numeric_limits<double>::infinity();
  const auto of_log = [](auto measure, const char* name) {
    return [measure, name](const py::object& rewards, const py::object& propensities,
                           const py::object& target, double clip) {
      return to_dict(measure(to_vector(rewards, name, "rewards"),
                             to_vector(propensities, name, "propensities"),
                             to_vector(target, name, "target"), clip));
    };
  };
  room.def("ips", of_log(evaluate::ips, "evaluate.ips"), "rewards"_a, "propensities"_a, "target"_a,
           "clip"_a = any,
           "What a policy would have earned an offer, from a log with propensities: value, "
           "standard_error, effective_n, largest_weight, n.");
  room.def("snips", of_log(evaluate::snips, "evaluate.snips"), "rewards"_a, "propensities"_a,
           "target"_a, "clip"_a = any, "ips divided by the mean weight: narrower.");
  room.def(
      "doubly_robust",
      [](const py::object& rewards, const py::object& propensities, const py::object& target,
         const py::object& predicted, const py::object& baseline, double clip) {
        constexpr const char* name = "evaluate.doubly_robust";
        return to_dict(evaluate::doubly_robust(
            to_vector(rewards, name, "rewards"), to_vector(propensities, name, "propensities"),
            to_vector(target, name, "target"), to_vector(predicted, name, "predicted"),
            to_vector(baseline, name, "baseline"), clip));
      },
      "rewards"_a, "propensities"_a, "target"_a, "predicted"_a, "baseline"_a, "clip"_a = any,
      "ips of what a model of the reward leaves over; baseline: what it expects of the policy.");
}

void bind_classes(py::module_& room) {
  room.def("auroc", of_vectors(evaluate::auroc, "evaluate.auroc"), "truth"_a, "scores"_a,
           "Chance that a positive scores above a negative, ties half; nan with one class.");
  room.def("average_precision",
           of_vectors(evaluate::average_precision, "evaluate.average_precision"), "truth"_a,
           "scores"_a, "Precision summed over the rise of recall; nan without a positive.");
  room.def("brier", of_vectors(evaluate::brier, "evaluate.brier"), "truth"_a, "probabilities"_a,
           "Mean squared distance between probability and truth.");
  using Loss = double (*)(VectorView, VectorView);
  room.def("log_loss", of_vectors(static_cast<Loss>(evaluate::log_loss), "evaluate.log_loss"),
           "truth"_a, "probabilities"_a, "Mean of -ln p(truth), truth of 0 and 1.");
  room.def(
      "classification",
      [](const py::object& truth, const py::object& probabilities, double threshold) {
        return to_dict(evaluate::classification(
            to_vector(truth, "evaluate.classification", "truth"),
            to_vector(probabilities, "evaluate.classification", "probabilities"), threshold));
      },
      "truth"_a, "probabilities"_a, "threshold"_a = 0.5, "The usual list for two classes.");
  room.def(
      "regression",
      [](const py::object& truth, const py::object& predicted) {
        return to_dict(
            evaluate::regression(to_vector(truth, "evaluate.regression", "truth"),
                                 to_vector(predicted, "evaluate.regression", "predicted")));
      },
      "truth"_a, "predicted"_a, "mae, rmse, r2, bias and relative errors.");
  room.def("class_report", [](const Codes& truth, const Codes& predicted) {
    const evaluate::ClassReport r = evaluate::class_report(labels(truth), labels(predicted));
    return py::dict("classes"_a = r.classes, "precision"_a = to_python(r.precision),
                    "recall"_a = to_python(r.recall), "f1"_a = to_python(r.f1),
                    "support"_a = to_python(r.support), "accuracy"_a = r.accuracy,
                    "balanced_accuracy"_a = r.balanced_accuracy, "f1_macro"_a = r.f1_macro,
                    "f1_weighted"_a = r.f1_weighted);
  });
  room.def("confusion", [](const Codes& truth, const Codes& predicted) {
    return to_python(evaluate::confusion(labels(truth), labels(predicted)).counts);
  });
}

void bind_groups(py::module_& room) {
  room.def("silhouette", [](const py::object& x, const Codes& groups,
                            std::optional<std::int64_t> n_sample, std::uint64_t random_state) {
    const TableArgument table(x, "evaluate.silhouette");
    Matrix widened;
    const MatrixView view = table.view(widened);
    const auto l = labels(groups);
    return run_watched("evaluate.silhouette", [&](const Monitor& monitor) {
      return n_sample ? evaluate::silhouette_sampled(view, l, *n_sample, random_state, monitor)
                      : evaluate::silhouette(view, l, monitor);
    });
  });
  const auto of_table = [&](const char* name, double (*measure)(MatrixView, evaluate::LabelsView)) {
    room.def(name, [name, measure](const py::object& x, const Codes& groups) {
      const TableArgument table(x, name);
      Matrix widened;
      return measure(table.view(widened), labels(groups));
    });
  };
  of_table("calinski_harabasz", evaluate::calinski_harabasz);
  of_table("davies_bouldin", evaluate::davies_bouldin);
  const auto of_labels = [&](const char* name,
                             double (*measure)(evaluate::LabelsView, evaluate::LabelsView)) {
    room.def(name, [measure](const Codes& truth, const Codes& predicted) {
      return measure(labels(truth), labels(predicted));
    });
  };
  of_labels("adjusted_rand", evaluate::adjusted_rand);
  of_labels("normalized_mutual_information", evaluate::normalized_mutual_information);
}

void bind_lists(py::module_& room) {
  room.def("ranking_per_user", [](const Codes& items, const py::array_t<float>& scores,
                                  const Counts& offsets, const Codes& relevant, std::int64_t k) {
    Ranked ranked{lists(items), {}};
    if (scores.size() > 0) {
      core::require_width(scores.ndim(), 2, "evaluate.ranking");
      ranked.scores.resize(scores.shape(0), scores.shape(1));
      for (Index r = 0; r < scores.shape(0); ++r)
        for (Index c = 0; c < scores.shape(1); ++c) ranked.scores(r, c) = scores.at(r, c);
    }
    const auto users = evaluate::ranking_per_user(ranked, wanted(offsets, relevant), k);
    return py::dict("hit_rate"_a = to_python(users.hit_rate),
                    "precision"_a = to_python(users.precision),
                    "recall"_a = to_python(users.recall), "ndcg"_a = to_python(users.ndcg),
                    "mrr"_a = to_python(users.mrr), "map"_a = to_python(users.map));
  });
  room.def(
      "rank_of",
      [](const py::object& scores, std::size_t target) {
        const Vector s = to_vector(scores, "evaluate.rank_of", "scores");
        return evaluate::rank_of({s.data(), static_cast<std::size_t>(s.size())}, target);
      },
      "scores"_a, "target"_a,
      "1 + the other scores at least as high: ties count against the model.");
  room.def("catalogue_coverage", [](const Codes& items, std::int64_t n_items) {
    return evaluate::catalogue_coverage(lists(items), n_items);
  });
  room.def("gini", [](const Codes& items, std::int64_t n_items) {
    return evaluate::gini(lists(items), n_items);
  });
  room.def("novelty", [](const Codes& items, const Counts& users, std::int64_t n_users) {
    return evaluate::novelty(lists(items), counts(users), n_users);
  });
  room.def("average_popularity", [](const Codes& items, const Counts& popularity) {
    return evaluate::average_popularity(lists(items), counts(popularity));
  });
  room.def("tail_share", [](const Codes& items, const Counts& popularity, double head_share) {
    return evaluate::tail_share(lists(items), counts(popularity), head_share);
  });
  room.def("intra_list_diversity", [](const Codes& items, const py::object& embeddings) {
    const TableArgument table(embeddings, "evaluate.intra_list_diversity");
    Matrix widened;
    const MatrixF narrow = table.view(widened).cast<float>();
    return evaluate::intra_list_diversity(lists(items), narrow);
  });
  room.def("serendipity", [](const Codes& items, const Codes& baseline, const Counts& offsets,
                             const Codes& relevant) {
    return evaluate::serendipity(lists(items), lists(baseline), wanted(offsets, relevant));
  });
  room.def("overlap", [](const Codes& items, const Codes& others) {
    return evaluate::overlap(lists(items), lists(others));
  });
  room.def("stability", [](const std::vector<Codes>& runs) {
    std::vector<evaluate::CodesView> views;
    for (const Codes& run : runs) views.push_back(lists(run));
    return evaluate::stability(views);
  });
}

template <class Curve>
void bind_curve(py::module_& room, const char* name, const char* help) {
  py::class_<Curve>(room, name, help)
      .def(
          "__call__",
          [](const Curve& curve, const py::object& scores) {
            return to_python(curve(to_vector(scores, "evaluate.calibration", "scores")));
          },
          "scores"_a);
}

void bind_calibration(py::module_& room) {
  room.def("reliability", [](const py::object& truth, const py::object& probabilities,
                             std::int64_t n_bins, bool quantile) {
    const evaluate::Reliability r = evaluate::reliability(
        to_vector(truth, "evaluate.reliability", "truth"),
        to_vector(probabilities, "evaluate.reliability", "probabilities"), n_bins,
        quantile ? evaluate::Binning::quantile : evaluate::Binning::uniform);
    py::list bins;
    for (const evaluate::Bin& b : r.bins)
      bins.append(py::dict("low"_a = b.low, "high"_a = b.high, "count"_a = b.count,
                           "predicted"_a = b.predicted, "observed"_a = b.observed));
    return py::dict("bins"_a = bins, "ece"_a = r.ece, "mce"_a = r.mce);
  });
  bind_curve<evaluate::Isotonic>(room, "Isotonic", "A rising curve; call it with scores.");
  bind_curve<evaluate::Platt>(room, "Platt", "A logistic curve; call it with scores.");
  room.def("fit_isotonic",
           of_vectors([](VectorView truth,
                         VectorView scores) { return evaluate::fit_isotonic(truth, scores); },
                      "evaluate.fit_isotonic"),
           "truth"_a, "scores"_a, "The rising curve nearest to truth (pool adjacent violators).");
  room.def("fit_platt", of_vectors(evaluate::fit_platt, "evaluate.fit_platt"), "truth"_a,
           "scores"_a, "The logistic curve of largest likelihood.");
}

void bind_bootstrap(py::module_& room) {
  room.def(
      "bootstrap_mean",
      [](const py::object& users, std::int64_t n_resamples, double level,
         std::uint64_t random_state) {
        const Vector values = to_vector(users, "evaluate.bootstrap_mean", "users");
        return to_dict(run_watched("evaluate.bootstrap_mean", [&](const Monitor& monitor) {
          return evaluate::bootstrap_mean(values, {n_resamples, level, random_state}, monitor);
        }));
      },
      "users"_a, "n_resamples"_a = 1000, "level"_a = 0.95, "random_state"_a = 0,
      "Mean of one value a user (nan = left out) with the percentile interval of its resamples.");
  room.def(
      "paired_difference",
      [](const py::object& a, const py::object& b, std::int64_t n_resamples, double level,
         std::uint64_t random_state) {
        const Vector first = to_vector(a, "evaluate.paired_difference", "a");
        const Vector second = to_vector(b, "evaluate.paired_difference", "b");
        const auto d = run_watched("evaluate.paired_difference", [&](const Monitor& monitor) {
          return evaluate::paired_difference(first, second, {n_resamples, level, random_state},
                                             monitor);
        });
        return py::dict("difference"_a = to_dict(d.difference), "p_value"_a = d.p_value,
                        "share_better"_a = d.share_better, "share_worse"_a = d.share_worse);
      },
      "a"_a, "b"_a, "n_resamples"_a = 1000, "level"_a = 0.95, "random_state"_a = 0,
      "Mean of a - b over users with its interval, and the p-value of random sign flips.");
  room.def("group_gap", [](const py::object& users, const Codes& groups, std::int64_t n_resamples,
                           double level, std::uint64_t random_state) {
    const Vector values = to_vector(users, "evaluate.group_gap", "users");
    const Labels codes = labels(groups);
    const auto gap = run_watched("evaluate.group_gap", [&](const Monitor& monitor) {
      return evaluate::group_gap(values, codes, {n_resamples, level, random_state}, monitor);
    });
    return py::dict("groups"_a = gap.groups, "means"_a = gap.means, "counts"_a = gap.counts,
                    "gap"_a = to_dict(gap.gap), "p_value"_a = gap.p_value);
  });
}

}  // namespace

void bind_evaluate(py::module_& room) {
  bind_classes(room);
  bind_policies(room);
  bind_groups(room);
  bind_lists(room);
  bind_calibration(room);
  bind_bootstrap(room);
}

}  // namespace limn::python
