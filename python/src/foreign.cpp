// SPDX-License-Identifier: MIT
// Components written in Python: a class with the methods of a face stands in a Profiler's pipeline.
// limn/_foreign.py says what is kept of an object in a model file.
#include <memory>
#include <string>
#include <utility>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <limn/core/any.hpp>
#include <limn/core/check.hpp>
#include <limn/data/event_log.hpp>

#include "arrays.hpp"
#include "rooms.hpp"

namespace limn::python {
namespace {

using core::Archive;
using core::Tensor;
using core::Values;

/// A Python object that may be copied and dropped without the GIL.
class Held {
 public:
  Held() = default;
  explicit Held(py::object object) : object_(new py::object(std::move(object)), drop) {}
  const py::object& operator*() const { return *object_; }

 private:
  static void drop(py::object* object) {
    if (!Py_IsInitialized()) return;  // the interpreter took it along
    py::gil_scoped_acquire gil;
    delete object;
  }
  std::shared_ptr<py::object> object_;
};

py::module_ keeper() { return py::module_::import("limn._foreign"); }

struct TypedCode {
  core::Dtype dtype;
  const char* code;
};
constexpr TypedCode dtypes[] = {{core::Dtype::u8, "u1"},  {core::Dtype::i32, "i4"},
                                {core::Dtype::i64, "i8"}, {core::Dtype::u32, "u4"},
                                {core::Dtype::u64, "u8"}, {core::Dtype::f32, "f4"},
                                {core::Dtype::f64, "f8"}};

Tensor to_tensor(const py::array& array) {
  const auto code = array.dtype().attr("str").cast<std::string>().substr(1);
  Tensor out;
  for (const TypedCode& one : dtypes)
    if (code == one.code) out.dtype = one.dtype;
  for (py::ssize_t d = 0; d < array.ndim(); ++d)
    out.shape.push_back(static_cast<std::size_t>(array.shape(d)));
  const auto* begin = static_cast<const std::byte*>(array.data());
  out.bytes.assign(begin, begin + array.nbytes());
  return out;
}

py::array to_array(const Tensor& tensor) {
  const char* code = "u1";
  for (const TypedCode& one : dtypes)
    if (tensor.dtype == one.dtype) code = one.code;
  std::vector<py::ssize_t> shape(tensor.shape.begin(), tensor.shape.end());
  return py::array(py::dtype(code), std::move(shape), tensor.bytes.data());  // copied
}

py::dict to_options(const Values& params) {
  py::dict out;
  for (const auto& [key, value] : params) out[key.c_str()] = from_value(value);
  return out;
}

/// One dimension more than a list of numbers: (rows, cols >= 0).
Matrix to_matrix(const py::object& answer, Index rows, const std::string& name) {
  const auto array = py::array_t<double, py::array::c_style | py::array::forcecast>::ensure(answer);
  if (!array) throw py::error_already_set();
  if (array.ndim() != 2) core::require_width(array.ndim(), 2, name);
  core::require_length(array.shape(0), rows, name, "rows of the answer");
  return Eigen::Map<const Matrix>(array.data(), array.shape(0), array.shape(1));
}

template <class T>
Eigen::Matrix<T, Eigen::Dynamic, 1> to_vector(const py::object& answer, Index rows,
                                              const std::string& name) {
  const auto array = py::array_t<T, py::array::c_style | py::array::forcecast>::ensure(answer);
  if (!array) throw py::error_already_set();
  core::require_length(array.size(), rows, name, "rows of the answer");
  return Eigen::Map<const Eigen::Matrix<T, Eigen::Dynamic, 1>>(array.data(), array.size());
}

py::object table(MatrixView x) { return to_python(Answer(Matrix(x))); }
py::object events(const data::EventLog& log) {
  return py::cast(log, py::return_value_policy::copy);
}

/// What all faces share; FaceT's own calls are in the classes below.
template <class FaceT, class Own>
class Foreign : public FaceT {
 public:
  Foreign(std::string name, Held object, Values params)
      : name_(std::move(name)), params_(std::move(params)), object_(std::move(object)) {}

  std::string name() const override { return name_; }
  Values params() const override { return params_; }
  std::unique_ptr<FaceT> clone() const override {
    py::gil_scoped_acquire gil;
    auto out = std::make_unique<Own>(static_cast<const Own&>(*this));
    out->object_ = Held(py::module_::import("copy").attr("deepcopy")(*object_));
    return out;
  }
  Archive to_archive() const override {
    py::gil_scoped_acquire gil;
    Archive out;
    out.component = name_, out.format = 1, out.params = params_;
    for (const auto& [key, array] : py::dict(keeper().attr("dump")(*object_, name_)))
      out.tensors.emplace_back(key.template cast<std::string>(),
                               to_tensor(py::array(py::reinterpret_borrow<py::object>(array))));
    return out;
  }

 protected:
  py::object call(const char* method) const { return (*object_).attr(method); }
  bool has(const char* method) const { return py::hasattr(*object_, method); }
  template <class... Args>
  void learn(const Monitor& monitor, const Args&... args) {
    monitor.check();
    call("fit")(args...);
    monitor.check();
  }

  std::string name_;
  Values params_;
  Held object_;
};

class Transformer final : public Foreign<core::TransformerFace, Transformer> {
 public:
  using Foreign::Foreign;
  void fit(MatrixView x, const Monitor& monitor) override {
    py::gil_scoped_acquire gil;
    learn(monitor, table(x));
  }
  Matrix transform(MatrixView x) const override {
    py::gil_scoped_acquire gil;
    return to_matrix(call("transform")(table(x)), x.rows(), name_);
  }
};

class Scorer final : public Foreign<core::ScorerFace, Scorer> {
 public:
  using Foreign::Foreign;
  void fit(MatrixView x, const Monitor& monitor) override {
    py::gil_scoped_acquire gil;
    learn(monitor, table(x));
  }
  Vector anomaly_score(MatrixView x) const override {
    py::gil_scoped_acquire gil;
    if (has("anomaly_score"))
      return to_vector<double>(call("anomaly_score")(table(x)), x.rows(), name_);
    // scikit-learn's convention: lower = stranger
    return -to_vector<double>(call("score_samples")(table(x)), x.rows(), name_);
  }
  Matrix explain(MatrixView x) const override {
    py::gil_scoped_acquire gil;
    if (!has("explain")) return Matrix::Zero(x.rows(), x.cols());
    return to_matrix(call("explain")(table(x)), x.rows(), name_);
  }
};

class Clusterer final : public Foreign<core::ClustererFace, Clusterer> {
 public:
  using Foreign::Foreign;
  void fit(MatrixView x, const Monitor& monitor) override {
    py::gil_scoped_acquire gil;
    learn(monitor, table(x));
    (*object_).attr("limn_n_clusters_") = std::max(0, labels(x).maxCoeff() + 1);
  }
  Labels predict(MatrixView x) const override {
    py::gil_scoped_acquire gil;
    Labels out = labels(x);
    if (out.size() == 0 || out.maxCoeff() < n_clusters()) return out;
    throw DataError(ErrorCode::data_value, {.component = name_,
                                            .place = "predict",
                                            .got = "a label that no row had at fit",
                                            .expected = "the labels of fit",
                                            .fix = "number groups in fit, 0, 1, 2 ..."});
  }
  Index n_clusters() const override {
    py::gil_scoped_acquire gil;
    return has("limn_n_clusters_") ? call("limn_n_clusters_").cast<Index>() : 0;
  }
  Matrix predict_proba(MatrixView x) const override {
    py::gil_scoped_acquire gil;
    if (!has("predict_proba")) return Matrix(x.rows(), 0);
    return to_matrix(call("predict_proba")(table(x)), x.rows(), name_);
  }

 private:
  Labels labels(MatrixView x) const {
    return to_vector<std::int32_t>(call("predict")(table(x)), x.rows(), name_);
  }
};

class EventFilter final : public Foreign<core::EventFilterFace, EventFilter> {
 public:
  using Foreign::Foreign;
  void fit(const data::EventLog& log, const Monitor& monitor) override {
    py::gil_scoped_acquire gil;
    learn(monitor, events(log));
  }
  std::vector<std::uint8_t> mask(const data::EventLog& log) const override {
    py::gil_scoped_acquire gil;
    const auto flags = to_vector<std::uint8_t>(call("mask")(events(log)),
                                               static_cast<Index>(log.n_events()), name_);
    return {flags.begin(), flags.end()};
  }
  bool needs_clock() const override {
    py::gil_scoped_acquire gil;
    return has("needs_clock") && py::bool_(call("needs_clock"));
  }
};

class EventFeaturizer final : public Foreign<core::EventFeaturizerFace, EventFeaturizer> {
 public:
  using Foreign::Foreign;
  void fit(const data::EventLog& log, const Monitor& monitor) override {
    py::gil_scoped_acquire gil;
    learn(monitor, events(log));
  }
  Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const override {
    py::gil_scoped_acquire gil;
    return to_matrix(call("transform")(events(log), as_of_us), static_cast<Index>(log.n_users()),
                     name_);
  }
  std::vector<std::string> feature_names() const override {
    py::gil_scoped_acquire gil;
    return call("feature_names")().cast<std::vector<std::string>>();
  }
};

template <class Own, class AnyOf>
void enroll(const std::string& name, const Held& kind) {
  AnyOf::enroll(name,
                {[name, kind](const Values& params) {
                   py::gil_scoped_acquire gil;
                   return std::make_unique<Own>(name, Held((*kind)(**to_options(params))), params);
                 },
                 [name, kind](const Archive& archive) {
                   py::gil_scoped_acquire gil;
                   py::dict arrays;
                   for (const auto& [key, tensor] : archive.tensors)
                     arrays[key.c_str()] = to_array(tensor);
                   py::object object =
                       keeper().attr("restore")(*kind, to_options(archive.params), arrays);
                   return std::make_unique<Own>(name, Held(std::move(object)), archive.params);
                 }});
}

/// Makes a class known by name to the faces whose methods it has; their number.
int enroll_class(const std::string& name, const py::object& kind) {
  const Held held(kind);
  const auto has = [&](const char* method) { return py::hasattr(kind, method); };
  int n = 0;
  if (!has("fit")) return n;
  if (has("transform")) enroll<Transformer, core::AnyTransformer>(name, held), ++n;
  if (has("anomaly_score") || has("score_samples"))
    enroll<Scorer, core::AnyScorer>(name, held), ++n;
  if (has("predict")) enroll<Clusterer, core::AnyClusterer>(name, held), ++n;
  if (has("mask")) enroll<EventFilter, core::AnyEventFilter>(name, held), ++n;
  if (has("transform") && has("feature_names"))
    enroll<EventFeaturizer, core::AnyEventFeaturizer>(name, held), ++n;
  return n;
}

}  // namespace

void bind_foreign(py::module_& module) {
  py::options options;
  options.disable_function_signatures();
  module.def("_enroll", &enroll_class, "_enroll(name: str, kind: type) -> int", py::arg("name"),
             py::arg("kind"));
}

}  // namespace limn::python
