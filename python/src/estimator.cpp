// SPDX-License-Identifier: MIT
#include "estimator.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>
#include <variant>

#include <pybind11/stl.h>

#include <limn/recommend/fusion.hpp>
#include <limn/recommend/sequence.hpp>

#include "ids.hpp"
#include "log.hpp"
#include "questions.hpp"
#include "type_name.hpp"
#include "watch.hpp"

namespace limn::python {
namespace {

// A component with what only Python remembers: pickles, and files of models with text labels or
// words in a table beside the log. All other files hold the component itself, so that C++ opens
// them.
constexpr std::string_view wrapper = "python.estimator";

bool lists_texts(const std::vector<core::ParamInfo>& known, const std::string& key) {
  return std::ranges::any_of(known, [&](const core::ParamInfo& info) {
    return info.key == key && std::holds_alternative<std::vector<std::string>>(info.fallback);
  });
}

/// A list of ids with integers as texts, which name the same ids; anything else as it is.
py::object with_texts(const py::handle& value) {
  const bool list = py::isinstance<py::list>(value) || py::isinstance<py::tuple>(value) ||
                    (py::isinstance<py::array>(value) && value.attr("ndim").cast<int>() == 1);
  if (!list) return py::reinterpret_borrow<py::object>(value);
  py::list out;
  for (const py::handle one : value) {
    py::object text = py::reinterpret_borrow<py::object>(one);
    if (PyIndex_Check(one.ptr()) && !PyBool_Check(one.ptr()) && !py::isinstance<py::array>(one)) {
      const auto integer = py::reinterpret_steal<py::object>(PyNumber_Index(one.ptr()));
      if (integer)
        text = py::str(integer);
      else
        PyErr_Clear();
    }
    out.append(text);
  }
  return out;
}

/// Options as C++ takes them: where it lists texts, the caller may list the ids of a log.
core::Values to_values(const py::dict& options, const Model& model) {
  core::Values out;
  const std::vector<core::ParamInfo> known = model.param_list();
  for (const auto& [key, value] : options) {
    const auto name = key.cast<std::string>();
    const py::object given =
        lists_texts(known, name) ? with_texts(value) : py::reinterpret_borrow<py::object>(value);
    out.emplace_back(name, to_value(given, model.name(), name));
  }
  return out;
}

/// A member named by the caller; an encoder stands for the recommender around it.
core::AnyRecommender member_of(const Model& inner) {
  if (const core::AnySequenceEncoder encoder = inner.encoder()) return recommend::Sequence(encoder);
  return inner.recommender();
}

[[noreturn]] void refuse_input(const std::string& component, std::string got, std::string expected,
                               std::string fix) {
  throw DataError(ErrorCode::data_column_type, {.component = component,
                                                .place = "X",
                                                .got = std::move(got),
                                                .expected = std::move(expected),
                                                .fix = std::move(fix)});
}

[[noreturn]] void refuse_weights(const std::string& component) {
  throw ParamError(ErrorCode::param_conflict, {.component = component,
                                               .place = "option 'sample_weight'",
                                               .got = "weights",
                                               .expected = "nothing: all rows count alike",
                                               .fix = "call partial_fit without sample_weight"});
}

py::bytes to_bytes(const std::string& json) { return py::bytes(json); }

/// "row 3, column 1" with the column's name in place of its number; as it is where it has no name.
std::string with_name(const std::string& place, const std::vector<std::string>& names) {
  constexpr std::string_view mark = "column ";
  const std::size_t at = place.rfind(mark);
  if (at == std::string::npos) return place;
  const char* begin = place.data() + at + mark.size();
  const char* const end = place.data() + place.size();
  std::size_t column = 0;
  const auto [last, error] = std::from_chars(begin, end, column);
  if (error != std::errc() || last != end || column >= names.size()) return place;
  return place.substr(0, at + mark.size()) + "'" + names[column] + "'";
}

/// "city_2" with the word behind the code, "city_Rome", where a component named a flag of a
/// category column by its code; `levels`: by column, as at fit.
std::string with_word(const std::string& out, const std::vector<std::string>& in,
                      const std::vector<std::vector<std::string>>& levels) {
  if (std::ranges::count(in, out) > 0) return out;
  for (std::size_t c = 0; c < levels.size() && c < in.size(); ++c) {
    if (levels[c].empty() || !out.starts_with(in[c] + "_")) continue;
    const char* begin = out.data() + in[c].size() + 1;
    const char* const end = out.data() + out.size();
    std::size_t code = 0;
    const auto [last, error] = std::from_chars(begin, end, code);
    if (error == std::errc() && last == end && code < levels[c].size())
      return in[c] + "_" + levels[c][code];
  }
  return out;
}

/// run_watched, in which an error about a column of the table tells it by the name it came under:
/// components only see numbers.
template <class F>
auto run_named(const std::string& title, const TableArgument* table, F&& f) {
  try {
    return run_watched(title, std::forward<F>(f));
  } catch (const DataError& error) {
    if (!table) throw;
    ErrorDetail detail = error.detail();
    detail.place = with_name(detail.place, table->names());
    throw DataError(error.code(), std::move(detail));
  }
}

}  // namespace

/// One call's arguments, with the Python objects they look into.
struct Estimator::Call {
  std::unique_ptr<TableArgument> table, attributes;
  py::object log, validation;
  Arguments given;
  py::object classes = py::none(), beside = py::none();

  /// The table that errors about columns speak of: a log has none.
  const TableArgument* named() const { return table ? table.get() : attributes.get(); }
};

Estimator::Estimator(std::shared_ptr<const Model> blank, const py::args& args,
                     const py::kwargs& options)
    : model_(std::move(blank)) {
  if (!args.empty())
    throw ParamError(ErrorCode::param_type, {.component = name(),
                                             .place = "options",
                                             .got = "a value without a name",
                                             .expected = "options by name",
                                             .fix = "write option=value"});
  for (const core::ParamInfo& info : model_->param_list())
    options_[info.key.c_str()] = from_value(info.fallback);
  set_params(options);
}

void Estimator::set_params(const py::kwargs& options) {
  const py::dict merged = options_.attr("copy")();
  merged.attr("update")(options);
  py::object start = py::none();
  const py::dict plain = merged.attr("copy")();
  const auto is_list = [](const py::handle& v) {
    return py::isinstance<py::array>(v) || py::isinstance<py::list>(v);
  };
  if (model_->abilities().start && plain.contains("init") && is_list(plain["init"])) {
    start = py::module_::import("numpy").attr("array")(plain["init"], py::arg("dtype") = "float64",
                                                       py::arg("order") = "C");
    plain.attr("pop")("init");
  }
  std::shared_ptr<const Model> next;
  bool ready = false;
  if (model_->abilities().holds_encoder && plain.contains("encoder") &&
      py::isinstance<Estimator>(plain["encoder"])) {
    const auto& inner = plain["encoder"].cast<const Estimator&>();
    const core::AnySequenceEncoder encoder = inner.model_->encoder();
    if (!encoder) core::throw_param_type(name(), "encoder", inner.name(), "a sequence encoder");
    next = model_->around(encoder);
    ready = inner.fitted_;
  } else if (model_->abilities().holds_members && plain.contains("members") &&
             is_list(plain["members"])) {
    next = around_members(plain);
  } else {
    next = model_->fresh(to_values(plain, *model_));
  }
  *this = Estimator(*this, std::move(next), merged, std::move(start));
  fitted_ = ready;
}

std::unique_ptr<Model> Estimator::around_members(const py::dict& options) const {
  std::vector<core::AnyRecommender> members;
  py::list names;
  for (const py::handle& member : py::list(options["members"])) {
    if (py::isinstance<Estimator>(member)) {
      const auto& inner = member.cast<const Estimator&>();
      members.push_back(member_of(*inner.model_));
      if (!members.back())
        core::throw_param_type(name(), "members", inner.name(),
                               "recommenders, encoders or their names");
    } else if (py::isinstance<py::str>(member)) {
      members.push_back(recommend::detail::fusion_member(member.cast<std::string>()));
    } else {
      core::throw_param_type(name(), "members", type_name(member),
                             "recommenders, encoders or their names");
    }
    names.append(members.back()->name());
  }
  const py::dict plain = options.attr("copy")();
  plain["members"] = names;
  return model_->around(std::move(members), to_values(plain, *model_));
}

Estimator::Call Estimator::read(const py::object& x, bool learning) const {
  Call call;
  const Abilities& able = model_->abilities();
  if (py::isinstance<data::EventLog>(x)) {
    if (!able.takes_log())
      refuse_input(name(), "an EventLog", "a table of numbers", "see limn.features for the way");
    call.log = x;
    call.given.log = x.cast<const data::EventLog*>();
    return call;
  }
  if (!able.takes_table())
    refuse_input(name(), "an object of type " + type_name(x), "an EventLog",
                 "make one with limn.EventLog.from_table(...)");
  call.table = std::make_unique<TableArgument>(
      x, name(), able.sparse_x, model_->tags().allows_categories && !able.takes_log());
  if (!call.table->category_columns().empty() && !model_->tags().allows_categories)
    refuse_input(name(), "a category column", "columns of numbers",
                 "encode it first, see limn.features.OneHot");
  if (!learning) {
    check_names(*call.table);
    call.table->recode(levels_);
  }
  call.given.x = call.table.get();
  return call;
}

void Estimator::check_names(const TableArgument& x) const {
  if (names_.empty() || x.names().empty() || names_ == x.names()) return;
  core::require_width(x.cols(), static_cast<Index>(names_.size()), name());
  std::size_t i = 0;
  while (names_[i] == x.names()[i]) ++i;
  throw ShapeError(ErrorCode::shape_names, {.component = name(),
                                            .place = "column " + std::to_string(i),
                                            .got = "the name '" + x.names()[i] + "'",
                                            .expected = "'" + names_[i] + "' as at fit",
                                            .fix = "pass the columns used at fit, in their order"});
}

void Estimator::read_labels(Call& call, const py::object& y) const {
  if (y.is_none())
    throw DataError(ErrorCode::data_empty, {.component = name(),
                                            .place = "y",
                                            .got = "nothing",
                                            .expected = "one label a row",
                                            .fix = "call fit(X, y)"});
  if (!model_->abilities().classifies) {
    call.given.y = to_vector(y, name(), "y");
    return;
  }
  const auto [codes, classes] = py::module_::import("limn._tables")
                                    .attr("labels")(y, name())
                                    .cast<std::pair<py::object, py::object>>();
  call.given.y = to_vector(codes, name(), "y");
  call.classes = classes;
}

TableArgument Estimator::beside_as_fitted(const py::object& table,
                                          const py::object& log_or_ids) const {
  py::object ids = log_or_ids;
  if (py::isinstance<data::EventLog>(ids) && !beside_.is_none() && !beside_["key"].is_none())
    ids = ids.attr("users");
  const py::tuple read = py::module_::import("limn._beside")
                             .attr("ask")(table, name(), beside_, ids, log_or_ids.is_none());
  return {read, name()};
}

void Estimator::learn_attributes(Call& call, const Beside& beside) const {
  if (beside.attributes.is_none()) {
    if (beside.id_column.is_none()) return;
    throw ParamError(ErrorCode::param_conflict, {.component = name(),
                                                 .place = "the column of ids",
                                                 .got = "no table",
                                                 .expected = "a table of attributes",
                                                 .fix = "call fit(log, attributes, ...)"});
  }
  const char* of = model_->abilities().recommend_attributes ? "user" : "item";
  const py::tuple learnt =
      py::module_::import("limn._beside")
          .attr("learn")(beside.attributes, name(), call.log, of, beside.id_column);
  call.attributes = std::make_unique<TableArgument>(py::tuple(learnt[0]), name());
  call.given.attributes = call.attributes.get();
  call.beside = learnt[1];
}

void Estimator::read_beside(Call& call, const Beside& beside, bool alone) const {
  if (!beside.weights.is_none())
    call.given.weights = to_vector(beside.weights, name(), "sample_weight");
  if (!beside.validation.is_none()) {
    if (!py::isinstance<data::EventLog>(beside.validation))
      refuse_input(name(), "a validation set of another type", "an EventLog",
                   "cut one with limn.data.leave_one_out");
    call.validation = beside.validation;
    call.given.validation = beside.validation.cast<const data::EventLog*>();
  }
  if (!beside.attributes.is_none() && !call.attributes) {
    call.attributes = std::make_unique<TableArgument>(
        beside_as_fitted(beside.attributes, alone ? py::object(py::none()) : call.log));
    call.given.attributes = call.attributes.get();
  }
  if (!beside.segments.is_none())
    call.given.segments = to_vector(beside.segments, name(), "segments").cast<std::int32_t>();
}

void Estimator::fit(const py::object& x, const Beside& beside, bool partial) {
  Call call = read(x, !partial || !fitted_);
  learn(call, beside, partial, nullptr);
}

py::object Estimator::fit_transform(const py::object& x, const Beside& beside) {
  Call call = read(x, true);
  Answer out;
  learn(call, beside, false, &out);
  return wrap(to_python(std::move(out)), *call.table);
}

void Estimator::learn(Call& call, const Beside& beside, bool partial, Answer* transformed) {
  const Abilities& able = model_->abilities();
  if (model_->tags().needs_labels) read_labels(call, beside.y);
  learn_attributes(call, beside);
  read_beside(call, beside);
  if (!start_.is_none()) {
    Matrix room;
    call.given.start = TableArgument(start_, name()).view(room);
  }
  if (partial && call.table) call.table->require_dense(name());
  // Whoever learns more from rows with weights also fits with them; the others would not look.
  if (partial && call.given.weights && !able.weights) refuse_weights(name());
  std::shared_ptr<Model> next = partial ? model_->copy() : blank_for(call);
  const bool group = able.groups && call.given.x && !able.learned[attribute_index("labels_")];
  Answer labels;
  run_named(name(), call.named(), [&](const Monitor& monitor) {
    if (transformed)
      *transformed = next->fit_transform(call.given, monitor);
    else if (partial)
      next->partial_fit(call.given, monitor);
    else
      next->fit(call.given, monitor);
    if (group) labels = next->ask(method_index("predict"), call.given, monitor);
  });
  model_ = std::move(next);
  fitted_ = true;
  classes_ = call.classes;
  labels_ = to_python(std::move(labels));
  n_features_ = call.table ? call.table->cols() : -1;
  names_ = call.table ? call.table->names() : std::vector<std::string>{};
  levels_ = call.table ? call.table->levels() : std::vector<std::vector<std::string>>{};
  if (!partial) beside_ = call.beside;
}

Model& Estimator::own() {
  if (model_.use_count() > 1) model_ = model_->copy();
  fitted_ = true;
  return const_cast<Model&>(*model_);  // made as Model; const only for those who share it
}

void Estimator::change(const std::function<void(Model&, const Monitor&)>& change) {
  const std::shared_ptr<Model> next = model_->copy();
  run_watched(name(), [&](const Monitor& monitor) { change(*next, monitor); });
  model_ = next;
}

void Estimator::freeze(bool frozen) {
  change([&](Model& model, const Monitor&) { model.freeze(frozen); });
}

std::unique_ptr<Model> Estimator::blank_for(const Call& call) const {
  if (model_->abilities().holds_encoder || model_->abilities().holds_members) return model_->copy();
  core::Values params = model_->params();
  for (auto& [key, value] : params) {
    const auto* columns = std::get_if<std::vector<double>>(&value);
    if (key == "categorical" && columns && columns->empty() && call.table)
      value = call.table->category_columns();
  }
  return model_->fresh(params);
}

py::object Estimator::ask(std::size_t method, const py::object& x, const py::object& as_of) const {
  require_fitted();
  Call call = read(x, false);
  if (!as_of.is_none())
    call.given.as_of_us =
        py::module_::import("limn._time").attr("to_us")(as_of).cast<std::int64_t>();
  const std::shared_ptr<const Model> model = model_;
  Answer answer = run_named(name(), call.named(), [&](const Monitor& monitor) {
    return model->ask(method, call.given, monitor);
  });
  py::object out = to_python(std::move(answer));
  if (method == method_index("predict")) return decode(std::move(out));
  if (method != method_index("transform")) return out;
  if (!call.table) {
    if (output_ == "default") return out;
    return py::module_::import("limn._tables")
        .attr("wrap")(out, output_names(py::none()), output_, "numpy", py::none());
  }
  return wrap(std::move(out), *call.table);
}

py::object Estimator::wrap(py::object result, const TableArgument& x) const {
  if (output_ == "default") return result;
  std::vector<std::string> names = names_.empty() ? x.names() : names_;
  names = output_names(names.empty() ? py::object(py::none()) : py::cast(names));
  return py::module_::import("limn._tables")
      .attr("wrap")(result, names, output_, x.container(), x.row_labels());
}

py::object Estimator::decode(py::object labels) const {
  if (classes_.is_none()) return labels;
  const char kind = classes_.attr("dtype").attr("kind").cast<char>();
  if (kind == 'i' || kind == 'u') return labels.attr("astype")(classes_.attr("dtype"));
  return classes_[labels.attr("astype")("int64")];
}

py::object Estimator::attribute(std::size_t index) const {
  require_fitted();
  if (index == attribute_index("classes_") && !classes_.is_none()) return classes_;
  if (index == attribute_index("labels_") && !labels_.is_none()) return labels_;
  py::object out = to_python(model_->attribute(index));
  return index == attribute_index("corrected_labels_") ? decode(std::move(out)) : out;
}

void Estimator::require_fitted() const { core::require_fitted(fitted_, name()); }

py::list Estimator::answer(const py::object& log, std::int64_t k, bool exclude_seen,
                           const Beside& beside) const {
  require_fitted();
  Call call = read(log, false);
  read_beside(call, beside);
  call.given.k = k;
  call.given.exclude_seen = exclude_seen;
  const std::shared_ptr<const Model> model = model_;
  const std::vector<OneAnswer> said = run_watched(
      name(), [&](const Monitor& monitor) { return model->answer_users(call.given, monitor); });
  py::list out;
  for (const OneAnswer& one : said) {
    py::dict record;
    py::list items;
    for (const std::int32_t code : one.items)
      items.append(std::visit([](const auto& id) -> py::object { return py::cast(id); },
                              model->items()->id(code)));
    record["items"] = std::move(items);
    for (const auto& [key, value] : one.record) record[key.c_str()] = from_value(value);
    out.append(std::move(record));
  }
  return out;
}

py::object Estimator::one_user_log(const py::object& history) const {
  const data::Vocabulary& known = *model_->items();
  data::EventLog::Columns columns;
  columns.users.insert(std::int64_t{0});
  columns.items = known;
  columns.ordered_only = true;
  for (const py::handle& item : history) {
    const std::int32_t code = known.find(to_id(item, name()));
    if (code < 0) continue;  // an item unknown at fit says nothing
    columns.user.push_back(0);
    columns.item.push_back(code);
    columns.time_us.push_back(static_cast<std::int64_t>(columns.time_us.size()));
  }
  return py::cast(data::EventLog(std::move(columns)));
}

py::tuple Estimator::recommend(const py::object& log, std::int64_t k, bool exclude_seen,
                               const Beside& beside) const {
  require_fitted();
  const bool alone = py::isinstance<py::list>(log) || py::isinstance<py::tuple>(log) ||
                     py::isinstance<py::array>(log);
  Call call = read(alone ? one_user_log(log) : log, false);
  read_beside(call, beside, alone);
  if (k < 1)
    throw ParamError(ErrorCode::param_range, {.component = name(),
                                              .place = "option 'k'",
                                              .got = std::to_string(k),
                                              .expected = "at least 1",
                                              .fix = "ask for at least one item"});
  call.given.k = k;
  call.given.exclude_seen = exclude_seen;
  const std::shared_ptr<const Model> model = model_;
  Ranked ranked = run_named(name(), call.named(), [&](const Monitor& monitor) {
    return model->recommend(call.given, monitor);
  });
  return py::make_tuple(ids_of(*model->items(), ranked.items), to_python(std::move(ranked.scores)));
}

py::object Estimator::kneighbors(const py::object& x, const py::object& k,
                                 bool with_distances) const {
  require_fitted();
  Call call;
  if (!x.is_none()) call = read(x, false);
  call.given.k = k.is_none() ? 0 : to_count(k, name(), "n_neighbors");
  if (!k.is_none() && call.given.k < 1)
    throw ParamError(ErrorCode::param_range, {.component = name(),
                                              .place = "option 'n_neighbors'",
                                              .got = std::to_string(call.given.k),
                                              .expected = "at least 1",
                                              .fix = "ask for at least one neighbour"});
  const std::shared_ptr<const Model> model = model_;
  learn::Neighbours found = run_named(name(), call.named(), [&](const Monitor& monitor) {
    return model->neighbours(call.given, monitor);
  });
  py::object indices = to_python(std::move(found.indices)).attr("astype")("int64");
  if (!with_distances) return indices;
  return py::make_tuple(to_python(std::move(found.distances)), indices);
}

void Estimator::merge(const Estimator& other) {
  // Parts learned from different seeds go together well; what else they need the component asks.
  const auto options = [](const Model& model) {
    core::Values out = model.params();
    std::erase_if(out, [](const auto& option) { return option.first == "random_state"; });
    return out;
  };
  if (other.name() != name() || options(*other.model_) != options(*model_))
    throw ParamError(ErrorCode::param_conflict, {.component = name(),
                                                 .place = "merge",
                                                 .got = "another component or other options",
                                                 .expected = "equal options, random_state apart",
                                                 .fix = "merge objects made alike"});
  const std::shared_ptr<const Model> theirs = other.model_;
  change([&](Model& model, const Monitor&) { model.merge(*theirs); });
  fitted_ = fitted_ || other.fitted_;
  if (n_features_ < 0) n_features_ = other.n_features_;
  if (names_.empty()) names_ = other.names_;
}

void Estimator::set_output(const py::object& container) {
  if (container.is_none()) return;
  const auto wanted = container.cast<std::string>();
  core::check_rule(name(), "transform", wanted,
                   core::one_of({"default", "pandas", "polars", "arrow", "input"}));
  output_ = wanted;
}

std::vector<std::string> Estimator::output_names(const py::object& names) const {
  require_fitted();
  std::vector<std::string> in;
  if (!names.is_none())
    in = names.cast<std::vector<std::string>>();
  else if (!names_.empty())
    in = names_;
  else
    for (std::int64_t i = 0; i < n_features_; ++i) in.push_back("x" + std::to_string(i));
  if (n_features_ >= 0) core::require_width(static_cast<Index>(in.size()), n_features_, name());
  std::vector<std::string> out = model_->feature_names(in);
  if (out.empty() && model_->abilities().groups) {
    for (const auto& [key, value] : model_->params())
      if (key == "n_clusters")
        for (std::int64_t i = 0; i < std::get<std::int64_t>(value); ++i)
          out.push_back("distance_" + std::to_string(i));
  }
  const bool selects = model_->abilities().learned[attribute_index("support_")];
  if (out.empty() && !selects) return in;  // a selector may keep no column at all
  for (std::string& each : out) each = with_word(each, in, levels_);
  return out;
}

core::Archive Estimator::archive(bool whole) const {
  core::Archive plain = model_->archive();
  const bool words = !beside_.is_none() &&
                     py::module_::import("limn._beside").attr("has_words")(beside_).cast<bool>();
  // Without its names and words a table could be read by the wrong codes.
  const bool tables = n_features_ >= 0 || !classes_.is_none();
  if (!fitted_ || !(whole || tables || words)) return plain;
  const auto memory =
      py::module_::import("limn._memory")
          .attr("dump")(n_features_, names_, classes_, output_, start_, levels_, beside_)
          .cast<std::string>();
  core::Archive out{std::string(wrapper), 1, {}, {}, {}};
  core::detail::Writer writer(out);
  writer("memory", memory);
  out.children.emplace_back("component", std::move(plain));
  return out;
}

void Estimator::restore(const core::Archive& archive) {
  const bool wrapped = archive.component == wrapper && archive.children.size() == 1;
  std::shared_ptr<const Model> next =
      model_->fresh(wrapped ? archive.children.front().second : archive);
  py::dict options;
  for (const auto& [key, value] : next->params()) options[key.c_str()] = from_value(value);
  Estimator out(*this, std::move(next), options, py::none());
  const core::Archive blank = out.model_->fresh(out.model_->params())->archive();
  const core::Archive held = out.model_->archive();
  out.fitted_ = held.tensors != blank.tensors || held.children != blank.children;
  if (wrapped) {
    std::string memory;
    core::detail::Reader{archive}("memory", memory);
    const py::tuple kept = py::module_::import("limn._memory").attr("load")(to_bytes(memory));
    out.fitted_ = true;
    out.n_features_ = kept[0].cast<std::int64_t>();
    out.names_ = kept[1].cast<std::vector<std::string>>();
    out.classes_ = kept[2];
    out.output_ = kept[3].cast<std::string>();
    out.start_ = kept[4];
    out.levels_ = kept[5].cast<std::vector<std::vector<std::string>>>();
    out.beside_ = kept[6];
    if (!out.start_.is_none()) out.options_["init"] = out.start_;
  }
  // Objects among the options (an encoder) stay those of this object.
  for (const auto& [key, value] : options_)
    if (py::isinstance<Estimator>(value)) out.options_[key] = value;
  *this = std::move(out);
}

bool Estimator::equals(const Estimator& other) const {
  return archive(true) == other.archive(true);
}

Estimator::Estimator(const Estimator& like, std::shared_ptr<const Model> model, py::dict options,
                     py::object start)
    : model_(std::move(model)),
      options_(std::move(options)),
      start_(std::move(start)),
      output_(like.output_) {}

}  // namespace limn::python
