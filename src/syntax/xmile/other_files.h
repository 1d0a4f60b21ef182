// The other files of a model: those that it includes, for their macros, dimensions, units and
// models (OASIS XMILE 1.0, 2.11), and those in which its modules lie (4.7.1). Only files beside the
// model or in folders below it are read: a model cannot ask for others, nor for the web.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "syntax/xmile/xml.h"

namespace sluice::syntax::xmile {

class OtherFiles {
 public:
  // Reads all files that the model names, and those that they name.
  OtherFiles(const Document& model, SourceSet& sources, Complaints& complaints);

  // As they are merged into the model: in the order of the lists.
  std::vector<const Document*> included() const;
  // Those of modules.
  std::vector<const Document*> linked() const;
  // What a module or a model of `from` names; null where it cannot be read, which is told.
  const Document* find(const Document& from, const Text& resource) const;

 private:
  enum class Use : std::uint8_t { include, link };
  struct File {
    Use use = Use::include;
    Document document;
  };

  void follow(const Document& from, const std::string& path);
  void include(const Document& from, const std::string& path, const Text& resource);
  void link(const Document& from, const std::string& path, pugi::xml_node node);
  void read(const Text& resource, const std::string& path, Use use);
  std::vector<std::string> matches(const std::string& pattern) const;
  std::optional<std::string> text_of(const Text& resource, const std::string& path, Use use);
  void refuse(const Text& resource, Use use, std::string reason, std::string hint);

  SourceSet& sources_;
  Complaints& complaints_;
  std::filesystem::path folder_;  // of the model
  std::deque<File> files_;
  std::map<std::string, const Document*> by_path_;  // from the model's folder
  std::map<std::uint32_t, std::string> paths_;      // by a document's file
};

}  // namespace sluice::syntax::xmile
