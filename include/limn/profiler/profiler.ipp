// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

#include <limn/core/version.hpp>
#include <limn/io/model_file.hpp>
#include <limn/profiler/detail/enroll.hpp>
#include <limn/profiler/detail/model.hpp>
#include <limn/profiler/detail/model_text.hpp>
#include <limn/profiler/detail/report.hpp>
#include <limn/profiler/detail/time_text.hpp>
#include <limn/profiler/profiler.hpp>

namespace limn::inline LIMN_ABI {
namespace profiler::detail {

inline ReportData report_data(const Model& model);

/// The whole prediction of a user whose history is in codes of `log`.
inline Prediction predict_with_return(const Model& model, const Who& who, const data::EventLog& log,
                                      double chance, std::int64_t as_of_us) {
  Prediction out = predict_for(model, who);
  if (!std::isnan(chance)) out.returns = return_score(model, log, who.history, chance, as_of_us);
  return out;
}

/// All names that a step of cleaning can have.
inline std::vector<std::string> cleaner_names() {
  std::vector<std::string> out = core::AnyEventFilter::names();
  for (std::string& name : core::AnyTransformer::names()) out.push_back(std::move(name));
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

/// Errors: ParamError for a name that filters neither events nor tables, or a wrong option.
inline void check_cleaner(const ComponentSpec& step) {
  const std::vector<std::string> known = cleaner_names();
  if (std::ranges::find(known, step.name) == known.end())
    core::throw_unknown_param("limn", step.name, known);
  if (cleans_table(step))
    core::AnyTransformer::from_name(step.name, step.params);
  else
    core::AnyEventFilter::from_name(step.name, step.params);
}

/// Makes one of each component, so that a wrong name or option is told now and not in the middle of
/// a long fit. Errors: ParamError.
inline void check_components(const Config& config) {
  for (const ComponentSpec& s : config.clean) check_cleaner(s);
  for (const ComponentSpec& s : config.features)
    core::AnyEventFeaturizer::from_name(s.name, s.params);
  for (const ComponentSpec& s : config.recommend) core::AnyRecommender::from_name(s.name, s.params);
  core::AnyTransformer::from_name(config.impute.name, config.impute.params);
  core::AnyTransformer::from_name(config.scale.name, config.scale.params);
  core::AnyScorer::from_name(config.outlier.name, config.outlier.params);
  core::AnyClusterer::from_name(config.segments.name, config.segments.params);
  if (config.encoder)
    core::AnySequenceEncoder::from_name(config.encoder->name, config.encoder->params);
}

}  // namespace profiler::detail

/// The configuration, and what was learnt: shared by copies, since nobody changes it.
struct Profiler::Hidden {
  Config config;
  std::shared_ptr<const profiler::detail::Model> model;

  const profiler::detail::Model& fitted() const {
    core::require_fitted(model != nullptr, "profiler");
    return *model;
  }
  static std::shared_ptr<const Hidden> of(profiler::detail::Model model) {
    Config config = model.config;
    return std::make_shared<const Hidden>(Hidden{
        std::move(config), std::make_shared<const profiler::detail::Model>(std::move(model))});
  }
};

namespace profiler::detail {

/// Everything fit does, once users without events have joined the log.
inline Model learn_all(Config config, const data::EventLog& log, People people,
                       const Monitor& monitor) {
  Model model;
  model.config = std::move(config);
  model.people = std::move(people);
  const bool with_encoder = model.config.encoder.has_value();
  clean(model, log, monitor.part(0.0, 0.05));
  const Matrix filled = describe(model, monitor.part(0.05, 0.15));
  segment(model, filled, monitor.part(0.15, 0.25));
  foresee(model, monitor.part(0.25, with_encoder ? 0.30 : 0.6));
  suggest(model, monitor.part(with_encoder ? 0.30 : 0.6, 1.0));
  model.rows.as_of_us.assign(model.log.n_users(), model.as_of_us);
  model.rows.embedding = model.encoder ? model.encoder->embed(model.log)
                                       : MatrixF(static_cast<Index>(model.log.n_users()), 0);
  std::uint64_t mixed = model.log.fingerprint();
  for (const char c : config_to_json(model.config))
    mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  model.pipeline = mixed;
  return model;
}

}  // namespace profiler::detail

LIMN_INLINE Profiler::Profiler() : Profiler(Config{}) {}
LIMN_INLINE Profiler::Profiler(Config config) {
  profiler::detail::enroll_rooms();
  // Names and options are checked now, not in the middle of a long fit.
  config = config_from_json(config_to_json(config));
  profiler::detail::check_components(config);
  hidden_ = std::make_shared<const Hidden>(Hidden{std::move(config), nullptr});
}
LIMN_INLINE Profiler::Profiler(const Profiler&) = default;
LIMN_INLINE Profiler::Profiler(Profiler&&) noexcept = default;
LIMN_INLINE Profiler& Profiler::operator=(const Profiler&) = default;
LIMN_INLINE Profiler& Profiler::operator=(Profiler&&) noexcept = default;
LIMN_INLINE Profiler::~Profiler() = default;

LIMN_INLINE const Config& Profiler::config() const { return hidden_->config; }
LIMN_INLINE bool Profiler::fitted() const { return hidden_->model != nullptr; }

LIMN_INLINE Profiler& Profiler::fit(const data::EventLog& log) { return fit(log, Monitor{}); }
LIMN_INLINE Profiler& Profiler::fit(const data::EventLog& log, const Monitor& monitor) {
  profiler::detail::People nobody;
  nobody.grow(static_cast<Index>(log.n_users()));
  hidden_ =
      Hidden::of(profiler::detail::learn_all(hidden_->config, log, std::move(nobody), monitor));
  return *this;
}
LIMN_INLINE Profiler& Profiler::fit(const data::EventLog& log, const data::Table& users,
                                    std::string_view id_column) {
  return fit(log, users, id_column, Monitor{});
}
LIMN_INLINE Profiler& Profiler::fit(const data::EventLog& log, const data::Table& users,
                                    std::string_view id_column, const Monitor& monitor) {
  using namespace profiler::detail;
  const data::Vocabulary ids = table_ids(users, id_column);
  const data::EventLog all = with_users(log, ids);
  hidden_ = Hidden::of(
      learn_all(hidden_->config, all, people_from(users, id_column, ids, all.users()), monitor));
  return *this;
}

LIMN_INLINE Profile Profiler::profile(std::string_view user) const {
  const auto& model = hidden_->fitted();
  const std::int32_t code = model.log.users().find(user);
  if (code >= 0) return profiler::detail::known_profile(model, code);
  Profile out = profiler::detail::stranger_profile(model, {}, {});
  out.profile_id = std::string(user);
  return out;
}
LIMN_INLINE Profile Profiler::profile(const std::vector<Event>& history,
                                      const Attributes& attributes) const {
  return profiler::detail::stranger_profile(hidden_->fitted(), history, attributes);
}
LIMN_INLINE void Profiler::profiles(const std::function<void(const Profile&)>& take) const {
  const auto& model = hidden_->fitted();
  for (std::size_t u = 0; u < model.log.n_users(); ++u)
    take(profiler::detail::known_profile(model, static_cast<std::int32_t>(u)));
}

LIMN_INLINE std::vector<Suggestion> Profiler::recommend(std::string_view user,
                                                        std::int64_t k) const {
  const auto& model = hidden_->fitted();
  const std::int32_t code = model.log.users().find(user);
  if (code < 0) return recommend({}, {}, k);
  return profiler::detail::suggest_for(model, profiler::detail::who_is(model, code), k).suggestions;
}
LIMN_INLINE std::vector<Suggestion> Profiler::recommend(const std::vector<Event>& history,
                                                        const Attributes& attributes,
                                                        std::int64_t k) const {
  const auto& model = hidden_->fitted();
  const data::EventLog log = profiler::detail::request_log(model, history);
  return profiler::detail::suggest_for(model, {log.history(0), model.people.row(attributes)}, k)
      .suggestions;
}

LIMN_INLINE Prediction Profiler::predict(std::string_view user) const {
  const auto& model = hidden_->fitted();
  const std::int32_t code = model.log.users().find(user);
  if (code < 0) return predict(std::vector<Event>{});
  return profiler::detail::predict_with_return(model, profiler::detail::who_is(model, code),
                                               model.log, model.rows.return_chance(code),
                                               model.rows.as_of_us[static_cast<std::size_t>(code)]);
}
LIMN_INLINE Prediction Profiler::predict(const std::vector<Event>& history,
                                         const Attributes& attributes) const {
  const auto& model = hidden_->fitted();
  const data::EventLog log = profiler::detail::request_log(model, history);
  const std::int64_t as_of_us = std::max(model.as_of_us, log.last_time_us() + 1);
  return profiler::detail::predict_with_return(model,
                                               {log.history(0), model.people.row(attributes)}, log,
                                               model.returns.chance(log, as_of_us)(0), as_of_us);
}

LIMN_INLINE Profiler& Profiler::update(const data::EventLog& more) {
  return update(more, Monitor{});
}
LIMN_INLINE Profiler& Profiler::update(const data::EventLog& more, const Monitor& monitor) {
  hidden_ = Hidden::of(profiler::detail::updated(hidden_->fitted(), more, monitor));
  return *this;
}

LIMN_INLINE Receipt Profiler::forget(std::string_view user) {
  const auto& model = hidden_->fitted();
  Receipt receipt;
  receipt.requested_at = profiler::detail::now_text();
  const std::int32_t code = model.log.users().find(user);
  if (code >= 0) hidden_ = Hidden::of(profiler::detail::without_user(model, code, receipt));
  receipt.completed_at = profiler::detail::now_text();
  return receipt;
}

LIMN_INLINE const Evaluation& Profiler::evaluate() const { return hidden_->fitted().evaluation; }
LIMN_INLINE const std::vector<SegmentSummary>& Profiler::segments() const {
  return hidden_->fitted().segments.summaries;
}
LIMN_INLINE std::vector<std::string> Profiler::users() const {
  const auto& ids = hidden_->fitted().log.users();
  std::vector<std::string> out(ids.size());
  for (std::size_t u = 0; u < out.size(); ++u) out[u] = ids.text(static_cast<std::int32_t>(u));
  return out;
}
LIMN_INLINE bool Profiler::integer_users() const {
  return hidden_->fitted().log.users().kind() == data::Vocabulary::Kind::integer;
}
LIMN_INLINE bool Profiler::integer_items() const {
  return hidden_->fitted().log.items().kind() == data::Vocabulary::Kind::integer;
}
LIMN_INLINE std::int64_t Profiler::n_users() const {
  return static_cast<std::int64_t>(hidden_->fitted().log.n_users());
}

LIMN_INLINE std::string Profiler::report_html() const {
  return profiler::detail::report_html(profiler::detail::report_data(hidden_->fitted()));
}
LIMN_INLINE void Profiler::report(const std::string& path) const {
  const std::string html = report_html();
  io::write_file(path, std::as_bytes(std::span(html.data(), html.size())));
}

LIMN_INLINE void Profiler::save(const std::string& path) const {
  io::save(hidden_->fitted(), path);
}
LIMN_INLINE Profiler Profiler::load(const std::string& path) {
  profiler::detail::enroll_rooms();
  Profiler out;
  out.hidden_ = Hidden::of(io::load<profiler::detail::Model>(path));
  return out;
}
LIMN_INLINE std::string Profiler::to_bytes() const {
  const std::vector<std::byte> bytes = io::to_bytes(core::to_archive(hidden_->fitted()));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
LIMN_INLINE Profiler Profiler::from_bytes(std::string_view bytes) {
  profiler::detail::enroll_rooms();
  Profiler out;
  out.hidden_ = Hidden::of(core::from_archive<profiler::detail::Model>(
      io::from_bytes(std::as_bytes(std::span(bytes.data(), bytes.size())))));
  return out;
}

namespace profiler::detail {

/// Events a month, or in 24 equal parts of an order.
inline std::vector<std::pair<std::string, std::int64_t>> activity(const Model& model) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  std::vector<std::int64_t> times(model.log.times_us().begin(), model.log.times_us().end());
  std::ranges::sort(times);
  if (model.log.ordered_only()) return out;
  for (const std::int64_t time : times) {
    const std::string month = time_text(time).substr(0, 7);
    if (out.empty() || out.back().first != month) out.emplace_back(month, 0);
    ++out.back().second;
  }
  return out;
}

inline ReportData report_data(const Model& model) {
  ReportData out;
  out.n_users = static_cast<std::int64_t>(model.log.n_users());
  out.n_events = static_cast<std::int64_t>(model.log.n_events());
  out.n_items = static_cast<std::int64_t>(model.log.n_items());
  if (!model.log.ordered_only()) {
    out.first_event = time_text(model.log.first_time_us()).substr(0, 10);
    out.last_event = time_text(model.log.last_time_us()).substr(0, 10);
  }
  out.version = LIMN_VERSION;
  out.pipeline = model_id(model, "limn");
  for (const Cleaned& step : model.cleaned) out.cleaning.emplace_back(step.step, step.n_events);
  out.activity = activity(model);
  const std::vector<std::string>& names = model.describer.features.names;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const double share =
        model.rows.raw.col(static_cast<Index>(c)).array().isNaN().cast<double>().mean();
    if (share > 0.0) out.gaps.emplace_back(names[c], share);
  }
  std::ranges::stable_sort(out.gaps,
                           [](const auto& a, const auto& b) { return a.second > b.second; });
  out.outlier_histogram.assign(20, 0);
  for (const double score : model.rows.outlier_score)
    ++out.outlier_histogram[static_cast<std::size_t>(std::clamp(score * 20.0, 0.0, 19.0))];
  out.silhouette = model.segments.silhouette;
  out.segments = model.segments.summaries;
  out.evaluation = model.evaluation;
  out.config_json = config_to_json(model.config, 2);
  return out;
}

}  // namespace profiler::detail
}  // namespace limn::inline LIMN_ABI

#ifdef LIMN_HEADER_ONLY
#include <limn/profiler/detail/answer.ipp>
#include <limn/profiler/detail/describe.ipp>
#include <limn/profiler/detail/enroll.ipp>
#include <limn/profiler/detail/enroll_cluster.ipp>
#include <limn/profiler/detail/enroll_coldstart.ipp>
#include <limn/profiler/detail/enroll_encoder.ipp>
#include <limn/profiler/detail/enroll_features.ipp>
#include <limn/profiler/detail/enroll_filter.ipp>
#include <limn/profiler/detail/enroll_impute.ipp>
#include <limn/profiler/detail/enroll_outlier.ipp>
#include <limn/profiler/detail/enroll_recommend.ipp>
#include <limn/profiler/detail/fit.ipp>
#include <limn/profiler/detail/judge.ipp>
#include <limn/profiler/detail/next_action.ipp>
#include <limn/profiler/detail/offer.ipp>
#include <limn/profiler/detail/people.ipp>
#include <limn/profiler/detail/renew.ipp>
#include <limn/profiler/detail/report.ipp>
#include <limn/profiler/detail/returns.ipp>
#include <limn/profiler/detail/rows.ipp>
#include <limn/profiler/detail/segment.ipp>
#include <limn/profiler/detail/split.ipp>
#include <limn/profiler/detail/suggest.ipp>
#endif
