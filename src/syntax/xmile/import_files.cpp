#include "syntax/xmile/import_files.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/file.h"
#include "base/format.h"
#include "base/unicode.h"

namespace sluice::syntax::xmile {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostImports = 50;

struct Asked {
  Text resource;
  std::string type, sheet;
  bool across = false;  // names stand at the beginnings of rows
};

// Where the file may lie, from the model's folder. isee writes an `r` before relative paths; a file
// elsewhere is looked for beside the model, and in the folder that isee's help advises.
std::vector<std::string> places_of(std::string resource) {
  std::ranges::replace(resource, '\\', '/');
  std::vector<std::string> places;
  const auto add = [&](const std::string& path) {
    const bool elsewhere = path.starts_with('/') || path.find(':') != std::string::npos;
    const std::string normal = fs::path(path).lexically_normal().generic_string();
    if (!elsewhere && !normal.empty() && !normal.starts_with("..")) return places.push_back(normal);
    const std::string name = path.substr(path.find_last_of("/:") + 1);
    for (const char* const folder : {"", "data/", "Data/"}) places.push_back(folder + name);
  };
  add(resource);
  if (resource.starts_with('r')) add(resource.substr(1));
  return places;
}

class ImportReader {
 public:
  ImportReader(const Document& document, SourceSet& sources, Complaints& complaints)
      : document_(document),
        sources_(sources),
        complaints_(complaints),
        folder_(fs::path(sources.name(document.file())).parent_path()) {}

  std::vector<Import> read() {
    for (const pugi::xml_node data : document_.children(document_.root(), "data")) {
      for (const pugi::xml_node node : document_.children(data, "import")) read_import(node);
      for (const pugi::xml_node node : document_.children(data, "export")) tell_export(node);
    }
    return std::move(imports_);
  }

 private:
  std::string attribute(pugi::xml_node node, const char* name) const {
    const auto text = document_.attribute(node, name, complaints_);
    return text ? std::string(trimmed(text->value)) : "";
  }
  bool is_off(pugi::xml_node node) const { return to_lower(attribute(node, "enabled")) == "false"; }

  void tell_export(pugi::xml_node node) {
    if (is_off(node)) return;
    const auto resource = document_.attribute(node, "resource", complaints_);
    complaints_.say(Code::xmile_left_out, resource ? resource->span() : document_.span_of(node),
                    format("nothing is exported to \"{}\"", resource ? resource->value : ""),
                    "a run writes what it is asked for, and no files that a model names",
                    "ask for a table: sluice run MODEL --output FILE.csv");
  }

  void refuse(const Text& resource, std::string reason, std::string hint) {
    complaints_.say(Code::xmile_left_out, resource.span(),
                    format("the data of \"{}\" are not imported", resource.value),
                    std::move(reason), std::move(hint));
  }

  void read_import(pugi::xml_node node) {
    if (is_off(node)) return;
    Asked asked;
    const auto resource = document_.attribute(node, "resource", complaints_);
    if (!resource || resource->is_blank()) {
      return complaints_.say(Code::xmile_left_out, document_.span_of(node),
                             "an import names no file", "its resource=\"...\" says which",
                             "name the file, or take the <import> away");
    }
    asked.resource = *resource;
    asked.type = to_lower(attribute(node, "type"));
    asked.sheet = attribute(node, "worksheet");
    asked.across = to_lower(attribute(node, "orientation")) == "horizontal";
    if (to_lower(attribute(node, "frequency")) == "on_demand") {
      return refuse(asked.resource,
                    "it says frequency=\"on_demand\": the model holds what was imported last",
                    "write frequency=\"automatic\" to have them imported at each run");
    }
    if (asked.type == "xml") {
      return refuse(asked.resource, "XMILE does not say how data are written as XML",
                    "save them as CSV or as a spreadsheet");
    }
    if (++count_ > kMostImports) {
      return refuse(asked.resource, format("a model may have {} imports", kMostImports),
                    "join some of them");
    }
    if (const auto workbook = open(asked)) take(asked, *workbook);
  }

  std::optional<Workbook> open(const Asked& asked) {
    for (const std::string& place : places_of(asked.resource.value)) {
      if (sources_.at_hand()) {
        const auto kept = sources_.at_hand()->find(place);
        if (kept == sources_.at_hand()->end()) continue;
        return kept_as(place, workbook_from_text(kept->second));
      }
      const std::string path = (folder_ / place).string();
      std::error_code failed;
      const bool plain = lies_below(path, folder_.string()) && fs::is_regular_file(path, failed);
      if (plain) return read_file_at(asked, place, path);
    }
    refuse(asked.resource,
           "there is no such file beside the model or in folders below it; all variables keep the "
           "equations that they have in the model",
           "put the file beside the model, and write its name");
    return std::nullopt;
  }

  std::optional<Workbook> read_file_at(const Asked& asked, const std::string& place,
                                       const std::string& path) {
    const std::string lower = to_lower(path);
    const bool tabs = lower.ends_with(".txt") || lower.ends_with(".tab") || lower.ends_with(".tsv");
    Checked<Workbook> read = read_workbook(path, tabs ? '\t' : ',');
    if (!read.value) {
      const Diagnostic& why = read.diagnostics.front();
      refuse(asked.resource, why.reason.empty() ? why.message : why.reason, why.hint);
      return std::nullopt;
    }
    return kept_as(place, std::move(read.value));
  }

  // Once among the sources, though several imports may take sheets of one file.
  std::optional<Workbook> kept_as(const std::string& place, std::optional<Workbook> workbook) {
    if (!workbook || !kept_.insert(place).second) return workbook;
    sources_.add((folder_ / place).string(), to_text(*workbook));
    return workbook;
  }

  const Sheet* sheet_of(const Asked& asked, const Workbook& workbook) {
    const bool any = asked.sheet.empty() || asked.type == "csv" ||
                     (workbook.sheets.size() == 1 && workbook.sheets[0].name.empty());
    for (const Sheet& sheet : workbook.sheets) {
      if (any || to_lower(sheet.name) == to_lower(asked.sheet)) return &sheet;
    }
    std::vector<std::string> names;
    for (const Sheet& sheet : workbook.sheets) names.push_back(sheet.name);
    refuse(asked.resource, format("it has no worksheet \"{}\"", asked.sheet),
           did_you_mean(asked.sheet, names));
    return nullptr;
  }

  void take(const Asked& asked, const Workbook& workbook) {
    const Sheet* sheet = sheet_of(asked, workbook);
    if (sheet == nullptr) return;
    std::map<std::uint32_t, ImportedLine> lines;
    const auto along_and_line = [&](const std::pair<std::uint32_t, std::uint32_t>& at) {
      return asked.across ? std::pair(at.second, at.first) : at;
    };
    for (const auto& [at, value] : sheet->cells) {
      const auto [along, line] = along_and_line(at);
      const auto* head = std::get_if<std::string>(&value);
      if (along == 0 && head != nullptr) lines[line].head = *head;
    }
    for (const auto& [at, value] : sheet->cells) {
      const auto [along, line] = along_and_line(at);
      const auto found = lines.find(line);
      if (along > 0 && found != lines.end()) take_cell(along - 1, value, found->second);
    }
    Import import{asked.resource.value, asked.resource.span(), {}};
    for (auto& [place, line] : lines) import.lines.push_back(std::move(line));
    imports_.push_back(std::move(import));
  }

  static void take_cell(std::uint32_t place, const CellValue& value, ImportedLine& line) {
    const auto* number = std::get_if<double>(&value);
    if (number == nullptr) {
      if (line.fault.empty()) line.fault = std::get<std::string>(value);
    } else if (std::isfinite(*number)) {
      line.numbers.emplace_back(place, *number);
    }
  }

  const Document& document_;
  SourceSet& sources_;
  Complaints& complaints_;
  fs::path folder_;
  std::set<std::string> kept_;
  std::size_t count_ = 0;
  std::vector<Import> imports_;
};

}  // namespace

std::vector<Import> read_import_files(const Document& document, SourceSet& sources,
                                      Complaints& complaints) {
  return ImportReader(document, sources, complaints).read();
}

}  // namespace sluice::syntax::xmile
