// <sim_specs>, <header> and <model_units>.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

std::optional<double> signed_number(std::string_view text) {
  const bool minus = text.starts_with('-');
  const auto number = number_in(minus || text.starts_with('+') ? text.substr(1) : text);
  return number && minus ? std::optional(-*number) : number;
}

class SettingsWriter {
 public:
  SettingsWriter(const Document& document, Whole& whole, Complaints& complaints)
      : document_(document), whole_(whole), complaints_(complaints) {
    specs_ = settings_of(document);
  }

  void write() {
    const Span root = document_.span_of(document_.root());
    if (!specs_) {
      complaints_.say(Code::xmile_no_settings, root, "the file has no <sim_specs>",
                      "they say from when to when the model runs",
                      "write <sim_specs><start>0</start><stop>100</stop><dt>1</dt></sim_specs>");
      return;
    }
    auto unit = document_.attribute(specs_, "time_units", complaints_);
    if (const pugi::xml_node own = document_.child(specs_, "time_units"); !unit && own) {
      unit = document_.text_of(own, complaints_);  // as some converters write it
    }
    if (unit) unit_ = trimmed(unit->value);
    const auto start = value_of("start"), stop = value_of("stop");
    const auto dt = document_.child(specs_, "dt") ? value_of("dt") : std::optional(1.0);
    if (start) control("INITIAL TIME", *start, document_.child(specs_, "start"));
    if (stop) control("FINAL TIME", *stop, document_.child(specs_, "stop"));
    if (dt) control("TIME STEP", step_of(*dt), document_.child(specs_, "dt"));
    write_save_period();
    read_method();
    tell_others();
  }

 private:
  Span span_of(pugi::xml_node node) const { return document_.span_of(node ? node : specs_); }

  std::optional<double> value_of(const char* name) {
    const pugi::xml_node node = document_.child(specs_, name);
    const Text text = node ? document_.text_of(node, complaints_) : Text{};
    std::string_view written = trimmed(text.value);
    // Some versions of Vensim write <dt> TIME_STEP=0.125</dt>.
    const std::size_t sign = written.find('=');
    if (sign != std::string_view::npos && key_of(trimmed(written.substr(0, sign))) == "time step") {
      written = trimmed(written.substr(sign + 1));
    }
    const auto value = signed_number(written);
    if (value) return value;
    complaints_.say(Code::xmile_bad_value, node ? text.span() : document_.span_of(specs_),
                    node ? format("<{}> is \"{}\", which is no number", name, trimmed(text.value))
                         : format("<sim_specs> has no <{}>", name),
                    "the run needs it",
                    written.find(',') != std::string_view::npos
                        ? std::string("write decimals behind a point, as in 0.25")
                        : format("write <{}>number</{}>", name, name));
    return std::nullopt;
  }

  double step_of(double written) {
    const pugi::xml_node node = document_.child(specs_, "dt");
    const auto reciprocal =
        node ? document_.attribute(node, "reciprocal", complaints_) : std::nullopt;
    const bool turned = reciprocal && to_lower(trimmed(reciprocal->value)) == "true";
    return turned && written != 0 ? 1 / written : written;
  }

  // Converters write the controls as variables too. The run is what <sim_specs> says; a variable
  // that says otherwise is told.
  void control(const std::string& name, double value, pugi::xml_node node) {
    const Span span = span_of(node);
    const Variable* own = whole_.root.find(name);
    if (own != nullptr) {
      const std::string_view text = own->equation ? trimmed(own->equation->value) : "";
      if (name == "TIME STEP" && key_of(text) == "dt") {  // as Vensim writes it
        drop(own);
        return add(name, number(value, span), span);
      }
      const auto written = signed_number(text);
      if (written && std::abs(*written - value) <= 1e-9 * std::max(1.0, std::abs(value))) return;
      complaints_.say(Code::xmile_control_differs, own->name_span,
                      format("the variable \"{}\" is not what <sim_specs> says", own->name),
                      format("the run follows <sim_specs>: {}", to_text(value)),
                      "take the variable away, or give it another name");
      drop(own);
    }
    add(name, number(value, span), span);
  }

  void drop(const Variable* variable) {
    std::erase_if(whole_.root.variables,
                  [&](const auto& one) { return one.get() == variable && drop_key(*one); });
  }
  bool drop_key(const Variable& variable) {
    return whole_.root.by_key.erase(key_of(variable.local_name)) > 0;
  }

  void write_save_period() {
    if (whole_.root.find("SAVEPER") != nullptr) return;
    auto written = document_.attribute(specs_, "isee:save_interval", complaints_);
    for (const char* const name : {"savestep", "save_step", "vensim:saveper"}) {  // of converters
      if (const pugi::xml_node own = document_.child(specs_, name)) {
        written = document_.text_of(own, complaints_);
      }
    }
    const double period = written ? signed_number(trimmed(written->value)).value_or(0) : 0;
    const Span span = document_.span_of(specs_);
    add("SAVEPER", period > 0 ? number(period, span) : time_step(span), span);
  }

  void add(const std::string& name, Expr value, Span span) {
    Equation equation;
    equation.span = equation.name_span = span;
    equation.name = name;
    equation.unit = unit_;
    equation.unit_span = span;
    equation.right = std::move(value);
    whole_.tree.equations.push_back(std::move(equation));
  }

  void tell_others() {
    constexpr std::string_view kKnown[] = {"start",    "stop",      "dt",
                                           "savestep", "save_step", "vensim:saveper",
                                           "run",      "pause",     "time_units"};
    for (const pugi::xml_node part : specs_.children()) {
      if (part.type() != pugi::node_element) continue;
      const std::string_view name = document_.name_of(part);
      if (std::ranges::find(kKnown, name) != std::end(kKnown)) continue;
      complaints_.say(
          Code::xmile_left_out, document_.span_of(part), format("<{}> is left out", name),
          document_.is_vendor(part) ? "it is an extension of one vendor that is not read"
                                    : "XMILE has no such element here",
          "see whether the run depends on it");
    }
  }

  // The first method that is known: "gear, rk4". By rk2 each program means its own.
  void read_method() {
    const auto written = document_.attribute(specs_, "method", complaints_);
    if (!written) {
      whole_.tree.integration = Integration::euler;
      return;
    }
    const std::string names = to_lower(written->value);
    for (const std::string_view one : split(names, ',')) {
      const std::string_view name = trimmed(one);
      if (name == "euler" || name == "euler's") whole_.tree.integration = Integration::euler;
      if (name == "rk4") whole_.tree.integration = Integration::rk4;
      if (name == "rk4" && whole_.method_is_unsure) return use_euler(*written);
      if (name == "midpoint") whole_.tree.integration = Integration::midpoint;
      if (name == "rk2") {
        whole_.tree.integration = whole_.is_of_vensim ? Integration::midpoint : Integration::heun;
      }
      if (whole_.tree.integration) return;
    }
    whole_.tree.integration = Integration::rk4;
    complaints_.say(Code::xmile_method, written->span(),
                    format("the method of integration \"{}\" is not known", written->value),
                    "Runge-Kutta of the fourth order with fixed steps is used",
                    "choose euler, rk2 or rk4");
  }

  // Older exports of Vensim say RK4 whatever the model's settings are; its default is Euler.
  void use_euler(const Text& written) {
    whole_.tree.integration = Integration::euler;
    complaints_.say(Code::xmile_method, written.span(),
                    "this file does not tell its method of integration; Euler is used",
                    "this version of Vensim's export writes RK4 for every model",
                    "take the <vendor> out of the <header> if RK4 is meant");
  }

  const Document& document_;
  Whole& whole_;
  Complaints& complaints_;
  pugi::xml_node specs_;
  std::string unit_;
};

// A unit by its name, its equation and its aliases: all mean the same.
void read_unit(const Document& document, pugi::xml_node node, Whole& whole,
               Complaints& complaints) {
  const auto disabled = document.attribute(node, "disabled", complaints);
  if (disabled && to_lower(trimmed(disabled->value)) == "true") return;
  const auto name = document.attribute(node, "name", complaints);
  if (!name) return;
  std::vector<std::string> same{name_in(name->value)};
  const pugi::xml_node eqn = document.child(node, "eqn");
  const std::string equation(eqn ? trimmed(document.text_of(eqn, complaints).value) : "");
  for (const pugi::xml_node alias : document.children(node, "alias")) {
    const std::string listed = document.text_of(alias, complaints).value;  // "person,persons"
    for (const std::string_view written : split(listed, ',')) {
      const std::string one = name_in(written);
      if (!one.empty()) same.push_back(one);
    }
  }
  if (!equation.empty()) {
    for (const std::string& one : same) whole.unit_equations.emplace_back(one, equation);
    if (equation.find_first_of("*/^()") == std::string::npos) same.push_back(name_in(equation));
  }
  if (same.size() > 1) whole.tree.unit_equivalences.push_back(std::move(same));
}

}  // namespace

pugi::xml_node settings_of(const Document& document) {
  pugi::xml_node specs = document.child(document.root(), "sim_specs");
  for (const pugi::xml_node model : document.children(document.root(), "model")) {
    if (!specs) specs = document.child(model, "sim_specs");
  }
  return specs;
}

void write_settings(const Document& document, Whole& whole, Complaints& complaints) {
  SettingsWriter(document, whole, complaints).write();
}

void read_units(const Document& document, Whole& whole, Complaints& complaints) {
  const pugi::xml_node units = document.child(document.root(), "model_units");
  // An example of the standard writes <units>.
  for (const char* const name : {"unit", "units"}) {
    for (const pugi::xml_node unit : document.children(units, name)) {
      read_unit(document, unit, whole, complaints);
    }
  }
}

void read_header(const Document& document, Whole& whole, Complaints& complaints) {
  const pugi::xml_node header = document.child(document.root(), "header");
  const pugi::xml_node vendor = document.child(header, "vendor");
  const pugi::xml_node product = document.child(header, "product");
  const std::string name = vendor ? to_lower(document.text_of(vendor, complaints).value) : "";
  const std::string program = product ? to_lower(document.text_of(product, complaints).value) : "";
  whole.is_of_vensim = document.is_of_vensim();
  whole.written_by_isee = name.find("isee") != std::string::npos;
  whole.method_is_unsure = name.find("ventana") != std::string::npos && program == "vensim";
  const pugi::xml_node arrays = document.child(document.child(header, "options"), "uses_arrays");
  const auto bad =
      arrays ? document.attribute(arrays, "invalid_index_value", complaints) : std::nullopt;
  whole.bad_index_is_nan = bad && to_lower(trimmed(bad->value)) == "nan";
}

}  // namespace sluice::syntax::xmile
