// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <limn/profiler/detail/html.hpp>
#include <limn/profiler/detail/report.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

inline constexpr std::string_view report_style = R"css(
:root{--ink:#1b2330;--soft:#5d6b7e;--line:#e3e8ef;--paper:#f6f8fb;--card:#fff;--accent:#3565d9;--warm:#d97a35;--good:#23895b}
@media(prefers-color-scheme:dark){:root{--ink:#e7ecf4;--soft:#9aa8bb;--line:#2b3543;--paper:#12161d;--card:#1a212b;--accent:#7ba0ff;--warm:#f0a367;--good:#5fc797}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif}
main{max-width:1160px;margin:0 auto;padding:32px 20px 64px}h1{font-size:28px;margin:0 0 4px}h2{font-size:19px;margin:36px 0 12px}
p{margin:6px 0}.soft{color:var(--soft)}.grid{display:grid;gap:14px;grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 16px}.big{font-size:24px;font-weight:650}
.wide{grid-template-columns:repeat(auto-fit,minmax(440px,1fr))}table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}
th,td{padding:8px 12px;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}th{font-size:12px;color:var(--soft);font-weight:600}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.n{text-align:right}tr:last-child td{border-bottom:0}
code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--paper);padding:1px 5px;border-radius:5px}
svg text{fill:var(--ink);font-size:12px}svg .soft{fill:var(--soft)}.bar{fill:var(--accent)}.up{fill:var(--good)}.down{fill:var(--warm)}
.lifts{border:0;margin-top:8px;font-size:13px}.lifts td{padding:2px 6px 2px 0;border:0}.track{width:38%}.track svg{display:block;width:100%;height:12px}
.scroll th,.scroll td{padding:7px 9px;font-size:14px}.scroll th{font-size:12px}details{margin-top:24px}pre{overflow:auto;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px;font-size:12px}.scroll{overflow-x:auto}
)css";

inline std::string tile(std::string_view label, const std::string& value) {
  return "<div class=card><div class=soft>" + escape(label) + "</div><div class=big>" +
         escape(value) + "</div></div>";
}

/// Horizontal bars with their label left and value right; widths follow the largest.
inline std::string bars(const std::vector<std::pair<std::string, double>>& rows,
                        const std::vector<std::string>& shown) {
  constexpr int label_width = 210, bar_width = 300, step = 24;
  double largest = 1e-12;
  for (const auto& row : rows) largest = std::max(largest, row.second);
  std::string out = "<svg viewBox=\"0 0 600 " +
                    std::to_string(static_cast<int>(rows.size()) * step + 4) +
                    "\" width=\"100%\" role=img>";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int y = static_cast<int>(i) * step;
    const std::string width = fixed(std::max(1.0, rows[i].second / largest * bar_width), 1);
    out += "<text x=0 y=" + std::to_string(y + 16) + ">" + escape(rows[i].first) +
           "</text><rect class=bar rx=3 x=" + std::to_string(label_width) +
           " y=" + std::to_string(y + 4) + " width=" + width +
           " height=16 /><text class=soft x=" + std::to_string(label_width + bar_width + 10) +
           " y=" + std::to_string(y + 16) + ">" + escape(shown[i]) + "</text>";
  }
  return out + "</svg>";
}

/// Columns side by side with the first and last label below.
inline std::string columns(const std::vector<double>& heights, const std::string& first,
                           const std::string& last) {
  constexpr double width = 600.0, height = 120.0;
  double largest = 1e-12;
  for (const double h : heights) largest = std::max(largest, h);
  const double step = width / static_cast<double>(std::max<std::size_t>(heights.size(), 1));
  std::string out = "<svg viewBox=\"0 0 600 142\" width=\"100%\" role=img>";
  for (std::size_t i = 0; i < heights.size(); ++i) {
    const double h = heights[i] / largest * height;
    out += "<rect class=bar rx=2 x=" + fixed(static_cast<double>(i) * step + 1.0, 1) +
           " y=" + fixed(height - h, 1) + " width=" + fixed(std::max(1.0, step - 2.0), 1) +
           " height=" + fixed(h, 1) + " />";
  }
  return out + "<text class=soft x=0 y=138>" + escape(first) +
         "</text><text class=soft x=600 y=138 text-anchor=end>" + escape(last) + "</text></svg>";
}

/// How far the clearest features of a segment lie above (right) or below (left) all users; a bar's
/// length is the logarithm of the lift, full at 16 times or a 16th.
inline std::string lift_chart(const std::vector<Lift>& lifts) {
  std::string out = "<table class=lifts>";
  for (const Lift& lift : lifts) {
    const double log_lift = std::log2(std::clamp(lift.value, 0.0625, 16.0)) / 4.0;
    const double length = std::max(1.0, std::abs(log_lift) * 50.0);
    const double left = log_lift >= 0 ? 50.0 : 50.0 - length;
    out += "<tr><td>" + escape(lift.feature) +
           "<td class=track><svg viewBox=\"0 0 100 10\" preserveAspectRatio=none><rect class=" +
           (log_lift >= 0 ? "up" : "down") + " x=" + fixed(left, 1) +
           " y=0 width=" + fixed(length, 1) + " height=10 /></svg><td class=n>" +
           fixed(lift.value, 2) + "×</tr>";
  }
  return out + "</table>";
}

inline std::string segment_cards(const std::vector<SegmentSummary>& segments) {
  std::string out = "<div class=\"grid wide\">";
  for (const SegmentSummary& s : segments)
    out += "<div class=card><strong>" + escape(s.name) + "</strong> <span class=soft>" +
           escape(s.name_zh) + "</span><p><span class=big>" + fixed(100.0 * s.share, 1) +
           " %</span> <span class=soft>" + grouped(s.n_users) + " users</span></p>" +
           (s.rule.empty() ? std::string()
                           : "<p><code>" + escape(s.rule) + "</code></p><p class=soft>coverage " +
                                 fixed(100.0 * s.coverage, 0) + " %, precision " +
                                 fixed(100.0 * s.precision, 0) + " %</p>") +
           lift_chart(s.lifts) + "</div>";
  return out + "</div>";
}

/// Which protocol and split stand behind which rows, each said once.
inline std::string protocol_list(const Evaluation& evaluation) {
  std::vector<std::string> said;
  for (const EvaluationRow& r : evaluation.rows) {
    std::string line = r.protocol + (r.split.empty() ? "" : "; split " + r.split);
    if (std::ranges::find(said, line) == said.end()) said.push_back(std::move(line));
  }
  std::string out = "<details><summary>Protocols</summary><ul>";
  for (const std::string& line : said) out += "<li>" + escape(line);
  return out + "</ul></details>";
}

inline std::string evaluation_table(const Evaluation& evaluation) {
  if (evaluation.rows.empty()) return "<p class=soft>Nothing was held out.</p>";
  const auto range = [](double low, double high) {
    return fixed(low, 4) + " to " + fixed(high, 4);
  };
  std::string out =
      "<div class=scroll><table><tr><th>part<th>metric<th class=n>value<th class=n>95 %<th>baseline"
      "<th class=n>its value<th class=n>95 % of the difference<th class=n>users</tr>";
  for (const EvaluationRow& r : evaluation.rows)
    out += "<tr title=\"" + escape(r.protocol) + "\"><td>" + escape(r.part) + "<td>" +
           escape(r.metric) + "<td class=n><strong>" + fixed(r.value, 4) + "</strong><td class=n>" +
           range(r.low, r.high) + "<td>" + escape(r.baseline) + "<td class=n>" +
           fixed(r.baseline_value, 4) + "<td class=n>" +
           range(r.difference_low, r.difference_high) + "<td class=n>" + grouped(r.n) + "</tr>";
  out += "</table></div>" + protocol_list(evaluation);
  for (const std::string& note : evaluation.notes) out += "<p class=soft>" + escape(note) + "</p>";
  return out;
}

inline std::string data_section(const ReportData& d) {
  std::string out = "<div class=grid>" + tile("users", grouped(d.n_users)) +
                    tile("events", grouped(d.n_events)) + tile("items", grouped(d.n_items)) +
                    tile("segments", grouped(static_cast<std::int64_t>(d.segments.size()))) +
                    "</div>";
  if (!d.activity.empty()) {
    std::vector<double> heights;
    for (const auto& period : d.activity) heights.push_back(static_cast<double>(period.second));
    out += "<h2>Activity</h2><div class=card>" +
           columns(heights, d.activity.front().first, d.activity.back().first) + "</div>";
  }
  if (!d.cleaning.empty()) {
    out += "<h2>Cleaning</h2><table><tr><th>step<th class=n>events set aside</tr>";
    for (const auto& [step, n] : d.cleaning)
      out += "<tr><td>" + escape(step) + "<td class=n>" + grouped(n) + "</tr>";
    out += "</table>";
  }
  return out;
}

inline std::string quality_section(const ReportData& d) {
  std::string out;
  if (!d.gaps.empty()) {
    std::vector<std::pair<std::string, double>> rows(
        d.gaps.begin(), d.gaps.begin() + std::min<std::ptrdiff_t>(12, std::ssize(d.gaps)));
    std::vector<std::string> shown;
    for (const auto& row : rows) shown.push_back(fixed(100.0 * row.second, 1) + " %");
    out += "<h2>Gaps that were filled</h2><div class=card>" + bars(rows, shown) + "</div>";
  }
  if (!d.outlier_histogram.empty()) {
    std::vector<double> heights;  // square roots: the few strange users must stay visible
    for (const std::int64_t n : d.outlier_histogram)
      heights.push_back(std::sqrt(static_cast<double>(n)));
    out += "<h2>Outlier score</h2><div class=card>" + columns(heights, "0", "1") +
           "<p class=soft>users by score, heights as square roots</p></div>";
  }
  return out;
}

LIMN_INLINE std::string report_html(const ReportData& d) {
  std::string out =
      "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport "
      "content=\"width=device-width,initial-scale=1\"><title>limn report</title><style>" +
      std::string(report_style) + "</style><main><h1>User profiles</h1><p class=soft>" +
      (d.first_event.empty() ? "a log without a clock"
                             : escape(d.first_event + " to " + d.last_event)) +
      " · limn " + escape(d.version) + " · pipeline " + escape(d.pipeline) + "</p>";
  out += data_section(d) + "<h2>Segments</h2><p class=soft>silhouette " + fixed(d.silhouette, 3) +
         "; bars: mean of the segment over the mean of all users, on a doubling scale</p>" +
         segment_cards(d.segments);
  out += "<h2>How good is it?</h2>" + evaluation_table(d.evaluation) + quality_section(d);
  out += "<details><summary>Configuration</summary><pre>" + escape(d.config_json) +
         "</pre></details></main></html>\n";
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
