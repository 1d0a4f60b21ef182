// A study's documentation, made from its model, and the check of numbers in its prose.
#include <algorithm>
#include <filesystem>

#include "app/commands.h"
#include "app/console.h"
#include "app/document_page.h"
#include "app/finish.h"
#include "app/graphviz.h"
#include "app/open.h"
#include "app/place.h"
#include "app/prose.h"
#include "base/file.h"
#include "base/format.h"

namespace sluice::app {
namespace {

namespace files = std::filesystem;

int check_pages(const Opened& opened, bool update) {
  const ProseCheck check = check_prose(opened, update);
  const int printed = print_and_exit(
      format("{}: {} numbers in {} pages are read from the model{}\n", opened.path, check.marks,
             check.files, update ? format(", {} written anew", check.changed) : ""));
  if (check.diagnostics.empty()) return printed;
  tell(check.diagnostics);
  return static_cast<int>(Exit::test_failed);
}

Diagnostics write_folder(const files::path& folder, const report::Page& page) {
  std::error_code error;
  files::create_directories(folder, error);
  Diagnostics diagnostics;
  for (const auto& block : page.blocks) {
    const auto* figure = std::get_if<report::Figure>(&block);
    if (figure == nullptr) continue;
    append(diagnostics, write_atomically((folder / figure->file).string(), figure->svg));
  }
  append(diagnostics, write_atomically((folder / "model.md").string(), report::to_markdown(page)));
  append(diagnostics, write_atomically((folder / "index.html").string(), report::to_html(page)));
  return diagnostics;
}

}  // namespace

int document(const Arguments& arguments) {
  Checked<Opened> opened = open_path(arguments.path);
  if (!opened.value) return tell_and_exit(opened.diagnostics);
  if (!opened.value->bound) {
    return tell_and_exit({make_diagnostic(Code::needs_a_study, place_at(arguments.path),
                                          "this is a file, and the command needs a study", {},
                                          "give the study's folder")});
  }
  if (arguments.check || arguments.update) return check_pages(*opened.value, arguments.update);
  if (arguments.output.empty()) {
    return tell_and_exit(
        {make_diagnostic(Code::wrong_use, place_at("--output"), "say where the documentation goes",
                         {}, "--output FOLDER, or --output FILE.html")});
  }
  mention_warnings(arguments.path, without_notes(opened.diagnostics));
  const auto page = document_page(*opened.value);
  if (!page.value) return tell_and_exit(page.diagnostics);
  const files::path output(arguments.output);
  const bool one_file = output.extension() == ".html";
  Diagnostics diagnostics = one_file
                                ? write_atomically(output.string(), report::to_html(*page.value))
                                : write_folder(output, *page.value);
  if (has_error(diagnostics)) return tell_and_exit(diagnostics);
  return print_and_exit(one_file ? output.string() + "\n"
                                 : format("{0}/index.html\n{0}/model.md\n", output.string()));
}

}  // namespace sluice::app
