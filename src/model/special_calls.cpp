// Calls whose first arguments are no numbers: tables, data, whole vectors.
#include <algorithm>

#include "base/format.h"
#include "model/expressions.h"
#include "model/vectors.h"

namespace sluice::model {
namespace {

bool starts_at_an_element(const Model& model, const Expr& expr, std::size_t from_end) {
  const auto* reference = std::get_if<Reference>(&expr.node);
  if (reference == nullptr || reference->indices.size() <= from_end) return false;
  return elements_from(model, *reference, from_end) > 0;
}

bool is_profile(const Model& model, const Expr& expr) {
  const auto* reference = std::get_if<Reference>(&expr.node);
  return reference != nullptr && !reference->indices.empty() &&
         elements_from(model, *reference, 0) >= kProfileFields;
}

// What is wrong with the arguments of a vector function, in words; nothing where they are right.
struct Shape {
  std::size_t argument = 0;
  const char* fault = nullptr;
  const char* example = nullptr;
};

constexpr const char* kMarketExample =
    "price = FIND MARKET PRICE(demand[d1], demand curve[d1,ptype], supply[s1], supply "
    "curve[s1,ptype])";

Shape market_shape(const Model& model, const std::vector<Expr>& arguments) {
  for (std::size_t side = 0; side < 4; side += 2) {
    if (!starts_at_an_element(model, arguments[side], 0)) {
      return {side, "does not name the first element of its last subscript", kMarketExample};
    }
    const bool profile = is_profile(model, arguments[side + 1]) &&
                         starts_at_an_element(model, arguments[side + 1], 1);
    if (!profile) return {side + 1, "is no profile of its first element", kMarketExample};
  }
  return {};
}

Shape priority_shape(const Model& model, const std::vector<Expr>& arguments) {
  for (const std::size_t argument : {0U, 1U}) {
    if (starts_at_an_element(model, arguments[argument], 0)) continue;
    return {argument, "does not name the first element of its last subscript",
            "mp = MARKETP(request[first], priority[first], ELMCOUNT(buyer), width, supply)"};
  }
  return {};
}

Shape schedule_shape(const Model& model, const std::vector<Expr>& arguments) {
  if (starts_at_an_element(model, arguments[1], 0)) return {};
  return {
      1, "does not name the first element of its last subscript",
      "written off = DEPRECIATE BY SCHEDULE(investment, share[first], before[first], life, Time)"};
}

bool is_square(const VectorPlan& plan) {
  return plan.axes.size() == 2 && plan.axes[0] != plan.axes[1] &&
         plan.places[0].size() == plan.places[1].size();
}

Shape shape_of(const Model& model, Builtin builtin, const Call& call) {
  const std::vector<Expr>& arguments = call.arguments;
  const std::size_t axes = plan_of(call).axes.size();
  switch (builtin) {
    case Builtin::vector_sort_order:
      if (axes == 1) return {};
      return {0, "is no vector along a dimension of the left-hand side",
              "order[place] = VECTOR SORT ORDER(value[place], 1)"};
    case Builtin::vector_rank:
      if (axes == 1) return {};
      return {0, "is no vector along a dimension of the left-hand side",
              "rank[place] = VECTOR RANK(value[place], 1)"};
    case Builtin::vector_reorder:
      if (axes == 1) return {};
      return {0, "is no vector along a dimension of the left-hand side",
              "sorted[place] = VECTOR REORDER(value[place], order[place])"};
    case Builtin::invert_matrix:
      if (is_square(plan_of(call))) return {};
      return {0, "is no square matrix over two dimensions of the left-hand side",
              "inverse[row,column] = INVERT MATRIX(matrix[row,column], size)"};
    case Builtin::allocate_by_priority: {
      const char* const example =
          "share[buyer] = ALLOCATE BY PRIORITY(request[buyer], priority[buyer], ELMCOUNT(buyer), "
          "width, supply)";
      if (axes != 1) {
        return {0, "is no vector along a dimension of the left-hand side", example};
      }
      return {};
    }
    case Builtin::vector_elm_map:
      if (std::holds_alternative<Reference>(arguments[0].node)) return {};
      return {0, "is no variable", "y[place] = VECTOR ELM MAP(x[first], offset[place])"};
    case Builtin::vector_lookup:
      if (starts_at_an_element(model, arguments[0], 0)) return {};
      return {0, "does not name the first element of its last subscript",
              "y = VECTOR LOOKUP(value[first], x, least x, most x, 0)"};
    case Builtin::marketp: return priority_shape(model, arguments);
    case Builtin::depreciate_by_schedule: return schedule_shape(model, arguments);
    case Builtin::find_market_price: return market_shape(model, arguments);
    case Builtin::demand_at_price:
    case Builtin::supply_at_price:
      if (is_profile(model, arguments[1])) return {};
      return {1,
              "is no profile: its last subscript must be the first of type, priority, width, extra",
              "amount[buyer] = DEMAND AT PRICE(demand[buyer], curve[buyer,ptype], price)"};
    default: return {};
  }
}

}  // namespace

bool takes_table(Builtin builtin, std::size_t argument) {
  switch (builtin) {
    case Builtin::delay_conveyor: return argument == 3;
    case Builtin::queue_fifo: return argument == 2;
    case Builtin::queue_fifo_attrib: return argument == 4 || argument == 5;
    case Builtin::delay_profile:
    case Builtin::random_lookup: return argument == 0;
    default: return info_of(builtin).builtin_class == BuiltinClass::table && argument == 0;
  }
}

// "[:NA:] is also returned if the variable passed as an argument is not a Data variable" (Vensim's
// manual, GET DATA ...).
bool asks_for_points(Builtin builtin) {
  switch (builtin) {
    case Builtin::get_data_at_time:
    case Builtin::get_data_between_times:
    case Builtin::get_data_first_time:
    case Builtin::get_data_last_time:
    case Builtin::get_data_max:
    case Builtin::get_data_min:
    case Builtin::get_data_mean:
    case Builtin::get_data_stdv: return true;
    default: return false;
  }
}

Expr ExpressionResolver::vector_call(Builtin builtin, const syntax::Call& node, Span span) {
  if (builtin == Builtin::allocate_available) return allocation(node, span);
  const std::size_t said_before = draft_.diagnostics.size();
  Call call{builtin, resolve_each(node.arguments), {}};
  if (draft_.diagnostics.size() > said_before) return Expr{span, Number{0}};
  auto* first = std::get_if<Reference>(&call.arguments[0].node);
  if (builtin == Builtin::invert_matrix && first != nullptr) {
    subscripts_.lay_matrix(draft_.model.at(first->variable), first->indices);
  }
  const Shape shape = shape_of(draft_.model, builtin, call);
  if (shape.fault == nullptr) return Expr{span, std::move(call)};
  draft_.say(Code::model_vector_arguments, node.arguments[shape.argument].span,
             format("argument {} of {} {}", shape.argument + 1, info_of(builtin).name, shape.fault),
             format("{}: {}", info_of(builtin).name, info_of(builtin).meaning), shape.example);
  return Expr{span, Number{0}};
}

// Some arguments name a lookup, or are one written in place.
Expr ExpressionResolver::table_call(Builtin builtin, const syntax::Call& node, Span span) {
  std::vector<Expr> arguments;
  for (std::size_t i = 0; i < node.arguments.size(); ++i) {
    if (!takes_table(builtin, i)) {
      arguments.push_back(resolve(node.arguments[i]));
      continue;
    }
    const auto table = table_argument_of(builtin, node.arguments[i]);
    if (!table) return Expr{span, Number{0}};
    arguments.push_back(*table);
  }
  return Expr{span, Call{builtin, std::move(arguments), {}}};
}

std::optional<Expr> ExpressionResolver::table_argument_of(Builtin builtin,
                                                          const syntax::Expr& source) {
  if (const auto* points = std::get_if<syntax::Table>(&source.node))
    return from(*points, source.span);
  const auto* name = std::get_if<syntax::Reference>(&source.node);
  const auto table = name != nullptr ? draft_.variable(name->name) : std::nullopt;
  if (!table || draft_.model.at(*table).kind != VariableKind::lookup) {
    draft_.say(Code::model_not_a_lookup, source.span,
               format("an argument of {} is not a lookup", info_of(builtin).name),
               format("{}: {}", info_of(builtin).name, info_of(builtin).meaning));
    return std::nullopt;
  }
  if (draft_.broken[static_cast<std::size_t>(*table)]) return std::nullopt;
  auto indices = subscripts_.resolve_all(draft_.model.at(*table), name->subscripts, source.span);
  if (!indices) return std::nullopt;
  return Expr{source.span, Reference{*table, std::move(*indices)}};
}

// Functions that look into a queue, and SHIFT IF TRUE, name a variable first.
Expr ExpressionResolver::named_call(Builtin builtin, const syntax::Call& node, Span span) {
  const std::size_t said_before = draft_.diagnostics.size();
  Call call{builtin, resolve_each(node.arguments), {}};
  if (draft_.diagnostics.size() > said_before) return Expr{span, Number{0}};
  const auto* named = std::get_if<Reference>(&call.arguments[0].node);
  const bool shifts = builtin == Builtin::shift_if_true;
  const bool sound =
      named != nullptr && (!shifts || starts_at_an_element(draft_.model, call.arguments[0], 0));
  if (sound) return Expr{span, std::move(call)};
  draft_.say(
      Code::model_vector_arguments, node.arguments[0].span,
      format("argument 1 of {} {}", info_of(builtin).name,
             shifts ? "does not name the first element of its last subscript" : "is no queue"),
      format("{}: {}", info_of(builtin).name, info_of(builtin).meaning),
      shifts ? "left = SHIFT IF TRUE(people[age0], MODULO(Time, 1) = 0, ELMCOUNT(age), 1, 0)"
             : "name a variable that is QUEUE FIFO(...)");
  return Expr{span, Number{0}};
}

// Sums and shifts may also be of an equation between data, which has points as data have.
bool ExpressionResolver::is_data(VariableId variable, Builtin builtin) const {
  if (draft_.model.at(variable).kind == VariableKind::data) return true;
  const bool whole = builtin == Builtin::cumulate || builtin == Builtin::cumulatef ||
                     builtin == Builtin::time_shift;
  const auto is_between = [](const EquationDraft& equation) {
    return equation.source->kind == syntax::EquationKind::data;
  };
  const auto& equations = draft_.equations[static_cast<std::size_t>(variable)];
  return whole && between_data_ && std::ranges::all_of(equations, is_between);
}

Expr ExpressionResolver::misplaced_if_missing(Span span) {
  draft_.say(Code::model_not_alone, span, "X IF MISSING stands where it cannot",
             "it must be the whole right-hand side of an equation between data",
             format("as in: {} := X IF MISSING(a + b, 0)", variable_.name));
  return Expr{span, Number{0}};
}

// The number is put in before the run, so it is one.
Expr ExpressionResolver::if_missing(const syntax::Call& node, Span span) {
  const BuiltinInfo& info = info_of(Builtin::x_if_missing);
  if (!count_fits(info, node, span)) return Expr{span, Number{0}};
  if (!between_data_) return misplaced_if_missing(span);
  std::vector<Expr> arguments = resolve_each(node.arguments);
  if (!std::holds_alternative<Number>(arguments[1].node)) {
    draft_.say(Code::model_vector_arguments, node.arguments[1].span,
               format("argument 2 of {} is no number", info.name),
               format("{}: {}", info.name, info.meaning), "write a number, such as 0 or :NA:");
    return Expr{span, Number{0}};
  }
  return Expr{span, Call{Builtin::x_if_missing, std::move(arguments), {}}};
}

// GET DATA ... and TIME SHIFT: the first argument names a data variable.
Expr ExpressionResolver::data_call(Builtin builtin, const syntax::Call& node, Span span) {
  if (builtin == Builtin::x_if_missing) return misplaced_if_missing(span);
  const std::size_t said_before = draft_.diagnostics.size();
  Call call{builtin, resolve_each(node.arguments), {}};
  if (draft_.diagnostics.size() > said_before) return Expr{span, Number{0}};
  const auto* data = std::get_if<Reference>(&call.arguments[0].node);
  if (data != nullptr && is_data(data->variable, builtin)) return Expr{span, std::move(call)};
  if (data != nullptr && asks_for_points(builtin)) {
    draft_.say(Code::model_no_data_variable, node.arguments[0].span,
               format("\"{}\" is no data variable, so {} is :NA:",
                      draft_.model.at(data->variable).name, info_of(builtin).name),
               "it looks into a series from outside the model",
               "name a variable that has its values from a data file");
    return Expr{span, Number{kNotAvailable}};
  }
  draft_.say(Code::model_vector_arguments, node.arguments[0].span,
             format("argument 1 of {} is no data variable", info_of(builtin).name),
             "it looks into a series from outside the model",
             "name a variable that has its values from a data file");
  return Expr{span, Number{0}};
}

}  // namespace sluice::model
