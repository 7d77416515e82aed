// SPDX-License-Identifier: MIT
#include <limn/coldstart/coldstart.hpp>

#include <pybind11/stl.h>

#include "bind_component.hpp"
#include "ids.hpp"
#include "rooms.hpp"

namespace limn::python {

namespace detail {

/// As for others, and whoever is a user of the fitted log is answered as one.
template <>
std::vector<OneAnswer> ModelOf<coldstart::Ladder>::answer_users(const Arguments& given,
                                                                const Monitor& monitor) const {
  const data::EventLog& log = *given.log;
  const std::vector<coldstart::Standing> standings = c_.standings(log);
  const std::vector<std::int32_t> to_own = c_.items().translate(log.items());
  Matrix wide;
  if (given.attributes)
    core::require_length(given.attributes->rows(), static_cast<Index>(log.n_users()),
                         coldstart::Ladder::name, "rows of attributes");
  std::vector<OneAnswer> out;
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    monitor.check();
    data::History history = log.history(user);
    std::vector<std::int32_t> codes;
    for (const std::int32_t item : history.items)
      codes.push_back(to_own[static_cast<std::size_t>(item)]);
    history.items = codes;
    Vector row;
    if (given.attributes)
      row = given.attributes->view(wide).row(static_cast<Index>(user)).transpose();
    const coldstart::LadderAnswer said =
        c_.answer(history, {row.data(), static_cast<std::size_t>(row.size())}, given.k,
                  given.exclude_seen, {}, standings[user]);
    out.push_back(one_answer(said, c_.rungs()));
    out.back().record.emplace_back("known", said.known);
  }
  return out;
}

}  // namespace detail

namespace {

template <class F, class... Extra>
void add(const py::object& type, const char* name, F&& f, const std::string& text,
         const Extra&... extra) {
  type.attr(name) = py::cpp_function(std::forward<F>(f), py::name(name), py::is_method(type),
                                     text.c_str(), extra...);
}

std::vector<double> numbers(const py::object& context, std::string_view component) {
  if (context.is_none()) return {};
  const Vector x = to_vector(context, component, "context");
  return {x.data(), x.data() + x.size()};
}

std::vector<data::Id> ids(const py::object& items, std::string_view component) {
  std::vector<data::Id> out;
  for (const py::handle item : to_ids(items, component, "items"))
    out.push_back(to_id(item, component));
  return out;
}

template <class C>
void add_offers(const py::module_& room) {
  const py::object type = room.attr(class_name(C::name).c_str());
  const std::string array = "numpy.typing.NDArray[numpy.float64]";
  add(
      type, "choose",
      [](Estimator& self, const py::object& context, const py::object& candidates) {
        coldstart::Choice said =
            component_of<C>(self.own()).choose(numbers(context, C::name), ids(candidates, C::name));
        return py::make_tuple(py::cast(std::move(said.item)), said.propensity);
      },
      "choose(self, context: typing.Any, candidates: typing.Any) -> tuple[typing.Any, float]\n\n"
      "One of the candidates (a list of item ids) and the probability with which it was to be "
      "chosen: log both with the reward. context: n_features numbers; None without.",
      py::arg("context"), py::arg("candidates"));
  add(
      type, "update",
      [](const py::object& self, const py::object& context, const py::object& item, double reward) {
        component_of<C>(self.cast<Estimator&>().own())
            .update(numbers(context, C::name), to_id(item, C::name), reward);
        return self;
      },
      "update(self, context: typing.Any, item: typing.Any, reward: float) -> typing.Any\n\n"
      "Learns from the reward of an item offered in a context.",
      py::arg("context"), py::arg("item"), py::arg("reward"));
  add(
      type, "probabilities",
      [](const Estimator& self, const py::object& context, const py::object& candidates) {
        return to_python(component_of<C>(self)->probabilities(numbers(context, C::name),
                                                              ids(candidates, C::name)));
      },
      "probabilities(self, context: typing.Any, candidates: typing.Any) -> " + array +
          "\n\nThose with which the next choose will draw, (n_candidates,).",
      py::arg("context"), py::arg("candidates"));
  add(
      type, "expected",
      [](const Estimator& self, const py::object& context, const py::object& candidates) {
        return to_python(
            component_of<C>(self)->expected(numbers(context, C::name), ids(candidates, C::name)));
      },
      "expected(self, context: typing.Any, candidates: typing.Any) -> " + array +
          "\n\nMean reward expected of each, (n_candidates,).",
      py::arg("context"), py::arg("candidates"));
}

void add_new_items(const py::module_& room) {
  using coldstart::NewItems;
  const py::object type = room.attr("NewItems");
  add(
      type, "add",
      [](const py::object& self, const py::object& items, const py::object& attributes) {
        auto& estimator = self.cast<Estimator&>();
        const py::list listed = to_ids(items, NewItems::name, "items");
        const TableArgument table = estimator.beside_as_fitted(attributes, listed);
        Matrix wide;
        const std::vector<data::Id> names = ids(listed, NewItems::name);
        const MatrixView view = table.view(wide);
        estimator.change(
            [&](Model& model, const Monitor&) { component_of<NewItems>(model).add(names, view); });
        return self;
      },
      "add(self, items: typing.Any, attributes: typing.Any) -> typing.Any\n\nNew items (their "
      "ids) and a row of attributes each, columns as at fit, join the catalogue.",
      py::arg("items"), py::arg("attributes"));
  add(
      type, "donors",
      [](const Estimator& self, const py::object& item) {
        const auto model = component_of<NewItems>(self);
        py::list out;
        for (const coldstart::ItemDonor& donor :
             model->donors(code_of(model->items(), item, NewItems::name)))
          out.append(py::make_tuple(py::cast(model->items().id(donor.item)), donor.weight));
        return out;
      },
      "donors(self, item: typing.Any) -> list[tuple[typing.Any, float]]\n\nThe known items a new "
      "one stands beside and their weights, the likest first; empty for a known item.",
      py::arg("item"));
}

}  // namespace

void bind_coldstart(py::module_& room) {
  bind_components(room, coldstart::components{});
  add_offers<coldstart::Thompson>(room);
  add_offers<coldstart::LinUcb>(room);
  add_new_items(room);
}

}  // namespace limn::python
