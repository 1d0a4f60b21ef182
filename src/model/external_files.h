// The files that a model's GET ... functions read: beside the model, each opened once. They are
// kept as text, so that a result file can hold them and give them back.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "syntax/workbook/workbook.h"

namespace sluice::model {

class ExternalFiles {
 public:
  // `folder`: where relative names lead from.
  explicit ExternalFiles(std::string folder) : folder_(std::move(folder)) {}
  // The files of a result: (name, text), as `texts` gave them. Nothing is looked for on disk.
  explicit ExternalFiles(const std::vector<std::pair<std::string, std::string>>& stored);

  // What names with `?` stand for, as Vensim's settings say: lines `30:?data=data.xlsx`.
  void take_tags(std::string_view settings);

  struct Opened {
    const syntax::Workbook* workbook = nullptr;
    std::string fault;  // why not; the same for every use
    std::string hint;
    bool told = false;  // the fault was passed on
  };
  // By the name as the model writes it; with / or \, in any case where no file has it exactly.
  // `delimiter` is that of delimited text.
  Opened& open(const std::string& name, std::optional<char> delimiter);

  // What was read, as (name, text).
  std::vector<std::pair<std::string, std::string>> texts() const;

 private:
  struct Entry {
    Opened opened;
    std::optional<syntax::Workbook> workbook;
  };
  void read(const std::string& name, std::optional<char> delimiter, Entry& entry) const;

  std::string folder_;
  bool stored_ = false;
  std::map<std::string, std::string> tags_;  // by "?name" in lower case
  std::map<std::string, std::unique_ptr<Entry>> entries_;
};

}  // namespace sluice::model
