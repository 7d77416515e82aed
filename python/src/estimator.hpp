// SPDX-License-Identifier: MIT
// What a component looks like from Python: an estimator by scikit-learn's conventions, without
// scikit-learn. All of it is compiled once, over the face of model.hpp.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <pybind11/pybind11.h>

#include "model.hpp"

namespace limn::python {

/// A component with what only Python needs to remember: the options as they were written, the names
/// of the columns at fit, the classes of a text label. The model is replaced whole, under the GIL,
/// after a fit that went well: other threads may go on asking the old one.
class Estimator {
 public:
  /// Errors: ParamError for positional, unknown, ill-typed or out-of-range options.
  Estimator(std::shared_ptr<const Model> blank, const py::args& args, const py::kwargs& options);

  std::string name() const { return model_->name(); }
  const Model& model() const { return *model_; }
  std::shared_ptr<const Model> held() const { return model_; }
  /// The model, to be changed in place by a method that keeps the GIL and leaves it whole when it
  /// fails; a copy of its own first where others hold it.
  Model& own();
  /// change(a copy, monitor), without the GIL, and the copy in its place when that went well.
  void change(const std::function<void(Model&, const Monitor&)>& change);
  bool fitted() const { return fitted_; }
  const py::dict& options() const { return options_; }
  const std::vector<std::string>& names() const { return names_; }
  std::int64_t n_features() const { return n_features_; }

  /// What fit may be given beside the table or log; None = not given.
  struct Beside {
    py::object y = py::none(), weights = py::none(), validation = py::none();
    py::object attributes = py::none(), segments = py::none();
    py::object id_column = py::none();  // of attributes
  };
  void fit(const py::object& x, const Beside& beside, bool partial);
  /// fit, and the answer of a component that transforms its training rows in a way of its own.
  py::object fit_transform(const py::object& x, const Beside& beside);
  void freeze(bool frozen);
  py::object ask(std::size_t method, const py::object& x, const py::object& as_of) const;
  py::object attribute(std::size_t index) const;
  py::list answer(const py::object& log, std::int64_t k, bool exclude_seen,
                  const Beside& beside) const;
  /// log: an EventLog, or the items of one user, oldest first.
  py::tuple recommend(const py::object& log, std::int64_t k, bool exclude_seen,
                      const Beside& beside) const;
  /// Distances and indices, or indices alone; x None: of the rows at fit, without themselves.
  py::object kneighbors(const py::object& x, const py::object& k, bool with_distances) const;
  /// One-event updates, see states.cpp.
  data::EventState start(const py::object& history) const;
  py::object step(data::EventState& state, const py::object& item, const py::object& time,
                  const py::object& type, const py::object& value) const;
  py::tuple recommend_from(const data::EventState& state, std::int64_t k, bool exclude_seen) const;
  /// A table beside the log given after fit, by the words and names of fit. log_or_ids: whom its
  /// rows are about; None: one user.
  TableArgument beside_as_fitted(const py::object& table, const py::object& log_or_ids) const;
  void merge(const Estimator& other);
  void set_params(const py::kwargs& options);
  void set_output(const py::object& container);
  std::vector<std::string> output_names(const py::object& names) const;

  /// The component as C++ knows it; `whole`: with what only Python remembers.
  core::Archive archive(bool whole) const;
  /// The state of an archive of either kind. Errors: FormatError.
  void restore(const core::Archive& archive);
  bool equals(const Estimator& other) const;

 private:
  struct Call;
  /// fit; `transformed`: also what fit_transform gives.
  void learn(Call& call, const Beside& beside, bool partial, Answer* transformed);
  /// An unfitted object of new options that keeps the wishes about output.
  Estimator(const Estimator& like, std::shared_ptr<const Model> model, py::dict options,
            py::object start);
  Call read(const py::object& x, bool learning) const;
  /// A fresh model of these options; an option `categorical` left empty hears of X's categories.
  std::unique_ptr<Model> blank_for(const Call& call) const;
  /// A model of these options around its `members`: recommenders or encoders, fitted or not, or
  /// names.
  std::unique_ptr<Model> around_members(const py::dict& options) const;
  /// A log of one user who took these items; those unknown at fit are passed over.
  py::object one_user_log(const py::object& history) const;
  void read_labels(Call& call, const py::object& y) const;
  /// alone: the log is one user's history, without an id.
  void read_beside(Call& call, const Beside& beside, bool alone = false) const;
  void learn_attributes(Call& call, const Beside& beside) const;
  void check_names(const TableArgument& x) const;
  py::object decode(py::object labels) const;
  py::object wrap(py::object result, const TableArgument& x) const;
  void require_fitted() const;

  std::shared_ptr<const Model> model_;
  py::dict options_;
  bool fitted_ = false;
  std::int64_t n_features_ = -1;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> levels_;  // words of category columns at fit
  py::object beside_ = py::none();   // what limn._beside remembers of the attributes at fit
  py::object classes_ = py::none();  // numpy array, when labels were texts or integers
  py::object start_ = py::none();    // first centres given as an array
  py::object labels_ = py::none();   // cluster of each row of fit
  std::string output_ = "default";
};

/// "impute.trimmed_mean" -> "TrimmedMean"
std::string class_name(std::string_view component);
/// Texts of the class and its constructor, from describe().
std::string class_doc(const Model& blank);
std::string init_doc(const Model& blank);
/// Adds the methods and attributes the component has.
void furnish(py::handle type, const Model& blank);
/// The class of states and, for components with one-event updates, their methods.
void bind_state(py::module_& module);
void furnish_steps(py::handle type, const Abilities& able);
/// Makes the base class.
void bind_estimator(py::module_& module);

}  // namespace limn::python
