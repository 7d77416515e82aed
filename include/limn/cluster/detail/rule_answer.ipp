// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <limn/cluster/detail/rule_program.hpp>
#include <limn/core/error.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Runs a rule on data. Source of the operators: Wadhams (2015), JsonLogic, jsonlogic.com.
class RuleRun {
 public:
  RuleRun(const RuleValue* data, const RuleSource* source) : data_(data), source_(source) {}

  RuleValue answer(const RuleNode& node) const {
    switch (node.op) {
      case RuleOp::literal:
        return node.value;
      case RuleOp::list:
        return all_of(node);
      case RuleOp::var:
        return variable(node);
      case RuleOp::events:
        return source_ ? source_->ask(node.number) : RuleValue();
      case RuleOp::choose:
        return choose(node);
      case RuleOp::both:
      case RuleOp::either:
        return decide(node);
      case RuleOp::missing:
        return RuleValue(absent(keys_of(node)));
      case RuleOp::missing_some:
        return missing_some(node);
      case RuleOp::map:
      case RuleOp::filter:
      case RuleOp::reduce:
      case RuleOp::all:
      case RuleOp::none:
      case RuleOp::some:
        return over_list(node);
      case RuleOp::merge:
        return merge(node);
      case RuleOp::cat:
        return cat(node);
      case RuleOp::substr:
        return substr(node);
      case RuleOp::in:
        return in(argument(node, 0), argument(node, 1));
      case RuleOp::log:
        return argument(node, 0);
      default:
        return plain(node);
    }
  }

 private:
  using List = RuleValue::List;
  static constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  static constexpr std::size_t most = std::size_t{1} << 20;

  static void require_size(std::size_t size) {
    if (size <= most) return;
    throw LimitError(ErrorCode::limit_size, {.component = "cluster.rules",
                                             .place = "a text or list made by a rule",
                                             .got = std::to_string(size),
                                             .expected = "at most " + std::to_string(most),
                                             .fix = "mend the rule"});
  }
  RuleValue argument(const RuleNode& node, std::size_t i) const {
    return i < node.args.size() ? answer(node.args[i]) : RuleValue();
  }
  List all_of(const RuleNode& node) const {
    List out;
    for (const RuleNode& arg : node.args) out.push_back(answer(arg));
    return out;
  }

  /// Comparisons and arithmetic: all arguments first.
  RuleValue plain(const RuleNode& node) const {
    const RuleValue a = argument(node, 0);
    if (node.op == RuleOp::no) return !a.is_true();
    if (node.op == RuleOp::yes) return a.is_true();
    if (node.op == RuleOp::subtract && node.args.size() < 2) return -a.to_number();
    if (node.op == RuleOp::add || node.op == RuleOp::multiply || node.op == RuleOp::largest ||
        node.op == RuleOp::smallest)
      return fold(node);
    const RuleValue b = argument(node, 1);
    switch (node.op) {
      case RuleOp::equal:
        return a.equals(b);
      case RuleOp::same:
        return a.same_as(b);
      case RuleOp::unequal:
        return !a.equals(b);
      case RuleOp::differ:
        return !a.same_as(b);
      case RuleOp::greater:
        return b.below(a, false);
      case RuleOp::at_least:
        return b.below(a, true);
      case RuleOp::less:
      case RuleOp::at_most: {
        const bool equal = node.op == RuleOp::at_most;
        return a.below(b, equal) && (node.args.size() < 3 || b.below(argument(node, 2), equal));
      }
      case RuleOp::subtract:
        return a.to_number() - b.to_number();
      case RuleOp::divide:
        return a.to_number() / b.to_number();
      case RuleOp::remainder:
        return std::fmod(a.to_number(), b.to_number());
      default:
        return {};
    }
  }
  RuleValue fold(const RuleNode& node) const {
    if (node.args.empty()) return node.op == RuleOp::add ? RuleValue(0.0) : RuleValue();
    double out = argument(node, 0).to_number();
    for (std::size_t i = 1; i < node.args.size(); ++i) {
      const double next = argument(node, i).to_number();
      if (node.op == RuleOp::add) out += next;
      if (node.op == RuleOp::multiply) out *= next;
      if (node.op == RuleOp::largest) out = std::isnan(next) || next > out ? next : out;
      if (node.op == RuleOp::smallest) out = std::isnan(next) || next < out ? next : out;
    }
    return out;
  }

  RuleValue choose(const RuleNode& node) const {
    std::size_t i = 0;
    for (; i + 1 < node.args.size(); i += 2)
      if (answer(node.args[i]).is_true()) return answer(node.args[i + 1]);
    return argument(node, i);
  }
  /// and, or: the argument that decides.
  RuleValue decide(const RuleNode& node) const {
    RuleValue last;
    for (const RuleNode& arg : node.args) {
      last = answer(arg);
      if (last.is_true() == (node.op == RuleOp::either)) return last;
    }
    return last;
  }

  RuleValue variable(const RuleNode& node) const {
    if (node.number >= 0 && !data_) {
      RuleValue out = source_ ? source_->value(node.number) : RuleValue();
      return out.is_null() ? argument(node, 1) : out;
    }
    const RuleValue key = argument(node, 0);
    const bool whole = key.is_null() || (key.text() && key.text()->empty());
    if (whole) return data_ ? *data_ : RuleValue();
    bool found = false;
    RuleValue out = look_up(key.to_text(), found);
    return found ? out : argument(node, 1);
  }
  RuleValue look_up(const std::string& path, bool& found) const {
    if (!data_) {
      RuleValue out = source_ ? source_->value(path) : RuleValue();
      found = !out.is_null();
      return out;
    }
    const RuleValue* at = data_;
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find('.', begin), path.size());
      at = part_of(*at, path.substr(begin, end - begin));
      if (!at) return {};
      begin = end + 1;
    }
    found = true;
    return *at;
  }
  static const RuleValue* part_of(const RuleValue& whole, const std::string& key) {
    if (const RuleValue::Object* object = whole.object()) {
      for (const auto& [name, value] : *object)
        if (name == key) return &value;
    } else if (const List* list = whole.list()) {
      const double at = key.empty() ? nothing : RuleValue(key).to_number();
      if (at >= 0 && at < static_cast<double>(list->size()) && at == std::floor(at))
        return &(*list)[static_cast<std::size_t>(at)];
    }
    return nullptr;
  }

  List keys_of(const RuleNode& node) const {
    List keys = all_of(node);
    if (!keys.empty() && keys[0].list()) return List(*keys[0].list());
    return keys;
  }
  List absent(const List& keys) const {
    List out;
    for (const RuleValue& key : keys) {
      bool found = false;
      const RuleValue value = look_up(key.to_text(), found);
      if (!found || value.is_null() || (value.text() && value.text()->empty())) out.push_back(key);
    }
    return out;
  }
  RuleValue missing_some(const RuleNode& node) const {
    const RuleValue keys = argument(node, 1);
    if (!keys.list()) return List{};
    List out = absent(*keys.list());
    const auto there = static_cast<double>(keys.list()->size() - out.size());
    return there >= argument(node, 0).to_number() ? List{} : out;
  }

  RuleValue over_list(const RuleNode& node) const {
    const RuleValue given = argument(node, 0);
    const List empty;
    const List& items = given.list() ? *given.list() : empty;
    const auto on = [&](const RuleValue& item) {
      return node.args.size() > 1 ? RuleRun(&item, source_).answer(node.args[1]) : RuleValue();
    };
    if (node.op == RuleOp::reduce) return reduce(node, items);
    List out;
    for (const RuleValue& item : items) {
      if (node.op == RuleOp::map)
        out.push_back(on(item));
      else if (on(item).is_true())
        out.push_back(item);
      else if (node.op == RuleOp::all)
        return false;
    }
    if (node.op == RuleOp::all) return !items.empty();
    if (node.op == RuleOp::none) return out.empty();
    if (node.op == RuleOp::some) return !out.empty();
    return out;
  }
  RuleValue reduce(const RuleNode& node, const List& items) const {
    RuleValue out = argument(node, 2);
    for (const RuleValue& item : items) {
      const RuleValue scope(RuleValue::Object{{"current", item}, {"accumulator", out}});
      out = node.args.size() > 1 ? RuleRun(&scope, source_).answer(node.args[1]) : RuleValue();
    }
    return out;
  }

  RuleValue merge(const RuleNode& node) const {
    List out;
    for (const RuleValue& part : all_of(node)) {
      if (const List* list = part.list())
        out.insert(out.end(), list->begin(), list->end());
      else
        out.push_back(part);
      require_size(out.size());
    }
    return out;
  }
  RuleValue cat(const RuleNode& node) const {
    std::string out;
    for (const RuleValue& part : all_of(node)) {
      if (!part.is_null()) out += part.to_text();
      require_size(out.size());
    }
    return out;
  }
  static RuleValue in(const RuleValue& part, const RuleValue& whole) {
    if (const std::string* text = whole.text())
      return text->find(part.to_text()) != std::string::npos;
    const List* list = whole.list();
    return list &&
           std::ranges::any_of(*list, [&](const RuleValue& item) { return item.same_as(part); });
  }
  /// Counted in characters, not in bytes.
  RuleValue substr(const RuleNode& node) const {
    const std::string text = argument(node, 0).to_text();
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < text.size(); ++i)
      if ((text[i] & '\xc0') != '\x80') at.push_back(i);
    const auto n = static_cast<double>(at.size());
    at.push_back(text.size());
    const auto whole = [](double value) { return std::isnan(value) ? 0.0 : std::trunc(value); };
    double first = whole(argument(node, 1).to_number());
    first = std::clamp(first < 0 ? n + first : first, 0.0, n);
    double last = n;
    if (node.args.size() > 2) {
      const double length = whole(argument(node, 2).to_number());
      last = std::clamp(length < 0 ? n + length : first + length, first, n);
    }
    const std::size_t begin = at[static_cast<std::size_t>(first)];
    return text.substr(begin, at[static_cast<std::size_t>(last)] - begin);
  }

  const RuleValue* data_;
  const RuleSource* source_;
};

LIMN_INLINE RuleValue answer_rule(const RuleNode& rule, const RuleValue* data,
                                  const RuleSource* source) {
  return RuleRun(data, source).answer(rule);
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
