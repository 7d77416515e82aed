// SPDX-License-Identifier: MIT
// The one binder: for any component of a room's list it makes the Python class.
#pragma once

#include <concepts>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include <pybind11/pybind11.h>

#include <limn/core/type_list.hpp>

#include "estimator.hpp"
#include "model.hpp"
#include "questions.hpp"

namespace limn::python {
namespace detail {

template <class T, class Variant>
inline constexpr bool one_of = false;
template <class T, class... Ts>
inline constexpr bool one_of<T, std::variant<Ts...>> = (std::same_as<T, Ts> || ...);

/// What the getter returned as an Answer; views are copied.
template <class T>
Answer to_answer(T&& value) {
  using V = std::remove_cvref_t<T>;
  if constexpr (one_of<V, Answer>) {
    return Answer(std::in_place_type<V>, std::forward<T>(value));
  } else if constexpr (requires { std::variant_size<V>::value; }) {
    return std::visit([](auto&& held) { return to_answer(std::move(held)); }, V(value));
  } else if constexpr (std::integral<V>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::floating_point<V>) {
    return static_cast<double>(value);
  } else if constexpr (requires { value.has_value(); }) {
    return value ? to_answer(*value) : Answer{};
  } else if constexpr (requires { as_record(*value.begin()); }) {
    return as_records(value);
  } else if constexpr (std::derived_from<V, Eigen::DenseBase<V>>) {
    using Scalar = typename V::Scalar;
    if constexpr (V::IsVectorAtCompileTime) {
      return to_answer(Eigen::Matrix<Scalar, Eigen::Dynamic, 1>(value));
    } else {
      return to_answer(
          Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>(value));
    }
  } else {
    return to_answer(
        std::vector<std::remove_cv_t<typename V::value_type>>(value.begin(), value.end()));
  }
}

template <class R>
concept Answerable = !std::is_void_v<R>;

/// Stands for a MatrixFView when asking whether a call takes one: Eigen would let a float view pass
/// for a double one and fail only inside.
struct FloatTable {
  operator MatrixFView() const;
};

/// Stands for a FrameView: taken only by calls that want to know what the columns are.
struct DescribedTable {
  operator data::FrameView() const;
};

/// Stands for sparse rows.
struct SparseTable {
  operator const data::SparseView&() const;
};

/// Stand for a MatrixView and for Labels, which Eigen would turn into each other.
struct DoubleTable {
  operator MatrixView() const;
};
struct LabelList {
  operator const Labels&() const;
};

/// Calls f(c, args..., monitor) or f(c, args...).
template <class F, class C, class... Args>
constexpr bool callable =
    std::invocable<F, C&, const Args&..., const Monitor&> || std::invocable<F, C&, const Args&...>;
template <class F, class C, class... Args>
decltype(auto) call(const F& f, C& c, const Monitor& monitor, const Args&... args) {
  if constexpr (std::invocable<F, C&, const Args&..., const Monitor&>) {
    return f(c, args..., monitor);
  } else {
    monitor.check();
    return f(c, args...);
  }
}

inline constexpr auto fit_call = [](auto& c, const auto&... a) -> decltype(c.fit(a...)) {
  return c.fit(a...);
};
inline constexpr auto partial_call =
    [](auto& c, const auto&... a) -> decltype(c.partial_fit(a...)) { return c.partial_fit(a...); };

/// What a ladder answers one user, in plain lists.
template <class A>
OneAnswer one_answer(const A& said, const std::vector<std::string>& rungs) {
  OneAnswer out;
  std::vector<double> scores;
  std::vector<std::string> sources, reasons;
  for (const auto& item : said.items) {
    out.items.push_back(item.item);
    scores.push_back(item.score);
    sources.push_back(rungs[static_cast<std::size_t>(item.rung)]);
    reasons.emplace_back(item.reason.kind);
  }
  std::vector<double> weights(said.weights.begin(), said.weights.end());
  out.record = {{"scores", std::move(scores)},
                {"sources", std::move(sources)},
                {"reasons", std::move(reasons)},
                {"stage", std::string(said.stage)},
                {"n_events", said.n_events},
                {"n_donors", static_cast<std::int64_t>(said.donors.size())},
                {"rungs", rungs},
                {"weights", std::move(weights)}};
  return out;
}

template <class C>
class ModelOf final : public Model {
 public:
  ModelOf() = default;
  explicit ModelOf(C component) : c_(std::move(component)) {}
  const C& component() const { return c_; }
  C& component() { return c_; }

  std::string name() const override { return std::string(C::name); }
  core::Tags tags() const override { return C::tags; }
  std::vector<core::ParamInfo> param_list() const override { return core::param_list<C>(); }
  std::unique_ptr<Model> copy() const override { return std::make_unique<ModelOf>(c_); }
  std::unique_ptr<Model> fresh(const core::Values& params) const override {
    return std::make_unique<ModelOf>(C(core::from_values<C>(params)));
  }
  std::unique_ptr<Model> fresh(const core::Archive& archive) const override {
    return std::make_unique<ModelOf>(core::from_archive<C>(archive));
  }
  core::Archive archive() const override { return core::to_archive(c_); }
  core::Values params() const override { return core::to_values<C>(c_.params()); }

  const Abilities& abilities() const override {
    static const Abilities found = find_abilities();
    return found;
  }
  static Abilities find_abilities() {
    Abilities out;
    out.fit_xy = fits<MatrixView, VectorView>;
    out.fit_x = fits<MatrixView>;
    out.fit_log = fits<data::EventLog>;
    out.weights = weighted;
    out.validation = fits<data::EventLog, data::EventLog>;
    out.attributes = fits<data::EventLog, DoubleTable> || fits<data::EventLog, DescribedTable>;
    out.recommend_attributes = recommends_with<DescribedTable> || recommends_with<DoubleTable>;
    out.segments = fits<data::EventLog, LabelList>;
    out.start = requires(C c, MatrixView x) { c.fit_from(x, x, VectorView(Vector())); };
    out.holds_encoder = std::constructible_from<C, core::AnySequenceEncoder>;
    out.holds_members = holds_members;
    out.freezes = requires(C c) { c.freeze(true); };
    out.partial_x = callable<Partial, C, MatrixView>;
    out.partial_log = callable<Partial, C, data::EventLog>;
    out.merge = core::Mergeable<C>;
    out.float_x = fits<FloatTable>;
    out.sparse_x = fits<SparseTable>;
    out.recommend = core::Recommender<C>;
    out.steps = has_steps;
    out.recommends_from = has_answers;
    out.groups = core::Clusterer<C>;
    out.neighbours = finds_neighbours;
    out.x_answers |= finds_neighbours;
    out.classifies = requires(const C c, MatrixView x) { c.predict_proba(x); } ||
                     requires(const C c) { c.noise(); };
    out.fit_transform = fits_and_transforms;
    if (out.recommend) out.log_answers = true;
    out.answers = requires(const C c, data::History h, std::span<const double> a) {
      c.answer(h, a, 1, true);
    };
    for_each_indexed(methods, [&]<std::size_t I>(const auto& method) {
      using F = decltype(method.call);
      const bool log = answers<F, data::EventLog> || answers<F, data::EventLog, std::int64_t>;
      out.methods.push_back(log || answers<F, MatrixView>);
      out.log_answers |= log;
      out.dated |= answers<F, data::EventLog, std::int64_t>;
      out.x_answers |= answers<F, MatrixView>;
    });
    for_each_indexed(attributes, [&]<std::size_t I>(const auto& attribute) {
      out.learned.push_back(answers<decltype(attribute.get)>);
    });
    return out;
  }

  void fit(const Arguments& given, const Monitor& monitor) override {
    if (given.log) return fit_log(given, monitor);
    if constexpr (fits<SparseTable>) {
      if (given.x->is_sparse()) return fit_matrix(given, given.x->sparse_view(), monitor);
    }
    if constexpr (fits<FloatTable>) {
      if (given.x->is_float()) return fit_matrix(given, given.x->float_view(), monitor);
    }
    if constexpr (fits<DescribedTable> || fits<DescribedTable, VectorView>) {
      Matrix wide;
      fit_matrix(given, given.x->frame(wide), monitor);
    } else if constexpr (fits<MatrixView> || fits<MatrixView, VectorView>) {
      Matrix wide;
      fit_matrix(given, given.x->view(wide), monitor);
    }
  }

  Answer fit_transform(const Arguments& given, const Monitor& monitor) override {
    if constexpr (fits_and_transforms) {
      Matrix wide;
      return c_.fit_transform(given.x->view(wide), *given.y, monitor);
    } else {
      return {};
    }
  }

  void partial_fit(const Arguments& given, const Monitor& monitor) override {
    if constexpr (callable<Partial, C, data::EventLog>) {
      if (given.log) return void(call(partial_call, c_, monitor, *given.log));
    }
    if constexpr (callable<Partial, C, MatrixView, VectorView>) {
      Matrix wide;
      if (given.x && given.weights)
        return void(
            call(partial_call, c_, monitor, given.x->view(wide), VectorView(*given.weights)));
    }
    if constexpr (callable<Partial, C, MatrixView>) {
      Matrix wide;
      if (given.x) call(partial_call, c_, monitor, given.x->view(wide));
    }
  }

  void merge(const Model& other) override {
    if constexpr (core::Mergeable<C>) c_.merge(dynamic_cast<const ModelOf&>(other).c_);
  }

  void freeze(bool frozen) override {
    if constexpr (requires { c_.freeze(frozen); }) c_.freeze(frozen);
  }
  std::unique_ptr<Model> around(const core::AnySequenceEncoder& inner) const override {
    if constexpr (std::constructible_from<C, core::AnySequenceEncoder>)
      return std::make_unique<ModelOf>(C(inner));
    else
      return nullptr;
  }
  std::unique_ptr<Model> around(std::vector<core::AnyRecommender> members,
                                const core::Values& params) const override {
    if constexpr (holds_members)
      return std::make_unique<ModelOf>(C(std::move(members), core::from_values<C>(params)));
    else
      return nullptr;
  }
  core::AnyRecommender recommender() const override {
    if constexpr (core::Recommender<C>)
      return c_;
    else
      return {};
  }
  core::AnySequenceEncoder encoder() const override {
    if constexpr (core::SequenceEncoder<C>)
      return c_;
    else
      return {};
  }

  Answer ask(std::size_t method, const Arguments& given, const Monitor& monitor) const override {
    Answer out;
    for_each_indexed(methods, [&]<std::size_t I>(const auto& m) {
      if (I == method) out = ask_one(m.call, given, monitor);
    });
    return out;
  }

  Answer attribute(std::size_t index) const override {
    Answer out;
    for_each_indexed(attributes, [&]<std::size_t I>(const auto& a) {
      if constexpr (answers<decltype(a.get)>) {
        if (I == index) out = to_answer(a.get(c_));
      }
    });
    return out;
  }

  std::vector<std::string> feature_names(const std::vector<std::string>& names) const override {
    if constexpr (requires { c_.feature_names(names); })
      return c_.feature_names(names);
    else if constexpr (requires { c_.feature_names(); })
      return c_.feature_names();
    else
      return {};
  }

  Ranked recommend(const Arguments& given, const Monitor& monitor) const override {
    if constexpr (core::Recommender<C>) {
      monitor.check();
      if constexpr (recommends_with<LabelList>) {
        if (given.segments)
          return c_.recommend(*given.log, *given.segments, given.k, given.exclude_seen);
      }
      if constexpr (recommends_with<DescribedTable>) {
        Matrix wide;
        if (given.attributes)
          return c_.recommend(*given.log, given.attributes->frame(wide), given.k,
                              given.exclude_seen);
      }
      if constexpr (recommends_with<DoubleTable>) {
        Matrix wide;
        if (given.attributes)
          return c_.recommend(*given.log, given.attributes->view(wide), given.k,
                              given.exclude_seen);
      }
      return c_.recommend(*given.log, given.k, given.exclude_seen);
    } else {
      return {};
    }
  }

  learn::Neighbours neighbours(const Arguments& given, const Monitor& monitor) const override {
    if constexpr (finds_neighbours) {
      const std::int64_t k = given.k == 0 ? c_.params().n_neighbors : given.k;
      if (!given.x) return c_.kneighbors_within(k, monitor);
      if (given.x->is_float()) return c_.kneighbors(given.x->float_view(), k, monitor);
      Matrix wide;
      return c_.kneighbors(given.x->view(wide), k, monitor);
    } else {
      return {};
    }
  }

  std::vector<OneAnswer> answer_users(const Arguments& given,
                                      const Monitor& monitor) const override {
    std::vector<OneAnswer> out;
    if constexpr (requires(data::History h, std::span<const double> a) {
                    c_.answer(h, a, 1, true);
                  }) {
      const std::vector<std::int32_t> to_own = c_.items().translate(given.log->items());
      Matrix wide;
      if (given.attributes)
        core::require_length(given.attributes->rows(), static_cast<Index>(given.log->n_users()),
                             C::name, "rows of attributes");
      for (std::size_t user = 0; user < given.log->n_users(); ++user) {
        monitor.check();
        data::History history = given.log->history(user);
        std::vector<std::int32_t> codes;
        for (const std::int32_t item : history.items)
          codes.push_back(to_own[static_cast<std::size_t>(item)]);
        history.items = codes;
        Vector row;
        if (given.attributes)
          row = given.attributes->view(wide).row(static_cast<Index>(user)).transpose();
        const auto said = c_.answer(history, {row.data(), static_cast<std::size_t>(row.size())},
                                    given.k, given.exclude_seen);
        out.push_back(one_answer(said, c_.rungs()));
      }
    }
    return out;
  }

  data::EventState start([[maybe_unused]] const data::History& history) const override {
    if constexpr (has_steps)
      return c_.start(history);
    else
      return {};
  }
  void step([[maybe_unused]] data::EventState& state, [[maybe_unused]] std::int32_t item,
            [[maybe_unused]] std::optional<std::int64_t> time_us,
            [[maybe_unused]] std::int32_t type, [[maybe_unused]] double value) const override {
    if constexpr (has_steps) c_.step(state, item, time_us, type, value);
  }
  Ranked recommend_from([[maybe_unused]] const data::EventState& state,
                        [[maybe_unused]] std::int64_t k,
                        [[maybe_unused]] bool exclude_seen) const override {
    if constexpr (has_answers)
      return c_.recommend_from(state, k, exclude_seen);
    else
      return {};
  }
  const data::Vocabulary* types() const override {
    if constexpr (has_steps)
      return &c_.types();
    else
      return nullptr;
  }

  const data::Vocabulary* items() const override {
    if constexpr (core::Recommender<C> || has_steps)
      return &c_.items();
    else
      return nullptr;
  }

 private:
  static constexpr bool has_steps =
      requires(const C c, data::EventState s) { c.step(s, std::int32_t{}); };
  static constexpr bool has_answers =
      requires(const C c, const data::EventState s) { c.recommend_from(s, std::int64_t{}, true); };
  using Fit = decltype(fit_call);
  using Partial = decltype(partial_call);
  static constexpr bool fits_and_transforms =
      requires(C c, MatrixView x, VectorView y, Monitor m) { c.fit_transform(x, y, m); };
  static constexpr bool finds_neighbours =
      requires(const C c, const Monitor& m) { c.kneighbors_within(1, m); };
  template <class Beside>
  static constexpr bool recommends_with =
      requires(const C c, const data::EventLog& log, Beside x) { c.recommend(log, x, 10, true); };
  template <class... Args>
  static constexpr bool fits = callable<Fit, C, Args...>;
  static constexpr bool holds_members =
      std::constructible_from<C, std::vector<core::AnyRecommender>, typename C::Params>;
  static constexpr bool weighted =
      (fits<MatrixView> && fits<MatrixView, VectorView> && !C::tags.needs_labels) ||
      fits<MatrixView, VectorView, VectorView>;
  template <class F, class... Args>
  static constexpr bool answers = [] {
    if constexpr (std::invocable<F, const C&, const Args&..., const Monitor&>)
      return Answerable<std::invoke_result_t<F, const C&, const Args&..., const Monitor&>>;
    else if constexpr (std::invocable<F, const C&, const Args&...>)
      return Answerable<std::invoke_result_t<F, const C&, const Args&...>>;
    else
      return false;
  }();

  template <class X>
  void fit_matrix(const Arguments& given, const X& x, const Monitor& monitor) {
    const Vector weights = given.weights.value_or(Vector());
    if constexpr (requires { c_.fit_from(x, *given.start, weights, monitor); }) {
      if (given.start) return void(c_.fit_from(x, *given.start, weights, monitor));
    }
    if constexpr (fits<X, VectorView, VectorView>) {
      if (given.y && given.weights)
        return void(
            call(fit_call, c_, monitor, x, VectorView(*given.y), VectorView(*given.weights)));
    }
    if constexpr (fits<X, VectorView>) {
      constexpr bool labels = C::tags.needs_labels;
      const auto& second = labels ? given.y : given.weights;
      if (second) return void(call(fit_call, c_, monitor, x, VectorView(*second)));
    }
    if constexpr (fits<X>) call(fit_call, c_, monitor, x);
  }

  void fit_log(const Arguments& given, const Monitor& monitor) {
    if constexpr (fits<data::EventLog, data::EventLog>) {
      if (given.validation) return void(call(fit_call, c_, monitor, *given.log, *given.validation));
    }
    if constexpr (fits<data::EventLog, LabelList>) {
      if (given.segments) return void(call(fit_call, c_, monitor, *given.log, *given.segments));
    }
    if constexpr (fits<data::EventLog, DescribedTable>) {
      Matrix wide;
      if (given.attributes)
        return void(call(fit_call, c_, monitor, *given.log, given.attributes->frame(wide)));
    } else if constexpr (fits<data::EventLog, DoubleTable>) {
      Matrix wide;
      if (given.attributes) return fit_attributes(given, given.attributes->view(wide), monitor);
    }
    if constexpr (fits<data::EventLog>) call(fit_call, c_, monitor, *given.log);
  }

  void fit_attributes(const Arguments& given, const MatrixView& attributes,
                      const Monitor& monitor) {
    std::vector<std::uint8_t> categories;
    for (const std::string& kind : given.attributes->kinds())
      categories.push_back(kind == "category");
    if constexpr (fits<data::EventLog, MatrixView, std::vector<std::uint8_t>>)
      call(fit_call, c_, monitor, *given.log, attributes, categories);
    else
      call(fit_call, c_, monitor, *given.log, attributes);
  }

  template <class F>
  Answer ask_one(const F& f, const Arguments& given, const Monitor& monitor) const {
    if constexpr (answers<F, data::EventLog, std::int64_t>) {
      if (given.log) {
        const std::int64_t end = given.as_of_us.value_or(given.log->last_time_us() + 1);
        return to_answer(call(f, c_, monitor, *given.log, end));
      }
    } else if constexpr (answers<F, data::EventLog>) {
      if (given.log) return to_answer(call(f, c_, monitor, *given.log));
    }
    if constexpr (answers<F, SparseTable>) {
      if (given.x && given.x->is_sparse())
        return to_answer(call(f, c_, monitor, given.x->sparse_view()));
    }
    if (given.x) given.x->require_dense(C::name);
    if constexpr (answers<F, FloatTable>) {
      if (given.x && given.x->is_float())
        return to_answer(call(f, c_, monitor, given.x->float_view()));
    }
    if constexpr (answers<F, DescribedTable>) {
      Matrix wide;
      if (given.x) return to_answer(call(f, c_, monitor, given.x->frame(wide)));
    } else if constexpr (answers<F, MatrixView>) {
      Matrix wide;
      if (given.x) return to_answer(call(f, c_, monitor, given.x->view(wide)));
    }
    return {};
  }

  C c_;
};

/// One Python type a component, so that pickle, isinstance and help know which it is.
template <class C>
struct Named : Estimator {
  using Estimator::Estimator;
};

}  // namespace detail

/// The component inside, for methods that only one class has. What an estimator gives stays whole
/// while it is held, even when another thread fits the estimator anew.
template <class C>
C& component_of(Model& model) {
  return dynamic_cast<detail::ModelOf<C>&>(model).component();
}
template <class C>
std::shared_ptr<const C> component_of(const Estimator& estimator) {
  const std::shared_ptr<const Model> model = estimator.held();
  return {model, &dynamic_cast<const detail::ModelOf<C>&>(*model).component()};
}
/// The same. Errors: NotFittedError.
template <class C>
std::shared_ptr<const C> fitted_component(const Estimator& estimator) {
  core::require_fitted(estimator.fitted(), C::name);
  return component_of<C>(estimator);
}

/// Makes the class of C in `room`.
template <class C>
void bind_component(py::module_& room) {
  const auto blank = std::make_shared<detail::ModelOf<C>>();
  const std::string title = class_name(C::name);
  py::class_<detail::Named<C>, Estimator> type(room, title.c_str(), class_doc(*blank).c_str());
  type.def(py::init([blank](const py::args& args, const py::kwargs& options) {
             return std::make_unique<detail::Named<C>>(blank, args, options);
           }),
           init_doc(*blank).c_str());
  furnish(type, *blank);
}

/// Makes the classes of a room's list.
template <class... Cs>
void bind_components(py::module_& room, core::type_list<Cs...>) {
  py::options options;
  options.disable_function_signatures();
  (bind_component<Cs>(room), ...);
}

}  // namespace limn::python
