// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <limn/core/component.hpp>
#include <limn/core/type_list.hpp>

namespace limn::inline LIMN_ABI::data {
struct EventState;
class FrameView;
}  // namespace limn::inline LIMN_ABI::data

namespace limn::inline LIMN_ABI::core {

/// A component behind one of the faces below, chosen at run time: by a configuration, a model file,
/// a service, or an object of another language. A value type: a copy is a copy of the component.
/// Any of the library's components converts to the face it satisfies; a component of your own does
/// so too, and from then on its name is known to configurations and model files of this process
/// (`enroll<Mine>()` says the same without making one).
template <class Face>
class Any {
 public:
  Any() = default;
  template <class C>
    requires(Face::template accepts<C>)
  Any(C component) : face_(make(std::move(component))) {
    enroll<C>();
  }
  Any(const Any& other) : face_(other.face_ ? other.face_->clone() : nullptr) {}
  Any(Any&&) noexcept = default;
  Any& operator=(const Any& other) { return *this = Any(other); }
  Any& operator=(Any&&) noexcept = default;

  /// False: holds nothing.
  explicit operator bool() const { return face_ != nullptr; }
  Face* operator->() { return &require(); }
  const Face* operator->() const { return &require(); }

  Archive to_archive() const { return face_ ? face_->to_archive() : Archive{}; }
  /// Errors: FormatError when the name in the archive is unknown to this process.
  void from_archive(const Archive& archive);
  /// A fresh component by its name, "impute.median". Errors: ParamError, with the nearest name.
  static Any from_name(const std::string& name, const Values& params);
  static std::vector<std::string> names();
  template <class C>
  static void enroll();
  /// How a component of another language is made: fresh with options, or from what was saved.
  struct Maker {
    std::function<std::unique_ptr<Face>(const Values&)> from_params;
    std::function<std::unique_ptr<Face>(const Archive&)> from_archive;
  };
  /// Makes such a component known by its name; the maker given last counts.
  static void enroll(const std::string& name, Maker maker);

 private:
  struct Registry {
    std::mutex mutex;
    std::map<std::string, Maker> makers;
  };
  static Registry& registry() {
    static Registry registry;
    return registry;
  }
  template <class C>
  static std::unique_ptr<Face> make(C component);
  Face& require() const {
    require_fitted(face_ != nullptr, "core.any");
    return *face_;
  }

  std::unique_ptr<Face> face_;
};

/// What every face offers, whatever it does besides.
class Face {
 public:
  virtual ~Face() = default;
  virtual std::string name() const = 0;
  virtual Values params() const = 0;
  virtual Archive to_archive() const = 0;
};

namespace detail {

/// The part of a model that is the same for all faces: holds the component, copies, archives.
template <class FaceT, class C>
class Model : public FaceT {
 public:
  explicit Model(C component) : component_(std::move(component)) {}
  std::string name() const override { return std::string(C::name); }
  Values params() const override { return to_values<C>(component_.params()); }
  Archive to_archive() const override { return core::to_archive(component_); }
  std::unique_ptr<FaceT> clone() const override {
    return std::make_unique<typename FaceT::template Model<C>>(component_);
  }

 protected:
  C component_;
};

}  // namespace detail

struct TransformerFace : Face {
  template <class C>
  static constexpr bool accepts = Transformer<C>;
  virtual std::unique_ptr<TransformerFace> clone() const = 0;
  virtual void fit(MatrixView x, const Monitor& monitor) = 0;
  virtual Matrix transform(MatrixView x) const = 0;

  template <class C>
  struct Model final : detail::Model<TransformerFace, C> {
    using detail::Model<TransformerFace, C>::Model;
    void fit(MatrixView x, const Monitor& m) override { fit_with(this->component_, m, x); }
    Matrix transform(MatrixView x) const override { return this->component_.transform(x); }
  };
};

struct ScorerFace : Face {
  template <class C>
  static constexpr bool accepts = Scorer<C>;
  virtual std::unique_ptr<ScorerFace> clone() const = 0;
  virtual void fit(MatrixView x, const Monitor& monitor) = 0;
  virtual Vector anomaly_score(MatrixView x) const = 0;
  /// (n, d) reasons; all 0 where the component cannot tell.
  virtual Matrix explain(MatrixView x) const = 0;

  template <class C>
  struct Model final : detail::Model<ScorerFace, C> {
    using detail::Model<ScorerFace, C>::Model;
    void fit(MatrixView x, const Monitor& m) override { fit_with(this->component_, m, x); }
    Vector anomaly_score(MatrixView x) const override { return this->component_.anomaly_score(x); }
    Matrix explain(MatrixView x) const override {
      if constexpr (Explainable<C>)
        return this->component_.explain(x);
      else
        return Matrix::Zero(x.rows(), x.cols());
    }
  };
};

namespace detail {
/// Stands for a FrameView when asking who takes one: it turns into nothing else.
struct NamedTable {
  operator data::FrameView() const;
};
}  // namespace detail

struct ClustererFace : Face {
  template <class C>
  static constexpr bool accepts = Clusterer<C>;
  virtual std::unique_ptr<ClustererFace> clone() const = 0;
  virtual void fit(MatrixView x, const Monitor& monitor) = 0;
  virtual Labels predict(MatrixView x) const = 0;
  virtual Index n_clusters() const = 0;
  /// (n, n_clusters()) how likely each row belongs to each group; no columns where the component
  /// cannot tell.
  virtual Matrix predict_proba(MatrixView x) const { return Matrix(x.rows(), 0); }
  /// True: it looks at columns by their names and takes gaps (rules that people wrote), and wants
  /// them as people know them, through the two calls below; for others these do nothing.
  virtual bool reads_names() const { return false; }
  virtual void fit_named(const data::FrameView&, const Monitor&) {}
  virtual Labels predict_named(const data::FrameView&) const { return {}; }

  template <class C>
  struct Model final : detail::Model<ClustererFace, C> {
    static constexpr bool named =
        C::tags.allows_missing && requires(C c, const detail::NamedTable& x) { c.fit(x); };
    using detail::Model<ClustererFace, C>::Model;
    void fit(MatrixView x, const Monitor& m) override { fit_with(this->component_, m, x); }
    Labels predict(MatrixView x) const override { return this->component_.predict(x); }
    Index n_clusters() const override { return this->component_.n_clusters(); }
    Matrix predict_proba(MatrixView x) const override {
      if constexpr (requires { this->component_.predict_proba(x); })
        return this->component_.predict_proba(x);
      else
        return Matrix(x.rows(), 0);
    }
    bool reads_names() const override { return named; }
    void fit_named([[maybe_unused]] const data::FrameView& x,
                   [[maybe_unused]] const Monitor& m) override {
      if constexpr (named) fit_with(this->component_, m, x);
    }
    Labels predict_named([[maybe_unused]] const data::FrameView& x) const override {
      if constexpr (named)
        return this->component_.predict(x);
      else
        return {};
    }
  };
};

struct EventFilterFace : Face {
  template <class C>
  static constexpr bool accepts = EventFilter<C>;
  virtual std::unique_ptr<EventFilterFace> clone() const = 0;
  virtual void fit(const data::EventLog& log, const Monitor& monitor) = 0;
  virtual std::vector<std::uint8_t> mask(const data::EventLog& log) const = 0;
  /// With these options it refuses a log that knows only an order; so says its own needs_clock().
  virtual bool needs_clock() const = 0;

  template <class C>
  struct Model final : detail::Model<EventFilterFace, C> {
    using detail::Model<EventFilterFace, C>::Model;
    bool needs_clock() const override {
      if constexpr (requires { this->component_.needs_clock(); })
        return this->component_.needs_clock();
      else
        return false;
    }
    void fit(const data::EventLog& log, const Monitor& m) override {
      fit_with(this->component_, m, log);
    }
    std::vector<std::uint8_t> mask(const data::EventLog& log) const override {
      return this->component_.mask(log);
    }
  };
};

struct EventFeaturizerFace : Face {
  template <class C>
  static constexpr bool accepts = EventFeaturizer<C>;
  virtual std::unique_ptr<EventFeaturizerFace> clone() const = 0;
  virtual void fit(const data::EventLog& log, const Monitor& monitor) = 0;
  virtual Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const = 0;
  virtual std::vector<std::string> feature_names() const = 0;

  template <class C>
  struct Model final : detail::Model<EventFeaturizerFace, C> {
    using detail::Model<EventFeaturizerFace, C>::Model;
    void fit(const data::EventLog& log, const Monitor& m) override {
      fit_with(this->component_, m, log);
    }
    Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const override {
      return this->component_.transform(log, as_of_us);
    }
    std::vector<std::string> feature_names() const override {
      return this->component_.feature_names();
    }
  };
};

struct SequenceEncoderFace : Face {
  template <class C>
  static constexpr bool accepts = SequenceEncoder<C>;
  virtual std::unique_ptr<SequenceEncoderFace> clone() const = 0;
  virtual void fit(const data::EventLog& log, const Monitor& monitor) = 0;
  virtual MatrixF embed(const data::EventLog& log) const = 0;
  /// (n_users, items().size()) scores of what comes next.
  virtual MatrixF score_items(const data::EventLog& log) const = 0;
  virtual const data::Vocabulary& items() const = 0;
  /// The same for one history in codes of items(), -1 = an item unknown there: (width) and
  /// (items().size()); empty where the component only answers whole logs.
  virtual VectorF embed(const data::History& history) const = 0;
  virtual VectorF score(const data::History& history) const = 0;
  /// One-event updates: whether there are any; see encoder::EventEncoder::step. Without them start
  /// and step do nothing and the scores are empty.
  virtual bool steps() const = 0;
  virtual void start(const data::History& history, data::EventState& state) const = 0;
  virtual void step(data::EventState& state, std::int32_t item, std::optional<std::int64_t> time_us,
                    std::int32_t type, double value) const = 0;
  virtual VectorF score(const data::EventState& state) const = 0;
  /// Event types, nullptr where the component knows none.
  virtual const data::Vocabulary* types() const = 0;

  template <class C>
  struct Model final : detail::Model<SequenceEncoderFace, C> {
    static constexpr bool can_step = requires(const C c, data::EventState& s) {
      c.step(s, std::int32_t{});
      c.score(s);
    };
    using detail::Model<SequenceEncoderFace, C>::Model;
    void fit(const data::EventLog& log, const Monitor& m) override {
      fit_with(this->component_, m, log);
    }
    MatrixF embed(const data::EventLog& log) const override { return this->component_.embed(log); }
    MatrixF score_items(const data::EventLog& log) const override {
      return this->component_.score_items(log);
    }
    const data::Vocabulary& items() const override { return this->component_.items(); }
    VectorF embed(const data::History& history) const override {
      if constexpr (requires { this->component_.embed(history); })
        return this->component_.embed(history);
      else
        return {};
    }
    VectorF score(const data::History& history) const override {
      if constexpr (requires { this->component_.score(history); })
        return this->component_.score(history);
      else
        return {};
    }
    bool steps() const override { return can_step; }
    void start([[maybe_unused]] const data::History& history,
               [[maybe_unused]] data::EventState& state) const override {
      if constexpr (can_step) state = this->component_.start(history);
    }
    void step([[maybe_unused]] data::EventState& state, [[maybe_unused]] std::int32_t item,
              [[maybe_unused]] std::optional<std::int64_t> time_us,
              [[maybe_unused]] std::int32_t type, [[maybe_unused]] double value) const override {
      if constexpr (can_step) this->component_.step(state, item, time_us, type, value);
    }
    VectorF score([[maybe_unused]] const data::EventState& state) const override {
      if constexpr (can_step)
        return this->component_.score(state);
      else
        return {};
    }
    const data::Vocabulary* types() const override {
      if constexpr (requires { this->component_.types(); })
        return &this->component_.types();
      else
        return nullptr;
    }
  };
};

struct RecommenderFace : Face {
  template <class C>
  static constexpr bool accepts = Recommender<C>;
  virtual std::unique_ptr<RecommenderFace> clone() const = 0;
  virtual void fit(const data::EventLog& log, const Monitor& monitor) = 0;
  virtual Ranked recommend(const data::EventLog& log, std::int64_t k, bool exclude_seen) const = 0;
  virtual const data::Vocabulary& items() const = 0;
  /// (items().size()) scores for one history in codes of items(), -1 = an item unknown there; empty
  /// where the component only answers whole logs.
  virtual VectorF score(const data::History& history) const = 0;
  /// Event types, nullptr where the component knows none.
  virtual const data::Vocabulary* types() const = 0;

  template <class C>
  struct Model final : detail::Model<RecommenderFace, C> {
    using detail::Model<RecommenderFace, C>::Model;
    void fit(const data::EventLog& log, const Monitor& m) override {
      fit_with(this->component_, m, log);
    }
    Ranked recommend(const data::EventLog& log, std::int64_t k, bool exclude) const override {
      return this->component_.recommend(log, k, exclude);
    }
    const data::Vocabulary& items() const override { return this->component_.items(); }
    VectorF score(const data::History& history) const override {
      if constexpr (requires { this->component_.score(history); })
        return this->component_.score(history);
      else
        return {};
    }
    const data::Vocabulary* types() const override {
      if constexpr (requires { this->component_.types(); })
        return &this->component_.types();
      else
        return nullptr;
    }
  };
};

using AnyTransformer = Any<TransformerFace>;
using AnyScorer = Any<ScorerFace>;
using AnyClusterer = Any<ClustererFace>;
using AnyEventFilter = Any<EventFilterFace>;
using AnyEventFeaturizer = Any<EventFeaturizerFace>;
using AnySequenceEncoder = Any<SequenceEncoderFace>;
using AnyRecommender = Any<RecommenderFace>;

template <class Face>
template <class C>
std::unique_ptr<Face> Any<Face>::make(C component) {
  return std::make_unique<typename Face::template Model<C>>(std::move(component));
}

template <class Face>
template <class C>
void Any<Face>::enroll() {
  Registry& table = registry();
  const std::lock_guard lock(table.mutex);
  table.makers.try_emplace(
      std::string(C::name),
      Maker{[](const Values& values) { return make(C(from_values<C>(values))); },
            [](const Archive& archive) { return make(core::from_archive<C>(archive)); }});
}

template <class Face>
void Any<Face>::enroll(const std::string& name, Maker maker) {
  Registry& table = registry();
  const std::lock_guard lock(table.mutex);
  table.makers.insert_or_assign(name, std::move(maker));
}

template <class Face>
std::vector<std::string> Any<Face>::names() {
  Registry& table = registry();
  const std::lock_guard lock(table.mutex);
  std::vector<std::string> out;
  for (const auto& [name, maker] : table.makers) out.push_back(name);
  return out;
}

template <class Face>
Any<Face> Any<Face>::from_name(const std::string& name, const Values& params) {
  Maker maker;
  {
    Registry& table = registry();
    const std::lock_guard lock(table.mutex);
    if (const auto found = table.makers.find(name); found != table.makers.end())
      maker = found->second;
  }
  if (!maker.from_params) {
    const std::vector<std::string> known = names();
    throw_unknown_param("limn", name, known);
  }
  Any out;
  out.face_ = maker.from_params(params);
  return out;
}

template <class Face>
void Any<Face>::from_archive(const Archive& archive) {
  if (archive.component.empty()) return void(face_.reset());
  Maker maker;
  {
    Registry& table = registry();
    const std::lock_guard lock(table.mutex);
    if (const auto found = table.makers.find(archive.component); found != table.makers.end())
      maker = found->second;
  }
  if (!maker.from_archive)
    throw_state("core.any", "component", "a component unknown to this program",
                "one of the library's, or one enrolled with core::enroll");
  face_ = maker.from_archive(archive);
}

/// Makes a component known by name to every face it satisfies.
template <class C>
void enroll() {
  const auto to = [](auto any) {
    using AnyOf = decltype(any);
    if constexpr (std::constructible_from<AnyOf, C>) AnyOf::template enroll<C>();
  };
  to(AnyTransformer{}), to(AnyScorer{}), to(AnyClusterer{}), to(AnyEventFilter{});
  to(AnyEventFeaturizer{}), to(AnySequenceEncoder{}), to(AnyRecommender{});
}

/// Every component of a room's list.
template <class... Cs>
void enroll(type_list<Cs...>) {
  (enroll<Cs>(), ...);
}

}  // namespace limn::inline LIMN_ABI::core
