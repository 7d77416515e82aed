// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/io/model_file.hpp>
#include <limn/testing/findings.hpp>

namespace limn::inline LIMN_ABI::testing::detail {

/// Name, options and documentation: what every component owes, fitted or not.
template <core::Component C>
void check_options(Report& report) {
  report.check("identity", [](Report& r) {
    r.require(std::string_view(C::name).find('.') != std::string_view::npos,
              "name is not room.name");
    r.require(C::format > 0, "format must be at least 1");
  });
  report.check("documentation present", [](Report& r) {
    for (const core::ParamInfo& info : core::param_list<C>())
      r.require(info.help.size() >= 8, "option '" + info.key + "' has no help");
  });
  report.check("options round-trip", [](Report& r) {
    const core::Values values = core::to_values<C>(C{}.params());
    r.require(core::to_values<C>(C(core::from_values<C>(values)).params()) == values,
              "options differ after a round trip");
  });
  report.check("unknown option names the nearest", [](Report& r) {
    const auto infos = core::param_list<C>();
    const std::string wrong = infos.empty() ? "zzz" : infos.front().key + "x";
    r.throws<ParamError>([&] { core::from_values<C>({{wrong, std::int64_t{1}}}); },
                         infos.empty() ? wrong : infos.front().key);
  });
  report.check("option of the wrong type is named", [](Report& r) {
    for (const core::ParamInfo& info : core::param_list<C>()) {
      const core::Value wrong =
          info.type.starts_with("str") ? core::Value{1.5} : core::Value{std::string("?")};
      r.throws<ParamError>([&] { core::from_values<C>({{info.key, wrong}}); }, info.key);
    }
  });
  report.check("option out of range is named", [](Report& r) {
    for (const core::ParamInfo& info : core::param_list<C>()) {
      const bool whole = info.type.starts_with("int");
      if (!(whole || info.type.starts_with("float")) || !std::isfinite(info.rule.low)) continue;
      const double bad = std::floor(info.rule.low) - 1.0;
      const core::Value value =
          whole ? core::Value{static_cast<std::int64_t>(bad)} : core::Value{bad};
      r.throws<ParamError>([&] { core::from_values<C>({{info.key, value}}); }, info.key);
    }
  });
  report.check("unfitted save and load", [](Report& r) {
    const core::Archive archive = core::to_archive(C{});
    r.require(core::to_archive(core::from_archive<C>(archive)) == archive, "the archive changed");
  });
}

/// Save, load, damage: the bytes of a fitted component.
template <core::Component C>
void check_bytes(Report& report, const C& fitted) {
  const std::vector<std::byte> bytes = io::to_bytes(core::to_archive(fitted));
  report.check("save, load, save gives the same bytes", [&](Report& r) {
    const C loaded = core::from_archive<C>(io::from_bytes(bytes));
    r.require(io::to_bytes(core::to_archive(loaded)) == bytes, "the bytes changed");
  });
  report.check("truncated file is refused", [&](Report& r) {
    const std::size_t step = bytes.size() / 40 + 1;
    for (std::size_t n = 0; n < bytes.size(); n += step)
      r.throws<FormatError>(
          [&] { (void)core::from_archive<C>(io::from_bytes({bytes.data(), n})); });
  });
  report.check("bit-flipped file is refused", [&](Report& r) {
    const std::size_t step = bytes.size() / 40 + 1;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      std::vector<std::byte> damaged = bytes;
      damaged[at] ^= std::byte{4};
      try {
        (void)core::from_archive<C>(io::from_bytes(damaged));
        r.require(false, "a flipped bit at byte " + std::to_string(at) + " went unseen");
      } catch (const Error&) {
      }
    }
  });
  report.check("another component's archive is refused", [&](Report& r) {
    core::Archive archive = core::to_archive(fitted);
    archive.component = "other.component";
    r.throws<FormatError>([&] { (void)core::from_archive<C>(archive); });
    archive = core::to_archive(fitted);
    archive.format = C::format + 1;
    r.throws<FormatError>([&] { (void)core::from_archive<C>(archive); });
  });
}

}  // namespace limn::inline LIMN_ABI::testing::detail
