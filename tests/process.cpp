#include "process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace sluice::tests {
namespace {

namespace files = std::filesystem;

void redirect(const files::path& to, int stream) {
  const int file = open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(file, stream);
  close(file);
}

[[noreturn]] void become(const files::path& folder, const std::vector<std::string>& words,
                         const files::path& output, const files::path& errors) {
  if (chdir(folder.c_str()) != 0) _exit(126);
  redirect(output, STDOUT_FILENO);
  redirect(errors, STDERR_FILENO);
  unsetenv("COLUMNS");
  unsetenv("NO_COLOR");
  setenv("SLUICE", SLUICE_BINARY, 1);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

Finished run(const files::path& folder, const std::vector<std::string>& words, int signal,
             int after_milliseconds) {
  const ScratchFolder scratch;
  const files::path output = scratch.path() / "output", errors = scratch.path() / "errors";
  const pid_t child = fork();
  if (child == 0) become(folder, words, output, errors);
  if (signal != 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(after_milliseconds));
    kill(child, signal);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {exit, text_in(output), text_in(errors)};
}

std::vector<std::string> with_program(const std::vector<std::string>& words) {
  std::vector<std::string> all = {SLUICE_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

}  // namespace

Finished run_sluice(const files::path& folder, const std::vector<std::string>& words) {
  return run(folder, with_program(words), 0, 0);
}

Finished interrupt_sluice(const files::path& folder, const std::vector<std::string>& words,
                          int signal, int after_milliseconds) {
  return run(folder, with_program(words), signal, after_milliseconds);
}

Finished run_shell(const files::path& folder, const std::string& line) {
  return run(folder, {"bash", "-o", "pipefail", "-c", line}, 0, 0);
}

std::string text_in(const files::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_text(const files::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

ScratchFolder::ScratchFolder() {
  std::string pattern = (files::temp_directory_path() / "sluice-test-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  files::remove_all(path_, ignored);
}

}  // namespace sluice::tests
