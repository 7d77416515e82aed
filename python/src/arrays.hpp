// SPDX-License-Identifier: MIT
// Between numpy and Eigen: arguments are looked at in place whatever their strides, results change
// hands without a copy.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <limn/core/types.hpp>
#include <limn/core/value.hpp>
#include <limn/data/frame.hpp>
#include <limn/data/sparse.hpp>

#include "records.hpp"

namespace limn::python {

namespace py = pybind11;

/// Anything a component can answer, before it becomes a Python object.
using Answer =
    std::variant<std::monostate, Matrix, MatrixF, Vector, VectorF, Labels, CodeMatrix, MaskMatrix,
                 std::vector<std::uint8_t>, std::vector<std::int32_t>, std::vector<std::int64_t>,
                 std::vector<double>, std::vector<float>, std::vector<std::string>,
                 std::vector<std::vector<std::string>>, std::vector<Vector>, std::string, double,
                 std::int64_t, bool, Ranked, Records, std::vector<Matrix>>;

/// The answer as a numpy array, text, number or list; arrays keep their memory.
py::object to_python(Answer answer);

/// One table argument: an array with any strides, float64 or float32, and what is known about its
/// columns. Holds the Python object it looks into: destroy it with the GIL held.
class TableArgument {
 public:
  /// x: numpy array, list of rows, or any table limn._tables understands.
  /// Errors: ShapeError unless two-dimensional, DataError naming the column for other content.
  /// `sparse`: a scipy matrix or array is taken as it is. `texts`: columns of texts are categories.
  TableArgument(const py::handle& x, std::string_view component, bool sparse = false,
                bool texts = false);
  /// What limn._tables.read gives.
  TableArgument(const py::tuple& read, std::string_view component);

  Index rows() const { return rows_; }
  Index cols() const { return cols_; }
  bool is_float() const { return is_float_; }
  bool is_sparse() const { return is_sparse_; }
  /// Column names in order, empty when x had none.
  const std::vector<std::string>& names() const { return names_; }
  /// "numeric" or "category" per column, empty when all are numeric.
  const std::vector<std::string>& kinds() const { return kinds_; }
  /// Columns of category codes, in order.
  std::vector<double> category_columns() const;
  /// Names, kinds and levels for a FrameView; nullptr when X had none.
  std::shared_ptr<const std::vector<data::ColumnInfo>> columns() const;
  /// Codes anew by the levels known at fit; a word not known then gets a code beyond them.
  void recode(const std::vector<std::vector<std::string>>& levels);
  /// The texts behind the codes of each category column.
  const std::vector<std::vector<std::string>>& levels() const { return levels_; }
  /// The container x came in: "numpy", "pandas", "polars", "arrow" ...
  const std::string& container() const { return container_; }
  /// Row labels of a pandas table, None elsewhere.
  const py::object& row_labels() const { return row_labels_; }

  /// The numbers as float64: in place, or widened into `room` when they are float32.
  MatrixView view(Matrix& room) const;
  /// The same with what is known of the columns.
  data::FrameView frame(Matrix& room) const { return data::FrameView(view(room), columns()); }
  MatrixFView float_view() const;        ///< is_float() must be true
  data::SparseView sparse_view() const;  ///< is_sparse() must be true
  /// Errors: DataError for sparse rows.
  void require_dense(std::string_view component) const;

 private:
  void take(py::array array, std::string_view component);
  void take_sparse(const py::handle& x);

  py::array array_;  // sparse: the written values
  py::array sparse_offsets_, sparse_columns_;
  py::object row_labels_ = py::none();
  const void* data_ = nullptr;
  Index rows_ = 0, cols_ = 0, row_stride_ = 0, col_stride_ = 0;
  bool is_float_ = false, is_sparse_ = false;
  std::vector<std::string> names_;
  std::vector<std::string> kinds_;  // "numeric" or "category"
  std::vector<std::vector<std::string>> levels_;
  std::string container_ = "numpy";
};

/// A vector of numbers, one a row; booleans and integers become float64.
/// Errors: ShapeError unless one-dimensional, DataError for texts.
Vector to_vector(const py::handle& values, std::string_view component, std::string_view what);

/// A Python object as an option. Errors: ParamError naming the option when no option can hold it.
core::Value to_value(const py::handle& object, std::string_view component, std::string_view key);
py::object from_value(const core::Value& value);
/// An argument beside the data. Errors: ParamError naming it.
bool to_flag(const py::handle& object, std::string_view component, std::string_view key);
std::int64_t to_count(const py::handle& object, std::string_view component, std::string_view key);

}  // namespace limn::python
