// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/io/atomic_file.hpp>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "test.hpp"

using namespace limn;
namespace fs = std::filesystem;
using Bytes = std::vector<std::byte>;

namespace {

/// A folder of its own that goes away with the test.
struct Folder {
  fs::path path;
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "limn_atomic_XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() {
    fs::permissions(path, fs::perms::owner_all);
    fs::remove_all(path);
  }
  std::size_t n_files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path), fs::directory_iterator{}));
  }
};

Bytes filled(std::size_t n, int value) { return Bytes(n, static_cast<std::byte>(value)); }

}  // namespace

TEST_CASE("a file is written whole, and written over", "[io]") {
  const Folder folder;
  const fs::path file = folder.path / "m.limn";
  io::write_file(file, filled(100000, 1));
  CHECK(io::read_file(file) == filled(100000, 1));
  const Bytes a = filled(3, 2), none, b = filled(2, 3);
  io::write_pieces(file, {a, none, b});
  Bytes both = a;
  both.insert(both.end(), b.begin(), b.end());
  CHECK(io::read_file(file) == both);
  CHECK(folder.n_files() == 1);
}

TEST_CASE("permissions stay and links still point", "[io]") {
  const Folder folder;
  const fs::path file = folder.path / "m.limn", link = folder.path / "latest";
  io::write_file(file, filled(1, 1));
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("m.limn", link);
  io::write_file(link, filled(2, 2));
  CHECK(fs::is_symlink(link));
  CHECK(io::read_file(file) == filled(2, 2));
  CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("a full disk leaves the old file whole and nothing else", "[io]") {
  const Folder folder;
  const fs::path file = folder.path / "m.limn";
  io::write_file(file, filled(1000, 1));
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {  // the limit would stay with this process, so a child takes it
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{5000, 5000};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      io::write_file(file, filled(100000, 2));
    } catch (const IoError& e) {
      _exit(std::string(e.what()).find("LIMN-E063") != std::string::npos ? 0 : 2);
    }
    _exit(1);
  }
  int status = 1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(io::read_file(file) == filled(1000, 1));
  CHECK(folder.n_files() == 1);
}

TEST_CASE("a folder that cannot be written to is told", "[io]") {
  const Folder folder;
  const fs::path file = folder.path / "m.limn";
  CHECK_THROWS_AS(io::write_file(folder.path / "no" / "such" / "m.limn", {}), IoError);
  CHECK_THROWS_AS(io::write_file(folder.path, filled(1, 1)), IoError);
  if (geteuid() == 0) return;  // root may write everywhere
  io::write_file(file, filled(1, 1));
  fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec);
  CHECK_THROWS_AS(io::write_file(file, filled(2, 2)), IoError);
  CHECK(io::read_file(file) == filled(1, 1));
}

TEST_CASE("a save refuses what is no regular file and leaves it as it is", "[io]") {
  const Folder folder;
  const fs::path pipe = folder.path / "pipe", link = folder.path / "latest";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  fs::create_symlink("pipe", link);
  for (const fs::path& path : {pipe, link, folder.path}) {
    CHECK_THROWS_AS(io::write_file(path, filled(2, 2)), IoError);
    CHECK_THROWS_AS(io::read_file(path), IoError);  // and waits for nobody to write
  }
  CHECK(fs::is_fifo(pipe));
  CHECK(fs::is_symlink(link));
  CHECK(folder.n_files() == 2);
}

TEST_CASE("a link to a file not there yet makes that file; a ring of links is told", "[io]") {
  const Folder folder;
  const fs::path first = folder.path / "first", second = folder.path / "second";
  fs::create_symlink("second", first);
  fs::create_symlink(folder.path / "m.limn", second);
  io::write_file(first, filled(2, 2));
  CHECK(fs::is_symlink(first));
  CHECK(fs::is_symlink(second));
  CHECK(io::read_file(folder.path / "m.limn") == filled(2, 2));
  fs::create_symlink("ring", folder.path / "ring");
  CHECK_THROWS_AS(io::write_file(folder.path / "ring", filled(1, 1)), IoError);
  CHECK(fs::is_symlink(folder.path / "ring"));
}

TEST_CASE("an error names the file as the caller wrote it, and what was expected", "[io]") {
  const Folder folder;
  const fs::path none = folder.path / "." / "none" / "m.limn";
  const auto told = [](const auto& call) {
    try {
      call();
    } catch (const IoError& e) {
      return e.detail();
    }
    FAIL("no IoError");
    return ErrorDetail{};
  };
  for (const ErrorDetail& detail :
       {told([&] { io::read_file(none); }), told([&] { io::write_file(none, filled(1, 1)); })}) {
    CHECK(detail.place == "file '" + none.string() + "'");
    CHECK(detail.got.find("No such file") == 0);
    CHECK(!detail.expected.empty());
    CHECK(!detail.fix.empty());
  }
  CHECK(told([&] { io::read_file(folder.path); }).got == "a folder");
}

TEST_CASE("a killed save leaves the old file or the new one", "[io]") {
  const Folder folder;
  const fs::path file = folder.path / "m.limn";
  io::write_file(file, filled(1 << 20, 0));
  for (int round = 0; round < 30; ++round) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
      for (int value = 0;; ++value) io::write_file(file, filled(1 << 20, value));
    usleep(static_cast<useconds_t>(1000 + 1300 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const Bytes bytes = io::read_file(file);
    REQUIRE(bytes.size() == 1 << 20);
    REQUIRE(std::count(bytes.begin(), bytes.end(), bytes[0]) == 1 << 20);
  }
}

TEST_CASE("what cannot be read is told", "[io]") {
  const Folder folder;
  CHECK_THROWS_AS(io::read_file(folder.path / "none"), IoError);
  CHECK_THROWS_AS(io::read_file(folder.path), IoError);
  io::write_file(folder.path / "five", filled(5, 1));
  CHECK_NOTHROW(io::read_file(folder.path / "five", 5));
  CHECK_THROWS_AS(io::read_file(folder.path / "five", 4), LimitError);
  io::FileReader reader(folder.path / "five");
  CHECK(reader.size() == 5);
  Bytes six(6);
  CHECK_THROWS_AS(reader.read(six), IoError);
}
