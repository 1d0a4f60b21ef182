#include "model/expressions.h"
#include "model/control.h"

#include "base/format.h"
#include "model/builtins.h"
#include "model/function_hints.h"
#include "model/tables.h"

namespace sluice::model {
namespace {

UnaryOp unary_op(syntax::UnaryOp op) {
  return op == syntax::UnaryOp::logical_not ? UnaryOp::logical_not : UnaryOp::minus;
}

static_assert(static_cast<int>(BinaryOp::logical_or) ==
              static_cast<int>(syntax::BinaryOp::logical_or));
BinaryOp binary_op(syntax::BinaryOp op) { return static_cast<BinaryOp>(op); }

// As a whole right-hand side only.
bool stands_alone(Builtin builtin) {
  return builtin == Builtin::integ || builtin == Builtin::active_initial ||
         builtin == Builtin::queue_fifo || builtin == Builtin::queue_fifo_attrib ||
         builtin == Builtin::shift_if_true;
}

bool names_a_variable(Builtin builtin) {
  switch (builtin) {
    case Builtin::queue_age_average:
    case Builtin::queue_age_oldest:
    case Builtin::queue_age_in_range:
    case Builtin::queue_attrib_average:
    case Builtin::queue_attrib_in_range:
    case Builtin::queue_attrib_max:
    case Builtin::queue_attrib_min:
    case Builtin::queue_attrib_quantity:
    case Builtin::shift_if_true: return true;
    default: return false;
  }
}

// All of them bring in what other programs keep: GET VDF DATA, GET ODBC LOOKUPS.
std::string mend_of_unread(std::string_view name) {
  const bool run = name.starts_with("GET VDF");
  return format("save the {} as CSV{} and read it with GET DIRECT {}",
                run ? "run" : "table of the database",
                run ? " (in Vensim: Model, Export Dataset)" : "", name.substr(name.rfind(' ') + 1));
}

Expr zero_at(Span span) { return Expr{span, Number{0}}; }

}  // namespace

Expr ExpressionResolver::resolve_whole(const syntax::Expr& source) {
  const auto* call = std::get_if<syntax::Call>(&source.node);
  const auto builtin = call != nullptr ? find_builtin(call->name) : std::nullopt;
  if (builtin == Builtin::queue_fifo || builtin == Builtin::queue_fifo_attrib) {
    if (!count_fits(info_of(*builtin), *call, source.span)) return zero_at(source.span);
    return table_call(*builtin, *call, source.span);
  }
  if (builtin == Builtin::shift_if_true) {
    if (!count_fits(info_of(*builtin), *call, source.span)) return zero_at(source.span);
    return named_call(*builtin, *call, source.span);
  }
  if (builtin == Builtin::integ || builtin == Builtin::active_initial) {
    if (!count_fits(info_of(*builtin), *call, source.span)) return zero_at(source.span);
    return Expr{source.span, Call{*builtin, resolve_each(call->arguments), {}}};
  }
  if (builtin == Builtin::x_if_missing) return if_missing(*call, source.span);
  return resolve(source);
}

Expr ExpressionResolver::resolve(const syntax::Expr& source) {
  return std::visit([&](const auto& node) { return from(node, source.span); }, source.node);
}

std::vector<Expr> ExpressionResolver::resolve_each(const std::vector<syntax::Expr>& sources) {
  std::vector<Expr> resolved;
  resolved.reserve(sources.size());
  for (const syntax::Expr& source : sources) resolved.push_back(resolve(source));
  return resolved;
}

Expr ExpressionResolver::from(const syntax::Number& node, Span span) {
  return Expr{span, Number{node.value, node.absent}};
}

Expr ExpressionResolver::from(const syntax::NotAvailable&, Span span) {
  return Expr{span, Number{kNotAvailable}};
}

Expr ExpressionResolver::from(const syntax::Text& node, Span span) {
  draft_.say(Code::model_text_not_read, span, format("the text '{}' is not a number", node.value),
             "a model computes with numbers; texts are not read yet");
  return zero_at(span);
}

Expr ExpressionResolver::from(const syntax::NumberList&, Span span) {
  draft_.say(Code::model_list_misplaced, span, "a list of numbers stands inside an expression",
             "a list can only be the whole right-hand side of a constant");
  return zero_at(span);
}

Expr ExpressionResolver::from(const syntax::Table& node, Span span) {
  return make_table(draft_, node, span, variable_.name);
}

Expr ExpressionResolver::from(const syntax::Unary& node, Span span) {
  Expr operand = resolve(node.operand[0]);
  if (node.op == syntax::UnaryOp::plus) return operand;
  if (const auto* number = std::get_if<Number>(&operand.node);
      number != nullptr && node.op == syntax::UnaryOp::minus) {
    return Expr{span, Number{-number->value}};
  }
  Unary unary{unary_op(node.op), {}};
  unary.operand.push_back(std::move(operand));
  return Expr{span, std::move(unary)};
}

Expr ExpressionResolver::from(const syntax::Binary& node, Span span) {
  return Expr{span, Binary{binary_op(node.op), resolve_each(node.operands)}};
}

Expr ExpressionResolver::from(const syntax::Reference& node, Span span) {
  if (const auto variable = draft_.variable(node.name)) {
    return variable_reference(*variable, node, span);
  }
  const bool subscript = draft_.dimension(node.name) || draft_.element(node.name);
  if (subscript && node.subscripts.empty()) {
    const auto index = subscripts_.resolve_number(node.name, span);
    return index ? Expr{span, ElementNumber{*index}} : zero_at(span);
  }
  say_no_variable(node.name, span);
  return zero_at(span);
}

void ExpressionResolver::say_no_variable(const std::string& name, Span span) {
  // A clock that the model lacks is told once, as that.
  if (is_control_name(name) && syntax::key_of(name) != "saveper") return;
  std::string hint = did_you_mean(name, draft_.variable_names());
  if (hint.empty()) hint = word_between_names_hint(name, draft_.variable_names());
  if (hint.empty()) hint = format("write an equation for it: {} = ...", name);
  draft_.say(Code::model_undefined_name, span, format("there is no variable \"{}\"", name),
             format("the equation of \"{}\" needs it", variable_.name), std::move(hint));
}

Expr ExpressionResolver::variable_reference(VariableId id, const syntax::Reference& node,
                                            Span span) {
  if (draft_.broken[static_cast<std::size_t>(id)]) return zero_at(span);
  const Variable& target = draft_.model.at(id);
  if (target.kind == VariableKind::lookup) {
    draft_.say(Code::model_lookup_as_number, span,
               format("\"{}\" is a lookup, not a number", target.name),
               "a lookup gives a number only for some input", format("write {}(x)", target.name));
    return zero_at(span);
  }
  auto indices = subscripts_.resolve_all(target, node.subscripts, span);
  if (!indices) return zero_at(span);
  return Expr{span, Reference{id, std::move(*indices)}};
}

Expr ExpressionResolver::from(const syntax::Call& node, Span span) {
  if (const auto variable = draft_.variable(node.name)) {
    const bool lookup = draft_.model.at(*variable).kind == VariableKind::lookup;
    if (lookup && node.arguments.size() == 1) {
      return lookup_call(*variable, node.subscripts, node.arguments[0], LookupMode::hold, span);
    }
    if (lookup) {
      draft_.say(
          Code::model_argument_count, span,
          format("the lookup \"{}\" takes 1 argument, not {}", node.name, node.arguments.size()),
          "a lookup is read at one input");
      return zero_at(span);
    }
  }
  if (const auto builtin = find_builtin(node.name)) return builtin_call(*builtin, node, span);
  return unknown_call(node, span);
}

Expr ExpressionResolver::unknown_call(const syntax::Call& node, Span span) {
  const auto unread = find_unread_builtin(node.name);
  if (unread && unread->name == "A FUNCTION OF") {
    draft_.say(Code::model_no_equation, span, format("\"{}\" has no equation yet", variable_.name),
               "A FUNCTION OF only lists what it will depend on, as a diagram shows it",
               "write how it depends on them");
  } else if (unread) {
    draft_.say(
        Code::model_function_not_read, span, format("{} is not read yet", unread->name),
        format("Vensim has it ({}); this program does not compute it so far", unread->meaning),
        mend_of_unread(unread->name));
  } else if (draft_.variable(node.name)) {
    draft_.say(Code::model_not_a_lookup, span,
               format("\"{}\" is not a lookup, so it cannot be applied to anything", node.name),
               "only lookups and functions take arguments in parentheses",
               "is an operator missing before the parenthesis?");
  } else {
    std::vector<std::string> known = draft_.variable_names();
    for (const BuiltinInfo& info : all_builtins()) known.emplace_back(info.name);
    std::string hint = other_name_hint(node.name);
    if (hint.empty()) hint = did_you_mean(node.name, known);
    if (hint.empty()) {
      hint = format(
          "define a lookup of that name, or write an operator between \"{}\" and the "
          "parenthesis",
          node.name);
    }
    draft_.say(Code::model_unknown_function, span,
               format("there is no function or lookup \"{}\"", node.name),
               format("the equation of \"{}\" applies it", variable_.name), std::move(hint));
  }
  return zero_at(span);
}

Expr ExpressionResolver::lookup_call(VariableId table,
                                     const std::vector<syntax::Subscript>& subscripts,
                                     const syntax::Expr& argument, LookupMode mode, Span span) {
  Expr input = resolve(argument);
  if (draft_.broken[static_cast<std::size_t>(table)]) return zero_at(span);
  auto indices = subscripts_.resolve_all(draft_.model.at(table), subscripts, span);
  if (!indices) return zero_at(span);
  LookupCall call{Reference{table, std::move(*indices)}, {}, mode};
  call.argument.push_back(std::move(input));
  return Expr{span, std::move(call)};
}

bool ExpressionResolver::count_fits(const BuiltinInfo& info, const syntax::Call& node, Span span) {
  const std::size_t count = node.arguments.size();
  if (count >= info.least_arguments && count <= info.most_arguments) return true;
  const std::string most = info.most_arguments > info.least_arguments
                               ? format(" to {}", info.most_arguments)
                               : std::string();
  draft_.say(Code::model_argument_count, span,
             format("{} takes {}{} argument{}, not {}", info.name, info.least_arguments, most,
                    info.least_arguments == 1 && most.empty() ? "" : "s", count),
             format("{}: {}", info.name, info.meaning), form_hint(info));
  return false;
}

Expr ExpressionResolver::builtin_call(Builtin builtin, const syntax::Call& node, Span span) {
  const BuiltinInfo& info = info_of(builtin);
  if (!count_fits(info, node, span)) return zero_at(span);
  if (stands_alone(builtin)) {
    draft_.say(Code::model_not_alone, span, format("{} stands inside an expression", info.name),
               "it must be the whole right-hand side of its equation",
               format("give the {} a variable of its own and use that here",
                      builtin == Builtin::active_initial ? "value" : "stock"));
    return zero_at(span);
  }
  for (std::size_t i = 0; i < info.most_arguments; ++i) {
    if (takes_table(builtin, i)) return table_call(builtin, node, span);
  }
  if (names_a_variable(builtin)) return named_call(builtin, node, span);
  if (builtin == Builtin::depreciate_by_schedule) return vector_call(builtin, node, span);
  switch (info.builtin_class) {
    case BuiltinClass::rewritten: return rewritten_call(builtin, node, span);
    case BuiltinClass::reduction: return reduction(builtin, node, span);
    case BuiltinClass::vector: return vector_call(builtin, node, span);
    case BuiltinClass::table: return table_call(builtin, node, span);
    case BuiltinClass::data: return data_call(builtin, node, span);
    case BuiltinClass::external: return external_inside(builtin, span);
    case BuiltinClass::elementary:
    case BuiltinClass::stateful:
    case BuiltinClass::initial:
    case BuiltinClass::random: break;
  }
  return Expr{span, Call{builtin, resolve_each(node.arguments), {}}};
}

Expr ExpressionResolver::rewritten_call(Builtin builtin, const syntax::Call& node, Span span) {
  if (builtin == Builtin::game) return resolve(node.arguments[0]);
  if (builtin == Builtin::elmcount) return element_count(node, span);
  if (builtin == Builtin::simultaneous || builtin == Builtin::find_zero) {
    draft_.say(Code::model_not_alone, span,
               format("{} stands inside an expression", info_of(builtin).name),
               "it must be the whole right-hand side of its equation",
               "give it a variable of its own and use that here");
    return zero_at(span);
  }
  if (builtin == Builtin::reinitial) {
    return Expr{span, Call{Builtin::initial, resolve_each(node.arguments), {}}};
  }
  if (builtin != Builtin::random_0_1) return lookup_function(builtin, node, span);
  std::vector<Expr> arguments;
  for (const double value : {0.0, 1.0, 0.0}) arguments.push_back(Expr{span, Number{value}});
  return Expr{span, Call{Builtin::random_uniform, std::move(arguments), {}}};
}

Expr ExpressionResolver::external_inside(Builtin builtin, Span span) {
  const std::string name(info_of(builtin).name);
  draft_.say(Code::model_not_alone, span, format("{} stands inside an expression", name),
             "it must be the whole right-hand side of its equation",
             "give what it reads a variable of its own and use that here");
  return zero_at(span);
}

Expr ExpressionResolver::element_count(const syntax::Call& node, Span span) {
  const auto* name = std::get_if<syntax::Reference>(&node.arguments[0].node);
  const auto dimension = name != nullptr ? draft_.dimension(name->name) : std::nullopt;
  if (dimension && draft_.refuses_repeated(*dimension, node.arguments[0].span)) {
    return zero_at(span);
  }
  if (dimension) {
    return Expr{span, Number{static_cast<double>(draft_.model.at(*dimension).elements.size())}};
  }
  draft_.say(Code::model_unknown_subscript, node.arguments[0].span,
             "the argument of ELMCOUNT is not a dimension", "ELMCOUNT counts the elements of one",
             name != nullptr ? did_you_mean(name->name, draft_.subscript_names()) : "");
  return zero_at(span);
}

Expr ExpressionResolver::lookup_function(Builtin builtin, const syntax::Call& node, Span span) {
  const auto* name = std::get_if<syntax::Reference>(&node.arguments[0].node);
  const auto table = name != nullptr ? draft_.variable(name->name) : std::nullopt;
  if (!table || draft_.model.at(*table).kind != VariableKind::lookup) {
    draft_.say(Code::model_not_a_lookup, node.arguments[0].span,
               format("the first argument of {} is not a lookup", info_of(builtin).name),
               "it reads a lookup variable at its second argument");
    return zero_at(span);
  }
  const LookupMode mode = builtin == Builtin::lookup_extrapolate ? LookupMode::extrapolate
                          : builtin == Builtin::lookup_forward   ? LookupMode::forward
                                                                 : LookupMode::backward;
  return lookup_call(*table, name->subscripts, node.arguments[1], mode, span);
}

Expr ExpressionResolver::reduction(Builtin builtin, const syntax::Call& node, Span span) {
  const std::size_t said_before = draft_.diagnostics.size();
  subscripts_.open_reduction();
  std::vector<Expr> arguments = resolve_each(node.arguments);
  std::vector<Loop> loops = subscripts_.close_reduction();
  if (loops.empty() && draft_.diagnostics.size() == said_before) {
    draft_.say(Code::model_reduction_without_each, span,
               format("nothing for {} to run over", info_of(builtin).name),
               "it runs over the subscripts marked with `!` inside it",
               format("mark a subscript: {}(x[dimension!])", info_of(builtin).name));
  }
  return Expr{span, Call{builtin, std::move(arguments), std::move(loops)}};
}

// The request's last subscript must follow the left-hand side, the profile's last one be ptype with
// the three other fields after it.
Expr ExpressionResolver::allocation(const syntax::Call& node, Span span) {
  std::vector<Expr> arguments = resolve_each(node.arguments);
  const auto* request = std::get_if<Reference>(&arguments[0].node);
  const auto* profile = std::get_if<Reference>(&arguments[1].node);
  const bool shares = request != nullptr && !request->indices.empty() &&
                      std::holds_alternative<BoundIndex>(request->indices.back());
  bool fields = profile != nullptr && !profile->indices.empty();
  if (fields) {
    const auto* type = std::get_if<FixedElement>(&profile->indices.back());
    const DimensionId axis = draft_.model.at(profile->variable).axes.back();
    fields = type != nullptr && type->position + 4 <= draft_.model.at(axis).elements.size();
  }
  if (!shares || !fields) {
    draft_.say(
        Code::model_allocation_arguments, span,
        shares ? "the second argument of ALLOCATE AVAILABLE is no priority profile"
               : "the first argument of ALLOCATE AVAILABLE is no vector of requests",
        shares ? "its last subscript must be the first of four elements: type, priority, "
                 "width, extra"
               : "its last subscript must be a dimension of the left-hand side, over which "
                 "it is shared",
        "share[buyer] = ALLOCATE AVAILABLE(request[buyer], profile[buyer,ptype], available)");
  }
  return Expr{span, Call{Builtin::allocate_available, std::move(arguments), {}}};
}

}  // namespace sluice::model
