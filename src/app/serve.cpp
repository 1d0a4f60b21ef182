#include "serve/service.h"

#include <filesystem>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/open.h"
#include "app/signals.h"
#include "base/format.h"

namespace sluice::app {
namespace {

std::string folder_of(const std::string& path) {
  const std::filesystem::path file(path);
  if (file.filename() != "study.toml") return path;
  const std::string folder = file.parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string address_of(const std::string& host, std::uint16_t port) {
  const bool six = host.find(':') != std::string::npos;
  return format("http://{}{}{}:{}/", six ? "[" : "", host, six ? "]" : "", port);
}

}  // namespace

int serve(const Arguments& arguments) {
  serve::Serving serving;
  serving.folder = folder_of(arguments.path);
  serving.listening.host = arguments.host;
  serving.listening.port = arguments.port;
  serving.listening.names = arguments.host_names;
  const auto ready = [&](std::uint16_t port, const Diagnostics& warnings) {
    mention_warnings(arguments.path, without_notes(warnings));
    write_output(format("The dashboard is at {}\n", address_of(arguments.host, port)));
    write_message("Stop it with Ctrl+C.\n");
  };
  const Diagnostics failed = serve::serve(serving, interrupted(), ready);
  return has_error(failed) ? tell_and_exit(failed) : static_cast<int>(Exit::done);
}

}  // namespace sluice::app
