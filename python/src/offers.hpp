// SPDX-License-Identifier: MIT
// Components that learn from one offer at a time (choose, update) behind the face of all others.
#pragma once

#include <concepts>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bind_component.hpp"

namespace limn::python::detail {

template <class C>
concept Offering =
    requires(C c, std::span<const double> x, std::span<const data::Id> ids, data::Id id) {
      c.choose(x, ids);
      c.update(x, id, 1.0);
    };

/// They neither fit nor answer a table or log: the face is options, copies and files.
template <Offering C>
class ModelOf<C> final : public Model {
 public:
  ModelOf() = default;
  explicit ModelOf(C component) : c_(std::move(component)) {}
  const C& component() const { return c_; }
  C& component() { return c_; }

  std::string name() const override { return std::string(C::name); }
  core::Tags tags() const override { return C::tags; }
  std::vector<core::ParamInfo> param_list() const override { return core::param_list<C>(); }
  Abilities abilities() const override {
    Abilities out;
    out.methods.assign(n_methods, false);
    out.learned.assign(n_attributes, false);
    return out;
  }
  std::unique_ptr<Model> copy() const override { return std::make_unique<ModelOf>(c_); }
  std::unique_ptr<Model> fresh(const core::Values& params) const override {
    return std::make_unique<ModelOf>(C(core::from_values<C>(params)));
  }
  std::unique_ptr<Model> fresh(const core::Archive& archive) const override {
    return std::make_unique<ModelOf>(core::from_archive<C>(archive));
  }
  core::Archive archive() const override { return core::to_archive(c_); }
  core::Values params() const override { return core::to_values<C>(c_.params()); }

  void fit(const Arguments&, const Monitor&) override {}
  Answer fit_transform(const Arguments&, const Monitor&) override { return {}; }
  void partial_fit(const Arguments&, const Monitor&) override {}
  void merge(const Model&) override {}
  void freeze(bool) override {}
  std::unique_ptr<Model> around(const core::AnySequenceEncoder&) const override { return {}; }
  core::AnySequenceEncoder encoder() const override { return {}; }
  std::unique_ptr<Model> around(std::vector<core::AnyRecommender>,
                                const core::Values&) const override {
    return {};
  }
  core::AnyRecommender recommender() const override { return {}; }
  Answer ask(std::size_t, const Arguments&, const Monitor&) const override { return {}; }
  Answer attribute(std::size_t) const override { return {}; }
  std::vector<std::string> feature_names(const std::vector<std::string>&) const override {
    return {};
  }
  Ranked recommend(const Arguments&, const Monitor&) const override { return {}; }
  learn::Neighbours neighbours(const Arguments&, const Monitor&) const override { return {}; }
  std::vector<OneAnswer> answer_users(const Arguments&, const Monitor&) const override {
    return {};
  }
  data::EventState start(const data::History&) const override { return {}; }
  void step(data::EventState&, std::int32_t, std::optional<std::int64_t>, std::int32_t,
            double) const override {}
  Ranked recommend_from(const data::EventState&, std::int64_t, bool) const override { return {}; }
  const data::Vocabulary* types() const override { return nullptr; }
  const data::Vocabulary* items() const override { return nullptr; }

 private:
  C c_;
};

}  // namespace limn::python::detail
