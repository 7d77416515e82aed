// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <charconv>
#include <cstdint>

#include <limn/cluster/detail/segment_table.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Nine digits: enough to hold what `readable` leaves.
inline std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), value, std::chars_format::general, 9);
  return std::string(text, end.ptr);
}

enum class Rounding { nearest, down, up };

/// `value` to a hundredth of the power of ten below `range`, as number_text writes it.
inline double readable(double value, double range, Rounding rounding) {
  if (range > 0.0 && std::isfinite(range)) {
    const double step = std::pow(10.0, std::floor(std::log10(range))) / 100.0;
    const double steps = value / step;
    const double whole = rounding == Rounding::nearest ? std::round(steps)
                         : rounding == Rounding::down  ? std::floor(steps)
                                                       : std::ceil(steps);
    if (std::isfinite(whole * step)) value = whole * step;
  }
  const std::string text = number_text(value);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value == 0.0 ? 0.0 : value;  // no -0
}

struct RuleOptions {
  std::size_t max_predicates, n_thresholds, beam_width;
  bool by_precision;
  double min_coverage;
};

/// Rows the search looks at: all of small segments, evenly spaced ones of large, each standing for
/// `weight` rows. The rows of a segment fill whole words of the bit sets below.
struct RuleSample {
  std::vector<Index> rows;            ///< -1 where a word is padded
  std::vector<std::size_t> word_end;  ///< of each segment
  std::vector<double> weight;         ///< of each segment

  explicit RuleSample(const SegmentTable& table) {
    const std::size_t most = std::max<std::size_t>(256, 20'000 / table.segments.size());
    for (const SegmentRows& segment : table.segments) {
      const std::size_t n = segment.rows.size(), taken = std::min(n, most);
      for (std::size_t i = 0; i < taken; ++i) rows.push_back(segment.rows[i * n / taken]);
      while (rows.size() % 64 != 0) rows.push_back(-1);
      word_end.push_back(rows.size() / 64);
      weight.push_back(taken ? static_cast<double>(n) / static_cast<double>(taken) : 0.0);
    }
  }
  std::size_t n_words() const { return rows.size() / 64; }
};

using RuleBits = std::vector<std::uint64_t>;

/// The best rule for one segment: conditions are added one by one, the best `beam_width` rules of
/// each length go on.
class RuleSearch {
 public:
  RuleSearch(const SegmentTable& table, const RuleSample& sample, std::size_t segment,
             const RuleOptions& options)
      : table_(table), sample_(sample), segment_(segment), options_(options) {
    for (Index column = 0; column < table.x.cols(); ++column) add_column(column);
  }

  std::vector<Predicate> best() const {
    constexpr double least_gain = 0.005;
    RuleBits all(sample_.n_words(), 0);
    for (std::size_t i = 0; i < sample_.rows.size(); ++i)
      if (sample_.rows[i] >= 0) all[i / 64] |= std::uint64_t{1} << (i % 64);
    std::vector<Rule> beam{{{}, score(all, all), all}};
    Rule best = beam[0];
    for (std::size_t length = 1; length <= options_.max_predicates; ++length) {
      beam = longer(beam);
      if (beam.empty()) break;
      if (beam[0].score > best.score + least_gain) best = beam[0];
    }
    std::vector<Predicate> out;
    for (const std::size_t at : best.parts) out.push_back(predicates_[at]);
    return out;
  }

 private:
  struct Rule {
    std::vector<std::size_t> parts;
    double score;
    RuleBits bits;
  };
  struct Step {
    double score;
    std::size_t rule, predicate;
  };

  void add(Index column, std::string relation, double value, std::string level = "") {
    Predicate predicate{table_.names[static_cast<std::size_t>(column)], column, std::move(relation),
                        value, std::move(level)};
    RuleBits bits(sample_.n_words(), 0);
    bool some = false, every = true;
    for (std::size_t i = 0; i < sample_.rows.size(); ++i) {
      if (sample_.rows[i] < 0) continue;
      const bool holds = predicate.holds(table_.x(sample_.rows[i], column));
      bits[i / 64] |= std::uint64_t{holds} << (i % 64);
      some = some || holds, every = every && holds;
    }
    if (!some || every) return;
    predicates_.push_back(std::move(predicate));
    bits_.push_back(std::move(bits));
  }

  void add_column(Index column) {
    if (table_.is_category(column)) {
      for (const double code : frequent_codes(table_, column, 32))
        add(column, "=", code, table_.level(column, code));
    } else {
      const std::vector<double> thresholds = column_thresholds(column);
      for (const double t : thresholds) add(column, "<=", t);
      for (const double t : thresholds) add(column, ">=", t);
    }
    add(column, "is missing", 0.0);
    add(column, "is known", 0.0);
  }

  /// Sorted values of the sample, of one segment or of all.
  std::vector<double> values(Index column, bool own) const {
    std::vector<double> out;
    const std::size_t begin = own && segment_ > 0 ? sample_.word_end[segment_ - 1] * 64 : 0;
    const std::size_t end = own ? sample_.word_end[segment_] * 64 : sample_.rows.size();
    for (std::size_t i = begin; i < end; ++i) {
      if (sample_.rows[i] < 0) continue;
      if (const double v = table_.x(sample_.rows[i], column); !std::isnan(v)) out.push_back(v);
    }
    std::ranges::sort(out);
    return out;
  }

  /// Quantiles of all rows, and the ends of the segment's own, rounded to what can be read.
  std::vector<double> column_thresholds(Index column) const {
    const std::vector<double> all = values(column, false), own = values(column, true);
    if (all.empty()) return {};
    const auto quantile = [](const std::vector<double>& sorted, double share) {
      return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
    };
    std::vector<double> out(all);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (out.size() > options_.n_thresholds) {
      out.clear();
      const double range = quantile(all, 0.95) - quantile(all, 0.05);
      for (std::size_t i = 0; i <= options_.n_thresholds; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(options_.n_thresholds);
        out.push_back(readable(quantile(all, share), range, Rounding::nearest));
      }
      for (const double share : {0.0, 0.02, 0.05, 0.1})
        if (!own.empty()) out.push_back(readable(quantile(own, share), range, Rounding::down));
      for (const double share : {0.9, 0.95, 0.98, 1.0})
        if (!own.empty()) out.push_back(readable(quantile(own, share), range, Rounding::up));
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  /// Of the rows in both sets: F1, or precision with coverage below the least counting negative.
  double score(const RuleBits& a, const RuleBits& b) const {
    double found = 0.0, right = 0.0;
    std::size_t word = 0;
    for (std::size_t s = 0; s < sample_.word_end.size(); ++s) {
      int n = 0;
      for (; word < sample_.word_end[s]; ++word) n += std::popcount(a[word] & b[word]);
      found += sample_.weight[s] * n;
      if (s == segment_) right = sample_.weight[s] * n;
    }
    const double size = static_cast<double>(table_.segments[segment_].rows.size());
    if (!options_.by_precision) return 2.0 * right / (found + size);
    const double coverage = right / size;
    return coverage >= options_.min_coverage && found > 0.0 ? right / found : coverage - 1.0;
  }

  bool fits(const Rule& rule, std::size_t candidate) const {
    const Predicate& p = predicates_[candidate];
    return std::ranges::none_of(rule.parts, [&](std::size_t part) {
      const Predicate& q = predicates_[part];
      const bool same_column = p.column == q.column;
      const bool interval = p.relation != q.relation && p.relation.size() == 2 &&
                            q.relation.size() == 2;  // "<=" with ">="
      return same_column && !interval;
    });
  }

  std::vector<Rule> longer(const std::vector<Rule>& beam) const {
    std::vector<Step> steps;
    for (std::size_t r = 0; r < beam.size(); ++r)
      for (std::size_t p = 0; p < predicates_.size(); ++p)
        if (fits(beam[r], p) && (beam[r].parts.empty() || beam[r].parts.back() != p))
          steps.push_back({score(beam[r].bits, bits_[p]), r, p});
    std::ranges::stable_sort(steps, std::ranges::greater{}, &Step::score);
    std::vector<Rule> out;
    std::vector<std::vector<std::size_t>> seen;
    for (const Step& step : steps) {
      if (out.size() >= options_.beam_width) break;
      Rule rule = beam[step.rule];
      rule.parts.push_back(step.predicate);
      rule.score = step.score;
      std::vector<std::size_t> sorted = rule.parts;
      std::ranges::sort(sorted);
      if (std::ranges::find(seen, sorted) != seen.end()) continue;
      seen.push_back(std::move(sorted));
      for (std::size_t w = 0; w < rule.bits.size(); ++w) rule.bits[w] &= bits_[step.predicate][w];
      out.push_back(std::move(rule));
    }
    return out;
  }

  const SegmentTable& table_;
  const RuleSample& sample_;
  std::size_t segment_;
  RuleOptions options_;
  std::vector<Predicate> predicates_;
  std::vector<RuleBits> bits_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
