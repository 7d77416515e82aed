// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/core/params.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::core {

enum class Dtype : std::uint8_t { u8, i32, i64, u32, u64, f32, f64 };

std::size_t size_of(Dtype dtype);

/// A named block of numbers of a fitted component, row-major and little-endian.
struct Tensor {
  Dtype dtype = Dtype::u8;
  std::vector<std::size_t> shape;
  std::vector<std::byte> bytes;

  bool operator==(const Tensor&) const = default;
};

/// What a component is made of, once learned: its name, format and options, its tensors, and the
/// components inside it. Model files, pickles, comparison, copies between languages and the memory
/// report are all views of an Archive; a component only offers `state(v)`.
struct Archive {
  std::string component;
  std::uint32_t format = 0;
  Values params;
  std::vector<std::pair<std::string, Tensor>> tensors;
  std::vector<std::pair<std::string, Archive>> children;

  bool operator==(const Archive&) const = default;
  /// Sum of all tensor bytes, children included.
  std::size_t n_bytes() const;
};

/// Anything that turns itself into an archive and back: the type-erased holders of any.hpp.
template <class T>
concept Archived = requires(T t, const T fixed, const Archive& archive) {
  { fixed.to_archive() } -> std::same_as<Archive>;
  t.from_archive(archive);
};

template <class C>
Archive to_archive(const C& component);
template <class C>
C from_archive(const Archive& archive);

[[noreturn]] void throw_state(std::string_view component, std::string_view place,
                              std::string_view got, std::string_view expected);

/// Errors: FormatError unless `ok`: what components call in `check_state()` after loading, so that
/// a hostile file can never lead to an index out of range.
inline void require_state(bool ok, std::string_view component, std::string_view what) {
  if (!ok) throw_state(component, what, "an impossible value", "the state of a fitted object");
}

namespace detail {

template <class T>
constexpr Dtype dtype_of() {
  if constexpr (std::same_as<T, float>)
    return Dtype::f32;
  else if constexpr (std::same_as<T, double>)
    return Dtype::f64;
  else if constexpr (sizeof(T) == 1)
    return Dtype::u8;
  else if constexpr (sizeof(T) == 4)
    return std::signed_integral<T> ? Dtype::i32 : Dtype::u32;
  else
    return std::signed_integral<T> ? Dtype::i64 : Dtype::u64;
}

template <class T>
concept Number = std::integral<T> || std::floating_point<T>;
template <class T>
concept NamedComponent = Described<T>;
template <class T>
concept DenseMatrix = std::derived_from<T, Eigen::PlainObjectBase<T>>;
template <class T>
concept Struct = requires(T t, NullVisitor v) { t.state(v); };

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};

template <Number T>
Tensor make_tensor(std::vector<std::size_t> shape, const T* data, std::size_t n) {
  Tensor out{dtype_of<T>(), std::move(shape), std::vector<std::byte>(n * sizeof(T))};
  if (n) std::memcpy(out.bytes.data(), data, out.bytes.size());
  return out;
}

/// Visits state(v) and writes each member into an archive.
class Writer {
 public:
  explicit Writer(Archive& out, std::string prefix = "") : out_(out), prefix_(std::move(prefix)) {}

  template <class T>
  void operator()(std::string_view key, const T& member) {
    const std::string path = prefix_ + std::string(key);
    if constexpr (Archived<T>) {
      out_.children.emplace_back(path, member.to_archive());
    } else if constexpr (NamedComponent<T>) {
      out_.children.emplace_back(path, core::to_archive(member));
    } else if constexpr (Number<T>) {
      put(path, {}, &member, 1);
    } else if constexpr (std::same_as<T, std::string>) {
      put(path, {member.size()}, reinterpret_cast<const std::uint8_t*>(member.data()),
          member.size());
    } else if constexpr (DenseMatrix<T>) {
      static_assert(T::IsRowMajor || T::IsVectorAtCompileTime);
      std::vector<std::size_t> shape{static_cast<std::size_t>(member.rows())};
      if (!T::IsVectorAtCompileTime) shape.push_back(static_cast<std::size_t>(member.cols()));
      if (T::IsVectorAtCompileTime) shape[0] = static_cast<std::size_t>(member.size());
      put(path, std::move(shape), member.data(), static_cast<std::size_t>(member.size()));
    } else if constexpr (is_optional<T>::value) {
      (*this)(std::string(key) + ".set", static_cast<std::uint8_t>(member.has_value()));
      if (member) (*this)(key, *member);
    } else if constexpr (is_vector<T>::value) {
      list(std::string(key), path, member);
    } else {
      static_assert(Struct<T>, "state(v) can visit numbers, texts, matrices, lists and structs");
      const_cast<T&>(member).state(Writer(out_, path + "."));  // a Writer only reads
    }
  }

 private:
  template <Number T>
  void put(const std::string& path, std::vector<std::size_t> shape, const T* data, std::size_t n) {
    out_.tensors.emplace_back(path, make_tensor(std::move(shape), data, n));
  }
  template <class T>
  void list(const std::string& key, const std::string& path, const std::vector<T>& values) {
    if constexpr (Number<T>) {
      put(path, {values.size()}, values.data(), values.size());
    } else if constexpr (std::same_as<T, std::string>) {
      std::string text;
      std::vector<std::int64_t> ends;
      for (const std::string& value : values) {
        text += value;
        ends.push_back(static_cast<std::int64_t>(text.size()));
      }
      (*this)(key + ".text", text);
      (*this)(key + ".ends", ends);
    } else {
      (*this)(key + ".size", static_cast<std::int64_t>(values.size()));
      for (std::size_t i = 0; i < values.size(); ++i)
        (*this)(key + "." + std::to_string(i), values[i]);
    }
  }

  Archive& out_;
  std::string prefix_;
};

/// Finds the parts of an archive by name and knows which were asked for. Parts are mostly asked for
/// in the order they were written, so the next one is tried first; a sorted index answers the rest,
/// so that no list of names, however long or hostile, costs more than to sort it.
template <class Part>
class PartFinder {
 public:
  explicit PartFinder(const std::vector<std::pair<std::string, Part>>& parts)
      : parts_(parts), used_(parts.size(), false) {}

  /// nullptr when there is none. A part that stands twice is found once: see unread().
  const Part* find(const std::string& name) {
    if (next_ < parts_.size() && parts_[next_].first == name) return take(next_);
    if (index_.empty()) sort_names();
    const auto found = std::lower_bound(
        index_.begin(), index_.end(), name,
        [&](std::size_t i, const std::string& wanted) { return parts_[i].first < wanted; });
    const bool there = found != index_.end() && parts_[*found].first == name;
    return there ? take(*found) : nullptr;
  }
  /// The name of a part nobody asked for; nullptr when all were.
  const std::string* unread() const {
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (!used_[i]) return &parts_[i].first;
    return nullptr;
  }

 private:
  void sort_names() {
    index_.resize(parts_.size());
    for (std::size_t i = 0; i < index_.size(); ++i) index_[i] = i;
    std::sort(index_.begin(), index_.end(), [&](std::size_t a, std::size_t b) {
      const int order = parts_[a].first.compare(parts_[b].first);
      return order != 0 ? order < 0 : a < b;
    });
  }
  const Part* take(std::size_t i) {
    used_[i] = true;
    next_ = i + 1;
    return &parts_[i].second;
  }

  const std::vector<std::pair<std::string, Part>>& parts_;
  std::vector<bool> used_;
  std::vector<std::size_t> index_;  // of parts_, by name
  std::size_t next_ = 0;
};

/// Visits state(v) and fills each member from an archive.
/// Errors: FormatError naming the tensor when one is absent or of another type, rank or size.
class Reader {
 public:
  explicit Reader(const Archive& in) : in_(in), parts_(std::make_shared<Parts>(in)) {}

  template <class T>
  void operator()(std::string_view key, T& member) const {
    const std::string path = prefix_ + std::string(key);
    if constexpr (Archived<T>) {
      member.from_archive(child(path));
    } else if constexpr (NamedComponent<T>) {
      member = core::from_archive<T>(child(path));
    } else if constexpr (Number<T>) {
      const Tensor& t = find(path, dtype_of<T>(), 0);
      if constexpr (std::same_as<T, bool>)
        member = t.bytes[0] != std::byte{0};  // a bool that is neither 0 nor 1 must never exist
      else
        std::memcpy(&member, t.bytes.data(), sizeof(T));
    } else if constexpr (std::same_as<T, std::string>) {
      const Tensor& t = find(path, Dtype::u8, 1);
      member.assign(reinterpret_cast<const char*>(t.bytes.data()), t.bytes.size());
    } else if constexpr (DenseMatrix<T>) {
      matrix(path, member);
    } else if constexpr (is_optional<T>::value) {
      std::uint8_t set = 0;
      (*this)(std::string(key) + ".set", set);
      member.reset();
      if (set) (*this)(key, member.emplace());
    } else if constexpr (is_vector<T>::value) {
      list(std::string(key), path, member);
    } else {
      member.state(Reader(*this, path + "."));
      if constexpr (requires { member.check_state(); }) member.check_state();
    }
  }

  /// Errors: FormatError naming a tensor or a child that the component did not ask for.
  void finish() const;

 private:
  struct Parts {
    explicit Parts(const Archive& in) : tensors(in.tensors), children(in.children) {}
    PartFinder<Tensor> tensors;
    PartFinder<Archive> children;
  };
  Reader(const Reader& whole, std::string prefix)
      : in_(whole.in_), prefix_(std::move(prefix)), parts_(whole.parts_) {}

  const Tensor& find(const std::string& path, Dtype dtype, std::size_t rank) const;
  const Archive& child(const std::string& path) const;

  template <class T>
  void matrix(const std::string& path, T& member) const {
    const Tensor& t = find(path, dtype_of<typename T::Scalar>(), T::IsVectorAtCompileTime ? 1 : 2);
    const auto rows = static_cast<Index>(t.shape[0]);
    if constexpr (T::IsVectorAtCompileTime)
      member.resize(rows);
    else
      member.resize(rows, static_cast<Index>(t.shape[1]));
    if (!t.bytes.empty()) std::memcpy(member.data(), t.bytes.data(), t.bytes.size());
  }
  template <class T>
  void list(const std::string& key, const std::string& path, std::vector<T>& values) const {
    if constexpr (Number<T>) {
      const Tensor& t = find(path, dtype_of<T>(), 1);
      values.resize(t.shape[0]);
      if (!t.bytes.empty()) std::memcpy(values.data(), t.bytes.data(), t.bytes.size());
    } else if constexpr (std::same_as<T, std::string>) {
      std::string text;
      std::vector<std::int64_t> ends;
      (*this)(key + ".text", text);
      (*this)(key + ".ends", ends);
      texts(path, text, ends, values);
    } else {
      std::int64_t size = 0;
      (*this)(key + ".size", size);
      if (size < 0 || static_cast<std::size_t>(size) > in_.tensors.size() + in_.children.size())
        throw_state(in_.component, path, std::to_string(size) + " parts", "parts that are there");
      values.clear();
      values.resize(static_cast<std::size_t>(size));
      for (std::size_t i = 0; i < values.size(); ++i)
        (*this)(key + "." + std::to_string(i), values[i]);
    }
  }
  void texts(const std::string& path, const std::string& text,
             const std::vector<std::int64_t>& ends, std::vector<std::string>& out) const;

  const Archive& in_;
  std::string prefix_ = "";
  std::shared_ptr<Parts> parts_;
};

/// Errors: FormatError unless the archive holds a C of a format this version can read.
void check_identity(const Archive& archive, std::string_view component, std::uint32_t format);

}  // namespace detail

/// Everything a component has learned, with its options.
template <class C>
Archive to_archive(const C& component) {
  Archive out{std::string(C::name), C::format, to_values<C>(component.params()), {}, {}};
  const_cast<C&>(component).state(detail::Writer(out));  // a Writer only reads
  return out;
}

/// The component an archive holds; `check_state()` of the component, where it has one, has passed.
/// Errors: FormatError for another component, a newer format, absent, ill-shaped or unread tensors;
/// ParamError for options out of range.
template <class C>
C from_archive(const Archive& archive) {
  detail::check_identity(archive, C::name, C::format);
  C out(from_values<C>(archive.params));
  const detail::Reader reader(archive);
  out.state(reader);
  reader.finish();
  if constexpr (requires { out.check_state(); }) out.check_state();
  return out;
}

}  // namespace limn::inline LIMN_ABI::core

#ifdef LIMN_HEADER_ONLY
#include <limn/core/archive.ipp>
#endif
