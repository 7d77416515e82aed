// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <limn/cluster/detail/assign.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Assignment round after round. A row keeps, in one float, by how much its centre is nearer than
/// any other; as long as the centres since then moved by less, it is not looked at again. Labels
/// are those of full rounds. Source: Hamerly (2010), Making k-means even faster; here with the two
/// bounds of a row joined into one.
template <class View>
class BoundedRounds {
 public:
  using Scalar = typename View::Scalar;

  /// shift (d): near the rows; sums are of rows less it.
  BoundedRounds(const WeightedRows<View>& rows, Vector shift)
      : rows_(rows),
        shift_(std::move(shift)),
        labels_(Labels::Constant(rows.n(), -1)),
        room_(static_cast<std::size_t>(rows.n()), 0.0f) {}

  /// Gives each row its nearest centre; returns how many have another than before.
  Index place(const Matrix& centers) {
    const PackedCenters<Scalar> packed(centers);
    const bool first = before_.size() == 0;
    if (first) {
      sums_ = Matrix::Zero(centers.rows(), centers.cols());
      weights_ = Vector::Zero(centers.rows());
    }
    const std::vector<float> drop = first ? std::vector<float>() : drops(centers);
    std::vector<Part> parts(rows_.n_chunks());
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      Part& part = parts[chunk];
      part.sums = Matrix::Zero(centers.rows(), centers.cols());
      part.weights = Vector::Zero(centers.rows());
      if (first)
        place_all(packed, begin, end, part);
      else
        place_moved(packed, drop, begin, end, part);
    });
    Index changed = 0;
    for (const Part& part : parts) {
      changed += part.changed;
      if (part.changed) sums_ += part.sums, weights_ += part.weights;
    }
    if (rows_.weights && changed) weigh();
    before_ = centers;
    return changed;
  }

  /// The sums of the rows in place, with empty centres given rows far from their own.
  Assignment assignment(const Matrix& centers) {
    Assignment out{std::move(labels_), sums_ + weights_ * shift_.transpose(), weights_, true};
    relocate_empty(rows_, centers, out);
    labels_ = std::move(out.labels);
    return out;
  }

  const Vector& weights() const { return weights_; }
  Labels take_labels() { return std::move(labels_); }

 private:
  struct Part {
    Matrix sums;
    Vector weights;
    Index changed = 0;
  };
  struct Scratch {
    typename PackedCenters<Scalar>::Room own;
    std::vector<Index> rows;
    std::vector<std::int32_t> label, was;
    std::vector<float> room;
    std::vector<double> plus, minus;
    PlainRows<Scalar> plain, changed;
  };

  /// Weights anew: what was added and taken away need not come to 0 where no row is left.
  void weigh() {
    std::vector<Vector> parts(rows_.n_chunks(), Vector::Zero(weights_.size()));
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      for (Index row = begin; row < end; ++row) parts[chunk](labels_(row)) += rows_.weight(row);
    });
    weights_.setZero();
    for (const Vector& part : parts) weights_ += part;
  }

  /// By how much the lead of each centre's rows may have shrunk since the last call: (k).
  std::vector<float> drops(const Matrix& centers) const {
    const Vector moved = (centers - before_).rowwise().norm();
    double most = 0.0, second = 0.0;
    Index who = -1;
    for (Index j = 0; j < moved.size(); ++j)
      if (moved(j) > most)
        second = most, most = moved(j), who = j;
      else
        second = std::max(second, moved(j));
    std::vector<float> out;
    for (Index j = 0; j < moved.size(); ++j)
      out.push_back(static_cast<float>((moved(j) + (j == who ? second : most)) * (1.0 + 1e-5)));
    return out;
  }

  void place_all(const PackedCenters<Scalar>& packed, Index begin, Index end, Part& part) {
    typename PackedCenters<Scalar>::Room own;
    const auto unit = static_cast<float>(1.0 / packed.scale());
    rows_.for_each_block(begin, end, [&](const PlainRows<Scalar>& plain, Index first, Index last) {
      std::int32_t* label = labels_.data() + first;
      float* room = room_.data() + first;
      packed.nearest(
          rows_, plain, last - first, [&](Index r) { return first + r; }, own, label, room);
      for (Index r = 0; r < last - first; ++r) room[r] *= unit;
      gather(plain, last - first, rows_.d(), shift_, label,
             rows_.weights ? rows_.weights + first : nullptr, part.sums, part.weights);
    });
    part.changed = end - begin;
  }

  void place_moved(const PackedCenters<Scalar>& packed, const std::vector<float>& drop, Index begin,
                   Index end, Part& part) {
    Scratch s;
    const auto most = static_cast<std::size_t>(rows_.block_size());
    for (Index row = begin; row < end; ++row) {
      float& room = room_[static_cast<std::size_t>(row)];
      room -= drop[static_cast<std::size_t>(labels_(row))];
      if (!(room > 0.0f)) s.rows.push_back(row);
      if (s.rows.size() == most || (row + 1 == end && !s.rows.empty())) {
        place_some(packed, s, part);
        s.rows.clear();
      }
    }
  }

  void place_some(const PackedCenters<Scalar>& packed, Scratch& s, Part& part) {
    const Index n = std::ssize(s.rows), d = rows_.d();
    copy_rows(s.rows, s.plain);
    s.label.resize(s.rows.size());
    s.room.resize(s.rows.size());
    packed.nearest(
        rows_, s.plain, n, [&](Index r) { return s.rows[static_cast<std::size_t>(r)]; }, s.own,
        s.label.data(), s.room.data());
    std::size_t kept = 0;
    s.was.clear(), s.plus.clear(), s.minus.clear();
    for (std::size_t i = 0; i < s.rows.size(); ++i) {
      const Index row = s.rows[i];
      room_[static_cast<std::size_t>(row)] = s.room[i] / static_cast<float>(packed.scale());
      if (labels_(row) == s.label[i]) continue;
      s.was.push_back(labels_(row));
      s.plus.push_back(rows_.weight(row)), s.minus.push_back(-rows_.weight(row));
      labels_(row) = s.label[i];
      s.label[kept] = s.label[i];
      s.rows[kept++] = row;
    }
    if (kept == 0) return;
    s.rows.resize(kept);
    copy_rows(s.rows, s.changed);
    gather(s.changed, std::ssize(s.rows), d, shift_, s.label.data(), s.plus.data(), part.sums,
           part.weights);
    gather(s.changed, std::ssize(s.rows), d, shift_, s.was.data(), s.minus.data(), part.sums,
           part.weights);
    part.changed += std::ssize(s.rows);
  }

  void copy_rows(const std::vector<Index>& which, PlainRows<Scalar>& out) const {
    const Index d = rows_.d(), stride = rows_.x.innerStride();
    out.copy.resize(which.size() * static_cast<std::size_t>(d));
    Scalar* to = out.copy.data();
    for (const Index row : which) {
      const Scalar* from = &rows_.x.coeffRef(row, 0);
      if (stride == 1)
        std::copy_n(from, d, to);
      else
        for (Index c = 0; c < d; ++c) to[c] = from[c * stride];
      to += d;
    }
    out.cells = out.copy.data();
    out.ld = d;
  }

  const WeightedRows<View>& rows_;
  Vector shift_;
  Matrix before_;            ///< the centres of the last call
  Labels labels_;            ///< (n)
  std::vector<float> room_;  ///< (n) how much nearer the own centre surely is than any other
  Matrix sums_;              ///< (k, d) of rows less shift
  Vector weights_;           ///< (k)
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
