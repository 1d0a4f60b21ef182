// The study's files, as they are now: read again when they change. A study with a mistake in it
// does not take the place of the last good one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "ensemble/ensemble.h"
#include "serve/asking.h"
#include "serve/lab.h"
#include "serve/room.h"
#include "study/additions.h"

namespace sluice::serve {

// One reading of the files.
struct Edition {
  std::uint64_t revision = 0;
  ensemble::Bound bound;
  std::string model_text;   // of the model file
  Diagnostics diagnostics;  // warnings and notes
};

class Studio {
 public:
  // Errors: the study cannot be read.
  static Checked<std::unique_ptr<Studio>> open(const std::string& folder,
                                               std::vector<study::Addition> additions = {});

  // From any thread.
  std::shared_ptr<const Edition> edition() const;
  struct Status {
    std::uint64_t revision = 0;
    bool ok = true;
    Diagnostics diagnostics;
  };
  Status status() const;
  // Reads the files again where one of them has another time or size than last time.
  void look();
  // Writes trial equations into the model file, if it is still as `revision` read it.
  Diagnostics save(const std::vector<Edit>& edits, std::uint64_t revision);

  Room& room() { return room_; }

  // From the worker's thread: the study with trial equations, and beliefs. Errors: what the model
  // or the distributions lack.
  Checked<Bench> bench(const std::vector<Edit>& edits, const AskedBeliefs& beliefs);
  // The same without a lab: what is wrong with the equations.
  Checked<ensemble::Bound> with_edits(const Edition& edition, const std::vector<Edit>& edits) const;

 private:
  using Stamp = std::pair<std::filesystem::file_time_type, std::uintmax_t>;
  using Stamps = std::map<std::string, std::optional<Stamp>>;
  struct KeptLab {
    std::string key;
    std::shared_ptr<Lab> lab;
  };

  Studio(std::string folder, std::vector<study::Addition> additions)
      : folder_(std::move(folder)), additions_(std::move(additions)) {}
  Diagnostics read();
  Stamps stamps_of(const Edition* edition) const;
  Checked<std::shared_ptr<Lab>> lab(const std::vector<Edit>& edits);
  Checked<Beliefs> beliefs(const study::Study& study, const AskedBeliefs& asked);

  std::string folder_;
  std::vector<study::Addition> additions_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Edition> edition_;
  bool ok_ = true;
  std::uint64_t revision_ = 0;
  Diagnostics wrong_;   // of the last reading, where it failed
  std::mutex looking_;  // one reading at a time
  Stamps stamps_;
  Room room_;
  std::list<KeptLab> labs_;  // most recently used first
  std::list<std::pair<std::string, Beliefs>> beliefs_;
};

}  // namespace sluice::serve
