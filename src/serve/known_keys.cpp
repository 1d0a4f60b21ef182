#include "serve/known_keys.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/format.h"
#include "serve/lab.h"

namespace sluice::serve {
namespace {

using report::Json;
using Known = std::vector<std::string>;

const Known kRequest = {"at",       "baseline", "beliefs", "chart",    "charts",   "claims",
                        "client",   "dots",     "edits",   "grids",    "lever",    "lines",
                        "member",   "members",  "name",    "overview", "policies", "policy",
                        "previous", "revision", "seed",    "sequence", "show",     "stream",
                        "text",     "title",    "upto",    "value"};
const Known kPolicy = {"label", "scenario", "settings"};
const Known kBeliefs = {"uncertainties", "worldview"};
const Known kEdit = {"equation", "part", "variable"};

class Shape {
 public:
  Diagnostics find(const Json& json) {
    if (!json.is_object()) return {};  // said by who reads it
    keys(json, kRequest, "the request");
    for (const char* key : {"baseline", "policy", "previous"}) {
      if (const Json* one = at(json, key)) policy(*one);
    }
    if (const Json* list = at(json, "policies"); list != nullptr && list->is_array()) {
      for (const Json& one : *list) policy(one);
    }
    if (const Json* one = at(json, "beliefs")) beliefs(*one);
    if (const Json* list = at(json, "edits")) edits(*list);
    return std::move(wrong_);
  }

 private:
  static const Json* at(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found == json.end() || found->is_null() ? nullptr : &*found;
  }

  void say(const std::string& message, const std::string& mend) {
    wrong_.push_back(bad_request(message, mend));
  }

  void keys(const Json& json, const Known& known, std::string_view what) {
    for (const auto& [key, value] : json.items()) {
      if (std::ranges::find(known, key) != known.end()) continue;
      const std::string near = did_you_mean(key, known);
      say(format("{} has no key \"{}\"", what, key),
          near.empty() ? "docs/api.md lists the keys of each request" : near);
    }
  }

  void kind(const Json& json, const char* key, bool fits, const char* wanted) {
    if (at(json, key) != nullptr && !fits) say(format("\"{}\" must be {}", key, wanted), {});
  }

  void policy(const Json& json) {
    if (json.is_object()) keys(json, kPolicy, "a policy");
  }

  void beliefs(const Json& json) {
    if (!json.is_object()) {
      return say("\"beliefs\" must be an object", "write {\"worldview\": \"name\"}");
    }
    keys(json, kBeliefs, "\"beliefs\"");
    const Json *worldview = at(json, "worldview"), *inputs = at(json, "uncertainties");
    kind(json, "worldview", worldview != nullptr && worldview->is_string(), "text");
    kind(json, "uncertainties", inputs != nullptr && inputs->is_object(),
         "an object of distributions");
  }

  void edits(const Json& json) {
    constexpr const char* kMend = "write [{\"variable\": \"Name\", \"equation\": \"Name = ...\"}]";
    if (!json.is_array()) return say("\"edits\" must be a list", kMend);
    for (const Json& one : json) {
      const Json* variable = one.is_object() ? at(one, "variable") : nullptr;
      const Json* equation = one.is_object() ? at(one, "equation") : nullptr;
      const bool named = variable != nullptr && variable->is_string();
      if (!named || equation == nullptr || !equation->is_string()) {
        say("an edit needs a \"variable\" and its \"equation\"", kMend);
        continue;
      }
      keys(one, kEdit, "an edit");
      const Json* part = at(one, "part");
      kind(one, "part", part != nullptr && part->is_number_unsigned(), "a whole number from 0");
    }
  }

  Diagnostics wrong_;
};

}  // namespace

Diagnostics find_unknown_keys(const Json& json) { return Shape().find(json); }

}  // namespace sluice::serve
