// SPDX-License-Identifier: MIT
#include "arrays.hpp"
#include "type_name.hpp"

#include <memory>
#include <utility>

#include <pybind11/stl.h>

#include <limn/core/error.hpp>

namespace limn::python {
namespace {

/// Moves `value` to the heap and lets numpy own it.
template <class T, class Scalar>
py::object hand_over(T value, std::vector<py::ssize_t> shape, Scalar* (*data)(T&)) {
  auto owned = std::make_unique<T>(std::move(value));
  Scalar* first = data(*owned);
  py::capsule owner(owned.release(), [](void* p) { delete static_cast<T*>(p); });
  return py::array_t<Scalar>(std::move(shape), first, owner);
}

template <class M>
py::object from_eigen(M value) {
  using Scalar = typename M::Scalar;
  if constexpr (M::IsVectorAtCompileTime && sizeof(Scalar) > 1) {
    if (value.size() <= 64) {  // a copy costs less than a change of hands
      py::array_t<Scalar> out(value.size());
      std::copy_n(value.data(), value.size(), out.mutable_data());
      return out;
    }
  }
  std::vector<py::ssize_t> shape{value.rows()};
  if (!M::IsVectorAtCompileTime) shape.push_back(value.cols());
  return hand_over<M, Scalar>(std::move(value), std::move(shape), [](M& m) { return m.data(); });
}

template <class T>
py::object from_numbers(std::vector<T> values) {
  const auto n = static_cast<py::ssize_t>(values.size());
  return hand_over<std::vector<T>, T>(std::move(values), {n},
                                      [](std::vector<T>& v) { return v.data(); });
}

struct ToPython {
  py::object operator()(std::monostate) const { return py::none(); }
  py::object operator()(bool value) const { return py::bool_(value); }
  py::object operator()(MaskMatrix value) const {
    return from_eigen(std::move(value)).attr("view")("bool");
  }
  py::object operator()(std::vector<std::uint8_t> value) const {
    return from_numbers(std::move(value)).attr("view")("bool");
  }
  py::object operator()(std::vector<Vector> value) const {
    py::list out;
    for (Vector& part : value) out.append(from_eigen(std::move(part)));
    return out;
  }
  py::object operator()(std::vector<Matrix> value) const {
    py::list out;
    for (Matrix& part : value) out.append(from_eigen(std::move(part)));
    return py::module_::import("numpy").attr("array")(out);
  }
  py::object operator()(std::vector<std::string> value) const { return py::cast(value); }
  py::object operator()(std::vector<std::vector<std::string>> value) const {
    return py::cast(value);
  }
  py::object operator()(Records value) const {
    py::list out;
    for (const core::Values& record : value) {
      py::dict one;
      for (const auto& [key, part] : record) one[key.c_str()] = from_value(part);
      out.append(std::move(one));
    }
    return out;
  }
  py::object operator()(Ranked value) const {
    return py::make_tuple(from_eigen(std::move(value.items)), from_eigen(std::move(value.scores)));
  }
  template <class T>
  py::object operator()(std::vector<T> value) const {
    return from_numbers(std::move(value));
  }
  template <class T>
  py::object operator()(T value) const {
    if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::string>)
      return py::cast(value);
    else
      return from_eigen(std::move(value));
  }
};

[[noreturn]] void refuse(ErrorCode code, std::string_view component, std::string place,
                         std::string got, std::string expected, std::string fix) {
  ErrorDetail detail{std::string(component), std::move(place), std::move(got), std::move(expected),
                     std::move(fix)};
  if (code == ErrorCode::shape_length || code == ErrorCode::shape_width)
    throw ShapeError(code, std::move(detail));
  throw DataError(code, std::move(detail));
}

bool plain_array(const py::handle& x) {
  const bool exact = Py_TYPE(x.ptr()) == py::detail::npy_api::get().PyArray_Type_;
  if (!exact && (!py::isinstance<py::array>(x) || py::hasattr(x, "mask"))) return false;
  const char kind = py::reinterpret_borrow<py::array>(x).dtype().kind();
  return kind == 'f' || kind == 'i' || kind == 'u' || kind == 'b';
}

}  // namespace

py::object to_python(Answer answer) { return std::visit(ToPython{}, std::move(answer)); }

TableArgument::TableArgument(const py::handle& x, std::string_view component, bool sparse,
                             bool texts) {
  if (plain_array(x)) {
    take(py::reinterpret_borrow<py::array>(x), component);
    return;
  }
  if (sparse && py::hasattr(x, "tocsr")) {
    take_sparse(x);
    return;
  }
  const py::tuple read = py::module_::import("limn._tables").attr("read")(x, component, texts);
  *this = TableArgument(read, component);
}

TableArgument::TableArgument(const py::tuple& read, std::string_view component) {
  take(py::reinterpret_borrow<py::array>(read[0]), component);
  names_ = read[1].cast<std::vector<std::string>>();
  kinds_ = read[2].cast<std::vector<std::string>>();
  levels_ = read[3].cast<std::vector<std::vector<std::string>>>();
  container_ = read[4].cast<std::string>();
  row_labels_ = py::reinterpret_borrow<py::object>(read[5]);
}

void TableArgument::take(py::array array, std::string_view component) {
  if (array.ndim() != 2)
    refuse(ErrorCode::shape_width, component, "X", std::to_string(array.ndim()) + " dimensions",
           "2, rows and columns", "use X.reshape(-1, 1) for one column");
  const auto item = array.itemsize();
  is_float_ = array.dtype().kind() == 'f' && item == 4;
  const py::dtype type = array.dtype();
  const bool numeric = is_float_ || (type.kind() == 'f' && item == 8);
  const auto odd = [&](int axis) {
    const auto stride = array.strides(axis);
    return array.shape(axis) > 1 && (stride <= 0 || stride % item != 0);
  };
  const bool native = type.byteorder() == '=' || type.byteorder() == '|';
  const bool aligned = (array.flags() & py::detail::npy_api::NPY_ARRAY_ALIGNED_) != 0;
  if (!numeric || odd(0) || odd(1) || !native || !aligned) {
    array = py::module_::import("numpy").attr("array")(
        array, py::arg("dtype") = is_float_ ? "float32" : "float64", py::arg("order") = "C");
  }
  array_ = std::move(array);
  data_ = array_.data();
  rows_ = array_.shape(0);
  cols_ = array_.shape(1);
  const auto width = array_.itemsize();
  row_stride_ = rows_ > 1 ? array_.strides(0) / width : std::max<Index>(cols_, 1);
  col_stride_ = cols_ > 1 ? array_.strides(1) / width : 1;
}

void TableArgument::take_sparse(const py::handle& x) {
  const py::tuple parts = py::module_::import("limn._tables").attr("csr")(x);
  sparse_offsets_ = py::reinterpret_borrow<py::array>(parts[0]);
  sparse_columns_ = py::reinterpret_borrow<py::array>(parts[1]);
  array_ = py::reinterpret_borrow<py::array>(parts[2]);
  rows_ = parts[3].cast<Index>(), cols_ = parts[4].cast<Index>();
  is_sparse_ = true;
}

data::SparseView TableArgument::sparse_view() const {
  return {rows_, cols_, static_cast<const std::int64_t*>(sparse_offsets_.data()),
          static_cast<const std::int32_t*>(sparse_columns_.data()),
          static_cast<const double*>(array_.data())};
}

void TableArgument::require_dense(std::string_view component) const {
  if (is_sparse_)
    refuse(ErrorCode::data_column_type, component, "X", "a sparse matrix", "a dense table here",
           "call X.toarray() first");
}

MatrixView TableArgument::view(Matrix& room) const {
  if (is_float_) {
    room = float_view().cast<double>();
    return room;
  }
  return Eigen::Map<const Matrix, 0, AnyStride>(static_cast<const double*>(data_), rows_, cols_,
                                                AnyStride(row_stride_, col_stride_));
}

std::vector<double> TableArgument::category_columns() const {
  std::vector<double> out;
  for (std::size_t i = 0; i < kinds_.size(); ++i)
    if (kinds_[i] == "category") out.push_back(static_cast<double>(i));
  return out;
}

std::shared_ptr<const std::vector<data::ColumnInfo>> TableArgument::columns() const {
  if (names_.empty()) return nullptr;
  auto out = std::make_shared<std::vector<data::ColumnInfo>>();
  for (std::size_t i = 0; i < names_.size(); ++i) {
    data::ColumnInfo info{.name = names_[i]};
    if (i < kinds_.size() && kinds_[i] == "category") {
      info.kind = data::ColumnInfo::Kind::category;
      info.levels = levels_[i];
    }
    out->push_back(std::move(info));
  }
  return out;
}

void TableArgument::recode(const std::vector<std::vector<std::string>>& levels) {
  if (levels_.empty() || levels.size() != levels_.size() || levels == levels_) return;
  const py::tuple anew =
      py::module_::import("limn._tables").attr("recode")(array_, levels_, levels);
  take(py::reinterpret_borrow<py::array>(anew[0]), "");
  levels_ = anew[1].cast<std::vector<std::vector<std::string>>>();
}

MatrixFView TableArgument::float_view() const {
  return Eigen::Map<const MatrixF, 0, AnyStride>(static_cast<const float*>(data_), rows_, cols_,
                                                 AnyStride(row_stride_, col_stride_));
}

Vector to_vector(const py::handle& values, std::string_view component, std::string_view what) {
  const py::module_ numpy = py::module_::import("numpy");
  py::array array = numpy.attr("asarray")(values);
  const char kind = array.dtype().kind();
  if (kind == 'O' || kind == 'U' || kind == 'S' || kind == 'c')
    refuse(ErrorCode::data_column_type, component, std::string(what),
           "values of type " + py::str(array.dtype()).cast<std::string>(), "numbers",
           "convert them to numbers first");
  if (array.ndim() == 2 && array.shape(1) == 1) array = array.attr("ravel")();
  if (array.ndim() != 1)
    refuse(ErrorCode::shape_length, component, std::string(what),
           std::to_string(array.ndim()) + " dimensions", "1, one value a row",
           "pass a one-dimensional array");
  const auto doubles = py::array_t<double, py::array::c_style | py::array::forcecast>(array);
  return Eigen::Map<const Vector>(doubles.data(), doubles.size());
}

core::Value to_value(const py::handle& object, std::string_view component, std::string_view key) {
  if (object.is_none()) return {};
  if (py::isinstance<py::str>(object)) return object.cast<std::string>();
  if (PyFloat_Check(object.ptr())) return object.cast<double>();
  if (PyBool_Check(object.ptr())) return object.cast<bool>();
  const py::module_ numpy = py::module_::import("numpy");
  if (py::isinstance(object, numpy.attr("bool_"))) return PyObject_IsTrue(object.ptr()) == 1;
  if (PyIndex_Check(object.ptr()) && !py::isinstance<py::array>(object)) {
    const py::int_ integer = py::reinterpret_steal<py::int_>(PyNumber_Index(object.ptr()));
    const long long value = PyLong_AsLongLong(integer.ptr());
    if (value == -1 && PyErr_Occurred()) {
      PyErr_Clear();
      return PyFloat_AsDouble(integer.ptr());  // beyond int64: refused by type or range
    }
    return static_cast<std::int64_t>(value);
  }
  if (py::isinstance(object, numpy.attr("floating"))) return PyFloat_AsDouble(object.ptr());
  if (py::isinstance<py::list>(object) || py::isinstance<py::tuple>(object) ||
      py::isinstance<py::array>(object)) {
    if (py::len(object) == 0) return std::vector<double>{};  // an empty list has no type
    try {
      return object.cast<std::vector<std::string>>();
    } catch (const py::cast_error&) {
    }
    try {
      return object.cast<std::vector<double>>();
    } catch (const py::cast_error&) {
    }
  }
  throw ParamError(ErrorCode::param_type, {.component = std::string(component),
                                           .place = "option '" + std::string(key) + "'",
                                           .got = "an object of type " + type_name(object),
                                           .expected = "a number, a text, a list of them, or None",
                                           .fix = "see the signature of the class"});
}

py::object from_value(const core::Value& value) {
  return std::visit(
      [](const auto& held) -> py::object {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(held)>, std::monostate>)
          return py::none();
        else
          return py::cast(held);
      },
      value);
}

namespace {

/// A value in the wrong place may be somebody's id: its type is named alone.
[[noreturn]] void refuse_argument(const py::handle& object, std::string_view component,
                                  std::string_view key, const std::string& expected) {
  throw ParamError(ErrorCode::param_type, {.component = std::string(component),
                                           .place = "argument '" + std::string(key) + "'",
                                           .got = "an object of type " + type_name(object),
                                           .expected = expected,
                                           .fix = "pass " + expected});
}

}  // namespace

bool to_flag(const py::handle& object, std::string_view component, std::string_view key) {
  const core::Value value = to_value(object, component, key);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  const auto* number = std::get_if<std::int64_t>(&value);
  if (!number || (*number != 0 && *number != 1))
    refuse_argument(object, component, key, "True or False");
  return *number == 1;
}

std::int64_t to_count(const py::handle& object, std::string_view component, std::string_view key) {
  const core::Value value = to_value(object, component, key);
  const auto* number = std::get_if<std::int64_t>(&value);
  if (!number) refuse_argument(object, component, key, "an integer");
  return *number;
}

}  // namespace limn::python
