// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::data {

/// What a column of numbers stands for. ordinal: ranks, order means something; category: codes
/// 0 ... levels.size()-1, order means nothing.
struct ColumnInfo {
  enum class Kind : std::uint8_t { numeric, ordinal, category };

  std::string name = {};
  Kind kind = Kind::numeric;
  std::vector<std::string> levels = {};  ///< the words of the codes; may be empty

  bool operator==(const ColumnInfo&) const = default;
};

/// Numbers with the meaning of their columns, only looked at: (n, d). Made from a MatrixView (all
/// columns numeric, without names) and turned into one wherever a component wants no more.
class FrameView {
 public:
  FrameView(MatrixView x) : x_(std::move(x)) {}
  /// Any dense expression that a MatrixView can look at without a copy.
  FrameView(const Matrix& x) : x_(x) {}
  /// Errors: ShapeError unless there is one entry a column.
  FrameView(MatrixView x, std::shared_ptr<const std::vector<ColumnInfo>> columns)
      : x_(std::move(x)), columns_(std::move(columns)) {
    if (columns_)
      core::require_length(std::ssize(*columns_), x_.cols(), "data.frame", "column descriptions");
  }

  operator const MatrixView&() const { return x_; }
  const MatrixView& matrix() const { return x_; }
  Index rows() const { return x_.rows(); }
  Index cols() const { return x_.cols(); }
  double operator()(Index row, Index column) const { return x_(row, column); }

  /// True: names, kinds and levels were given.
  bool described() const { return columns_ != nullptr; }
  ColumnInfo column(Index column) const {
    return columns_ ? (*columns_)[static_cast<std::size_t>(column)] : ColumnInfo{};
  }
  bool is_category(Index column) const {
    return columns_ &&
           (*columns_)[static_cast<std::size_t>(column)].kind == ColumnInfo::Kind::category;
  }
  /// For messages: "column 'age'", or "column 3" when there are no names.
  std::string label(Index column) const {
    if (columns_ && !(*columns_)[static_cast<std::size_t>(column)].name.empty())
      return "column '" + (*columns_)[static_cast<std::size_t>(column)].name + "'";
    return "column " + std::to_string(column);
  }

 private:
  MatrixView x_;
  std::shared_ptr<const std::vector<ColumnInfo>> columns_;
};

/// The owning counterpart.
class Frame {
 public:
  Frame() = default;
  /// Errors: ShapeError unless there is one entry a column.
  Frame(Matrix x, std::vector<ColumnInfo> columns)
      : x_(std::move(x)),
        columns_(std::make_shared<const std::vector<ColumnInfo>>(std::move(columns))) {
    core::require_length(std::ssize(*columns_), x_.cols(), "data.frame", "column descriptions");
  }

  operator FrameView() const { return FrameView(x_, columns_); }
  FrameView view() const { return *this; }
  const Matrix& matrix() const { return x_; }
  Index rows() const { return x_.rows(); }
  Index cols() const { return x_.cols(); }

 private:
  Matrix x_;
  std::shared_ptr<const std::vector<ColumnInfo>> columns_;
};

}  // namespace limn::inline LIMN_ABI::data
