#include "serve/studio.h"

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/source_set.h"
#include "model/load.h"
#include "serve/edits.h"
#include "serve/scenario_file.h"

namespace sluice::serve {
namespace {

namespace files = std::filesystem;

constexpr std::size_t kMostLabs = 3;
constexpr std::size_t kMostBeliefs = 16;

std::string study_path(const std::string& folder) {
  return (files::path(folder) / "study.toml").string();
}

Checked<std::vector<model::NamedText>> series_texts(const study::Study& study) {
  std::vector<model::NamedText> texts;
  for (const auto& path : study.series_paths()) {
    Checked<std::string> text = read_file(path);
    if (!text.value) return {std::nullopt, std::move(text.diagnostics)};
    texts.emplace_back(path, std::move(*text.value));
  }
  return {std::move(texts), {}};
}

Checked<ensemble::Bound> bind_text(study::Study study, const std::string& model_text) {
  auto series = series_texts(study);
  if (!series.value) return {std::nullopt, std::move(series.diagnostics)};
  auto model = model::load_model_text({study.model_path, model_text}, *series.value);
  Diagnostics diagnostics = std::move(model.diagnostics);
  if (!model.value) return {std::nullopt, std::move(diagnostics)};
  auto bound = ensemble::bind(std::move(study), std::move(*model.value));
  append(diagnostics, std::move(bound.diagnostics));
  return {std::move(bound.value), std::move(diagnostics)};
}

Checked<Edition> read_edition(const std::string& folder,
                              const std::vector<study::Addition>& additions,
                              std::uint64_t revision) {
  Edition edition;
  edition.revision = revision;
  auto study = study::read_study_with(folder, additions);
  edition.diagnostics = std::move(study.diagnostics);
  if (!study.value) return {std::nullopt, std::move(edition.diagnostics)};
  auto text = read_file(study.value->model_path);
  append(edition.diagnostics, std::move(text.diagnostics));
  if (!text.value) return {std::nullopt, std::move(edition.diagnostics)};
  edition.model_text = std::move(*text.value);
  auto bound = bind_text(std::move(*study.value), edition.model_text);
  append(edition.diagnostics, std::move(bound.diagnostics));
  if (!bound.value) return {std::nullopt, std::move(edition.diagnostics)};
  edition.bound = std::move(*bound.value);
  return {std::move(edition), {}};
}

Diagnostic no_study(const std::string& path) {
  Place place;
  place.file = path;
  return make_diagnostic(Code::needs_a_study, place,
                         "this is a file, and the dashboard needs a study",
                         "a model alone does not say what its levers, unknowns and outcomes are",
                         "put it into a folder with a study.toml that says so and give the folder; "
                         "docs/studies.md has a small one, whole");
}

}  // namespace

Checked<std::unique_ptr<Studio>> Studio::open(const std::string& folder,
                                              std::vector<study::Addition> additions) {
  if (files::is_regular_file(folder)) {
    const files::path file(folder);
    if (file.filename() != "study.toml") return {std::nullopt, {no_study(folder)}};
    return open(file.has_parent_path() ? file.parent_path().string() : ".", std::move(additions));
  }
  std::unique_ptr<Studio> studio(new Studio(folder, std::move(additions)));
  studio->stamps_ = studio->stamps_of(nullptr);
  Diagnostics diagnostics = studio->read();
  if (!studio->edition_) return {std::nullopt, std::move(diagnostics)};
  studio->stamps_ = studio->stamps_of(studio->edition_.get());
  return {std::move(studio), std::move(diagnostics)};
}

Diagnostics Studio::read() {
  auto made = read_edition(folder_, additions_, revision_ + 1);
  const std::scoped_lock lock(mutex_);
  ++revision_;
  ok_ = made.value.has_value();
  wrong_ = made.value ? Diagnostics{} : made.diagnostics;
  if (!made.value) return made.diagnostics;
  edition_ = std::make_shared<const Edition>(std::move(*made.value));
  return edition_->diagnostics;
}

std::shared_ptr<const Edition> Studio::edition() const {
  const std::scoped_lock lock(mutex_);
  return edition_;
}

Studio::Status Studio::status() const {
  const std::scoped_lock lock(mutex_);
  return {revision_, ok_, ok_ ? edition_->diagnostics : wrong_};
}

Studio::Stamps Studio::stamps_of(const Edition* edition) const {
  std::vector<std::string> paths = {study_path(folder_)};
  if (edition != nullptr) {
    const study::Study& study = *edition->bound.study;
    paths.push_back(study.model_path);
    for (const auto& [name, text] : study.files) {
      paths.push_back((files::path(folder_) / name).string());
    }
  }
  Stamps stamps;
  for (const auto& path : paths) {
    std::error_code error;
    const auto time = files::last_write_time(path, error);
    const auto size = error ? 0 : files::file_size(path, error);
    stamps[path] = error ? std::optional<Stamp>() : Stamp(time, size);
  }
  return stamps;
}

void Studio::look() {
  const std::scoped_lock lock(looking_);
  const auto known = edition();
  Stamps now = stamps_of(known.get());
  if (now == stamps_) return;
  stamps_ = std::move(now);
  read();
  stamps_ = stamps_of(edition().get());
}

Checked<ensemble::Bound> Studio::with_edits(const Edition& edition,
                                            const std::vector<Edit>& edits) const {
  auto text = edited_text(edition, edits);
  if (!text.value) return {std::nullopt, std::move(text.diagnostics)};
  return bind_text(*edition.bound.study, *text.value);
}

Checked<std::shared_ptr<Lab>> Studio::lab(const std::vector<Edit>& edits) {
  const auto now = edition();
  std::string key = std::to_string(now->revision);
  for (const Edit& edit : edits) {
    key += format("\n{}/{}={}", edit.variable, edit.part, edit.equation);
  }
  const auto found = std::ranges::find(labs_, key, &KeptLab::key);
  if (found != labs_.end()) {
    labs_.splice(labs_.begin(), labs_, found);
    return {labs_.front().lab, {}};
  }
  ensemble::Bound bound = now->bound;
  if (!edits.empty()) {
    auto changed = with_edits(*now, edits);
    if (!changed.value) return {std::nullopt, std::move(changed.diagnostics)};
    bound = std::move(*changed.value);
  }
  labs_.push_front({key, std::make_shared<Lab>(std::move(bound))});
  if (labs_.size() > kMostLabs) labs_.pop_back();
  return {labs_.front().lab, {}};
}

Checked<Beliefs> Studio::beliefs(const study::Study& study, const AskedBeliefs& asked) {
  if (asked.worldview.empty() && asked.uncertainties.empty()) return {Beliefs{}, {}};
  const auto known = std::ranges::find(study.worldviews, asked.worldview, &study::Worldview::name);
  if (!asked.worldview.empty() && known == study.worldviews.end()) {
    return {std::nullopt,
            {bad_request(format("the study has no worldview \"{}\"", asked.worldview),
                         "GET /api/v1/study lists them")}};
  }
  const std::string text = worldview_toml(asked, "beliefs_of_the_page", "");
  if (asked.uncertainties.empty()) {
    return {Beliefs{std::make_shared<const study::Worldview>(*known), text}, {}};
  }
  const std::string key = format("{}\n{}", edition()->revision, text);
  for (const auto& [kept, known_beliefs] : beliefs_) {
    if (kept == key) return {known_beliefs, {}};
  }
  // The study's own reader knows distributions and all that can be wrong with them.
  auto read = study::read_study_text(study.folder, study.text + "\n" + text, study.files);
  if (!read.value) return {std::nullopt, std::move(read.diagnostics)};
  auto made = std::make_shared<const study::Worldview>(std::move(read.value->worldviews.back()));
  beliefs_.emplace_front(key, Beliefs{std::move(made), text});
  if (beliefs_.size() > kMostBeliefs) beliefs_.pop_back();
  return {beliefs_.front().second, {}};
}

Checked<Bench> Studio::bench(const std::vector<Edit>& edits, const AskedBeliefs& asked) {
  auto opened = lab(edits);
  if (!opened.value) return {std::nullopt, std::move(opened.diagnostics)};
  auto believed = beliefs((*opened.value)->study(), asked);
  if (!believed.value) return {std::nullopt, std::move(believed.diagnostics)};
  return {Bench{*opened.value, std::move(*believed.value), edition()->revision}, {}};
}

Diagnostics Studio::save(const std::vector<Edit>& edits, std::uint64_t revision) {
  look();
  const auto now = edition();
  if (now->revision != revision || !status().ok) {
    return {bad_request("the files have changed since", "load the study again and look first")};
  }
  auto bound = with_edits(*now, edits);
  if (!bound.value) return bound.diagnostics;
  auto text = edited_text(*now, edits);
  Diagnostics written = write_atomically(now->bound.study->model_path, *text.value);
  if (written.empty()) look();
  return written;
}

}  // namespace sluice::serve
