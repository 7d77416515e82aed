// SPDX-License-Identifier: MIT
// Quality of the recommenders that count and their fusion, every item ranked, as a table.
//   gunzip -c $LIMN_DATA_DIR/sequences/amazon_beauty.csv.gz > beauty.csv
//   bench_recommend_quality beauty.csv [time] [linear=10] [ease=0] [epochs=0]
//     [candidates=100] [seed=0]
// Leave-one-out (columns user, item, pos, split): fitted on the rows `train`, the encoder's turn
// and the weights of the fusion chosen on the rows `val`, asked with both. time: cut at the 90 %
// quantile of the fifth column, asked for the first later event of each user; the fusion learns on
// last events before the cut. linear, ease: l2 of the models, 0 = left out. epochs: those of an
// encoder, 0 = none. Equal scores count against the model; intervals are 95 % over users, p against
// the best row that is no fusion.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <limn/encoder/encoder.hpp>
#include <limn/evaluate/evaluate.hpp>
#include <limn/recommend/recommend.hpp>

namespace {

using namespace limn;

struct Row {
  std::int64_t user = 0, item = 0, place = 0, time = 0;
  char split = 't';
};

std::vector<Row> read(const std::string& path) {
  std::ifstream file(path);
  std::string line, field;
  std::getline(file, line);
  std::vector<Row> out;
  while (std::getline(file, line)) {
    std::stringstream fields(line);
    std::vector<std::string> cells;
    while (std::getline(fields, field, ',')) cells.push_back(field);
    out.push_back({std::stoll(cells[0]), std::stoll(cells[1]), std::stoll(cells[2]),
                   cells.size() > 4 ? std::stoll(cells[4]) : 0,
                   cells[3] == "train" ? 't'
                   : cells[3] == "val" ? 'v'
                                       : 'x'});
  }
  return out;
}

struct Case {
  data::EventLog train, validation, context;
  std::map<std::int64_t, std::int64_t> wanted;  // user -> item
  bool timed = false;
};

template <class Keep>
data::EventLog log_of(const std::vector<Row>& rows, bool timed, Keep&& keep) {
  data::EventLog::Columns c;
  c.ordered_only = !timed;
  for (const Row& row : rows) {
    if (!keep(row)) continue;
    c.user.push_back(c.users.insert(row.user));
    c.item.push_back(c.items.insert(row.item));
    c.time_us.push_back(timed ? row.time * 1'000'000 : row.place);
  }
  return data::EventLog(std::move(c));
}

Case leave_one_out(const std::vector<Row>& rows) {
  Case out{log_of(rows, false, [](const Row& r) { return r.split == 't'; }),
           log_of(rows, false, [](const Row& r) { return r.split == 'v'; }),
           log_of(rows, false, [](const Row& r) { return r.split != 'x'; }),
           {},
           false};
  for (const Row& row : rows)
    if (row.split == 'x') out.wanted[row.user] = row.item;
  return out;
}

Case time_split(const std::vector<Row>& rows) {
  std::vector<std::int64_t> times;
  for (const Row& row : rows) times.push_back(row.time);
  std::nth_element(times.begin(),
                   times.begin() + static_cast<std::ptrdiff_t>(times.size() * 9 / 10), times.end());
  const std::int64_t cut = times[times.size() * 9 / 10];
  const data::EventLog train = log_of(rows, true, [&](const Row& r) { return r.time < cut; });
  Case out{train, {}, train, {}, true};
  for (const Row& row : rows)  // rows of a user are in order
    if (row.time >= cut && train.users().find(row.user) >= 0)
      out.wanted.emplace(row.user, row.item);
  return out;
}

struct Judged {
  Vector ndcg;
  double hit_rate = 0;
};

Judged judge(const core::AnyRecommender& model, const Case& given) {
  const Ranked all = model->recommend(given.context, 20, true);
  std::vector<Index> asked;
  evaluate::Relevant wanted{{0}, {}};
  for (std::size_t u = 0; u < given.context.n_users(); ++u) {
    const auto id = std::get<std::int64_t>(given.context.users().id(static_cast<std::int32_t>(u)));
    const auto found = given.wanted.find(id);
    if (found == given.wanted.end()) continue;
    asked.push_back(static_cast<Index>(u));
    wanted.items.push_back(model->items().find(found->second));
    wanted.offsets.push_back(static_cast<std::int64_t>(wanted.items.size()));
  }
  const auto users = evaluate::ranking_per_user(
      {all.items(asked, Eigen::all), all.scores(asked, Eigen::all)}, wanted, 10);
  return {users.ndcg, users.hit_rate.mean()};
}

struct Table {
  Judged best;
  void row(const std::string& title, const Judged& judged, bool fusion = false) {
    const auto span = evaluate::bootstrap_mean(judged.ndcg);
    std::string tail = "-";
    if (fusion)
      tail =
          std::to_string(evaluate::paired_difference(judged.ndcg, best.ndcg).p_value).substr(0, 5);
    else if (best.ndcg.size() == 0 || span.value > best.ndcg.mean())
      best = judged;
    std::printf("| %s | %.4f | %.4f (%.4f to %.4f) | %s |\n", title.c_str(), judged.hit_rate,
                span.value, span.low, span.high, tail.c_str());
    std::fflush(stdout);
  }
};

std::vector<std::pair<std::string, core::AnyRecommender>> members_of(
    const Case& given, std::map<std::string, double>& options) {
  std::vector<std::pair<std::string, core::AnyRecommender>> out;
  if (given.timed) {
    recommend::Popular::Params recent;
    recent.scope = "recent";
    out.emplace_back("Popular, last 30 days", recommend::Popular(recent));
    recommend::Transitions::Params aged;
    aged.age_half_life_days = 180.0;
    out.emplace_back("Transitions, half-life of 180 days", recommend::Transitions(aged));
  }
  out.emplace_back("Transitions", recommend::Transitions());
  out.emplace_back("ItemNearest, half-life of 2", recommend::ItemNearest({.half_life = 2.0}));
  if (options["linear"] > 0)
    out.emplace_back("Linear", recommend::Linear({.l2 = options["linear"]}));
  if (options["ease"] > 0)
    out.emplace_back("Ease, half-life of 5",
                     recommend::Ease({.l2 = options["ease"], .half_life = 5.0}));
  if (options["epochs"] > 0) {
    encoder::EventEncoder::Params params;
    // Chosen on the rows `val` of Beauty among five settings.
    params.width = 64, params.layers = 1, params.heads = 1, params.max_length = 50;
    params.learning_rate = 3e-3, params.dropout = 0.3;
    params.random_state = static_cast<std::uint64_t>(options["seed"]);
    params.epochs = static_cast<std::int64_t>(options["epochs"]);
    encoder::EventEncoder encoder(params);
    if (!given.timed)
      encoder.fit(given.train, given.validation);  // its best turn by the rows `val`
    out.emplace_back("Sequence, EventEncoder",
                     recommend::Sequence(core::AnySequenceEncoder(std::move(encoder))));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, double> options{{"linear", 10.0}, {"candidates", 100.0}};
  bool timed = false;
  for (int a = 2; a < argc; ++a) {
    const std::string said = argv[a];
    const auto at = said.find('=');
    if (at == std::string::npos)
      timed = true;
    else
      options[said.substr(0, at)] = std::atof(said.c_str() + at + 1);
  }
  const std::vector<Row> rows = read(argc > 1 ? argv[1] : "");
  const Case given = timed ? time_split(rows) : leave_one_out(rows);
  std::printf("%zu users, %zu items, %zu events learnt from; %zu users asked\n\n",
              given.train.n_users(), given.train.n_items(), given.train.n_events(),
              given.wanted.size());
  std::printf("| model | HR@10 | NDCG@10 (95 %%) | p |\n|---|---|---|---|\n");
  Table table;
  table.row("Popular", judge(recommend::Popular().fit(given.train), given));
  std::string names;
  std::vector<core::AnyRecommender> members;
  for (auto& [name, model] : members_of(given, options)) {
    if (given.timed || model->name() != recommend::Sequence::name)
      model->fit(given.train, Monitor());
    table.row(name, judge(model, given));
    members.push_back(model);
  }
  recommend::Fusion::Params params;
  params.max_learners = 30000;
  params.candidates = static_cast<std::int64_t>(options["candidates"]);
  params.fit_members = timed;  // else they learnt from the rows `train` already
  recommend::Fusion fusion(members, params);
  if (timed)
    fusion.fit(given.train);
  else
    fusion.fit(given.train, given.validation);
  for (const float weight : fusion.weights()) names += " " + std::to_string(weight).substr(0, 4);
  table.row("**Fusion of the rows from the second on**, weights" + names,
            judge(core::AnyRecommender(fusion), given), true);
}
