// SPDX-License-Identifier: MIT
// Any component behind one face, so that everything Python-like is compiled once (estimator.cpp)
// and a component costs only the calls it really has.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/any.hpp>
#include <limn/core/component.hpp>
#include <limn/data/event_log.hpp>
#include <limn/data/event_state.hpp>
#include <limn/learn/neighbours.hpp>

#include "arrays.hpp"

namespace limn::python {

/// What a call was given, whatever it is; a component takes what it understands.
struct Arguments {
  const TableArgument* x = nullptr;
  const data::EventLog* log = nullptr;
  const data::EventLog* validation = nullptr;
  std::optional<Vector> y, weights;
  std::optional<std::int64_t> as_of_us;
  std::optional<Matrix> start;                ///< first centres of KMeans
  const TableArgument* attributes = nullptr;  ///< one row a user of the log
  std::optional<Labels> segments;             ///< one label a user of the log
  std::int64_t k = 10;
  bool exclude_seen = true;
};

/// One user's items, as codes, and what is said about them.
struct OneAnswer {
  std::vector<std::int32_t> items;
  core::Values record;
};

/// How a component can learn.
struct Abilities {
  bool fit_x = false, fit_xy = false, fit_log = false;
  bool weights = false, validation = false, start = false, attributes = false, segments = false;
  bool holds_encoder = false, holds_members = false, freezes = false;
  bool fit_transform = false;  ///< fit_transform is more than fit, then transform
  bool partial_x = false, partial_log = false, merge = false, float_x = false;
  bool sparse_x = false;  ///< takes a scipy matrix as it is
  bool recommend = false, recommend_attributes = false;
  bool neighbours = false;       ///< finds the nearest rows
  bool answers = false;          ///< says of one user where each item comes from
  bool steps = false;            ///< takes events one at a time into a state
  bool recommends_from = false;  ///< answers for such a state
  bool classifies = false;       ///< labels are classes, not numbers
  bool groups = false;           ///< predict tells the cluster
  bool log_answers = false;      ///< some method takes an EventLog
  bool x_answers = false;        ///< some method takes a table
  bool dated = false;            ///< some method takes an EventLog and a time
  bool takes_log() const { return fit_log || partial_log || log_answers; }
  bool takes_table() const { return fit_x || fit_xy || partial_x || x_answers; }
  std::vector<bool> methods;  ///< by index into the list of questions.hpp
  std::vector<bool> learned;  ///< by index into the list of questions.hpp
};

class Model {
 public:
  virtual ~Model() = default;
  virtual std::string name() const = 0;
  virtual core::Tags tags() const = 0;
  virtual std::vector<core::ParamInfo> param_list() const = 0;
  virtual const Abilities& abilities() const = 0;
  virtual std::unique_ptr<Model> copy() const = 0;
  virtual std::unique_ptr<Model> fresh(const core::Values& params) const = 0;
  virtual std::unique_ptr<Model> fresh(const core::Archive& archive) const = 0;
  virtual core::Archive archive() const = 0;
  virtual core::Values params() const = 0;

  virtual void fit(const Arguments& given, const Monitor& monitor) = 0;
  /// Where abilities say so: fit, and the training rows transformed.
  virtual Answer fit_transform(const Arguments& given, const Monitor& monitor) = 0;
  virtual void partial_fit(const Arguments& given, const Monitor& monitor) = 0;
  virtual void merge(const Model& other) = 0;
  virtual void freeze(bool frozen) = 0;
  /// A component of this kind around an encoder; nullptr where it takes none.
  virtual std::unique_ptr<Model> around(const core::AnySequenceEncoder& encoder) const = 0;
  /// Itself as an encoder; holds nothing where it is none.
  virtual core::AnySequenceEncoder encoder() const = 0;
  /// A component of this kind around recommenders, with other options; nullptr where it takes none.
  virtual std::unique_ptr<Model> around(std::vector<core::AnyRecommender> members,
                                        const core::Values& params) const = 0;
  /// Itself as a recommender; holds nothing where it is none.
  virtual core::AnyRecommender recommender() const = 0;
  /// The method or attribute of that index. Errors: those of the component.
  virtual Answer ask(std::size_t method, const Arguments& given, const Monitor& monitor) const = 0;
  virtual Answer attribute(std::size_t index) const = 0;
  /// Names of the columns transform gives for input columns `names`; empty: one output per input.
  virtual std::vector<std::string> feature_names(const std::vector<std::string>& names) const = 0;
  virtual Ranked recommend(const Arguments& given, const Monitor& monitor) const = 0;
  /// The k (0: as the options say) nearest rows of given.x, or of each row at fit without x.
  virtual learn::Neighbours neighbours(const Arguments& given, const Monitor& monitor) const = 0;
  virtual std::vector<OneAnswer> answer_users(const Arguments& given,
                                              const Monitor& monitor) const = 0;
  /// A state after a history, one more event, and the answer for a state: of components with steps.
  virtual data::EventState start(const data::History& history) const = 0;
  virtual void step(data::EventState& state, std::int32_t item, std::optional<std::int64_t> time_us,
                    std::int32_t type, double value) const = 0;
  virtual Ranked recommend_from(const data::EventState& state, std::int64_t k,
                                bool exclude_seen) const = 0;
  virtual const data::Vocabulary* types() const = 0;
  /// The ids behind the codes of a recommender or encoder; nullptr for other components.
  virtual const data::Vocabulary* items() const = 0;
};

}  // namespace limn::python
